"""What comes: releases, tests and kits of the next two weeks; and the stays of a group as bars."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from lib.reports.frames import visible_frame
from lib.reports.work_lists import Board, CaseItem
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.text.collate import name_key, text_key

DAYS = 14
_BARS = {
    "case_id": pl.String, "label": pl.String, "door": pl.String, "address": pl.String,
    "case_type": pl.String, "first_day": pl.Date, "last_day": pl.Date, "is_open_ended": pl.Boolean,
}  # fmt: skip
_MARKS = {"case_id": pl.String, "day": pl.Date, "kind": pl.String}


def look_ahead(board: Board, as_of: date) -> pl.DataFrame:
    """day, releases (last days that stand), tests (days on which one is due, one kit each).

    A test that is overdue counts for today; readers who may not see tests get no such column.
    """
    open_ = [item for item in board.cases.values() if item.life.is_open]
    releases = Counter(item.life.end for item in open_ if item.life.end)
    tests = Counter(day for item in open_ for day in _test_days(item, as_of))
    days = [as_of + timedelta(n) for n in range(DAYS)]
    frame = pl.DataFrame({"day": days, "releases": [releases[day] for day in days]})
    if not board.sees_tests:
        return frame
    return frame.with_columns(tests=pl.Series([tests[day] for day in days], dtype=pl.Int64))


def _test_days(item: CaseItem, as_of: date) -> Iterator[date]:
    """From today on, as the lists of tests count them; what was due before and not taken is due
    today."""
    if item.life.test.state in ("due", "overdue"):
        yield as_of
    yield from item.life.test.coming


@dataclass(frozen=True)
class Timeline:
    """`bars`: one row per open stay, door after door along the alleys, first those whose door
    nobody knows; `marks`: samples by result and visits ("seen", "missed"), each on its day, as far
    as the reader may see them."""

    bars: pl.DataFrame
    marks: pl.DataFrame


def timeline(store: Store, actor: Actor, board: Board, as_of: date, group_id: str) -> Timeline:
    """Open stays of one group (empty: all). Without a last day the bar goes on until today."""
    actor = allowed(store, actor, "persons.see")
    items = [
        item
        for item in board.cases.values()
        if item.life.is_open and group_id in ("", item.life.group_id)
    ]
    items.sort(key=_walk)
    bars = pl.DataFrame([_bar(item, as_of) for item in items], schema=_BARS, orient="row")
    return Timeline(bars, _marks(store, actor, as_of).join(bars.select("case_id"), on="case_id"))


def _walk(item: CaseItem) -> tuple[Any, ...]:
    """Along the street and into its alleys by number; one door's people by their first day."""
    said = [item.row.get(name) or "" for name in ("street", "alley", "house_number")]
    door = item.life.household_id or ""
    has_door = bool(door and item.address)
    where = [text_key(part) for part in said] if has_door else []
    return has_door, where, door, item.life.first_day, name_key(item.name), item.case_id


def _bar(item: CaseItem, as_of: date) -> tuple[str, str, str, str, str, date, date, bool]:
    life = item.life
    last = life.end or max(as_of, life.first_day)
    return (
        item.case_id, item.name, life.household_id or "", _short_address(item), life.case_type,
        life.first_day, last, life.end is None,
    )  # fmt: skip


def _short_address(item: CaseItem) -> str:
    """The house in its alley; the street only where there is no alley."""
    row = item.row
    parts = (row.get("house_number"), row.get("alley") or row.get("street"))
    return ", ".join(part for part in parts if part)


def _marks(store: Store, actor: Actor, as_of: date) -> pl.DataFrame:
    tests = visible_frame(store, actor, "tests", ("test_id", "case_id", "sample_date", "result"))
    visits = visible_frame(store, actor, "visits", ("visit_id", "case_id", "visited_at", "result"))
    found = []
    if {"sample_date", "result"} <= set(tests.columns):
        found.append(tests.select("case_id", day="sample_date", kind="result"))
    if "result" in visits.columns:
        day = pl.col("visited_at").str.slice(0, 10).str.to_date()
        kind = pl.when(pl.col("result").str.starts_with("seen")).then(pl.lit("seen"))
        found.append(visits.select("case_id", day=day, kind=kind.otherwise(pl.lit("missed"))))
    marks = pl.concat(found) if found else pl.DataFrame(schema=_MARKS)
    return marks.filter(pl.col("day") <= as_of)
