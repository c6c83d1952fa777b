"""Whose rows somebody reaches, table by table, against a slow and obvious second way to say it."""

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl
import pytest
import sqlalchemy as sa

from lib.schema.tables import TABLES
from lib.security.access import current_reach, reach
from lib.security.actors import Actor, actor_as
from lib.security.roles import ROLES
from lib.security.scope import Reach, reach_of, rows_within
from lib.settings import now
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.oversight import EMERGENCIES
from lib.store.repository import fetch, insert_rows
from lib.store.tables import DATA_TABLES
from tests.security.wards import NOW, actor

DAY = date(2021, 12, 29)
AREA_ROLES = [name for name, role in ROLES.items() if role.scope != "ward"]


def ids_within(store: Store, who: Actor, table: str) -> set[str]:
    with store.read() as conn:
        within = rows_within(current_reach(conn, store, who), store.ward_id, table)
        return set(fetch(conn, store.ward_id, table, within=within)[TABLES[table].id])


def whole(store: Store, table: str) -> list[dict]:
    with store.read() as conn:
        return fetch(conn, store.ward_id, table).to_dicts()


def test_the_ward_is_reached_whole(filled: Store) -> None:
    for name in set(ROLES) - set(AREA_ROLES):
        assert reach(filled, actor(name)) is None
        assert ids_within(filled, actor(name), "cases") == {"C1", "C2", "C3"}


@pytest.mark.parametrize("role", AREA_ROLES)
@pytest.mark.parametrize(
    ("table", "own"),
    [
        ("cases", {"C1"}), ("households", {"H1"}), ("unvaccinated", {"R1"}), ("visits", {"V1"}),
        ("tests", {"X1"}), ("groups", {"TDP05", "TDP06"}), ("ward", {"Phường Thử"}),
        ("requests", set()), ("outreach", set()), ("appraisals", set()), ("signs", set()),
    ],
)  # fmt: skip
def test_only_ones_own_groups_people(filled: Store, role: str, table: str, own: set[str]) -> None:
    assert ids_within(filled, actor(role), table) == own


@pytest.mark.parametrize(
    ("role", "members"),
    [("support_team", {"M1"}), ("testing_team", set()), ("group_leader", set())],
)
def test_only_ones_own_team_mates(filled: Store, role: str, members: set[str]) -> None:
    assert ids_within(filled, actor(role), "members") == members


def test_an_area_that_was_given_up_is_out_of_reach(filled: Store) -> None:
    """The testing team covered group 6 until November."""
    who = actor("testing_team")
    with filled.read() as conn:
        for day, groups in ((DAY, {"TDP05"}), (date(2021, 11, 30), {"TDP06"})):
            found = reach_of(conn, filled.ward_id, who, day=day, at=NOW)
            assert found is not None
            assert found.groups == groups


@pytest.mark.parametrize("role", ["testing_team", "group_leader"])
def test_without_a_team_or_group_nobody_is_reached(filled: Store, role: str) -> None:
    assert ids_within(filled, actor_as("x", role), "cases") == set()


def test_an_assigned_person_is_reached_as_long_as_the_assignment_lasts(filled: Store) -> None:
    author, who = Author("lan", NOW), actor("support_team")
    given = {
        "assignment_id": "A1", "case_id": "C2", "team_id": "HT1",
        "assigned_from": date(2021, 12, 28), "assigned_to": DAY,
    }  # fmt: skip
    with filled.write() as conn:
        insert_rows(conn, filled.ward_id, "assignments", [given], author)
    with filled.read() as conn:
        for day, cases in ((date(2021, 12, 27), set()), (DAY, {"C2"}), (date(2021, 12, 30), set())):
            found = reach_of(conn, filled.ward_id, who, day=day, at=NOW)
            assert found is not None
            assert found.cases == cases
        reached = Reach(frozenset({"TDP05"}), frozenset({"C2"}), "HT1")
        for table, ids in (("visits", {"V1", "V2"}), ("households", {"H1", "H2"})):
            within = rows_within(reached, filled.ward_id, table)
            rows = fetch(conn, filled.ward_id, table, within=within)
            assert set(rows[TABLES[table].id]) == ids


