"""What people do to a stay and its door: one transaction, guarded, with a way back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lib.actions.appraisals import HomeSeen, record_appraisal
from lib.actions.assignments import assign_team
from lib.actions.breaches import DoorCheck, record_door_check, resolve_home_breaches
from lib.actions.case_facts import PAST, Facts, complete_facts
from lib.actions.conversions import (
    Conversion,
    Return,
    Transfer,
    come_back,
    convert_to_f0,
    transfer,
)
from lib.actions.deeds import Refused, doing, undo
from lib.actions.releases import (
    Proposal,
    approve_release,
    note_paper,
    propose_release,
    send_back,
)
from lib.actions.samples import Taken, record_tests
from lib.actions.stays import (
    NewDates,
    PatientCheck,
    Seen,
    change_dates,
    check_patient,
    close_otherwise,
    keep_dates,
    open_stay,
)
from lib.indicators.caseload import new_f0_rate
from lib.indicators.level import level_inputs
from lib.indicators.periods import period_counts
from lib.indicators.stay_lists import in_case_list
from lib.reports.contacts import contacts
from lib.reports.frames import ward_on
from lib.reports.stay_story import stay_story
from lib.rules.home import home_rules
from lib.security.actors import Actor, NotAllowed, actor_as
from lib.settings import Settings
from lib.store.engine import Store, open_store
from lib.store.history import Author
from lib.store.problems import StoreBusy
from lib.store.repository import fetch, insert_rows
from lib.store.tables import AUDIT, HISTORY

NOW = datetime.fromisoformat("2021-12-29T09:30")
DAY = NOW.date()
OFFICER, CHAIR = actor_as("lan", "data_officer"), actor_as("binh", "vice_chair")
LEADER = actor_as("to-truong", "group_leader", group_id="TDP02")
Row = dict[str, Any]


def day(n: int) -> date:
    return date(2021, 12, n)


STAY: Row = {
    "case_id": "C1", "case_type": "F1", "full_name": "Nguyễn Văn A", "birth_year": 1980,
    "group_id": "TDP01", "household_id": "H1", "house_number": "1", "reported_at": "2021-12-20",
    "quarantine_start": day(20), "quarantine_end": day(26), "vaccine_doses": 2,
    "last_dose_date": date(2021, 11, 1),
}  # fmt: skip


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings(tmp_path / "ward", is_demo=False))
    yield fill(opened)
    opened.close()


@pytest.fixture
def anywhere(store: Store) -> Store:
    """In a file, and once more on a database server."""
    return fill(store)


def fill(store: Store) -> Store:
    other = STAY | {"case_id": "C2", "full_name": "Trần Thị B", "quarantine_end": day(30)}
    far = STAY | {"case_id": "C3", "group_id": "TDP02", "household_id": "H2", "house_number": "2"}
    homes = [
        {"household_id": f"H{n}", "group_id": f"TDP0{n}", "house_number": str(n)} for n in (1, 2)
    ]
    with store.write() as conn:
        author = Author("before", NOW - timedelta(days=2))
        insert_rows(conn, store.ward_id, "households", homes, author)
        insert_rows(conn, store.ward_id, "cases", [STAY, other, far], author)
        team = {"team_id": "HT1", "name": "1", "kind": "support"}
        insert_rows(conn, store.ward_id, "teams", [team], author)
        given = {"assignment_id": "P1", "case_id": "C1", "team_id": "HT1",
                 "assigned_from": day(20)}  # fmt: skip
        insert_rows(conn, store.ward_id, "assignments", [given], author)
    return store


def row(store: Store, id_: str = "C1", table: str = "cases", key: str = "case_id") -> Row:
    with store.read() as conn:
        frame = fetch(conn, store.ward_id, table, where={key: id_})
    return frame.row(0, named=True)


def rows(store: Store, table: str) -> list[Row]:
    with store.read() as conn:
        return fetch(conn, store.ward_id, table).rows(named=True)


def seen(store: Store, id_: str = "C1") -> Seen:
    with store.read() as conn:
        found = fetch(conn, store.ward_id, "cases", ("row_version",), where={"case_id": id_})
    return Seen(id_, found["row_version"][0])


def lines(store: Store, table: Any) -> int:
    with store.read() as conn:
        return len(conn.execute(table.select()).all())


# --- dates -----------------------------------------------------------------------------------


def test_an_end_moves_with_a_reason_and_the_old_one_is_kept(filled: Store) -> None:
    longer = NewDates(seen(filled), day(20), day(30), "còn dương tính")
    change_dates(filled, OFFICER, [longer], on=DAY, now=NOW)
    stored = row(filled)
    assert (stored["quarantine_end"], stored["previous_quarantine_end"]) == (day(30), day(26))
    assert stored["change_reason"] == "còn dương tính"
    shorter = NewDates(seen(filled), day(20), day(28), "giảm theo quy định")
    change_dates(filled, OFFICER, [shorter], on=DAY, now=NOW)
    assert row(filled)["previous_quarantine_end"] == day(30)


def test_without_a_reason_no_end_moves(filled: Store) -> None:
    with pytest.raises(Refused, match="REASON_NEEDED"):
        change_dates(filled, OFFICER, [NewDates(seen(filled), day(20), day(30))], on=DAY, now=NOW)
    assert row(filled)["quarantine_end"] == day(26)


def test_a_missing_end_is_filled_in_without_one(filled: Store) -> None:
    change_dates(filled, OFFICER, [NewDates(seen(filled), day(20), None, "quên")], on=DAY, now=NOW)
    change_dates(filled, OFFICER, [NewDates(seen(filled), day(20), day(27))], on=DAY, now=NOW)
    assert row(filled)["quarantine_end"] == day(27)


def test_dates_that_contradict_each_other_are_refused(filled: Store) -> None:
    with pytest.raises(Refused, match="CONTRADICTS") as refused:
        change_dates(
            filled, OFFICER, [NewDates(seen(filled), day(20), day(19), "sai")], on=DAY, now=NOW
        )
    assert refused.value.finding
    assert refused.value.finding.code == "END_BEFORE_START"
    assert refused.value.sentence()


def test_many_move_together_or_none(filled: Store) -> None:
    stale = Seen("C2", 7)
    both = [NewDates(s, day(20), day(31), "kéo dài") for s in (seen(filled), stale)]
    with pytest.raises(StoreBusy):
        change_dates(filled, OFFICER, both, on=DAY, now=NOW)
    assert row(filled)["quarantine_end"] == day(26)
    assert lines(filled, AUDIT) == 0


def test_a_date_against_the_rule_can_be_explained(filled: Store) -> None:
    keep_dates(filled, OFFICER, [seen(filled, "C2")], "cách ly thêm theo bác sĩ", on=DAY, now=NOW)
    life = ward_on(filled, DAY).lives.stays["C2"]
    assert (life.is_against_rule, life.is_explained) == (True, True)


def test_a_start_that_moves_needs_a_reason_of_its_own(filled: Store) -> None:
    earlier = NewDates(seen(filled), day(18), day(26))
    with pytest.raises(Refused, match="REASON_NEEDED"):
        change_dates(filled, OFFICER, [earlier], on=DAY, now=NOW)
    change_dates(filled, OFFICER, [replace(earlier, reason="khai lại")], on=DAY, now=NOW)
    stored = row(filled)
    assert (stored["quarantine_start"], stored["change_reason"]) == (day(18), "khai lại")
    assert stored["previous_quarantine_end"] is None


def test_a_reason_explains_only_what_it_was_given_for(filled: Store) -> None:
    def against() -> list[str]:
        return in_case_list(ward_on(filled, DAY), "end_differs_from_rule")

    longer = NewDates(seen(filled, "C2"), day(20), day(29), "còn dương tính")
    change_dates(filled, OFFICER, [longer], on=DAY, now=NOW)
    assert against() == []
    with doing(filled, OFFICER, "stay.dates", "cases.edit", now=NOW) as deed:
        deed.change("cases", deed.read("cases", ["C2"])["C2"], {"vaccine_doses": 0})
    assert against() == ["C2"]
    later = NOW + timedelta(minutes=1)
    keep_dates(filled, OFFICER, [seen(filled, "C2")], "còn dương tính", on=DAY, now=later)
    assert against() == []


# --- opening, checking, closing ----------------------------------------------------------------


def test_a_stay_is_opened_behind_a_known_door_or_a_new_one(filled: Store) -> None:
    values = {"case_type": "F0", "full_name": "Lê Văn C", "group_id": "TDP01",
              "house_number": "1", "reported_at": "2021-12-29"}  # fmt: skip
    done = open_stay(filled, OFFICER, values, now=NOW)
    (id_,) = done.new_ids("cases")
    assert row(filled, id_)["household_id"] == "H1"
    elsewhere = open_stay(filled, OFFICER, values | {"house_number": "99"}, now=NOW)
    (home,) = elsewhere.new_ids("households")
    assert row(filled, elsewhere.new_ids("cases")[0])["household_id"] == home
    with pytest.raises(Refused, match="NO_NAME"):
        open_stay(filled, OFFICER, values | {"full_name": ""}, now=NOW)


NEW = {"case_type": "F0", "full_name": "Lê Văn Hòa", "birth_year": 1990, "group_id": "TDP01",
       "house_number": "1", "reported_at": "2021-12-29"}  # fmt: skip


@pytest.mark.parametrize(
    ("first", "again", "is_refused"),
    [
        ({}, {}, True),
        ({}, {"full_name": "LÊ VĂN  HOÀ"}, True),
        ({}, {"reported_at": "2021-12-30"}, True),
        ({}, {"birth_year": None}, True),
        ({}, {"house_number": None}, True),
        ({}, {"case_type": "F1"}, True),
        ({}, {"birth_year": 1962}, False),
        ({}, {"full_name": "Lê Văn Hoa"}, False),
        ({}, {"external_id": "BN7"}, False),
        ({}, {"house_number": "99"}, False),
        ({}, {"group_id": "TDP02"}, False),
        ({"birth_year": None, "house_number": None}, {"house_number": None}, False),
    ],
)
def test_nobody_gets_two_open_stays(
    filled: Store, first: Row, again: Row, is_refused: bool
) -> None:
    done = open_stay(filled, OFFICER, NEW | first, now=NOW)
    before = lines(filled, HISTORY)
    if not is_refused:
        open_stay(filled, OFFICER, NEW | again, now=NOW)
        return
    with pytest.raises(Refused, match="ALREADY_OPEN") as refused:
        open_stay(filled, OFFICER, NEW | again, now=NOW)
    assert refused.value.sentence()
    assert lines(filled, HISTORY) == before
    opened = seen(filled, done.new_ids("cases")[0])
    close_otherwise(filled, OFFICER, [opened], "moved_away", on=DAY, now=NOW)
    open_stay(filled, OFFICER, NEW | again, now=NOW)


@pytest.mark.parametrize(
    "name", ["first_positive_date", "last_exposure_date", "last_dose_date", "recovered_on"]
)
def test_what_happened_lies_behind_us(filled: Store, name: str) -> None:
    with pytest.raises(Refused, match="FUTURE_DAY"):
        open_stay(filled, OFFICER, NEW | {name: day(30)}, now=NOW)
    open_stay(filled, OFFICER, NEW | {name: day(29), "quarantine_start": day(30)}, now=NOW)
    with pytest.raises(Refused, match="FUTURE_DAY"):
        record_tests(filled, OFFICER, [Taken("C1", day(30), "pcr", "negative")], now=NOW)


def test_what_became_known_later_is_written_beside_the_dates_that_stand(filled: Store) -> None:
    known = {"vaccine_doses": 1, "last_dose_date": day(1), "recovered_on": date(2021, 4, 1),
             "pregnant": True, "conditions": "hen", "source_case_id": "C2",
             "relation": "same_household", "last_exposure_date": day(22)}  # fmt: skip
    assert ward_on(filled, DAY).lives.stays["C1"].ruling.end == day(26)
    complete_facts(filled, OFFICER, Facts(seen(filled), known), on=DAY, now=NOW)
    stored = row(filled)
    assert {name: stored[name] for name in known} == known
    assert (stored["quarantine_end"], stored["household_id"]) == (day(26), "H1")
    assert ward_on(filled, DAY).lives.stays["C1"].ruling.end == date(2022, 1, 2)


def test_an_address_typed_later_leads_to_its_door(filled: Store) -> None:
    moved = Facts(seen(filled), {"house_number": "99"})
    (home,) = complete_facts(filled, OFFICER, moved, on=DAY, now=NOW).new_ids("households")
    assert (row(filled)["house_number"], row(filled)["household_id"]) == ("99", home)
    back = Facts(seen(filled), {"house_number": "1"})
    assert not complete_facts(filled, OFFICER, back, on=DAY, now=NOW).new_ids("households")
    assert row(filled)["household_id"] == "H1"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        *(({name: DAY + timedelta(1)}, "DAY_TO_COME") for name in PAST),
        ({"source_case_id": "C1"}, "OWN_SOURCE"),
    ],
)
def test_details_that_cannot_be_are_refused(filled: Store, values: Row, code: str) -> None:
    with pytest.raises(Refused, match=code) as refused:
        complete_facts(filled, OFFICER, Facts(seen(filled), values), on=DAY, now=NOW)
    assert refused.value.sentence()
    assert lines(filled, AUDIT) == 0


def test_details_are_the_work_of_those_who_edit_cases(filled: Store) -> None:
    facts = Facts(seen(filled), {"vaccine_doses": 3})
    with pytest.raises(NotAllowed):
        complete_facts(filled, CHAIR, facts, on=DAY, now=NOW)
    stale = Facts(Seen("C1", 7), {"vaccine_doses": 3})
    with pytest.raises(StoreBusy):
        complete_facts(filled, OFFICER, stale, on=DAY, now=NOW)
    with pytest.raises(ValueError, match="quarantine_end"):
        complete_facts(
            filled, OFFICER, Facts(seen(filled), {"quarantine_end": DAY}), on=DAY, now=NOW
        )


def test_a_patient_is_checked(filled: Store) -> None:
    check = PatientCheck(seen(filled), False, DAY, ("SYMPTOMS", "PNEUMONIA"))
    check_patient(filled, OFFICER, check, now=NOW)
    stored = row(filled)
    assert (stored["home_care_eligible"], stored["home_care_checked_on"]) == (False, DAY)
    assert stored["home_care_reasons"] == "SYMPTOMS, PNEUMONIA"


def test_a_closed_stay_is_left_alone(filled: Store) -> None:
    close_otherwise(filled, OFFICER, [seen(filled)], "moved_away", on=DAY, now=NOW)
    assert row(filled)["end_reason"] == "moved_away"
    with pytest.raises(Refused, match="CLOSED"):
        close_otherwise(filled, OFFICER, [seen(filled)], "died", on=DAY, now=NOW)
    with pytest.raises(ValueError, match="completed"):
        close_otherwise(filled, OFFICER, [seen(filled, "C2")], "completed", on=DAY, now=NOW)


def test_what_is_dated_later_has_not_happened(filled: Store) -> None:
    """The demo's files know the future; a deed of the day goes before it."""
    close_otherwise(filled, OFFICER, [seen(filled)], "moved_away", on=day(31), now=NOW)
    propose(filled)
    approve_release(filled, CHAIR, [seen(filled)], on=DAY, now=NOW)
    assert (row(filled)["closed_on"], row(filled)["end_reason"]) == (DAY, "completed")


