"""Frames of the store, kept in memory while the data has not changed.

The key is the folder and the data version; frames for counting carry no field that names a
person, frames with such fields are keyed by exactly what the actor may see, and of whom.
"""

from collections.abc import Callable
from datetime import date
from threading import Lock, RLock
from typing import Any, TypeVar

import polars as pl
import sqlalchemy as sa

from lib.indicators.figure import Figure, Ward
from lib.indicators.needed import COLUMNS_NEEDED
from lib.indicators.registry import compute_figures
from lib.reports.explained import explained_stays
from lib.rules.measures import Measure
from lib.rules.quarantine import RuleBook, rule_from, shipped_book
from lib.rules.visiting import VisitRule, shipped_visit_rules, visit_rule
from lib.security.access import read_view, view_of
from lib.security.actors import Actor
from lib.store.adopted_rules import ADOPT_VISITS, adopted_rules
from lib.store.engine import Store
from lib.store.first_list import first_list
from lib.store.measures import ward_measures
from lib.store.repository import fetch
from lib.text.collate import text_key
from lib.text.fold import fold_key

T = TypeVar("T")
VISITS = "visits"
_KEPT = 48
_cache: dict[tuple[Any, ...], Any] = {}
_guard = Lock()
_locks: dict[tuple[Any, ...], RLock] = {}


def kept(key: tuple[Any, ...], make: Callable[[], T]) -> T:
    """`make()` once per key, however many ask at once; the oldest entry goes when too many are
    kept."""
    if key not in _cache:
        with _making(key):
            if key not in _cache:
                made = make()
                with _guard:
                    while len(_cache) >= _KEPT:
                        _cache.pop(next(iter(_cache)), None)
                    _cache[key] = made
                return made
    try:
        return _cache[key]  # type: ignore[no-any-return]
    except KeyError:  # gone between the question and the answer
        return make()


def _making(key: tuple[Any, ...]) -> RLock:
    """One lock per key, so that a crowd after a change waits for one of them to count."""
    with _guard:
        while len(_locks) >= 4 * _KEPT:
            _locks.pop(next(iter(_locks)))
        return _locks.setdefault(key, RLock())


def version_key(store: Store) -> tuple[str, int]:
    return str(store.settings.folder), store.data_version()


def standing_key(store: Store) -> tuple[str, int]:
    """For what no visit changes: it is kept through the hundreds of taps of a day."""
    return str(store.settings.folder), store.version_but_visits()


def table_key(store: Store, table: str) -> tuple[str, int]:
    return version_key(store) if table == VISITS else standing_key(store)


def counting_tables(store: Store) -> dict[str, pl.DataFrame]:
    """What the indicators need, without a field that names a person."""

    def load() -> pl.DataFrame:
        with store.read() as conn:
            return fetch(conn, store.ward_id, VISITS, COLUMNS_NEEDED[VISITS])

    return standing_tables(store) | {VISITS: kept(("visits", *version_key(store)), load)}


def standing_tables(store: Store) -> dict[str, pl.DataFrame]:
    """The same without the visits."""

    def load() -> dict[str, pl.DataFrame]:
        with store.read() as conn:
            tables = {
                table: fetch(conn, store.ward_id, table, columns)
                for table, columns in COLUMNS_NEEDED.items()
                if table != VISITS
            }
            return (
                tables
                | {table: _by_name(tables[table]) for table in ("groups", "teams")}
                | {
                    "member_stays": _member_stays(conn, store.ward_id),
                    "explained": explained_stays(conn, store.ward_id),
                    "first_list": first_list(conn, store.ward_id),
                }
            )

    return kept(("standing", *standing_key(store)), load)


def _by_name(frame: pl.DataFrame) -> pl.DataFrame:
    """Group 2 before group 10: the codes of a ward that typed none say nothing."""
    names = frame["name"].to_list()
    return frame[sorted(range(len(names)), key=lambda i: text_key(names[i]))]


def _member_stays(conn: sa.Connection, ward_id: str) -> pl.DataFrame:
    """member_id, case_id: stays of somebody with a member's name and telephone."""
    people = ("full_name", "phone")
    members = fetch(conn, ward_id, "members", ("member_id", *people)).rows()
    codes: dict[tuple[str, str], list[str]] = {}
    for case_id, name, phone in fetch(conn, ward_id, "cases", ("case_id", *people)).rows():
        if name and phone:
            codes.setdefault((fold_key(name), phone), []).append(case_id)
    pairs = [
        (member_id, case_id)
        for member_id, name, phone in members
        for case_id in codes.get((fold_key(name or ""), phone or ""), ())
    ]
    return pl.DataFrame(pairs, schema={"member_id": pl.String, "case_id": pl.String}, orient="row")


def ward_on(store: Store, as_of: date) -> Ward:
    """The ward as of the end of a day, for counting."""
    key = ("ward_on", *version_key(store), as_of)
    return kept(key, lambda: _ward(store, counting_tables(store), as_of))


def ward_before_visits(store: Store, as_of: date) -> Ward:
    """The ward as if nobody had been visited: who is due, and for which test, is the same in it."""
    key = ("ward_before", *standing_key(store), as_of)

    def load() -> Ward:
        standing = standing_tables(store)
        with store.read() as conn:
            none = fetch(conn, store.ward_id, VISITS, COLUMNS_NEEDED[VISITS], within=sa.false())
        return _ward(store, standing | {VISITS: none}, as_of)

    return kept(key, load)


def _ward(store: Store, tables: dict[str, pl.DataFrame], as_of: date) -> Ward:
    return Ward(tables, measures_of(store), as_of, rule_book(store), visit_rules=visit_rules(store))


def measures_of(store: Store) -> tuple[Measure, ...]:
    """As they hold for the declared level."""

    def load() -> tuple[Measure, ...]:
        with store.read() as conn:
            return ward_measures(conn, store.ward_id)

    return kept(("measures", *standing_key(store)), load)


def rule_book(store: Store) -> RuleBook:
    """The shipped rules with what the ward has taken up; a row of the same id replaces one."""

    def load() -> RuleBook:
        with store.read() as conn:
            rows = adopted_rules(conn, store.ward_id)
        own = {rule.id: rule for rule in map(rule_from, rows)}
        return shipped_book().without(*own).with_rules(*own.values())

    return kept(("rule_book", *standing_key(store)), load)


def visit_rules(store: Store) -> tuple[VisitRule, ...]:
    """The shipped rows, then those that the ward has taken up: of one day the last one holds."""

    def load() -> tuple[VisitRule, ...]:
        with store.read() as conn:
            own = adopted_rules(conn, store.ward_id, ADOPT_VISITS)
        return (*shipped_visit_rules(), *map(visit_rule, own))

    return kept(("visit_rules", *standing_key(store)), load)


def figures_on(store: Store, as_of: date) -> dict[str, Figure]:
    key = ("figures", *version_key(store), as_of)
    return kept(key, lambda: compute_figures(ward_on(store, as_of)))


def visible_frame(store: Store, actor: Actor, table: str, wanted: tuple[str, ...]) -> pl.DataFrame:
    """The rows within the actor's reach, with those of the wanted columns that one may see."""
    view = view_of(store, actor, table, wanted)
    return kept(("visible", *table_key(store, table), view), lambda: read_view(store, view))


def group_names(store: Store) -> dict[str, str]:
    groups = standing_tables(store)["groups"]
    return dict(zip(groups["group_id"].to_list(), groups["name"].to_list(), strict=True))
