"""How level 3 is kept where somebody looked: breaches, who waits for an inspection, shares by week.

Homes of people in quarantine are not among it: see lib.indicators.homes.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import narwhals as nw

from lib.indicators.compliance import judge_venues
from lib.indicators.figure import Figure, Ward, among, count, no_data

STALE_DAYS = 7


def level_inspections(ward: Ward) -> Any:
    """Inspections of venues, gatherings and public places by the day; adds day, is_breach and
    is_open (a breach that was not put right by the day)."""
    rows = ward.table("inspections").filter(
        nw.col("inspected_at").str.slice(0, 10) <= ward.as_of.isoformat(),
        nw.col("household_id").is_null(),
    )
    is_breach = (nw.col("result") == "breach").fill_null(False)
    later = (nw.col("resolved_on") > ward.as_of).fill_null(True)
    return rows.with_columns(
        day=nw.col("inspected_at").str.slice(0, 10).str.to_date(format="%Y-%m-%d"),
        is_breach=is_breach,
        is_open=is_breach & later,
    )


def level_breaches(ward: Ward) -> Figure:
    """Breaches found by the day and not put right by it / breaches found."""
    made = level_inspections(ward)
    found = made.filter(nw.col("is_breach"))
    rows = found.filter(nw.col("is_open")).to_native()
    if not len(made):
        return no_data("level_breaches", rows, as_of=ward.as_of)
    return count("level_breaches", rows, as_of=ward.as_of, of=len(found))


def venues_not_inspected(ward: Ward) -> Figure:
    """Venues that must be closed and were not inspected for seven days / all of these."""
    first = ward.as_of - timedelta(days=STALE_DAYS - 1)
    recent = level_inspections(ward).filter(nw.col("day") >= first)
    seen = set(recent["venue_id"].drop_nulls().to_list())
    must_close = [v.row["venue_id"] for v in judge_venues(ward) if v.measure is not None]
    unseen = [venue for venue in must_close if venue not in seen]
    rows = ward.table("venues").filter(among("venue_id", unseen)).to_native()
    if not must_close:
        return no_data("venues_not_inspected", rows, as_of=ward.as_of)
    return count("venues_not_inspected", rows, as_of=ward.as_of, of=len(must_close))


@dataclass(frozen=True)
class Kept:
    """Of `n` inspections that judged something in the week (its Monday) `n_kept` found it kept."""

    week: date
    n_kept: int
    n: int


def kept_by(ward: Ward, column: str, *, weeks: int) -> dict[str, tuple[Kept, ...]]:
    """By a column of the inspections, e.g. measure or group_id; the last week is the day's.

    A week in which nobody inspected is left out.
    """
    first = _monday(ward.as_of) - timedelta(weeks=weeks - 1)
    judged = level_inspections(ward).filter(
        nw.col("result").is_in(["complies", "breach"]), nw.col("day") >= first
    )
    counts: dict[str, dict[date, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for value, day, is_breach in judged.select(column, "day", "is_breach").iter_rows():
        counts[value][_monday(day)].append(not is_breach)
    return {
        value: tuple(Kept(week, sum(kept), len(kept)) for week, kept in sorted(by_week.items()))
        for value, by_week in counts.items()
    }


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