# --- F1 -> F0, hospital --------------------------------------------------------------------------


def convert(store: Store, **more: Any) -> Any:
    conversion = Conversion(seen(store), DAY, "rapid_antigen", date(2022, 1, 7), **more)
    return convert_to_f0(store, OFFICER, conversion, now=NOW)


def test_an_f1_who_turns_positive_becomes_an_f0_with_all_that_follows(filled: Store) -> None:
    end = date(2022, 1, 4)
    done = convert(filled, exposed={seen(filled, "C2"): end}, reason="F0 trong nhà")
    f0 = row(filled, done.new_ids("cases")[0])
    f1, other = row(filled), row(filled, "C2")
    assert (f1["end_reason"], f1["closed_on"]) == ("converted_to_f0", DAY)
    assert f1["converted_case_id"] == f0["case_id"]
    assert (f0["case_type"], f0["quarantine_start"], f0["first_positive_date"]) == ("F0", DAY, DAY)
    assert (f0["full_name"], f0["household_id"]) == (f1["full_name"], f1["household_id"])
    assert (other["last_exposure_date"], other["quarantine_end"]) == (DAY, end)
    assert (other["previous_quarantine_end"], other["change_reason"]) == (day(30), "F0 trong nhà")
    (test,) = rows(filled, "tests")
    assert (test["case_id"], test["result"], test["sample_date"]) == ("C1", "positive", DAY)
    given = {
        r["case_id"]: (r["assigned_from"], r["assigned_to"]) for r in rows(filled, "assignments")
    }
    assert given == {"C1": (day(20), DAY), f0["case_id"]: (DAY, None)}


