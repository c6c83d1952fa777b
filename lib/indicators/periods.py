"""What happened in a range of reporting days, and how it stood at their end.

The reporting day in Ha Noi runs 18:00 to 18:00 (docs/decisions.md): a moment counts for the day on
which its period ends; a date without a time of day counts for that date. The states are those of
18:00 too: who is reported later is neither new nor in quarantine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import narwhals as nw

from lib.indicators.cohort import cohort, members
from lib.indicators.figure import Ward
from lib.indicators.stays import IS_NEW
from lib.rules.reporting import CLOSES_AT, LINES, PLACES

_IDS = {"cases": "case_id", "unvaccinated": "resident_id", "inspections": "inspection_id"}
# What closes a stay and has a line of its own.
_CLOSED_AS = {"became_f0": "converted_to_f0", "transferred": "transferred_hospital", "died": "died"}


@dataclass(frozen=True)
class Behind:
    """The rows of one table that a line counts."""

    table: str
    ids: tuple[str, ...]


def period_counts(ward: Ward, first: date, last: date) -> dict[str, int | None]:
    """LINES' ids -> counts; None where there is no list to count from. See period_rows."""
    rows = period_rows(ward, first, last)
    return {id_: None if behind is None else len(behind.ids) for id_, behind in rows.items()}


def period_rows(ward: Ward, first: date, last: date) -> dict[str, Behind | None]:
    """LINES' ids -> the rows of the reporting days `first` to `last`; `ward` is as of `last`. None
    where there is no list to count from.

    Raises ValueError when the days are the wrong way round or the ward is as of another day.
    """
    if first > last or ward.as_of != last:
        raise ValueError("the ward must be as of the last day, and that not before the first")
    stays = ward.stays  # those known by the last day
    by_table: Mapping[str, dict[str, Any]] = {
        "cases": _reported(stays, first, last) | _states(stays, last) | _ended(stays, first, last),
        "unvaccinated": _vaccinated(ward, first, last),
        "inspections": {"breaches": _breaches(ward, first, last)},
    }
    found: dict[str, Behind | None] = {}
    for table, lines in by_table.items():
        has_come = len(ward.table(table)) > 0
        for id_, rows in lines.items():
            ids = () if rows is None else tuple(rows[_IDS[table]].to_list())
            found[id_] = Behind(table, ids) if has_come and rows is not None else None
    return {line.id: found[line.id] for line in LINES}


def _within(column: str, first: date, last: date) -> nw.Expr:
    """Moments are ISO text, so that they compare as texts; 2021-12-28 is less than its 18:00."""
    opens = f"{first - timedelta(days=1)}T{CLOSES_AT}"
    return (nw.col(column) > opens) & (nw.col(column) <= f"{last}T{CLOSES_AT}")


def _on(column: str, first: date, last: date) -> nw.Expr:
    return (nw.col(column) >= first) & (nw.col(column) <= last)


def _is(case_type: str) -> nw.Expr:
    return nw.col("case_type") == case_type


def _reported(stays: Any, first: date, last: date) -> dict[str, Any]:
    new = stays.filter(_within("reported_at", first, last), IS_NEW)
    f0, place = new.filter(_is("F0")), nw.col("detected_in").fill_null("")
    places = {f"new_f0_{name}": f0.filter(place == name) for name in PLACES}
    return {
        "new_f0": f0, "new_f1": new.filter(~_is("F0")), **places,
        "new_f0_unplaced": f0.filter(~place.is_in(PLACES)),
    }  # fmt: skip


def _states(stays: Any, last: date) -> dict[str, Any]:
    known = stays.filter(nw.col("reported_at") <= f"{last}T{CLOSES_AT}")
    inside = known.filter(nw.col("in_quarantine"))
    return {
        "in_quarantine_f0": inside.filter(_is("F0")),
        "in_quarantine_f1": inside.filter(_is("F1")),
        "awaiting_release": known.filter(nw.col("awaiting_release")),
    }


def _ended(stays: Any, first: date, last: date) -> dict[str, Any]:
    began = stays.filter(_on("quarantine_start", first, last))
    closed, why = stays.filter(_on("closed_on", first, last)), nw.col("end_reason").fill_null("")
    completed = closed.filter(why == "completed")
    return {
        "started_f0": began.filter(_is("F0")),
        "started_f1": began.filter(_is("F1")),
        "completed_f0": completed.filter(_is("F0")),
        "completed_f1": completed.filter(_is("F1")),
        **{line: closed.filter(why == reason) for line, reason in _CLOSED_AS.items()},
        "left_otherwise": closed.filter(~why.is_in(["completed", *_CLOSED_AS.values()])),
    }


def _vaccinated(ward: Ward, first: date, last: date) -> dict[str, Any]:
    outcome, remaining = nw.col("outcome"), members(ward).filter(nw.col("is_remaining"))
    done = ward.table("unvaccinated").filter(_on("outcome_on", first, last))
    return {
        "vaccinated_here": done.filter(outcome == "vaccinated_here"),
        "vaccinated_elsewhere": done.filter(outcome == "vaccinated_elsewhere"),
        "unvaccinated_remaining": remaining if cohort(ward).baseline_on else None,
    }


def _breaches(ward: Ward, first: date, last: date) -> Any:
    is_breach = (nw.col("result") == "breach").fill_null(False)
    return ward.table("inspections").filter(is_breach, _within("inspected_at", first, last))
