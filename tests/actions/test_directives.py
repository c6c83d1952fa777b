"""The register: a stale change is refused, and every group told is one row."""

from datetime import date, datetime

import pytest

from lib.actions.deeds import Done, Refused, undo
from lib.actions.directives import (
    TaskChange,
    acknowledge,
    add_directive,
    announce,
    change_task,
    receive,
)
from lib.reports.directives import register
from lib.reports.figures import figures_payload
from lib.reports.my_day import teams_to_walk
from lib.security.actors import Actor, NotAllowed, actor_as
from lib.store.engine import Store
from lib.store.problems import StoreBusy

NOW = datetime.fromisoformat("2022-01-15T08:00")
DAY = NOW.date()
GROUPS = "group_id,name\nTDP01,Tổ 1\nTDP02,Tổ 2\n"
TEAMS = "team_id,kind,name\nHT1,Tổ hỗ trợ,Tổ hỗ trợ 1\nXN1,Tổ xét nghiệm,Tổ xét nghiệm 1\n"
REGISTER = """\
directive_id,number,issuer,title,issued_on,subject,task,due_on,status
VB1,2557,UBND quận,Cấp độ 3,25/12/2021,COVID-19,Phổ biến,30/12/2021,Chưa làm
VB2,1,Đảng ủy phường,Nhiệm vụ,29/12/2021,Công tác Đảng,Tổng kết,31/01/2022,Chưa làm
"""


@pytest.fixture(autouse=True)
def _registered(take) -> None:
    assert take("groups", GROUPS).refused == take("directives", REGISTER).refused == 0
    assert take("teams", TEAMS).refused == 0


def change(store: Store, actor: Actor, version: int, status: str, **said: object) -> Done:
    task = TaskChange("VB1", version, status, **said)  # type: ignore[arg-type]
    return change_task(store, actor, task, now=NOW)


def test_overdue_first_and_done_last(store: Store, officer: Actor) -> None:
    found = register(store, officer, DAY)
    assert [(t.row["directive_id"], t.is_overdue) for t in found.tasks] == [
        ("VB1", True), ("VB2", False),
    ]  # fmt: skip
    change(store, officer, 1, "done", done_on=DAY, evidence="Ảnh")
    found = register(store, officer, DAY)
    assert [(t.row["directive_id"], t.is_open) for t in found.tasks] == [
        ("VB2", True), ("VB1", False),
    ]  # fmt: skip
    assert register(store, officer, date(2022, 1, 14)).tasks[0].is_overdue  # not done that day


def test_a_stale_change_is_refused(store: Store, officer: Actor) -> None:
    change(store, officer, 1, "in_progress")
    with pytest.raises(StoreBusy):
        change(store, officer, 1, "cancelled")
    assert register(store, officer, DAY).tasks[0].row["status"] == "in_progress"


def test_a_task_is_given_to_somebody_and_words_left_out_stay(store: Store, officer: Actor) -> None:
    def unowned() -> list[str]:
        found = figures_payload(store, officer, DAY, by_group=False)
        return list(found["tasks_unowned"]["rows"])

    assert unowned() == ["VB1", "VB2"]
    done = change(store, officer, 1, "open", responsible="Văn hóa – xã hội", evidence="Ảnh")
    assert unowned() == ["VB2"]
    change(store, officer, 2, "in_progress")
    row = register(store, officer, DAY).tasks[0].row
    assert (row["responsible"], row["evidence"]) == ("Văn hóa – xã hội", "Ảnh")
    with pytest.raises(Refused):
        undo(store, officer, done, now=NOW)  # changed since


def test_groups_told_and_those_that_are_not(store: Store, officer: Actor) -> None:
    assert register(store, officer, DAY).untold == ("TDP01", "TDP02")
    done = announce(store, officer, "VB1", ["TDP01"], "zalo", DAY, now=NOW)
    found = register(store, officer, DAY)
    assert (found.untold, found.announced) == (("TDP02",), {("TDP01", "zalo"): DAY})
    undo(store, officer, done, now=NOW)
    assert register(store, officer, DAY).untold == ("TDP01", "TDP02")
    acknowledge(store, officer, "VB1", DAY, groups=["TDP01", "TDP02"], now=NOW)
    found = register(store, officer, DAY)
    assert (found.untold, found.tasks[0].n_acknowledged) == ((), 2)


def test_groups_and_teams_stand_in_the_order_of_their_names(store, officer, take) -> None:
    """A ward that types no codes gets random ones."""
    take("groups", "group_id,name\nA0,Tổ 10\n")
    take("teams", "team_id,kind,name\nA0,Tổ hỗ trợ,Tổ hỗ trợ 10\n")
    found = register(store, officer, DAY)
    assert found.untold == ("TDP01", "TDP02", "A0")
    assert list(found.teams) == ["HT1", "A0", "XN1"]
    assert list(teams_to_walk(store, officer)) == ["HT1", "A0", "XN1"]