def test_after_it_the_door_asks_for_a_sign_an_appraisal_and_a_check(filled: Store) -> None:
    done = convert(filled)
    life = ward_on(filled, DAY).lives.stays[done.new_ids("cases")[0]]
    assert (life.steps["checked"], life.steps["appraised"], life.steps["signed"]) == ("due",) * 3
    assert ward_on(filled, DAY).lives.homes["H1"].holders == (life.case_id,)


def test_a_sample_that_is_there_is_not_written_twice(filled: Store) -> None:
    record_tests(filled, OFFICER, [Taken("C1", DAY, "pcr", "positive")], now=NOW)
    convert(filled)
    assert len(rows(filled, "tests")) == 1


def test_only_an_f1_becomes_an_f0(filled: Store) -> None:
    done = convert(filled)
    again = Conversion(Seen(done.new_ids("cases")[0], 1), DAY, "pcr", None)
    with pytest.raises(Refused, match="NOT_F1"):
        convert_to_f0(filled, OFFICER, again, now=NOW)


def test_the_whole_conversion_is_taken_back_in_one(anywhere: Store) -> None:
    before = {t: rows(anywhere, t) for t in ("cases", "tests", "assignments")}
    exposed = {seen(anywhere, "C2"): date(2022, 1, 4)}
    done = convert(anywhere, exposed=exposed, reason="F0 trong nhà")
    undo(anywhere, OFFICER, done, now=NOW)
    assert {t: rows(anywhere, t) for t in before} == before


