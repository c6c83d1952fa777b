"""The register: a stale change is refused, and every group told is one row."""

from datetime import date, datetime

import pytest

from lib.actions.directives import acknowledge, announce, set_status
from lib.reports.directives import register
from lib.security.actors import Actor, NotAllowed, actor_as
from lib.store.engine import Store
from lib.store.problems import StoreBusy

NOW = datetime.fromisoformat("2022-01-15T08:00")
DAY = NOW.date()
GROUPS = "group_id,name\nTDP01,Tổ 1\nTDP02,Tổ 2\n"
REGISTER = """\
directive_id,number,issuer,title,issued_on,subject,task,due_on,status
VB1,2557,UBND quận,Cấp độ 3,25/12/2021,COVID-19,Phổ biến,30/12/2021,Chưa làm
VB2,1,Đảng ủy phường,Nhiệm vụ,29/12/2021,Công tác Đảng,Tổng kết,31/01/2022,Chưa làm
"""


@pytest.fixture(autouse=True)
def _registered(take) -> None:
    assert take("groups", GROUPS).refused == take("directives", REGISTER).refused == 0


def test_overdue_first_and_done_last(store: Store, officer: Actor) -> None:
    found = register(store, officer, DAY)
    assert [(t.row["directive_id"], t.is_overdue) for t in found.tasks] == [
        ("VB1", True), ("VB2", False),
    ]  # fmt: skip
    set_status(store, officer, "VB1", 1, "done", done_on=DAY, evidence="Ảnh", now=NOW)
    found = register(store, officer, DAY)
    assert [(t.row["directive_id"], t.is_open) for t in found.tasks] == [
        ("VB2", True), ("VB1", False),
    ]  # fmt: skip
    assert register(store, officer, date(2022, 1, 14)).tasks[0].is_overdue  # not done that day


def test_a_stale_change_is_refused(store: Store, officer: Actor) -> None:
    set_status(store, officer, "VB1", 1, "in_progress", now=NOW)
    with pytest.raises(StoreBusy):
        set_status(store, officer, "VB1", 1, "cancelled", now=NOW)
    assert register(store, officer, DAY).tasks[0].row["status"] == "in_progress"


def test_groups_told_and_those_that_are_not(store: Store, officer: Actor) -> None:
    assert register(store, officer, DAY).untold == ("TDP01", "TDP02")
    assert announce(store, officer, "VB1", ["TDP01"], "zalo", DAY, now=NOW) == 1
    assert register(store, officer, DAY).untold == ("TDP02",)
    assert acknowledge(store, officer, "VB1", ["TDP02"], DAY, now=NOW) == 1
    found = register(store, officer, DAY)
    assert found.untold == ()
    assert (found.tasks[0].n_acknowledged, found.tasks[0].silent) == (1, ("TDP01",))


def test_only_those_who_keep_the_register_write(store: Store) -> None:
    for role in ("auditor", "testing_team"):
        with pytest.raises(NotAllowed):
            set_status(store, actor_as("x", role), "VB1", 1, "done", now=NOW)
        with pytest.raises(NotAllowed):
            acknowledge(store, actor_as("x", role), "VB1", ["TDP01"], DAY, now=NOW)
