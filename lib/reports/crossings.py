"""The same person on two lists, shown once, with what follows from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from lib.indicators.cohort import listed
from lib.indicators.compliance import judge_gatherings
from lib.reports.duplicates import people_of
from lib.reports.frames import kept, version_key, visible_frame, ward_on
from lib.reports.likeness import alike
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.text.fold import fold_key

What = Literal["dose_after_quarantine", "member_in_quarantine", "member_without_dose", "host"]
# Two lists on which one person may stand, and what follows.
_FOLLOWS: dict[tuple[str, str], What] = {
    ("cases", "unvaccinated"): "dose_after_quarantine",
    ("cases", "members"): "member_in_quarantine",
    ("members", "unvaccinated"): "member_without_dose",
    ("cases", "gatherings"): "host",
}
_MARK = "/"
Row = tuple[str, str]


@dataclass(frozen=True)
class Crossing:
    """One person: `rows` are the (table, id) of the lists on which the person stands.

    `is_by_name`: a host, of whom no more is known than a name and a group.
    """

    rows: tuple[Row, ...]
    follows: tuple[What, ...]
    is_by_name: bool
    full_name: str
    group_id: str | None


@dataclass(frozen=True)
class _Pair:
    what: What
    rows: tuple[Row, Row]
    points: float | None


def crossings(store: Store, actor: Actor, as_of: date) -> tuple[Crossing, ...]:
    """Among open stays, residents without a dose, team members and hosts of gatherings.

    Only people whose names the actor may see in each list, the surest first.
    """
    actor = allowed(store, actor, "persons.see")
    found = kept(("crossings", *version_key(store), as_of), lambda: tuple(_all(store, as_of)))
    names = {table: _names(store, actor, table) for table in ("cases", "unvaccinated", "members")}
    may_see_hosts = actor.may("places.see")

    def is_shown(row: Row) -> bool:
        table, id_ = row
        return id_ in names[table] if table in names else may_see_hosts

    shown = sorted(
        (pair for pair in found if all(map(is_shown, pair.rows))), key=lambda p: -(p.points or 0)
    )
    return tuple(_person(pairs, names) for pairs in _by_person(shown))


def _by_person(pairs: Iterable[_Pair]) -> list[list[_Pair]]:
    """Pairs that share a row are about one person."""
    people: list[list[_Pair]] = []
    for pair in pairs:
        same = [one for one in people if any(set(each.rows) & set(pair.rows) for each in one)]
        people = [one for one in people if one not in same]
        people.append([*(each for one in same for each in one), pair])
    return people


def _person(pairs: list[_Pair], names: dict[str, dict[str, tuple[str, str | None]]]) -> Crossing:
    rows = tuple(dict.fromkeys(row for pair in pairs for row in pair.rows))
    known = [names[table][id_] for table, id_ in rows if table in names]
    return Crossing(
        rows=rows,
        follows=tuple(dict.fromkeys(pair.what for pair in pairs)),
        is_by_name=all(pair.points is None for pair in pairs),
        full_name=known[0][0],
        group_id=next((group for _name, group in known if group), None),
    )


def _names(store: Store, actor: Actor, table: str) -> dict[str, tuple[str, str | None]]:
    id_ = {"cases": "case_id", "unvaccinated": "resident_id", "members": "member_id"}[table]
    wanted = (id_, "full_name") if table == "members" else (id_, "full_name", "group_id")
    rows = visible_frame(store, actor, table, wanted)
    if "full_name" not in rows.columns:
        return {}
    return {row[id_]: (row["full_name"], row.get("group_id")) for row in rows.rows(named=True)}


def _all(store: Store, as_of: date) -> Iterator[_Pair]:
    ward = ward_on(store, as_of)
    stays = ward.stays.to_native().filter("is_open")["case_id"].to_list()
    remaining = listed(ward).to_native().filter("is_remaining")["resident_id"].to_list()
    with store.read() as conn:
        lists = {
            "cases": fetch(conn, store.ward_id, "cases").filter(pl.col("case_id").is_in(stays)),
            "unvaccinated": fetch(conn, store.ward_id, "unvaccinated").filter(
                pl.col("resident_id").is_in(remaining)
            ),
            "members": fetch(conn, store.ward_id, "members"),
        }
        gatherings = fetch(conn, store.ward_id, "gatherings")
    yield from _alike(lists)
    near = [verdict.row["gathering_id"] for verdict in judge_gatherings(ward)]
    yield from _hosts(lists["cases"], gatherings.filter(pl.col("gathering_id").is_in(near)))


def _alike(
    lists: dict[str, pl.DataFrame],
) -> Iterator[_Pair]:
    marked = [
        people_of(table, rows).with_columns(id=pl.lit(table + _MARK) + pl.col("id"))
        for table, rows in lists.items()
    ]
    pairs = alike(pl.concat(marked))
    for first, second, points in pairs.select("first", "second", "points").rows():
        sides = sorted(_row(marked) for marked in (first, second))
        tables = sides[0][0], sides[1][0]
        if tables in _FOLLOWS:
            yield _Pair(_FOLLOWS[tables], (sides[0], sides[1]), points)


def _row(marked: str) -> Row:
    table, id_ = marked.split(_MARK, 1)
    return table, id_


def _hosts(cases: pl.DataFrame, gatherings: pl.DataFrame) -> Iterator[_Pair]:
    """A host is known by name and group only: the exact name in the same group."""
    by_name: dict[tuple[str, str], list[str]] = {}
    for row in cases.select("case_id", "full_name", "group_id").rows(named=True):
        by_name.setdefault((fold_key(row["full_name"]), row["group_id"]), []).append(row["case_id"])
    for row in gatherings.rows(named=True):
        key = (fold_key(row["host_name"] or ""), row["group_id"])
        for case_id in by_name.get(key, ()) if row["host_name"] else ():
            yield _Pair("host", (("cases", case_id), ("gatherings", row["gathering_id"])), None)
