"""An attempt is one row with its author; taken back only by who wrote it, and only for a day."""

from datetime import date, datetime, timedelta

import pytest

from lib.actions.outreach import Attempt, record_outreach
from lib.actions.own_rows import take_back
from lib.reports.call_sheet import call_sheet
from lib.security.actors import Actor, NotAllowed, actor_as
from lib.store.engine import Store
from lib.text.collate import name_key

NOW = datetime.fromisoformat("2021-12-30T18:00")
DAY = NOW.date()
GROUPS = "group_id,name\nTDP01,Tổ 1\nTDP02,Tổ 2\n"
RESIDENTS = """\
resident_id,full_name,birth_year,group_id,house_number,listed_on,reason,next_action_on
R1,Trần Thị Bình,1990,TDP01,1,29/12/2021,Từ chối,
R2,Lê Văn An,1940,TDP01,2,29/12/2021,Bệnh nền,
R3,Vũ Hải Chi,1985,TDP01,3,29/12/2021,Từ chối,02/01/2022
R4,Đỗ Văn Dũng,1985,TDP02,4,29/12/2021,Từ chối,
R5,Ngô Thị Em,1985,TDP01,5,29/12/2021,Chống chỉ định,
R6,Cao Thị Gấm,1985,TDP01,7,29/12/2021,Từ chối,
R7,Bùi Thị Hạnh,1985,TDP01,8,29/12/2021,Bệnh nền,
"""
CASES = """\
case_id,case_type,full_name,group_id,house_number,reported_at,quarantine_start,quarantine_end
C1,F0,Cao Văn Hà,TDP01,7,28/12/2021,28/12/2021,10/01/2022
"""


@pytest.fixture
def listed(take) -> None:
    for table, text in (("groups", GROUPS), ("cases", CASES), ("unvaccinated", RESIDENTS)):
        report = take(table, text)
        assert report.refused == 0


@pytest.fixture
def leader() -> Actor:
    return actor_as("leader1", "group_leader", group_id="TDP01")


def attempt(resident: str, on: date = DAY, **more) -> Attempt:
    return Attempt(resident, on, "phone", more.pop("result", "undecided"), **more)


def due(store: Store, actor: Actor, on: date = DAY) -> list[str]:
    return [call.resident_id for call in call_sheet(store, actor, on).due]


@pytest.mark.usefixtures("listed")
def test_an_infected_home_first_then_age_and_disease(store: Store, leader: Actor) -> None:
    assert due(store, leader) == ["R6", "R2", "R7", "R1"]  # R3 later, R4 elsewhere, R5 settled
    assert due(store, leader, date(2022, 1, 2)) == ["R6", "R2", "R7", "R1", "R3"]


@pytest.mark.usefixtures("listed")
def test_who_was_talked_to_is_done_and_comes_back_on_the_day_agreed(
    store: Store, leader: Actor
) -> None:
    record_outreach(store, leader, attempt("R1", next_action_on=date(2022, 1, 3)), now=NOW)
    record_outreach(store, leader, attempt("R2", result="refused"), now=NOW)
    sheet = call_sheet(store, leader, DAY)
    assert [call.resident_id for call in sheet.due] == ["R6", "R7"]
    assert {call.resident_id: call.last_result for call in sheet.done} == {
        "R1": "undecided", "R2": "refused",
    }  # fmt: skip
    assert "R1" not in due(store, leader, date(2022, 1, 2))
    assert "R1" in due(store, leader, date(2022, 1, 3))
    assert "R1" in due(store, leader, date(2022, 1, 4))


@pytest.mark.usefixtures("listed")
def test_nobody_writes_about_another_groups_resident(store: Store, leader: Actor) -> None:
    with pytest.raises(NotAllowed):
        record_outreach(store, leader, attempt("R4"), now=NOW)
    with pytest.raises(NotAllowed):
        record_outreach(store, actor_as("a", "auditor"), attempt("R1"), now=NOW)


@pytest.mark.usefixtures("listed")
def test_only_the_author_takes_an_attempt_back_within_a_day(store: Store, leader: Actor) -> None:
    id_ = record_outreach(store, leader, attempt("R1"), now=NOW)
    other = actor_as("leader2", "group_leader", group_id="TDP01")
    assert not take_back(store, other, "outreach", [id_], now=NOW)
    assert not take_back(store, leader, "outreach", [id_], now=NOW + timedelta(hours=25))
    assert not take_back(store, leader, "outreach", ["VDNONE"], now=NOW)
    assert take_back(store, leader, "outreach", [id_], now=NOW + timedelta(hours=1))
    assert not take_back(store, leader, "outreach", [id_], now=NOW + timedelta(hours=1))
    assert due(store, leader) == ["R6", "R2", "R7", "R1"]


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(("result", "again"), [
    ("absent", date(2021, 12, 31)), ("undecided", date(2022, 1, 2)),
    ("refused", date(2022, 1, 6)), ("agreed", date(2022, 1, 6)), ("deferred", date(2022, 1, 13)),
])  # fmt: skip
def test_who_was_talked_to_without_a_next_day_comes_back_by_custom(
    store: Store, leader: Actor, result: str, again: date
) -> None:
    record_outreach(store, leader, attempt("R1", result=result), now=NOW)
    assert "R1" not in due(store, leader, again - timedelta(1))
    (call,) = [c for c in call_sheet(store, leader, again).due if c.resident_id == "R1"]
    assert (call.next_on, call.is_agreed_day) == (again, False)
    assert "R1" in due(store, leader, again + timedelta(30))


@pytest.mark.usefixtures("listed")
def test_a_later_day_in_the_list_itself_holds_after_a_talk(store: Store, leader: Actor) -> None:
    record_outreach(store, leader, attempt("R3", result="absent"), now=NOW)
    assert "R3" not in due(store, leader, date(2022, 1, 1))
    assert "R3" in due(store, leader, date(2022, 1, 2))


def test_nobody_of_the_demo_is_dropped_from_the_calls(demo_store: Store) -> None:
    """Whoever remains and can be talked to is due, done today, or has a day to come."""
    officer = actor_as("officer", "data_officer")
    for day in (date(2021, 12, 29), date(2022, 1, 20), date(2022, 2, 9)):
        sheet = call_sheet(demo_store, officer, day)
        settled = {"contraindicated"}
        assert all(c.next_on and c.next_on > day for c in sheet.later if c.reason not in settled)
        by_name = [(c.next_on or date.max, name_key(c.full_name or "")) for c in sheet.later]
        assert by_name == sorted(by_name)
