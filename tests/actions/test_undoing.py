"""An import is taken back as one step: what it brought goes, what others did since stays."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.actions.choosing import choose
from lib.actions.imports import ImportReport, accept_import
from lib.actions.undoing import Kept, NotUndone, Undo, preview_undo, undo_agreed, undo_import
from lib.reports.conflicts import load_conflicts
from lib.reports.exports import export_csv
from lib.reports.imports import load_imports
from lib.schema.tables import TABLES
from lib.security.actors import Actor, NotAllowed, actor_as
from lib.store.conflicts import Decision, undecided
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.repository import fetch, void_row
from lib.store.tables import AUDIT
from tests.accounts import given_actor
from tests.actions.conftest import NOW, Take

TEAM = "testing_team"  # may take back what it sent itself
GROUPS = "group_id,name\nTDP05,Tổ 5\nTDP07,Tổ 7\n"
HEAD = "case_id,full_name,case_type,group_id,reported_at,house_number,note\n"
FIRST = HEAD + "C1,An Mẫu,F1,TDP05,2021-12-20,12,một\nC2,Bình Mẫu,F1,TDP05,2021-12-20,,hai\n"
SECOND = HEAD + "C2,Bình Mẫu,F0,TDP07,2021-12-20,14,đổi\nC3,Chi Mẫu,F1,TDP07,2021-12-21,16,\n"
VISITS = "visit_id,case_id,visited_at,result\nV1,C3,2021-12-22,seen_ok\n"
State = dict[str, list[dict[str, Any]]]


def state(store: Store) -> State:
    """Everything that people see, of every table."""
    with store.read() as conn:
        return {
            name: fetch(conn, store.ward_id, name, (*table.columns, "extra")).to_dicts()
            for name, table in TABLES.items()
        }


@pytest.fixture
def first(store: Store, take: Take) -> State:
    take("groups", GROUPS)
    take("cases", FIRST)
    return state(store)


def back(store: Store, officer: Actor, report: ImportReport) -> Undo:
    seen = preview_undo(store, officer, report.import_id, now=NOW)
    done = undo_import(store, officer, report.import_id, now=NOW)
    assert done == seen
    return done


def test_new_rows_go_and_old_values_return(
    store: Store, officer: Actor, take: Take, first: State
) -> None:
    report = take("cases", SECOND)
    assert state(store) != first
    undo = back(store, officer, report)
    assert (undo.removed, undo.restored, undo.kept) == (3, 1, ())  # C3 and two households; C2
    assert state(store) == first


def test_an_undone_import_is_marked_and_the_audit_tells(
    store: Store, officer: Actor, take: Take, first: State
) -> None:
    report = take("cases", SECOND)
    undo_import(store, officer, report.import_id, now=NOW + timedelta(hours=1))
    newest = load_imports(store, officer).filter(import_id=report.import_id).row(0, named=True)
    assert (newest["status"], newest["undone_by"]) == ("undone", "lan")
    assert newest["undone_at"] == NOW + timedelta(hours=1)
    with store.read() as conn:
        line = conn.execute(sa.select(AUDIT).order_by(AUDIT.c.seq.desc())).mappings().first()
    assert line is not None
    assert (line["action"], line["import_id"], line["n_rows"]) == (
        "imports.undo", report.import_id, 4,
    )  # fmt: skip
    for act in (preview_undo, undo_import):
        with pytest.raises(NotUndone, match="NOT_STANDING") as problem:
            act(store, officer, report.import_id, now=NOW)
        assert problem.value.sentence()


def test_the_same_file_can_come_again_after_an_undo(
    store: Store, officer: Actor, take: Take, first: State
) -> None:
    """Also with ids of its own, and over and over."""
    taken = None
    for _time in range(3):
        report = take("cases", SECOND)
        assert (report.new, report.changed, report.refused) == (1, 1, 0)
        now = {name: rows for name, rows in state(store).items() if name != "households"}
        assert taken in (None, [{**row, "household_id": None} for row in now["cases"]])
        taken = [{**row, "household_id": None} for row in now["cases"]]
        back(store, officer, report)
        assert state(store) == first


def test_after_a_later_import_that_touches_other_cells(
    store: Store, officer: Actor, take: Take, first: State
) -> None:
    report = take("cases", SECOND)
    take("cases", HEAD.replace("note", "phone") + "C2,Bình Mẫu,F0,TDP07,2021-12-20,,0190000001\n")
    undo = back(store, officer, report)
    assert undo.kept == ()
    (row,) = [row for row in state(store)["cases"] if row["case_id"] == "C2"]
    (was,) = [row for row in first["cases"] if row["case_id"] == "C2"]
    assert row == was | {"phone": "0190000001"}


def test_cells_changed_since_stay_and_are_said_before(
    store: Store, officer: Actor, take: Take, first: State
) -> None:
    report = take("cases", SECOND)
    take(
        "cases", HEAD + "C2,Bình Mẫu,F0,TDP07,2021-12-20,,sau\nC3,Chi Mẫu,F1,TDP07,2021-12-21,,x\n"
    )
    undo = back(store, officer, report)
    assert set(undo.kept) == {
        Kept("cases", "C2", ("note",), "changed"),
        Kept("cases", "C3", ("note",), "changed"),
        Kept("households", household(store, "C3"), (), "referred"),
    }
    rows = {row["case_id"]: row for row in state(store)["cases"]}
    assert (rows["C2"]["case_type"], rows["C2"]["note"]) == ("F1", "sau")
    assert (rows["C3"]["full_name"], rows["C3"]["note"]) == ("Chi Mẫu", "x")


def household(store: Store, case_id: str) -> str:
    (row,) = [row for row in state(store)["cases"] if row["case_id"] == case_id]
    return str(row["household_id"])


def test_the_last_step_first_always_leads_back(
    store: Store, officer: Actor, take: Take, first: State
) -> None:
    one = take("cases", SECOND)
    middle = state(store)
    two = take("cases", SECOND.replace("đổi", "lại").replace(",16,", ",18,mới"))
    assert back(store, officer, two).kept == ()
    assert state(store) == middle
    assert back(store, officer, one).kept == ()
    assert state(store) == first


def test_a_record_to_which_others_point_stays(
    store: Store, officer: Actor, take: Take, first: State
) -> None:
    report = take("cases", SECOND)
    visits = take("visits", VISITS)
    undo = back(store, officer, report)
    assert ("cases", "C3", "referred") in {(k.table, k.row_id, k.why) for k in undo.kept}
    assert {row["case_id"] for row in state(store)["cases"]} == {"C1", "C2", "C3"}
    assert back(store, officer, visits).kept == ()


def test_a_record_that_was_taken_out_since_is_said(
    store: Store, officer: Actor, take: Take, first: State
) -> None:
    report = take("cases", SECOND)
    with store.write() as conn:
        void_row(
            conn, store.ward_id, "cases", "C2", row_version=2, reason="twice",
            author=Author("lan", NOW),
        )  # fmt: skip
    undo = back(store, officer, report)
    assert undo.kept == (Kept("cases", "C2", (), "gone"),)


def test_old_values_that_would_contradict_newer_ones_do_not_return(
    store: Store, officer: Actor, take: Take, first: State
) -> None:
    head = "case_id,full_name,case_type,group_id,reported_at,{}\n"
    person = "C1,An Mẫu,F1,TDP05,2021-12-20,{}\n"

    def say(column: str, value: str) -> ImportReport:
        return take("cases", head.format(column) + person.format(value))

    say("quarantine_start", "2021-12-20")
    report = say("quarantine_start", "2021-12-01")
    say("quarantine_end", "2021-12-10")
    undo = back(store, officer, report)
    assert undo.kept == (Kept("cases", "C1", ("quarantine_start",), "contradicts"),)
    assert undo.restored == 0


def test_a_value_chosen_later_goes_with_its_import(
    store: Store, officer: Actor, take: Take, first: State
) -> None:
    sent = export_csv(store, officer, "cases", "codes").replace(b"m\xe1\xbb\x99t", b"khac")
    take("cases", FIRST.replace("một", "nơi khác"))
    before = state(store)
    report = accept_import(store, officer, sent, "x.csv", "cases", now=NOW)
    (conflict,) = load_conflicts(store, officer)
    decision = Decision(conflict.row_id, conflict.row_version, conflict.cell, "file")
    choose(store, officer, report.import_id, decision, now=NOW)
    assert state(store)["cases"][0]["note"] == "khac"
    assert back(store, officer, report).restored == 1
    assert state(store) == before


def test_conflicts_of_an_undone_import_wait_no_longer(
    store: Store, officer: Actor, take: Take, first: State
) -> None:
    sent = export_csv(store, officer, "cases", "codes").replace(b"m\xe1\xbb\x99t", b"khac")
    take("cases", FIRST.replace("một", "nơi khác"))
    report = accept_import(store, officer, sent, "x.csv", "cases", now=NOW)
    assert report.conflicts == 1
    back(store, officer, report)
    with store.read() as conn:
        assert undecided(conn, store.ward_id) == ()


def test_whose_import_may_be_taken_back_alone(store: Store, take: Take, first: State) -> None:
    report = take("cases", SECOND)
    late = NOW + timedelta(hours=25)
    with_account = given_actor(store, "minh", "data_officer")
    stranger, own = given_actor(store, "hoa", TEAM), given_actor(store, "lan", TEAM)
    for actor, now in (
        (stranger, NOW), (own, late), (actor_as("x", "auditor"), NOW), (with_account, NOW),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            undo_import(store, actor, report.import_id, now=now)
    take("cases", SECOND.replace("đổi", "sau"))
    with pytest.raises(NotAllowed):  # somebody has worked on it
        undo_import(store, own, report.import_id, now=NOW)
    with store.write() as conn:
        author = Author("hoa", NOW)
        assert undo_agreed(conn, store, author, {"import_id": report.import_id})
        assert not undo_agreed(conn, store, author, {"import_id": report.import_id})


def test_one_s_own_fresh_import(store: Store, take: Take, first: State) -> None:
    report = take("cases", SECOND)
    assert undo_import(store, given_actor(store, "lan", TEAM), report.import_id, now=NOW).kept == ()
    assert state(store) == first


WORDS = {
    "house_number": st.sampled_from(["", "12", "14", "16"]),
    "note": st.text("aă =+'\",", max_size=4),
    "order_date": st.sampled_from(["", "2021-12-20", "2021-12-21"]),
    "Xe": st.sampled_from(["", "29X", "30Y"]),
}
People = dict[int, dict[str, str]]
PEOPLE = st.dictionaries(st.integers(1, 5), st.fixed_dictionaries(WORDS), min_size=1)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(one=PEOPLE, two=PEOPLE, three=PEOPLE, columns=st.sets(st.sampled_from(sorted(WORDS))))
def test_undo_after_import_is_nothing(
    quick_store: Store, officer: Actor, one: People, two: People, three: People, columns: set[str]
) -> None:
    """undo(import(x)) = x. After a later import of other columns, what that one did is left."""

    def send(people: People, names: set[str]) -> ImportReport:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["case_id", "full_name", "case_type", "reported_at", "group_id", *names])
        for n, cells in people.items():
            known = [f"C{n}", f"Người {n}", "F1", "2021-12-20", "TDP05"]
            writer.writerow([*known, *(cells[name] for name in names)])
        return accept_import(
            quick_store, officer, out.getvalue().encode(), "x.csv", "cases", now=NOW
        )

    send(one, set(WORDS))
    before = state(quick_store)
    listed = {int(row["case_id"][1:]) for row in before["cases"]}
    later = {n: cells for n, cells in three.items() if n in listed} or one
    others = set(WORDS) - columns

    back(quick_store, officer, send(two, columns))
    assert state(quick_store) == before
    alone = send(later, others)
    expected = without_ids(state(quick_store))
    back(quick_store, officer, alone)
    assert state(quick_store) == before

    first = send(two, columns)
    send(later, others)
    assert all(kept.why == "referred" for kept in back(quick_store, officer, first).kept)
    assert without_ids(state(quick_store))["cases"] == expected["cases"]


def without_ids(said: State) -> State:
    """Doors instead of the codes that they happened to get."""
    doors = {row["household_id"]: row["house_number"] for row in said["households"]}
    cases = [row | {"household_id": doors.get(row["household_id"])} for row in said["cases"]]
    return said | {"cases": cases}