def test_to_hospital_and_back_is_another_stay(filled: Store) -> None:
    with pytest.raises(Refused, match="NOT_FROM_HOSPITAL"):
        come_back(filled, OFFICER, Return(seen(filled), DAY, None), now=NOW)
    transfer(filled, OFFICER, Transfer(seen(filled), day(27), "BV Đức Giang"), now=NOW)
    assert row(filled)["transferred_to"] == "BV Đức Giang"
    assert "C1" not in ward_on(filled, DAY).lives.stays
    back = come_back(filled, OFFICER, Return(seen(filled), DAY, date(2022, 1, 4)), now=NOW)
    again = row(filled, back.new_ids("cases")[0])
    assert (again["previous_case_id"], again["quarantine_start"]) == ("C1", DAY)
    assert again["full_name"] == STAY["full_name"]
    assert row(filled)["closed_on"] == day(27)
    with pytest.raises(Refused, match="ALREADY_BACK"):
        come_back(filled, OFFICER, Return(seen(filled), DAY, None), now=NOW)
    undo(filled, OFFICER, back, now=NOW)
    come_back(filled, OFFICER, Return(seen(filled), DAY, None), now=NOW)


def test_a_hospital_may_have_a_short_name_and_must_have_one(filled: Store) -> None:
    with pytest.raises(Refused, match="NO_HOSPITAL") as refused:
        transfer(filled, OFFICER, Transfer(seen(filled), DAY, " "), now=NOW)
    assert refused.value.sentence()
    transfer(filled, OFFICER, Transfer(seen(filled), DAY, "BV"), now=NOW)
    assert row(filled)["transferred_to"] == "BV"


