"""The same person on two lists, shown once, with what follows from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

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


@dataclass(frozen=True)
class Crossing:
    """One person: the rows in both lists, how sure the likeness is, and what follows."""

    what: What
    tables: tuple[str, str]
    ids: tuple[str, str]
    points: float | None
    full_name: str
    group_id: str | None


def crossings(store: Store, actor: Actor, as_of: date) -> tuple[Crossing, ...]:
    """Among open stays, residents without a dose, team members and hosts of gatherings.

    Only people whose names the actor may see in both lists, the surest first.
    """
    actor = allowed(store, actor, "persons.see")
    found = kept(("crossings", *version_key(store), as_of), lambda: tuple(_all(store, as_of)))
    visible = {table: _names(store, actor, table) for table in ("cases", "unvaccinated", "members")}
    shown = [
        Crossing(what, tables, ids, points, *visible[tables[0]][ids[0]])
        for what, tables, ids, points in found
        if ids[0] in visible[tables[0]]
        and (tables[1] not in visible or ids[1] in visible[tables[1]])
        and (tables[1] in visible or actor.may("places.see"))
    ]
    return tuple(sorted(shown, key=lambda each: -(each.points or 0)))


def _names(store: Store, actor: Actor, table: str) -> dict[str, tuple[str, str | None]]:
    id_ = {"cases": "case_id", "unvaccinated": "resident_id", "members": "member_id"}[table]
    wanted = (id_, "full_name") if table == "members" else (id_, "full_name", "group_id")
    rows = visible_frame(store, actor, table, wanted)
    if "full_name" not in rows.columns:
        return {}
    return {row[id_]: (row["full_name"], row.get("group_id")) for row in rows.rows(named=True)}


def _all(store: Store, as_of: date) -> Iterator[tuple[What, tuple[str, str], tuple[str, str], Any]]:
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
) -> Iterator[tuple[What, tuple[str, str], tuple[str, str], Any]]:
    marked = [
        people_of(table, rows).with_columns(id=pl.lit(table + _MARK) + pl.col("id"))
        for table, rows in lists.items()
    ]
    pairs = alike(pl.concat(marked))
    for first, second, points in pairs.select("first", "second", "points").rows():
        sides = sorted((first.split(_MARK, 1), second.split(_MARK, 1)))
        tables = sides[0][0], sides[1][0]
        if tables in _FOLLOWS:
            yield _FOLLOWS[tables], tables, (sides[0][1], sides[1][1]), points


def _hosts(
    cases: pl.DataFrame, gatherings: pl.DataFrame
) -> Iterator[tuple[What, tuple[str, str], tuple[str, str], Any]]:
    """A host is known by name and group only: the exact name in the same group."""
    by_name: dict[tuple[str, str], list[str]] = {}
    for row in cases.select("case_id", "full_name", "group_id").rows(named=True):
        by_name.setdefault((fold_key(row["full_name"]), row["group_id"]), []).append(row["case_id"])
    for row in gatherings.rows(named=True):
        key = (fold_key(row["host_name"] or ""), row["group_id"])
        for case_id in by_name.get(key, ()) if row["host_name"] else ():
            yield "host", ("cases", "gatherings"), (case_id, row["gathering_id"]), None
