"""One team's people of one day in walking order, and what was written down about them today.

Who is due does not depend on what is written down at the doors and is worked out once for all who
open the page; what was written down is read afresh after every tap, for these people only. So a
tap costs one write and one small read, and a crowd that opens the page while others tap counts
the day once.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import sqlalchemy as sa

from lib.indicators.cover import covering_teams
from lib.indicators.duty import carers, members_out
from lib.indicators.figure import Ward
from lib.indicators.homes import age_on
from lib.indicators.visiting import SEEN, visit_day
from lib.reports.frames import VISITS, standing_tables, visible_frame, ward_before_visits
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor
from lib.security.audit import saw_list
from lib.security.fields import visible_columns
from lib.security.scope import rows_within
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.store.tables import DATA_TABLES
from lib.text.collate import alley_key, text_key

KINDS = ("support", "testing")
_WANTED = (
    "case_id", "full_name", "birth_date", "birth_year", "group_id", "house_number", "alley",
    "street", "phone", "contact_phone",
)  # fmt: skip
_VISIT = (
    "visit_id", "case_id", "visited_at", "result", "missed_reason", "temperature", "spo2",
    "respiratory_rate", "pulse", "systolic", "diastolic", "symptoms", "action", "recorded_by",
)  # fmt: skip
_TEST = ("test_id", "case_id", "sample_date", "test_type", "result", "recorded_by")


@dataclass(frozen=True)
class Stop:
    """One person to see. What the reader may not see is None. `day` counts from 1; `unseen` are
    the days since somebody saw the person; `test` is the state of the next test, "none" also for
    those who may not see tests; `member_id` is the volunteer of the team who has the person."""

    case_id: str
    name: str
    age: int | None
    case_type: str
    group_id: str
    street: str
    alley: str
    house: str
    phone: str | None
    day: int
    days_left: int | None
    unseen: int
    test: str
    member_id: str | None = None

    @property
    def way(self) -> tuple[str, str, str]:
        """Group, street and alley: the heading under which the person stands."""
        return self.group_id, self.street, self.alley

    @property
    def needs_test(self) -> bool:
        return self.test in ("due", "overdue")


@dataclass(frozen=True)
class Walker:
    """The volunteer to whom the reader's account is tied: no longer on the roster of the day, or in
    quarantine, or well."""

    member_id: str
    name: str
    has_left: bool
    is_out: bool


@dataclass(frozen=True)
class Round:
    """A team's day. `times`: how often everybody is due to be seen; `members` who may go, by id;
    `walker` is None for an account that belongs to nobody alone: it is asked who goes."""

    team_id: str
    team_name: str
    kind: str
    as_of: date
    times: int
    stops: tuple[Stop, ...]
    members: Mapping[str, str]
    walker: Walker | None = None


@dataclass(frozen=True)
class Entry:
    """A visit or a test of the day, as stored."""

    table: str
    id: str
    row: Mapping[str, Any]

    @property
    def is_seen(self) -> bool:
        return self.table == "visits" and str(self.row["result"]).startswith("seen")


Entries = Mapping[str, tuple[Entry, ...]]


def teams_to_walk(store: Store, actor: Actor) -> dict[str, str]:
    """Teams whose round the actor may see: one's own, or all for whoever works for the ward."""
    actor = allowed(store, actor, "persons.see")
    teams = standing_tables(store)["teams"].filter(pl.col("kind").is_in(KINDS))
    own = actor.scope.team_id
    return {
        row["team_id"]: row["name"]
        for row in teams.iter_rows(named=True)
        if actor.scope.kind == "ward" or row["team_id"] == own
    }


def my_round(store: Store, actor: Actor, as_of: date, team_id: str) -> Round:
    """The people of a team in the order of the alleys. Raises NotAllowed."""
    actor = allowed(store, actor, "persons.see")
    ward = ward_before_visits(store, as_of)
    teams = {row["team_id"]: row for row in ward.table("teams").rows(named=True)}
    kind = teams[team_id]["kind"]
    due = {row["case_id"]: row for row in _due(ward, team_id, kind).rows(named=True)}
    people = visible_frame(store, actor, "cases", _WANTED)
    last_seen = _last_seen(store, due, as_of)
    stops = [
        _stop(row, due[row["case_id"]], ward, last_seen.get(row["case_id"]))
        for row in people.iter_rows(named=True)
        if row["case_id"] in due
    ]
    names = {r["group_id"]: r["name"] for r in ward.table("groups").rows(named=True)}
    stops.sort(key=lambda stop: _place(stop, names))
    if not visible_columns(actor, "tests", ("result",)):
        stops = [replace(stop, test="none") for stop in stops]
    if kind == "testing":
        stops = [stop for stop in stops if stop.test in ("due", "overdue", "taken")]
    names_of, members = _members(store, actor, ward, team_id)
    whose = ward.once("carers", lambda: carers(ward))
    stops = [replace(s, member_id=_one_of(members, whose.get(s.case_id))) for s in stops]
    saw_list(store, actor, "my_day", len(stops))
    times = ward.visits_a_day if kind == "support" else 1
    return Round(
        team_id, teams[team_id]["name"], kind, as_of, times, tuple(stops), members,
        _walker(actor, ward, names_of, members),
    )  # fmt: skip