def test_the_story_tells_every_end_that_was_moved(filled: Store) -> None:
    for n, (end, why) in enumerate(((28, "mẫu hỏng"), (30, "còn dương tính"))):
        dates = NewDates(seen(filled), day(20), day(end), why)
        change_dates(filled, OFFICER, [dates], on=DAY, now=NOW + timedelta(hours=n))
    story = stay_story(filled, OFFICER, DAY, "C1", "H1")
    moved = [event for event in story if event.column == "previous_quarantine_end"]
    assert [(event.when, *event.details.values()) for event in moved] == [
        ("2021-12-29T09:30", day(26), day(28), "mẫu hỏng"),
        ("2021-12-29T10:30", day(28), day(30), "còn dương tính"),
    ]
    before = stay_story(filled, OFFICER, day(28), "C1", "H1")
    assert not [event for event in before if event.column == "previous_quarantine_end"]
    assert not stay_story(filled, LEADER, DAY, "C1", None)


def test_a_return_is_no_new_f0_anywhere(filled: Store) -> None:
    with filled.write() as conn:
        child = STAY | {"case_id": "C4", "source_case_id": "C1"}
        insert_rows(conn, filled.ward_id, "cases", [child], Author("before", NOW))
    f0 = convert(filled).new_ids("cases")[0]
    transfer(filled, OFFICER, Transfer(seen(filled, f0), DAY, "BV Đức Giang"), now=NOW)

    def told() -> tuple[Any, ...]:
        ward = ward_on(filled, day(30))
        figure, chains = new_f0_rate(ward), contacts(filled, OFFICER, day(30))
        levels, report = level_inputs(ward), period_counts(ward, DAY, day(30))
        return (len(figure.rows), chains.n_new, chains.n_known, levels, report["new_f0"])

    before = told()
    assert (before[1], before[2], before[4]) == (1, 1, 1)
    back = come_back(filled, OFFICER, Return(seen(filled, f0), day(30), None), now=NOW)
    assert told() == before
    chains = contacts(filled, OFFICER, day(30))
    assert chains.exposed == {back.new_ids("cases")[0]: ("C4",)}


