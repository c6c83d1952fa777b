"""People who may be listed twice, side by side; and people in a file who may be listed already."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lib.reports.frames import kept, table_key, visible_frame
from lib.reports.likeness import PERSON, WEIGHTS, alike
from lib.schema.tables import TABLES, UNKNOWN_GROUP
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor
from lib.security.scope import rows_within
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.store.twins import Merge, TwoPeople, standing_merges, two_people
from lib.text.fold import fold_header

RIGHT = "persons.see"
# Tables that list people; a household or a venue twice is another matter.
PEOPLE_TABLES = tuple(name for name, table in TABLES.items() if "full_name" in table.columns)
_PHONES = ("phone", "contact_phone")
_DOOR = ("house_number", "alley", "street")
_ADDRESS_WORDS = re.compile(r"\b(?:so nha|so|ngo|ngach|hem|pho|duong) ")
_FILE, _OPEN = "file:", date(9999, 12, 31)


@dataclass(frozen=True)
class Candidate:
    """Two stored records that may be about one person. `rows`: what the actor may see of each;
    `evidence`: aspect -> what agrees or contradicts (likeness.WEIGHTS)."""

    table: str
    ids: tuple[str, str]
    points: float
    evidence: dict[str, str]
    rows: tuple[dict[str, Any], dict[str, Any]]
    versions: tuple[int, int]


def load_candidates(store: Store, actor: Actor, table: str) -> tuple[Candidate, ...]:
    """The likeliest first, without pairs that somebody has called two people."""
    actor = allowed(store, actor, RIGHT)
    pairs = kept(("likely", *table_key(store, table), table), lambda: _likely_pairs(store, table))
    id_ = TABLES[table].id
    shown = visible_frame(store, actor, table, tuple(TABLES[table].columns))
    with store.read() as conn:
        versions = dict(fetch(conn, store.ward_id, table, (id_, "row_version")).rows())
        apart = {each.ids for each in two_people(conn, store.ward_id, table)}
    rows = {row[id_]: row for row in shown.iter_rows(named=True)}
    return tuple(
        _candidate(table, pair, rows, versions)
        for pair in pairs.iter_rows(named=True)
        if {pair["first"], pair["second"]} <= rows.keys()
        and (pair["first"], pair["second"]) not in apart
    )


def _candidate(
    table: str, pair: dict[str, Any], rows: dict[str, dict[str, Any]], versions: dict[str, int]
) -> Candidate:
    ids = pair["first"], pair["second"]
    said = {aspect: pair[aspect] for aspect in WEIGHTS if pair[aspect]}
    first, second = (rows[id_] for id_ in ids)
    return Candidate(
        table, ids, pair["points"], said, (first, second), (versions[ids[0]], versions[ids[1]])
    )


def load_joined(store: Store, actor: Actor, table: str) -> tuple[Merge, ...]:
    """Joins of this list that stand, of records within reach, the newest first."""
    actor = allowed(store, actor, RIGHT)
    within = _within(store, actor, table)
    with store.read() as conn:
        joins = standing_merges(conn, store.ward_id)
    return tuple(each for each in joins if each.table == table and each.kept_id in within)


def load_two_people(store: Store, actor: Actor, table: str) -> tuple[TwoPeople, ...]:
    """Pairs of this list that were said to be two people, both within reach, the newest first."""
    actor = allowed(store, actor, RIGHT)
    within = _within(store, actor, table)
    with store.read() as conn:
        said = two_people(conn, store.ward_id, table)
    return tuple(each for each in said if set(each.ids) <= within)


def _within(store: Store, actor: Actor, table: str) -> frozenset[str]:
    """Ids of the records that the reader may see."""
    id_ = TABLES[table].id
    return frozenset(visible_frame(store, actor, table, (id_,))[id_])


def likely_listed(store: Store, actor: Actor, table: str, rows: pl.DataFrame) -> dict[int, str]:
    """Row of a file -> id of the stored record that it may be about, the likeliest only.

    `rows`: the rows that would be new, with "row" and typed columns.
    """
    actor = allowed(store, actor, RIGHT)
    if table not in PEOPLE_TABLES or rows.is_empty():
        return {}
    id_ = TABLES[table].id
    with store.read() as conn:
        within = rows_within(current_reach(conn, store, actor), store.ward_id, table)
        stored = fetch(conn, store.ward_id, table, within=within)
    named = rows.with_columns(pl.format(_FILE + "{}", "row").alias(id_))
    both = pl.concat([stored, _with_columns_of(stored, named)])
    found: dict[int, str] = {}
    pairs = _without_other_stays(table, both, alike(people_of(table, both)))
    for first, second in pairs.select("first", "second").rows():
        of_file = [each for each in (first, second) if each.startswith(_FILE)]
        if len(of_file) == 1:
            known = second if of_file[0] == first else first
            found.setdefault(int(of_file[0].removeprefix(_FILE)), known)
    return found


@dataclass(frozen=True)
class Listed:
    """A row of a file that may be about somebody listed already; `stored`: what of that record the
    actor may see."""

    row: int
    row_id: str
    stored: dict[str, Any]


def listed_already(store: Store, actor: Actor, table: str, rows: pl.DataFrame) -> list[Listed]:
    """Those that `likely_listed` finds, in the order of the file."""
    found = likely_listed(store, actor, table, rows)
    if not found:
        return []
    id_ = TABLES[table].id
    shown = visible_frame(store, actor, table, tuple(TABLES[table].columns))
    stored = {row[id_]: row for row in shown.filter(pl.col(id_).is_in(found.values())).to_dicts()}
    return [Listed(row, one, stored[one]) for row, one in sorted(found.items()) if one in stored]


def _with_columns_of(stored: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    known = [name for name in stored.columns if name in rows.columns]
    return pl.concat([stored.clear(), rows.select(known)], how="diagonal")


def _likely_pairs(store: Store, table: str) -> pl.DataFrame:
    with store.read() as conn:
        rows = fetch(conn, store.ward_id, table)
    return _without_other_stays(table, rows, alike(people_of(table, rows)))


def people_of(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Stored rows as likeness.PERSON: phones split, doors folded, "unknown" as not known."""
    columns = TABLES[table].columns
    known = {name: pl.col(name) for name in PERSON if name in columns}
    if "birth_date" in columns:
        year = pl.col("birth_date").dt.year().cast(pl.Int64)
        known["birth_year"] = pl.coalesce("birth_year", year)
    if "group_id" in columns:
        group = pl.col("group_id")
        known["group_id"] = pl.when(group != UNKNOWN_GROUP).then(group)
    people = rows.select(
        pl.col(TABLES[table].id).alias("id"),
        *(expression.alias(name) for name, expression in known.items()),
        _phones([name for name in _PHONES if name in columns]).alias("phones"),
    ).with_columns(_doors(rows, columns))
    missing = {name: pl.lit(None, kind) for name, kind in PERSON.items() if name not in people}
    return people.with_columns(**missing).select(*PERSON)