def _walker(
    actor: Actor, ward: Ward, names: Mapping[str, str], members: Mapping[str, str]
) -> Walker | None:
    me = actor.member_id
    if me is None:
        return None
    return Walker(me, names.get(me, me), me not in members, me in members_out(ward))


def _one_of(members: Mapping[str, str], member_id: str | None) -> str | None:
    return member_id if member_id in members else None


def _due(ward: Ward, team_id: str, kind: str) -> Any:
    """The people due of a support team, or those in the area of a testing team."""
    due = visit_day(ward).due
    if kind == "support":
        return due.filter(due["team_id"] == team_id)
    areas = covering_teams(
        ward.table("teams"), ward.table("team_areas"), on=ward.as_of, kind="testing"
    )
    groups = areas.filter(areas["team_id"] == team_id).select("group_id")
    return due.join(groups, on="group_id", how="inner")


def _last_seen(store: Store, ids: Collection[str], as_of: date) -> dict[str, date]:
    """case_id -> the day on which somebody last saw the person, maybe before the quarantine."""
    visits = DATA_TABLES[VISITS].c
    day = sa.func.max(sa.func.substr(visits.visited_at, 1, 10))
    query = (
        sa.select(visits.case_id, day)
        .where(visits.ward_id == store.ward_id, visits.voided_at.is_(None))
        .where(visits.result.in_(SEEN), visits.case_id.in_(list(ids)))
        .where(visits.visited_at < (as_of + timedelta(1)).isoformat())
        .group_by(visits.case_id)
    )
    with store.read() as conn:
        return {id_: date.fromisoformat(on) for id_, on in conn.execute(query)}


def _stop(
    person: Mapping[str, Any], stay: Mapping[str, Any], ward: Ward, last_seen: date | None
) -> Stop:
    life = ward.lives.stays.get(stay["case_id"])
    known = {"birth_date": person.get("birth_date"), "birth_year": person.get("birth_year")}
    end = stay["quarantine_end"]
    first: date = stay["first_day"]
    return Stop(
        case_id=stay["case_id"],
        name=person.get("full_name") or stay["case_id"],
        age=age_on(known, ward.as_of),
        case_type=stay["case_type"],
        group_id=stay["group_id"],
        street=person.get("street") or "",
        alley=person.get("alley") or "",
        house=person.get("house_number") or "",
        phone=person.get("phone") or person.get("contact_phone"),
        day=(ward.as_of - first).days + 1,
        days_left=(end - ward.as_of).days if end else None,
        unseen=(ward.as_of - max(first, last_seen or first)).days,
        test=life.test.state if life else "none",
    )


def _place(stop: Stop, names: Mapping[str, str]) -> tuple[Any, ...]:
    """Along the street, into each alley and from there into its own lanes, from door to door."""
    group = names.get(stop.group_id, stop.group_id)
    door = (text_key(stop.street), alley_key(stop.alley), text_key(stop.house))
    return (text_key(group), *door, stop.case_id)


def _members(
    store: Store, actor: Actor, ward: Ward, team_id: str
) -> tuple[dict[str, str], dict[str, str]]:
    """Names by member_id: of everybody whom the reader may see, and of those who serve that day."""
    people = visible_frame(store, actor, "members", ("member_id", "full_name"))
    lasting = visible_frame(
        store, actor, "memberships", ("membership_id", "member_id", "team_id", "from_on", "to_on")
    )
    if "full_name" not in people.columns:
        return {}, {}
    day = ward.as_of
    ids = lasting.filter(
        pl.col("team_id") == team_id,
        pl.col("from_on") <= day,
        (pl.col("to_on") >= day).fill_null(True),
    )["member_id"].to_list()
    names = dict(people.select("member_id", "full_name").iter_rows())
    return names, {id_: name for id_, name in names.items() if id_ in ids}


def entries_of(store: Store, actor: Actor, stops: Iterable[Stop], as_of: date) -> Entries:
    """What is stored of the day about these people, in the order of the moments."""
    actor = allowed(store, actor, "persons.see")
    ids = [stop.case_id for stop in stops]
    first, after = as_of.isoformat(), (as_of + timedelta(1)).isoformat()
    visits, tests = DATA_TABLES["visits"].c, DATA_TABLES["tests"].c
    found: dict[str, list[Entry]] = {id_: [] for id_ in ids}
    with store.read() as conn:
        reached = current_reach(conn, store, actor)
        for table, columns, when in (
            ("visits", _VISIT, (visits.visited_at >= first) & (visits.visited_at < after)),
            ("tests", _TEST, tests.sample_date == as_of),
        ):
            within = when & rows_within(reached, store.ward_id, table) & _of(table, ids)
            if visible_columns(actor, table, columns[:-1]) != columns[:-1]:
                continue  # who may not see what was found sees nothing of it
            for row in fetch(conn, store.ward_id, table, columns, within=within).rows(named=True):
                found[row["case_id"]].append(Entry(table, row[columns[0]], row))
    return {id_: tuple(sorted(rows, key=_moment)) for id_, rows in found.items()}


def _of(table: str, ids: Collection[str]) -> sa.ColumnElement[bool]:
    return DATA_TABLES[table].c.case_id.in_(list(ids))


def _moment(entry: Entry) -> tuple[str, str]:
    return str(entry.row.get("visited_at") or entry.row.get("sample_date")), entry.id