def test_who_has_it_from_whom_is_refused_to_whoever_may_not_see_it(filled: Store) -> None:
    with pytest.raises(NotAllowed):
        contacts(filled, LEADER, DAY)


# --- release -----------------------------------------------------------------------------------


def propose(store: Store, actor: Actor = OFFICER, *, meets: bool = True, reason: str = "") -> Any:
    proposal = Proposal(seen(store), meets)
    return propose_release(store, actor, [proposal], on=DAY, reason=reason, now=NOW)


def test_one_proposes_another_approves_and_the_stay_is_closed(anywhere: Store) -> None:
    filled = anywhere
    propose(filled)
    assert (row(filled)["proposed_by"], row(filled)["closed_on"]) == ("lan", None)
    approve_release(filled, CHAIR, [seen(filled)], on=DAY, now=NOW)
    stored = row(filled)
    assert (stored["approved_by"], stored["approved_on"], stored["closed_on"]) == (
        "binh", DAY, DAY,
    )  # fmt: skip
    assert stored["end_reason"] == "completed"
    note_paper(filled, OFFICER, [seen(filled)], on=DAY, number="7/GXN", now=NOW)
    assert row(filled)["completion_number"] == "7/GXN"


def test_never_the_same_account(filled: Store) -> None:
    both = Actor("lan", "vice_chair", CHAIR.rights | OFFICER.rights)
    propose(filled)
    with pytest.raises(Refused, match="OWN_PROPOSAL"):
        approve_release(filled, both, [seen(filled)], on=DAY, now=NOW)
    assert row(filled)["closed_on"] is None


@pytest.mark.parametrize(("actor", "right"), [(CHAIR, "releases.propose")])
def test_each_needs_the_right(filled: Store, actor: Actor, right: str) -> None:
    with pytest.raises(NotAllowed, match=right):
        propose(filled, actor)
    with pytest.raises(NotAllowed, match="releases.approve"):
        approve_release(filled, OFFICER, [seen(filled)], on=DAY, now=NOW)


def test_whoever_does_not_meet_the_rule_goes_with_a_reason_or_not_at_all(filled: Store) -> None:
    with pytest.raises(Refused, match="REASON_NEEDED"):
        propose(filled, meets=False)
    propose(filled, meets=False, reason="bác sĩ xác nhận khỏi")
    assert row(filled)["release_reason"] == "bác sĩ xác nhận khỏi"


def test_nobody_goes_before_the_last_day_or_without_one(filled: Store) -> None:
    early = Proposal(seen(filled, "C2"), True)
    with pytest.raises(Refused, match="BEFORE_LAST_DAY"):
        propose_release(filled, OFFICER, [early], on=DAY, now=NOW)
    change_dates(filled, OFFICER, [NewDates(seen(filled), day(20), None, "quên")], on=DAY, now=NOW)
    with pytest.raises(Refused, match="NO_END"):
        propose(filled)


def test_nothing_is_approved_that_nobody_proposed(filled: Store) -> None:
    with pytest.raises(Refused, match="NOT_PROPOSED"):
        approve_release(filled, CHAIR, [seen(filled)], on=DAY, now=NOW)