def _phones(names: Iterable[str]) -> pl.Expr:
    joined = pl.concat_str(list(names), separator=" / ", ignore_nulls=True)
    return joined.str.extract_all("[0-9]+")


def _doors(rows: pl.DataFrame, columns: Iterable[str]) -> pl.Series:
    """A door has a number. "So 12, Ngo 49, Pho Mau" and "12 ngo 49 Mau" are one door."""
    if not set(_DOOR) <= set(columns):
        return pl.Series("door", [None] * rows.height, dtype=pl.String)
    parts = rows.select(pl.col(_DOOR).fill_null("")).rows()
    doors = [_ADDRESS_WORDS.sub("", fold_header(" ".join(p))) if p[0] else None for p in parts]
    return pl.Series("door", doors, dtype=pl.String)


def _without_other_stays(table: str, rows: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """One person may stay twice, one after the other; only stays at one time are listed twice.

    Whoever turns from F1 to F0 has two stays that meet on one day, linked or not.
    """
    if table != "cases" or pairs.is_empty():
        return pairs
    start = pl.coalesce("quarantine_start", pl.col("reported_at").str.head(10).str.to_date())
    stays = rows.select(
        "case_id", "case_type", "converted_case_id", start.alias("start"),
        pl.coalesce("closed_on", "quarantine_end", pl.lit(_OPEN)).alias("end"),
    )  # fmt: skip
    both = pairs.join(stays, left_on="first", right_on="case_id").join(
        stays, left_on="second", right_on="case_id", suffix=":2"
    )
    first, last = pl.max_horizontal("start", "start:2"), pl.min_horizontal("end", "end:2")
    is_one_type = pl.col("case_type") == pl.col("case_type:2")
    meet = pl.when(is_one_type).then(first <= last).otherwise(first < last)
    links = (
        pl.col("converted_case_id") == pl.col("second"),
        pl.col("converted_case_id:2") == pl.col("first"),
    )
    is_linked = pl.any_horizontal(*links).fill_null(value=False)
    return both.filter(meet & ~is_linked).select(pairs.columns)
