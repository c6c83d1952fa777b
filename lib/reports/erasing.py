"""Whose data would go: the records that are erased together, and others that may be the same
person's. Nothing is written here; each other record is proposed by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from lib.reports.frames import kept, standing_key, visible_frame
from lib.reports.listing import PEOPLE
from lib.schema.tables import TABLES
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import saw_list
from lib.store.engine import Store
from lib.store.erasure import find_person, rows_about
from lib.store.repository import fetch
from lib.text.fold import fold_key

RIGHTS = ("persons.erase", "persons.see")
_SHOWN = {
    "cases": ("full_name", "birth_year", "group_id", "case_type", "reported_at"),
    "unvaccinated": ("full_name", "birth_year", "group_id", "listed_on"),
}
_COMPARED = ("full_name", "birth_date", "birth_year", "phone", "national_id")


@dataclass(frozen=True)
class Record:
    """`cells`: what the reader may see of it; empty of one that was taken out of the lists."""

    table: str
    row_id: str
    cells: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    """`own` are erased together; `others` share a telephone, a national id or a name with them."""

    own: tuple[Record, ...]
    others: tuple[Record, ...]


def record_with(store: Store, actor: Actor, code: str) -> tuple[str, str] | None:
    """The list and the id of the record of a person that has this code."""
    allowed(store, actor, *RIGHTS)
    with store.read() as conn:
        return find_person(conn, store.ward_id, code)


def person_of(store: Store, actor: Actor, table: str, row_id: str) -> Person | None:
    """What would go with the record, and what else to ask about; None when there is none."""
    actor = allowed(store, actor, *RIGHTS)
    with store.read() as conn:
        ids = rows_about(conn, store.ward_id, table, row_id).get(table)
    if ids is None:
        return None
    own = {(table, id_) for id_ in ids}
    people = _people(store)
    known = set().union(*(people.get(key, set()) for key in own))
    others = {key for key, said in people.items() if key not in own and _is_alike(said, known)}
    return Person(*(tuple(_records(store, actor, keys)) for keys in (own, others)))


Key = tuple[str, str]
# What somebody would recognise a person by: ("phone", "0912...") and the like.
Mark = tuple[str, Any]


def _people(store: Store) -> dict[Key, set[Mark]]:
    """Every listed person's marks; they are compared, never shown."""

    def load() -> dict[Key, set[Mark]]:
        with store.read() as conn:
            frames = {
                name: fetch(conn, store.ward_id, name, (TABLES[name].id, *_present(name)))
                for name in PEOPLE
            }
        return {
            (name, row[TABLES[name].id]): _marks(row)
            for name, frame in frames.items()
            for row in frame.iter_rows(named=True)
        }

    return kept(("people", *standing_key(store)), load)


def _present(table: str) -> list[str]:
    return [name for name in _COMPARED if name in TABLES[table].columns]


def _marks(row: dict[str, Any]) -> set[Mark]:
    born = row.get("birth_date")
    year = born.year if born else row.get("birth_year")
    marks = {(name, row[name]) for name in ("phone", "national_id") if row.get(name)}
    if row.get("full_name"):
        marks.add(("name", (fold_key(row["full_name"]), year)))
    return marks


def _is_alike(said: set[Mark], known: set[Mark]) -> bool:
    """A name alone is asked about too, unless both years of birth are known and differ."""
    if said & known:
        return True
    names = [[value for kind, value in marks if kind == "name"] for marks in (said, known)]
    return any(
        one == other and None in (year, other_year)
        for one, year in names[0]
        for other, other_year in names[1]
    )


def _records(store: Store, actor: Actor, keys: Iterable[Key]) -> Iterator[Record]:
    wanted = sorted(keys)
    for table in PEOPLE:
        ids = [id_ for name, id_ in wanted if name == table]
        if not ids:
            continue
        id_column = TABLES[table].id
        frame = visible_frame(store, actor, table, (id_column, *_SHOWN[table]))
        found = frame.filter(pl.col(id_column).is_in(ids))
        cells = {row.pop(id_column): row for row in found.iter_rows(named=True)}
        saw_list(store, actor, table, len(cells))
        yield from (Record(table, id_, cells.get(id_, {})) for id_ in ids)