def test_a_proposal_is_sent_back_with_a_reason(filled: Store) -> None:
    propose(filled)
    with pytest.raises(Refused, match="ALREADY_PROPOSED"):
        propose(filled)
    send_back(filled, CHAIR, [seen(filled)], "thiếu xét nghiệm", on=DAY, now=NOW)
    stored = row(filled)
    assert (stored["proposed_on"], stored["release_reason"]) == (None, "thiếu xét nghiệm")
    propose(filled)


# --- doors -------------------------------------------------------------------------------------

GOOD = dict.fromkeys((*home_rules().appraisal.needed, *home_rules().appraisal.support), True)


def test_fit_with_support_asks_for_the_support(filled: Store) -> None:
    answers = GOOD | {"hygiene_supplies": False, "own_toilet": False, "caregiver": False}
    record_appraisal(filled, OFFICER, HomeSeen("H1", DAY, answers), now=NOW)
    (made,) = rows(filled, "appraisals")
    assert (made["verdict"], made["own_toilet"]) == ("fit_with_support", False)
    asked = rows(filled, "requests")
    assert sorted(r["kind"] for r in asked) == ["other", "other", "shopping"]
    said = {r["details"].partition(": ")[2] for r in asked}
    assert said == {"có nhà vệ sinh riêng", "có người chăm sóc", "đủ vật dụng vệ sinh"}
    assert {(r["case_id"], r["appraisal_id"]) for r in asked} == {("C1", made["appraisal_id"])}
    assert ward_on(filled, DAY).lives.homes["H1"].unmet


def test_an_appraisal_asks_again_for_nothing_that_is_asked_for(filled: Store) -> None:
    def appraise(later: int, **answers: bool) -> str:
        at = NOW + timedelta(hours=later)
        home = HomeSeen("H1", at.date(), GOOD | answers)
        record_appraisal(filled, OFFICER, home, now=at)
        made = max(rows(filled, "appraisals"), key=lambda each: each["appraised_on"])
        return str(made["appraisal_id"])

    appraise(0, own_toilet=False, caregiver=False)
    first = {r["request_id"]: r["details"] for r in rows(filled, "requests")}
    second = appraise(1, own_toilet=False, caregiver=False)
    asked = rows(filled, "requests")
    assert {r["request_id"]: r["details"] for r in asked} == first
    assert {r["appraisal_id"] for r in asked} == {second}
    assert len(rows(filled, "appraisals")) == 1
    assert rows(filled, "appraisals")[0]["own_toilet"] is False
    third = appraise(2, caregiver=False, waste_container=False)
    told = {r["details"].partition(": ")[2]: r for r in rows(filled, "requests")}
    assert told.keys() == {"có nhà vệ sinh riêng", "có người chăm sóc", "có thùng rác riêng"}
    assert told["có nhà vệ sinh riêng"]["delivered_at"] == "2021-12-29T11:30"
    assert told["có người chăm sóc"]["delivered_at"] is None
    assert third == second
    open_ = {r["request_id"] for r in told.values() if r["delivered_at"] is None}
    assert set(ward_on(filled, DAY).lives.homes["H1"].unmet) == open_
    assert len(open_) == 2
    fourth = appraise(24, caregiver=False)
    assert fourth != third
    (unmet,) = ward_on(filled, day(30)).lives.homes["H1"].unmet
    assert unmet == told["có người chăm sóc"]["request_id"]
    appraise(48, separate_room=False, caregiver=False)
    assert len(rows(filled, "requests")) == 3


@pytest.mark.parametrize(
    ("change", "verdict"), [({}, "fit"), ({"separate_room": False}, "not_fit")]
)
def test_a_home_that_is_fit_or_not_asks_for_nothing(
    filled: Store, change: Row, verdict: str
) -> None:
    record_appraisal(filled, OFFICER, HomeSeen("H1", DAY, GOOD | change), now=NOW)
    assert rows(filled, "appraisals")[0]["verdict"] == verdict
    assert rows(filled, "requests") == []


def test_a_verdict_of_ones_own_stands_with_its_reasons(filled: Store) -> None:
    seen_ = HomeSeen("H1", DAY, GOOD, verdict="not_fit", reasons="nhà đang sửa")
    record_appraisal(filled, OFFICER, seen_, now=NOW)
    assert rows(filled, "appraisals")[0]["verdict"] == "not_fit"