def test_teams_acknowledge_what_is_about_the_epidemic(store: Store, officer: Actor) -> None:
    assert [task.silent_teams for task in register(store, officer, DAY).tasks] == [
        ("HT1", "XN1"), (),
    ]  # fmt: skip
    acknowledge(store, officer, "VB1", DAY, teams=["HT1"], now=NOW)
    found = register(store, officer, DAY).tasks[0]
    assert (found.silent_teams, found.n_acknowledged) == (("XN1",), 0)
    assert register(store, officer, date(2022, 1, 14)).tasks[0].silent_teams == ("HT1", "XN1")


def test_only_those_who_keep_the_register_write(store: Store) -> None:
    for role in ("auditor", "testing_team"):
        with pytest.raises(NotAllowed):
            change(store, actor_as("x", role), 1, "done")
        with pytest.raises(NotAllowed):
            acknowledge(store, actor_as("x", role), "VB1", DAY, groups=["TDP01"], now=NOW)
        with pytest.raises(NotAllowed):
            announce(store, actor_as("x", role), "VB1", ["TDP01"], "zalo", DAY, now=NOW)


def test_a_new_day_makes_a_task_overdue_no_more(store: Store, officer: Actor) -> None:
    change(store, officer, 1, "in_progress", due_on=date(2022, 1, 20))
    assert not any(task.is_overdue for task in register(store, officer, DAY).tasks)
    change(store, officer, 2, "in_progress")
    assert register(store, officer, DAY).tasks[0].row["due_on"] == date(2022, 1, 20)


def test_a_document_is_put_into_the_register_and_taken_back(store: Store, officer: Actor) -> None:
    said = {"number": "9", "issuer": "UBND phường", "title": "Thay văn bản 2557",
            "replaces": "2557", "due_on": None, "task": ""}  # fmt: skip
    done = add_directive(store, officer, said, now=NOW)
    (found,) = (t for t in register(store, officer, DAY).tasks if t.row["number"] == "9")
    assert (found.row["replaces"], found.row["task"], found.is_open) == ("2557", None, True)
    undo(store, officer, done, now=NOW)
    assert {t.row["number"] for t in register(store, officer, DAY).tasks} == {"2557", "1"}
    with pytest.raises(Refused):
        add_directive(store, officer, said | {"title": " ".strip()}, now=NOW)


def test_a_group_and_a_team_say_themselves_that_they_received_it(
    store: Store, officer: Actor
) -> None:
    leader = actor_as("tt1", "group_leader", group_id="TDP01")
    walker = actor_as("ht1", "support_team", team_id="HT1")
    for actor in (leader, walker):
        assert register(store, actor, DAY).tasks[0].waits_for(actor.scope)
        receive(store, actor, "VB1", DAY, now=NOW)
        assert not register(store, actor, DAY).tasks[0].waits_for(actor.scope)
        with pytest.raises(Refused):
            receive(store, actor, "VB1", DAY, now=NOW)
    found = register(store, officer, DAY).tasks[0]
    assert (found.silent, found.silent_teams) == (("TDP02",), ("XN1",))
    with pytest.raises(NotAllowed):
        receive(store, officer, "VB1", DAY, now=NOW)


def test_every_reader_is_told_the_same_of_the_whole_ward(store: Store, officer: Actor) -> None:
    acknowledge(store, officer, "VB1", DAY, groups=["TDP02"], teams=["XN1"], now=NOW)
    announce(store, officer, "VB1", ["TDP02"], "zalo", DAY, now=NOW)
    found = register(store, officer, DAY)
    assert (found.tasks[0].silent, found.tasks[0].silent_teams) == (("TDP01",), ("HT1",))
    assert found.announced == {("TDP02", "zalo"): DAY}
    for actor in (
        actor_as("tt1", "group_leader", group_id="TDP01"),
        actor_as("ht1", "support_team", team_id="HT1"),
        actor_as("x", "support_team"),
    ):
        same = register(store, actor, DAY)
        assert (same.tasks, same.announced) == (found.tasks, found.announced)


def test_what_a_document_prints_against_itself_is_kept_beside_it(
    store: Store, officer: Actor, take
) -> None:
    said = "Bản in ghi năm 2022"
    row = f"VB9,Đảng ủy phường,Nhiệm vụ,29/12/2021,{said}\n"
    assert take("directives", f"directive_id,issuer,title,issued_on,note\n{row}").refused == 0
    assert said in {task.row["note"] for task in register(store, officer, DAY).tasks}
