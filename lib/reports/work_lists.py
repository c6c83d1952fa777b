"""The lists that decide, with whom they are about: what a row says and the version it was read at.

Everything of one day is worked out once per reader's view; a list is a selection of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from lib.indicators.homes import Home
from lib.indicators.stay_life import Life
from lib.indicators.stay_lists import CASE_LISTS, HOME_LISTS
from lib.reports.accounts import names_of_accounts
from lib.reports.frames import (
    kept,
    standing_tables,
    table_key,
    version_key,
    visible_frame,
    ward_on,
)
from lib.reports.listing import with_address
from lib.schema.tables import TABLES
from lib.security.access import allowed, view_of
from lib.security.actors import Actor
from lib.security.audit import saw_list
from lib.security.fields import visible_columns
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.text.collate import name_key, text_key

Group = Literal["release", "dates", "homes", "health"]
# Every list under its heading, in the order in which people work through them.
GROUPS: Mapping[Group, tuple[str, ...]] = {
    "release": ("to_approve", "awaiting_release", "ends_today", "ends_tomorrow", "papers_due"),
    "dates": ("missing_dates", "end_differs_from_rule", "no_rule"),
    "homes": (
        "homes_not_appraised", "reviews_due", "homes_not_fit", "support_unmet", "signs_to_post",
        "signs_to_replace", "signs_to_remove", "breaches_open", "neighbours_alarmed",
        "no_address",
    ),
    "health": (
        "danger_signs_open", "patients_not_fit", "f1_positive", "tests_overdue", "tests_due",
        "patients_not_checked", "lost_to_follow_up", "cases_unassigned",
    ),
}  # fmt: skip
# What a reader must be allowed to see for a list to exist; the others are open to all who see
# people's status.
_NEEDED: Mapping[str, tuple[str, str]] = {
    "tests_due": ("tests", "result"), "tests_overdue": ("tests", "result"),
    "f1_positive": ("tests", "result"), "danger_signs_open": ("visits", "spo2"),
    "neighbours_alarmed": ("visits", "neighbours_say"),
    "homes_not_appraised": ("appraisals", "verdict"), "reviews_due": ("appraisals", "verdict"),
    "homes_not_fit": ("appraisals", "verdict"), "support_unmet": ("appraisals", "verdict"),
}  # fmt: skip
_PRIORITIES = ("high", "raised", "normal")
_OF_CASES = (
    "case_id", "full_name", "sex", "birth_year", "group_id", "household_id", "house_number",
    "alley", "street", "phone", "quarantine_start", "first_positive_date", "last_exposure_date",
    "vaccine_doses", "last_dose_date", "recovered_on", "conditions", "pregnant", "source_case_id",
    "relation", "proposed_by", "proposed_on", "release_reason", "change_reason", "end_reason",
)  # fmt: skip
_OF_HOMES = (
    "household_id", "group_id", "house_number", "alley", "street", "phone", "n_people",
)  # fmt: skip


@dataclass(frozen=True)
class CaseItem:
    """A stay in a list. `row` has only the fields that the reader may see, and the version;
    `is_back`: another stay began when this person came back from hospital."""

    life: Life
    home: Home | None
    row: Mapping[str, Any]
    is_back: bool = False

    @property
    def case_id(self) -> str:
        return self.life.case_id

    @property
    def row_version(self) -> int:
        return int(self.row["row_version"])

    @property
    def name(self) -> str:
        return self.row.get("full_name") or self.case_id

    @property
    def address(self) -> str:
        return self.row.get("address") or ""


@dataclass(frozen=True)
class HomeItem:
    """A door in a list, with the stays behind it that are open."""

    home: Home
    row: Mapping[str, Any]
    people: tuple[CaseItem, ...]

    @property
    def household_id(self) -> str:
        return self.home.household_id

    @property
    def address(self) -> str:
        return self.row.get("address") or self.household_id


@dataclass(frozen=True)
class Board:
    """Every stay and door of the day that somebody may have to act on, for one reader.

    Lists that the reader may not see are not there; `sees_tests`: results may be told.
    """

    cases: Mapping[str, CaseItem]
    homes: Mapping[str, HomeItem]
    lists: Mapping[str, tuple[str, ...]]
    sees_tests: bool

    def count(self, name: str) -> int:
        return len(self.lists.get(name, ()))

    def case_items(self, name: str) -> list[CaseItem]:
        return [self.cases[id_] for id_ in self.lists[name]]

    def home_items(self, name: str) -> list[HomeItem]:
        return [self.homes[id_] for id_ in self.lists[name]]

    def others_in_home(self, item: CaseItem) -> list[CaseItem]:
        """Open stays behind the same door."""
        home = self.homes.get(item.life.household_id or "")
        return [other for other in home.people if other is not item] if home else []


def teams_of_kind(store: Store, kind: str) -> dict[str, str]:
    """team_id -> name of the teams of one kind."""
    teams = standing_tables(store)["teams"].rows(named=True)
    return {team["team_id"]: team["name"] for team in teams if team["kind"] == kind}


def is_home_list(name: str) -> bool:
    return name in HOME_LISTS


def work_board(store: Store, actor: Actor, as_of: date) -> Board:
    """Raises NotAllowed."""
    actor = allowed(store, actor, "persons.see")
    view = view_of(store, actor, "cases", _OF_CASES)
    key = ("work_board", *version_key(store), as_of, view, actor.role)
    board = kept(key, lambda: _board(store, actor, as_of))
    saw_list(store, actor, "quarantine", len(board.cases))
    return board


def any_stay(store: Store, actor: Actor, as_of: date, case_id: str) -> CaseItem | None:
    """One stay within reach, also one that is over and stands on no list any more."""
    actor = allowed(store, actor, "persons.see")
    rows = rows_seen(store, actor, "cases", _OF_CASES)
    lives = ward_on(store, as_of).lives_of(everyone=True)
    life = lives.stays.get(case_id)
    if life is None or case_id not in rows:
        return None
    with store.read() as conn:
        after = fetch(
            conn, store.ward_id, "cases", ("case_id",), where={"previous_case_id": case_id}
        )
    home = lives.homes.get(life.household_id or "")
    return CaseItem(life, home, rows[case_id], is_back=not after.is_empty())


def _board(store: Store, actor: Actor, as_of: date) -> Board:
    lives = ward_on(store, as_of).lives
    rows, name_of = rows_seen(store, actor, "cases", _OF_CASES), names_of_accounts(store)
    for row in rows.values():
        if row.get("proposed_by"):
            row["proposed_by"] = name_of(row["proposed_by"])
    doors = rows_seen(store, actor, "households", _OF_HOMES)
    cases = {
        id_: CaseItem(life, lives.homes.get(life.household_id or ""), rows[id_])
        for id_, life in lives.stays.items()
        if id_ in rows
    }
    cases = dict(sorted(cases.items(), key=lambda pair: _order(pair[1])))
    homes = {
        id_: _home(home, doors[id_], cases) for id_, home in lives.homes.items() if id_ in doors
    }
    homes = dict(sorted(homes.items(), key=lambda pair: _home_order(pair[1])))
    lists = {name: _select(cases, fits, "life") for name, fits in CASE_LISTS.items()}
    lists |= {name: _select(homes, fits, "home") for name, fits in HOME_LISTS.items()}
    shown = {name: ids for name, ids in lists.items() if _may_see(actor, name)}
    return Board(cases, homes, shown, sees_tests=_may_see(actor, "tests_due"))


def _may_see(actor: Actor, name: str) -> bool:
    table, column = _NEEDED.get(name, ("cases", "case_id"))
    return bool(visible_columns(actor, table, (column,)))


def rows_seen(
    store: Store, actor: Actor, table: str, wanted: tuple[str, ...]
) -> dict[str, dict[str, Any]]:
    """Rows within reach by id, as far as the reader may see them, with their version."""
    versions = _versions(store, table)  # before the rows: an older version is refused, a newer not
    frame = visible_frame(store, actor, table, wanted)
    rows = with_address(frame).rows(named=True)
    id_ = wanted[0]
    return {
        row[id_]: row | {"row_version": versions[row[id_]]} for row in rows if row[id_] in versions
    }


def _versions(store: Store, table: str) -> dict[str, int]:
    def load() -> dict[str, int]:
        with store.read() as conn:
            frame = fetch(conn, store.ward_id, table, (TABLES[table].id, "row_version"))
        return dict(frame.iter_rows())

    return kept(("versions", *table_key(store, table), table), load)


def _home(home: Home, row: Mapping[str, Any], cases: Mapping[str, CaseItem]) -> HomeItem:
    inside = (*home.present, *home.expected)
    return HomeItem(home, row, tuple(cases[id_] for id_ in inside if id_ in cases))


def _select(items: Mapping[str, Any], fits: Any, part: str) -> tuple[str, ...]:
    return tuple(id_ for id_, item in items.items() if fits(getattr(item, part)))


def _order(item: CaseItem) -> tuple[Any, ...]:
    """Homes with vulnerable people first, then the longest over, then by group and given name."""
    priority = _PRIORITIES.index(item.home.priority) if item.home else len(_PRIORITIES)
    left = item.life.days_left
    return (
        priority, left if left is not None else 999, text_key(item.life.group_id),
        name_key(item.name), item.case_id,
    )  # fmt: skip


def _home_order(item: HomeItem) -> tuple[Any, ...]:
    priority = _PRIORITIES.index(item.home.priority)
    return priority, text_key(item.home.group_id), text_key(item.address), item.household_id