def test_a_breach_is_followed_up(filled: Store) -> None:
    check = DoorCheck("H1", "2021-12-28T16:00", True, "reminded", DAY, "ra chợ")
    record_door_check(filled, OFFICER, check, now=NOW)
    assert ward_on(filled, DAY).lives.homes["H1"].breaches
    resolve_home_breaches(filled, OFFICER, "H1", on=DAY, now=NOW)
    assert not ward_on(filled, DAY).lives.homes["H1"].breaches


def test_a_team_is_put_in_charge(filled: Store) -> None:
    assign_team(filled, OFFICER, ["C2", "C3"], "HT1", on=DAY, now=NOW)
    lives = ward_on(filled, DAY).lives.stays
    assert lives["C2"].is_assigned
    assert lives["C3"].is_assigned


# --- for all of them ---------------------------------------------------------------------------

DEEDS: dict[str, Callable[[Store], Any]] = {
    "dates": lambda s: change_dates(
        s, OFFICER, [NewDates(seen(s), day(20), day(30), "kéo dài")], on=DAY, now=NOW
    ),
    "check": lambda s: check_patient(s, OFFICER, PatientCheck(seen(s), True, DAY), now=NOW),
    "close": lambda s: close_otherwise(s, OFFICER, [seen(s)], "moved_away", on=DAY, now=NOW),
    "convert": convert,
    "transfer": lambda s: transfer(s, OFFICER, Transfer(seen(s), DAY, "BV A"), now=NOW),
    "propose": propose,
    "test": lambda s: record_tests(s, OFFICER, [Taken("C1", DAY, "pcr", "negative")], now=NOW),
    "appraise": lambda s: record_appraisal(s, OFFICER, HomeSeen("H1", DAY, {}), now=NOW),
    "breach": lambda s: record_door_check(
        s, OFFICER, DoorCheck("H1", "2021-12-28T16:00", True), now=NOW
    ),
    "assign": lambda s: assign_team(s, OFFICER, ["C1"], "HT1", on=DAY, now=NOW),
}
TABLES = ("cases", "tests", "appraisals", "requests", "inspections", "assignments", "households")


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_leaves_one_line_and_its_history_and_can_be_taken_back(
    filled: Store, name: str
) -> None:
    before, history = {t: rows(filled, t) for t in TABLES}, lines(filled, HISTORY)
    done = DEEDS[name](filled)
    assert lines(filled, AUDIT) == 1
    assert lines(filled, HISTORY) == history + len(done.steps)
    assert {t: rows(filled, t) for t in TABLES} != before
    undo(filled, OFFICER, done, now=NOW + timedelta(hours=23))
    assert {t: rows(filled, t) for t in TABLES} == before
    assert lines(filled, AUDIT) == 2


def test_only_ones_own_deed_within_a_day_and_only_while_nothing_changed(filled: Store) -> None:
    done = propose(filled)
    for actor, later in ((CHAIR, timedelta(0)), (OFFICER, timedelta(hours=25))):
        with pytest.raises(Refused, match="NOT_UNDONE"):
            undo(filled, actor, done, now=NOW + later)
    approve_release(filled, CHAIR, [seen(filled)], on=DAY, now=NOW)
    with pytest.raises(Refused, match="NOT_UNDONE"):
        undo(filled, OFFICER, done, now=NOW)
    assert row(filled)["proposed_on"] == DAY


def test_a_team_reaches_only_its_own_people(filled: Store) -> None:
    with filled.write() as conn:
        area = {"team_area_id": "A1", "team_id": "XN1", "group_id": "TDP01", "from_on": day(1)}
        insert_rows(conn, filled.ward_id, "team_areas", [area], Author("x", NOW))
    tester = actor_as("hoa", "testing_team", team_id="XN1")
    record_tests(filled, tester, [Taken("C1", DAY, "pcr", "negative")], now=NOW)
    with pytest.raises(NotAllowed):
        record_tests(filled, tester, [Taken("C3", DAY, "pcr", "negative")], now=NOW)
    assert [r["case_id"] for r in rows(filled, "tests")] == ["C1"]


def test_no_value_of_a_person_stands_in_the_audit(filled: Store) -> None:
    change_dates(
        filled, OFFICER, [NewDates(seen(filled), day(20), day(30), "bí mật")], on=DAY, now=NOW
    )
    with filled.read() as conn:
        said = str(conn.execute(AUDIT.select()).all())
    assert "bí mật" not in said
    assert "Nguyễn" not in said