def test_an_emergency_lasts_one_hour_and_is_ones_own(filled: Store) -> None:
    at = now()
    row = {
        "ward_id": filled.ward_id, "actor": "support_team", "case_id": "C2", "opened_at": at,
        "until": at + timedelta(hours=1),
    }  # fmt: skip
    with filled.write() as conn:
        conn.execute(sa.insert(EMERGENCIES), row)
    who, other = actor("support_team"), actor("support_team", "somebody else")
    assert ids_within(filled, who, "cases") == {"C1", "C2"}
    assert ids_within(filled, other, "cases") == {"C1"}
    with filled.read() as conn:
        for minutes, cases in ((0, {"C2"}), (59, {"C2"}), (60, set()), (-1, set())):
            moment = at + timedelta(minutes=minutes)
            found = reach_of(conn, filled.ward_id, who, day=DAY, at=moment)
            assert found is not None
            assert found.cases == cases


GROUP_OF: dict[str, Callable[[dict, dict[str, str]], str | None]] = {
    "case_id": lambda row, groups: groups.get(row["case_id"]),
    "resident_id": lambda row, groups: groups.get(row["resident_id"]),
    "household_id": lambda row, groups: groups.get(row["household_id"]),
}
FOR_ALL = {"ward", "groups", "teams", "team_areas", "directives"}
OF_TEAMS = {"members", "memberships", "payments"}


@pytest.mark.parametrize("table", sorted(TABLES.keys() - FOR_ALL - OF_TEAMS))
def test_every_table_has_a_way_to_a_group(filled: Store, table: str) -> None:
    """A table that is added must say whose it is, or nobody beyond the ward's scope sees it."""
    columns = TABLES[table].columns
    assert "group_id" in columns or GROUP_OF.keys() & columns.keys()
    groups = {
        row[TABLES[name].id]: row["group_id"]
        for name in ("cases", "unvaccinated", "households")
        for row in whole(filled, name)
    }
    expected = set()
    for row in whole(filled, table):
        if "group_id" in columns:
            group = row["group_id"]
        else:
            (key,) = GROUP_OF.keys() & columns.keys()
            group = GROUP_OF[key](row, groups)
        if group == "TDP05":
            expected.add(row[TABLES[table].id])
    assert ids_within(filled, actor("group_leader"), table) == expected


def test_whoever_has_no_team_has_no_part_in_what_names_none(filled: Store) -> None:
    """Of a directive somebody notes that a group got it, or that a team did."""
    said = [
        {"acknowledgement_id": f"N{number}", "directive_id": "D1", "acknowledged_on": DAY, **whose}
        for number, whose in enumerate((
            {"group_id": "TDP05"}, {"group_id": "TDP06"}, {"team_id": "HT1"}, {"team_id": "HT2"},
        ), start=1)
    ]  # fmt: skip
    directive = {"directive_id": "D1", "issuer": "UBND", "title": "X"}
    with filled.write() as conn:
        for table, rows in (("directives", [directive]), ("acknowledgements", said)):
            insert_rows(conn, filled.ward_id, table, rows, Author("lan", NOW))
    assert ids_within(filled, actor("group_leader"), "acknowledgements") == {"N1"}
    assert ids_within(filled, actor("support_team"), "acknowledgements") == {"N1", "N3"}
    for table in ("acknowledgements", "members", "memberships"):
        assert ids_within(filled, actor_as("x", "support_team"), table) == set()


def test_rows_that_were_taken_out_open_nothing(filled: Store) -> None:
    """A void assignment or area gives no reach."""
    with filled.write() as conn:
        conn.execute(sa.text("UPDATE team_areas SET voided_at = '2021-12-29 08:00:00'"))
    assert ids_within(filled, actor("testing_team"), "cases") == set()


def test_masked_numbers_leave_the_database_masked(filled: Store) -> None:
    with filled.read() as conn:
        frame = fetch(
            conn, filled.ward_id, "cases", ("case_id", "phone", "national_id"),
            masked={"phone", "national_id"},
        )  # fmt: skip
    assert frame.rows() == [
        ("C1", "***678", "***432"), ("C2", "***002", "***002"), ("C3", "***003", None),
    ]  # fmt: skip
    assert frame.schema["phone"] == pl.String


@pytest.mark.parametrize(
    ("phone", "shown"), [("115", "***"), ("1900909", "***"), ("19009095", "***095")]
)
def test_of_a_short_number_nothing_is_shown(filled: Store, phone: str, shown: str) -> None:
    with filled.write() as conn:
        conn.execute(sa.update(DATA_TABLES["cases"]).values(phone=phone))
        frame = fetch(conn, filled.ward_id, "cases", ("phone",), masked={"phone"})
    assert set(frame["phone"]) == {shown}
