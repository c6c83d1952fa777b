"""A visit is one row at once; a second tap changes nothing; a team reaches its own people only."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from lib.actions.deeds import Refused
from lib.actions.own_rows import take_back
from lib.actions.samples import Taken, record_tests
from lib.actions.visits import Visit, looks_ill, measure, note_action, record_visit
from lib.indicators.needed import COLUMNS_NEEDED
from lib.reports.frames import counting_tables, figures_on, ward_on
from lib.reports.my_day import entries_of, my_round, teams_to_walk
from lib.security.actors import Actor, NotAllowed, actor_as
from lib.store.engine import OF_VISITS_ALONE, Store
from lib.store.repository import fetch
from lib.store.tables import AUDIT, HISTORY

NOW = datetime.fromisoformat("2021-12-29T08:30")
DAY, AT = NOW.date(), "2021-12-29T08:30"
TABLES = {
    "groups": "group_id,name\nTDP05,Tổ 5\nTDP06,Tổ 6\n",
    "teams": "team_id,name,kind\nHT1,Tổ hỗ trợ 1,support\nHT2,Tổ hỗ trợ 2,support\n"
    "XN1,Tổ xét nghiệm,testing\n",
    "team_areas": "team_id,group_id,from_on\nHT1,Tổ 5,01/12/2021\nHT2,Tổ 6,01/12/2021\n"
    "XN1,Tổ 5,01/12/2021\n",
    "cases": "case_id,case_type,full_name,birth_year,group_id,house_number,alley,street,"
    "reported_at,quarantine_start,quarantine_end\n"
    "C1,F0,Trần Thị Mẫu,1950,Tổ 5,12,Ngõ 10,Phố Mẫu,25/12/2021,25/12/2021,03/01/2022\n"
    "C2,F1,Trần Văn Mẫu,1980,Tổ 5,3,Ngõ 2,Phố Mẫu,23/12/2021,23/12/2021,05/01/2022\n"
    "C3,F1,Lê Thị Mẫu,1990,Tổ 6,1,,Phố Mẫu,25/12/2021,25/12/2021,05/01/2022\n"
    "C4,F1,Lê Văn Mẫu,1991,Tổ 5,20,Ngõ 2,Phố Mẫu,20/12/2021,20/12/2021,26/12/2021\n",
}
WALKER = actor_as("binh", "support_team", team_id="HT1")


@pytest.fixture(autouse=True)
def _known(take) -> None:
    for table, text in TABLES.items():
        assert take(table, text).refused == 0


def stored(store: Store, *columns: str) -> list[tuple]:
    with store.read() as conn:
        return fetch(conn, store.ward_id, "visits", columns).rows()


def n_lines(store: Store, table: sa.Table) -> int:
    with store.read() as conn:
        return conn.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_a_tap_is_a_row_and_a_second_one_is_the_same(store: Store) -> None:
    visit = Visit("C1", AT, "seen_ok", "HT1")
    first = record_visit(store, WALKER, visit, now=NOW)
    assert record_visit(store, WALKER, visit, now=NOW) == first
    wanted = ("case_id", "visited_at", "team_id", "mode", "result", "at_home")
    assert stored(store, *wanted) == [("C1", AT, "HT1", "visit", "seen_ok", True)]
    assert take_back(store, WALKER, "visits", [first], now=NOW + timedelta(minutes=1))
    assert stored(store, "case_id") == []
    assert record_visit(store, WALKER, visit, now=NOW) != first


def test_a_miss_keeps_its_reason_and_a_call_says_nothing_about_the_home(store: Store) -> None:
    record_visit(store, WALKER, Visit("C1", AT, "missed", "HT1", missed_reason="absent"), now=NOW)
    call = Visit("C2", AT, "seen_ok", "HT1", mode="phone", missed_reason="absent")
    record_visit(store, WALKER, call, now=NOW)
    found = stored(store, "case_id", "missed_reason", "at_home")
    assert sorted(found) == [("C1", "absent", False), ("C2", None, None)]


def test_nobody_writes_about_the_people_of_others(store: Store) -> None:
    with pytest.raises(NotAllowed):
        record_visit(store, WALKER, Visit("C3", AT, "seen_ok", "HT1"), now=NOW)
    with pytest.raises(NotAllowed):
        record_visit(store, actor_as("x", "group_leader"), Visit("C1", AT, "seen_ok"), now=NOW)
    assert stored(store, "case_id") == []


def test_a_danger_sign_is_unwell_and_counts_at_once_until_somebody_goes(store: Store) -> None:
    id_ = record_visit(store, WALKER, Visit("C1", AT, "seen_ok", "HT1"), now=NOW)
    assert figures_on(store, DAY)["danger_signs_open"].value == 0
    measure(store, WALKER, id_, {"spo2": 92, "temperature": 36.8}, now=NOW)
    assert figures_on(store, DAY)["danger_signs_open"].value == 1
    assert stored(store, "result", "spo2") == [("seen_not_ok", 92.0)]
    note_action(store, WALKER, id_, "transferred", now=NOW)
    assert figures_on(store, DAY)["danger_signs_open"].value == 0
    assert take_back(store, WALKER, "visits", [id_], now=NOW)


def test_measurements_that_cannot_be_are_refused(store: Store) -> None:
    id_ = record_visit(store, WALKER, Visit("C1", AT, "seen_ok", "HT1"), now=NOW)
    for wrong in ({"spo2": 39}, {"temperature": 46.0}, {"result": 1}):
        with pytest.raises((Refused, KeyError)):
            measure(store, WALKER, id_, wrong, now=NOW)
    missed = record_visit(store, WALKER, Visit("C2", AT, "missed", "HT1"), now=NOW)
    with pytest.raises(Refused):
        measure(store, WALKER, missed, {"spo2": 98}, now=NOW)
    assert sorted(stored(store, "spo2")) == [(None,), (None,)]


@pytest.mark.parametrize(
    ("measured", "age", "is_ill"),
    [({}, 40, False), ({"temperature": 37.4}, 40, False), ({"temperature": 37.5}, 40, True),
     ({"symptoms": "ho"}, 40, True), ({"respiratory_rate": 25}, 8, False),
     ({"respiratory_rate": 25}, None, True), ({"spo2": 96}, 40, False)],
)  # fmt: skip
def test_who_looks_ill(measured, age, is_ill) -> None:
    assert looks_ill(measured, age) is is_ill


def test_the_round_follows_the_alleys_and_tells_what_was_written(store: Store) -> None:
    day = my_round(store, WALKER, DAY, "HT1")
    assert [stop.case_id for stop in day.stops] == ["C2", "C4", "C1"]  # alley 2: 3, 20; alley 10
    assert [(s.day, s.days_left, s.unseen) for s in day.stops] == [
        (7, 7, 6),
        (10, -3, 9),
        (5, 5, 4),
    ]
    id_ = record_visit(store, WALKER, Visit("C1", AT, "seen_ok", "HT1"), now=NOW)
    found = entries_of(store, WALKER, day.stops, DAY)
    assert [entry.id for entry in found["C1"]] == [id_]
    assert found["C2"] == ()
    assert entries_of(store, WALKER, day.stops, DAY + timedelta(1))["C1"] == ()
    stranger = actor_as("x", "support_team", team_id="HT2")
    assert entries_of(store, stranger, day.stops, DAY)["C1"] == ()


def test_what_is_done_at_a_door_leaves_all_but_the_visits_as_it_was(store: Store) -> None:
    version, standing = store.data_version(), store.version_but_visits()
    n_steps = n_lines(store, HISTORY)
    id_ = record_visit(store, WALKER, Visit("C1", AT, "seen_ok", "HT1"), now=NOW)
    measure(store, WALKER, id_, {"temperature": 38.2}, now=NOW)
    note_action(store, WALKER, id_, "called_station", now=NOW)
    assert store.version_but_visits() == standing
    assert store.data_version() > version
    with store.read() as conn:
        steps = sa.select(HISTORY.c.table_name).order_by(HISTORY.c.seq)
        written = conn.scalars(steps).all()[n_steps:]
        done = set(conn.scalars(sa.select(AUDIT.c.action).where(AUDIT.c.seq > version)))
    assert set(written) == {"visits"}
    assert done == set(OF_VISITS_ALONE)
    assert counting_tables(store)["visits"]["visit_id"].to_list() == [id_]
    assert take_back(store, WALKER, "visits", [id_], now=NOW)
    assert counting_tables(store)["visits"].is_empty()


def test_the_frames_kept_through_a_visit_are_those_of_the_store(store: Store, take) -> None:
    take("cases", TABLES["cases"].replace("C4,F1,Lê Văn Mẫu", "C4,F1,Lê Văn Mới"))
    my_round(store, WALKER, DAY, "HT1")
    record_visit(store, WALKER, Visit("C1", AT, "seen_ok", "HT1"), now=NOW)
    take("cases", TABLES["cases"].replace("03/01/2022", "04/01/2022"))
    for name, frame in counting_tables(store).items():
        if name in COLUMNS_NEEDED:
            with store.read() as conn:
                fresh = fetch(conn, store.ward_id, name, COLUMNS_NEEDED[name])
            assert frame.equals(fresh), name
    left = {stop.case_id: stop.days_left for stop in my_round(store, WALKER, DAY, "HT1").stops}
    assert left["C1"] == 6


def test_days_unseen_are_those_that_the_lists_count(store: Store) -> None:
    for case_id, at, result in (
        ("C1", "2021-12-27T09:00", "seen_ok"), ("C1", "2021-12-28T09:00", "missed"),
        ("C2", "2021-12-20T09:00", "seen_ok"),  # before the first day
        ("C4", "2021-12-30T09:00", "seen_ok"),  # after the day that is looked at
    ):  # fmt: skip
        record_visit(store, WALKER, Visit(case_id, at, result, "HT1"), now=NOW)
    lives = ward_on(store, DAY).lives.stays
    found = {stop.case_id: stop.unseen for stop in my_round(store, WALKER, DAY, "HT1").stops}
    assert found == {"C1": 2, "C2": 6, "C4": 9}
    assert found == {id_: lives[id_].days_unseen for id_ in found}


def test_a_support_team_learns_nothing_about_tests(store: Store, officer: Actor) -> None:
    taken = [Taken("C1", DAY, "rapid_antigen", "positive")]
    record_tests(store, officer, taken, now=NOW)
    for who, sees in ((WALKER, False), (officer, True)):
        day = my_round(store, who, DAY, "HT1")
        assert bool(entries_of(store, who, day.stops, DAY)["C1"]) is sees
        assert any(stop.test != "none" for stop in day.stops) is sees


def test_a_testing_team_walks_to_those_whose_test_is_due(store: Store) -> None:
    tester = actor_as("hoa", "testing_team", team_id="XN1")
    day = my_round(store, tester, date(2021, 12, 29), "XN1")
    assert [(stop.case_id, stop.test) for stop in day.stops if stop.needs_test] == [
        ("C2", "due"), ("C4", "overdue"),
    ]  # fmt: skip


def test_a_volunteer_has_one_team_and_the_office_all(store: Store, officer: Actor) -> None:
    assert list(teams_to_walk(store, WALKER)) == ["HT1"]
    assert list(teams_to_walk(store, officer)) == ["HT1", "HT2", "XN1"]
