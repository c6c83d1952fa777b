"""What happened in a range of reporting days, and how it stood at their end.

The reporting day in Ha Noi runs 18:00 to 18:00 (docs/decisions.md): a moment counts for the day on
which its period ends; a date without a time of day counts for that date.
"""

from datetime import date, timedelta
from typing import Any

import narwhals as nw

from lib.indicators.cohort import cohort
from lib.indicators.figure import Ward
from lib.indicators.stays import IS_NEW
from lib.rules.reporting import CLOSES_AT, LINES, PLACES


def period_counts(ward: Ward, first: date, last: date) -> dict[str, int | None]:
    """LINES' ids -> counts for the reporting days `first` to `last`; `ward` is as of `last`. None
    where there is no list to count from.

    Raises ValueError when the days are the wrong way round or the ward is as of another day.
    """
    if first > last or ward.as_of != last:
        raise ValueError("the ward must be as of the last day, and that not before the first")
    stays = ward.stays  # those known by the last day
    counts: dict[str, int | None] = {
        **_reported(stays, first, last), **_states(stays), **_ended(stays, first, last),
    }  # fmt: skip
    if not len(ward.table("cases")):
        counts = dict.fromkeys(counts)
    counts |= _vaccinated(ward, first, last)
    seen = ward.table("inspections").filter(
        nw.col("result") == "breach", _within("inspected_at", first, last)
    )
    counts["breaches"] = len(seen) if len(ward.table("inspections")) else None
    return {line.id: counts[line.id] for line in LINES}


def _within(column: str, first: date, last: date) -> nw.Expr:
    """Moments are ISO text, so that they compare as texts; 2021-12-28 is less than its 18:00."""
    opens = f"{first - timedelta(days=1)}T{CLOSES_AT}"
    return (nw.col(column) > opens) & (nw.col(column) <= f"{last}T{CLOSES_AT}")


def _on(column: str, first: date, last: date) -> nw.Expr:
    return (nw.col(column) >= first) & (nw.col(column) <= last)


def _reported(stays: Any, first: date, last: date) -> dict[str, int]:
    new = stays.filter(_within("reported_at", first, last), IS_NEW)
    f0 = new.filter(nw.col("case_type") == "F0")
    found_in = f0["detected_in"].to_list()
    places = {f"new_f0_{place}": found_in.count(place) for place in PLACES}
    return {
        "new_f0": len(f0), "new_f1": len(new) - len(f0), **places,
        "new_f0_unplaced": len(f0) - sum(places.values()),
    }  # fmt: skip


def _states(stays: Any) -> dict[str, int]:
    return {
        "in_quarantine_f0": _n(stays, nw.col("in_quarantine"), "F0"),
        "in_quarantine_f1": _n(stays, nw.col("in_quarantine"), "F1"),
        "awaiting_release": len(stays.filter(nw.col("awaiting_release"))),
    }


def _ended(stays: Any, first: date, last: date) -> dict[str, int]:
    began = stays.filter(_on("quarantine_start", first, last))
    closed = stays.filter(_on("closed_on", first, last))
    why = closed["end_reason"].to_list()
    completed = nw.col("end_reason") == "completed"
    return {
        "started_f0": _n(began, nw.lit(True), "F0"),
        "started_f1": _n(began, nw.lit(True), "F1"),
        "completed_f0": _n(closed, completed, "F0"),
        "completed_f1": _n(closed, completed, "F1"),
        "became_f0": why.count("converted_to_f0"),
        "transferred": why.count("transferred_hospital"),
        "died": why.count("died"),
    }


def _vaccinated(ward: Ward, first: date, last: date) -> dict[str, int | None]:
    listed = ward.table("unvaccinated").filter(_on("outcome_on", first, last))
    outcomes, known = listed["outcome"].to_list(), cohort(ward)
    is_listed = known.baseline_on is not None
    if not len(ward.table("unvaccinated")):
        return dict.fromkeys(("vaccinated_here", "vaccinated_elsewhere", "unvaccinated_remaining"))
    return {
        "vaccinated_here": outcomes.count("vaccinated_here"),
        "vaccinated_elsewhere": outcomes.count("vaccinated_elsewhere"),
        "unvaccinated_remaining": known.remaining if is_listed else None,
    }


def _n(rows: Any, which: nw.Expr, case_type: str) -> int:
    return len(rows.filter(which, nw.col("case_type") == case_type))
