"""What was written about each stay and each door, brought together once per day.

Frames become rows here: from this point on one person is looked at at a time, by functions that
read like the rules. Only stays that are open, or closed with something left to do, come along.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from lib.indicators.homes import Home, HomeRows, Row, home_on, is_up
from lib.indicators.stay_life import Life, StayRows, life_of
from lib.rules.home import HomeRules
from lib.rules.quarantine import RuleBook


@dataclass(frozen=True)
class Lives:
    """All stays and doors of one day that somebody may have to do something about, by id."""

    stays: Mapping[str, Life]
    homes: Mapping[str, Home]


@dataclass(frozen=True)
class Tables:
    """`stays` is the frame of lib.indicators.stays, the others are tables of the store;
    `assigned` are the cases that a team looks after."""

    stays: Any
    tables: Mapping[str, Any]
    assigned: Collection[str]

    def frame(self, name: str) -> Any:
        return nw.from_native(self.tables[name], eager_only=True)


def lives_on(
    tables: Tables, book: RuleBook, rules: HomeRules, *, on: date, everyone: bool = False
) -> Lives:
    """`everyone`: also stays that are over and done with."""
    stays = _rows(tables.stays if everyone else tables.stays.filter(_is_unfinished(on)))
    doors = _doors(tables, stays, on)
    homes = {id_: home_on(rows, on=on) for id_, rows in doors.items()}
    tests = _of(stays, tables.frame("tests"))
    reasons = {row["case_id"]: row for row in _rows(tables.frame("explained"))}
    visits = _of([stay for stay in stays if stay["is_open"]], tables.frame("visits"))
    lives = {}
    for stay in stays:
        id_, door = stay["case_id"], stay["household_id"] or ""
        written = StayRows(
            stay, tests[id_], visits[id_], doors.get(door), id_ in tables.assigned,
            reasons.get(id_),
        )  # fmt: skip
        lives[id_] = life_of(written, homes.get(door), book, rules, on=on)
    return Lives(lives, homes)


def _is_unfinished(on: date) -> nw.Expr:
    """Open, or completed and without its paper."""
    is_completed = (nw.col("end_reason") == "completed").fill_null(False)
    has_paper = (nw.col("completion_date") <= on).fill_null(False)
    return nw.col("is_open") | (is_completed & ~has_paper)


def _doors(tables: Tables, stays: Iterable[Row], on: date) -> dict[str, HomeRows]:
    """Doors of the stays at hand, and those with a sign up."""
    open_ = _by("household_id", _rows(tables.stays.filter("is_open")))
    signs = _by("household_id", _rows(tables.frame("signs")))
    households = {row["household_id"]: row for row in _rows(tables.frame("households"))}
    appraisals = _by("household_id", _rows(tables.frame("appraisals")))
    inspections = _by("household_id", _rows(tables.frame("inspections")))
    requests = _by_door(tables, "requests", ~nw.col("appraisal_id").is_null())
    alerts = _by_door(tables, "visits", nw.col("neighbours_say") == "alert")
    with_sign = {id_ for id_, rows in signs.items() if any(is_up(row, on) for row in rows)}
    doors = {stay["household_id"] for stay in stays} | with_sign
    return {
        id_: HomeRows(
            id_, households.get(id_), open_[id_], appraisals[id_], signs[id_], requests[id_],
            inspections[id_], alerts[id_],
        )
        for id_ in doors
        if id_
    }  # fmt: skip


def _rows(frame: Any) -> list[Row]:
    return list(frame.rows(named=True))


def _by(column: str, rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[column] is not None:
            groups[row[column]].append(row)
    return groups


def _of(stays: Iterable[Row], frame: Any) -> defaultdict[str, list[Row]]:
    """The rows of these stays' cases."""
    ids = [stay["case_id"] for stay in stays]
    return _by("case_id", _rows(frame.filter(nw.col("case_id").is_in(ids))) if ids else [])


def _by_door(tables: Tables, name: str, condition: nw.Expr) -> defaultdict[str, list[Row]]:
    """Rows of cases by the door of their stay."""
    stays = tables.stays.select("case_id", "household_id")
    rows = tables.frame(name).filter(condition.fill_null(False))
    return _by("household_id", _rows(rows.join(stays, on="case_id", how="inner")))
