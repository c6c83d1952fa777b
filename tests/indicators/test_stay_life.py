"""The life of one stay: rows written about it, a day, and what is done, due and next."""

from dataclasses import replace

import pytest

from lib.indicators.figure import Ward
from lib.indicators.stay_life import STEPS
from lib.indicators.stay_lists import CASE_LISTS
from lib.rules.quarantine import shipped_book
from tests.indicators.frames import day, tables

F1 = {
    "case_id": "C1", "case_type": "F1", "group_id": "TDP01", "household_id": "H1",
    "reported_at": "2021-12-20", "quarantine_start": "20/12", "quarantine_end": "26/12",
    "vaccine_doses": 2, "last_dose_date": "01/11",
}  # fmt: skip
F0 = F1 | {"case_type": "F0", "quarantine_start": "28/12", "quarantine_end": "06/01",
           "first_positive_date": "28/12", "reported_at": "2021-12-28"}  # fmt: skip
HOME = {
    "households": [{"household_id": "H1", "group_id": "TDP01"}],
    "appraisals": [{"appraisal_id": "A1", "household_id": "H1", "appraised_on": "28/12",
                    "verdict": "fit"}],
    "signs": [{"sign_id": "S1", "household_id": "H1", "printed_start": "20/12",
               "printed_end": "26/12", "posted_on": "20/12"}],
}  # fmt: skip


def life(on, case, **rows):
    return Ward(tables(cases=[case], **rows), (), day(on)).lives_of(everyone=True).stays["C1"]


def samples(*days, result="negative"):
    return [{"test_id": f"X{d}", "case_id": "C1", "sample_date": d, "result": result} for d in days]


def seen(on, result="seen_ok", **more):
    at = day(on).isoformat() + "T08:00"
    return {"visit_id": f"V{on}", "case_id": "C1", "visited_at": at, "result": result, **more}


def test_every_step_is_said_on_every_day():
    for on in ("20/12", "26/12", "30/12"):
        assert tuple(life(on, F1).steps) == STEPS


WAY = """
    20/12 | nothing        -> in_quarantine    appraised
    20/12 | home           -> in_quarantine    tested
    20/12 | home t1        -> in_quarantine    watched
    20/12 | home t1 seen   -> in_quarantine    -
    25/12 | home t1        -> in_quarantine    watched
    26/12 | home t1        -> in_quarantine    tested
    26/12 | home t1 t7     -> in_quarantine    proposed
    27/12 | home t1 t7     -> awaiting_release proposed
    27/12 | home t1        -> awaiting_release tested
    27/12 | home t7 prop   -> awaiting_release approved
    27/12 | home t7 prop app -> awaiting_release closed
"""


@pytest.mark.parametrize("line", [x.strip() for x in WAY.strip().splitlines()])
def test_what_comes_next(line):
    left, right = line.split("->")
    on, words = (part.strip() for part in left.split("|"))
    said, (state, step) = set(words.split()), right.split()
    case = F1 | ({"proposed_on": "27/12"} if "prop" in said else {})
    case |= {"approved_on": "27/12"} if "app" in said else {}
    home = HOME if "home" in said else {}
    home = (
        home | {"appraisals": [HOME["appraisals"][0] | {"appraised_on": "20/12"}]} if home else {}
    )
    days = ["20/12"] * ("t1" in said) + ["26/12"] * ("t7" in said)
    visits = [seen(on)] if "seen" in said else []
    found = life(on, case, tests=samples(*days), visits=visits, **home)
    assert (found.state, found.next_step or "-") == (state, step)


def test_a_closed_stay_needs_its_paper_and_the_sign_down():
    done = F1 | {"closed_on": "27/12", "end_reason": "completed"}
    assert life("27/12", done, **HOME).next_step == "paper"
    with_paper = done | {"completion_date": "27/12"}
    assert life("27/12", with_paper, **HOME).next_step == "sign_down"
    down = [HOME["signs"][0] | {"removed_on": "27/12"}]
    assert life("27/12", with_paper, **(HOME | {"signs": down})).next_step is None
    moved = F1 | {"closed_on": "24/12", "end_reason": "moved_away"}
    steps = life("27/12", moved, **HOME).steps
    assert (steps["paper"], steps["tested"], steps["sign_down"]) == (
        "not_needed", "not_needed", "due",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "on_day", "on", "said"),
    [(None, None, "28/12", "due"), (True, None, "28/12", "done"), (True, "29/12", "28/12", "due"),
     (False, "29/12", "29/12", "due")],
)  # fmt: skip
def test_an_f0_is_checked_for_care_at_home(answer, on_day, on, said):
    case = F0 | {"home_care_eligible": answer, "home_care_checked_on": on_day}
    assert life(on, case).steps["checked"] == said
    assert life("20/12", F1).steps["checked"] == "not_needed"


@pytest.mark.parametrize(
    ("answer", "on", "closed_on", "listed"),
    [(None, "29/12", None, "patients_not_checked"), (True, "29/12", None, ""),
     (False, "29/12", None, "patients_not_fit"), (False, "28/12", None, "patients_not_checked"),
     (False, "29/12", "29/12", "")],
)  # fmt: skip
def test_a_patient_who_may_not_stay_waits_on_a_list_until_moved(answer, on, closed_on, listed):
    case = F0 | {"home_care_eligible": answer, "closed_on": closed_on}
    case |= {"home_care_checked_on": "29/12"} if answer is False else {}
    found = life(on, case, **HOME)
    names = ("patients_not_checked", "patients_not_fit")
    assert [name for name in names if CASE_LISTS[name](found)] == [listed] * bool(listed)
    assert (found.next_step == "checked") == bool(listed)


@pytest.mark.parametrize(
    ("end", "reason", "start", "against", "explained"),
    [("26/12", None, "20/12", False, False), ("27/12", None, "20/12", True, False),
     ("25/12", None, "20/12", True, False), ("27/12", "x", "20/12", True, True),
     (None, None, "20/12", False, False), ("27/12", None, None, False, False)],
)  # fmt: skip
def test_a_typed_end_stands_and_its_difference_is_said(end, reason, start, against, explained):
    case = F1 | {"quarantine_end": end, "change_reason": reason, "quarantine_start": start}
    found = life("22/12", case)
    assert (found.is_against_rule, found.is_explained) == (against, explained)
    assert (f"{found.end:%d/%m}" if found.end else None) == end
    assert found.ruling.rule.document == "10696/BYT-MT"


THEN = {
    "case_id": "C1", "given_on": "21/12", "quarantine_start": "20/12", "quarantine_end": "28/12",
    "vaccine_doses": 2, "last_dose_date": "01/11",
}  # fmt: skip


@pytest.mark.parametrize(
    ("case", "then", "explained"),
    [
        ({}, {}, True),
        ({}, {"quarantine_end": "27/12"}, False),
        ({"quarantine_start": "19/12"}, {}, False),
        ({"quarantine_start": None}, {"quarantine_start": None}, True),
        ({}, {"vaccine_doses": None}, False),
        ({}, {"last_dose_date": "10/12"}, False),
        ({}, {"last_exposure_date": "18/12"}, True),
        ({"quarantine_start": "15/12", "reported_at": "2021-12-15"},
         {"quarantine_start": "15/12"}, True),
        ({"change_reason": None}, {}, False),
        ({}, {"given_on": None, "quarantine_end": "27/12"}, True),
    ],
)  # fmt: skip
def test_a_reason_explains_the_difference_that_it_was_given_for_and_no_later_one(
    case, then, explained
):
    stay = F1 | {"quarantine_end": "28/12", "change_reason": "x"} | case
    assert life("22/12", stay, explained=[THEN | then]).is_explained == explained


def test_a_rule_that_comes_later_is_not_explained_by_an_older_reason():
    """It covers the stays that are open, and gives seven days instead of ten."""
    began = {"quarantine_start": "25/01/2022", "quarantine_end": "06/02",
             "first_positive_date": "25/01/2022"}  # fmt: skip
    case = F0 | began | {"reported_at": "2022-01-25", "change_reason": "x"}
    then = began | {"case_id": "C1", "given_on": "26/01/2022"}
    shipped = shipped_book()
    (seven,) = (rule for rule in shipped.rules if rule.case_type == "F0" and rule.days == 7)
    newer = replace(seven, covers_open_stays=True)
    book = shipped.without(seven.id).with_rules(newer)
    told = []
    for on in (day("27/01/2022"), day("29/01/2022")):
        ward = Ward(tables(cases=[case], explained=[then]), (), on, book)
        found = ward.lives_of(everyone=True).stays["C1"]
        told.append((found.ruling.end, found.is_against_rule, found.is_explained))
    assert told == [(day("03/02"), True, True), (day("31/01/2022"), True, False)]


def test_no_rule_covers_an_f0_of_before_28_december():
    before = F0 | {"quarantine_start": "27/12", "reported_at": "2021-12-27"}
    found = life("28/12", before)
    assert found.ruling.rule is None
    assert not found.is_against_rule
    assert found.test.state == "none"


@pytest.mark.parametrize(
    ("visits", "unseen", "lost"),
    [
        ([], 5, False),
        ([seen("25/12")], 0, False),
        ([seen("22/12"), seen("23/12", "missed"), seen("24/12", "missed")], 3, True),
        ([seen("22/12"), seen("24/12", "missed")], 3, False),
        ([seen("22/12"), seen("23/12", "not_attempted"), seen("24/12", "not_attempted")], 3, False),
        ([seen("23/12"), seen("24/12", "missed"), seen("25/12", "missed")], 2, False),
        ([seen("21/12", "missed"), seen("24/12", "missed")], 5, True),
        ([seen("24/12", "missed"), seen("24/12", "missed", visit_id="W")], 5, False),
        ([seen("18/12")], 5, False),
        ([seen("26/12")], 5, False),
    ],
)
def test_lost_is_not_seen_for_three_days_though_tried_on_two(visits, unseen, lost):
    found = life("25/12", F1, visits=visits)
    assert (found.days_unseen, found.is_lost) == (unseen, lost)


def test_a_danger_sign_is_open_until_the_person_is_seen_without_one_or_transferred():
    low, well = seen("22/12", "seen_not_ok", spo2=94.0), seen("23/12", spo2=98.0)
    assert life("21/12", F1, visits=[low]).danger is None
    assert life("22/12", F1, visits=[low]).danger.signs == ("spo2",)
    assert life("24/12", F1, visits=[low, seen("23/12", "missed")]).danger
    assert life("23/12", F1, visits=[low, well]).danger is None
    assert life("23/12", F1, visits=[low | {"action": "transferred"}]).danger is None
    closed = F1 | {"closed_on": "22/12", "end_reason": "transferred_hospital"}
    assert life("22/12", closed, visits=[low]).danger is None


def test_an_f1_back_from_hospital_stays_as_long_as_isolation_asks_since_it_began():
    """The dose was too fresh when isolation began, and is not when the person is back."""
    gone = F1 | {
        "vaccine_doses": 2, "last_dose_date": "07/12", "quarantine_start": "20/12",
        "quarantine_end": "02/01", "closed_on": "21/12", "end_reason": "transferred_hospital",
    }  # fmt: skip
    back = gone | {
        "case_id": "C2", "previous_case_id": "C1", "reported_at": "2021-12-23",
        "quarantine_start": "23/12", "closed_on": None, "end_reason": None,
    }  # fmt: skip
    ward = Ward(tables(cases=[gone, back]), (), day("24/12"))
    told = ward.lives_of(everyone=True).stays["C2"]
    assert (told.ruling.end, told.is_against_rule) == (day("02/01"), False)
    assert told.first_day == day("23/12")


def test_the_limit_follows_the_age():
    quick = seen("22/12", respiratory_rate=25)
    assert life("22/12", F1 | {"birth_year": 1990}, visits=[quick]).danger
    assert life("22/12", F1 | {"birth_year": 2018}, visits=[quick]).danger is None


def test_who_looks_after_whom():
    teams = [{"team_id": "T1", "name": "1", "kind": "support"},
             {"team_id": "T2", "name": "2", "kind": "testing"}]  # fmt: skip
    area = {"team_id": "T1", "group_id": "TDP01", "from_on": "01/12", "to_on": "21/12"}
    given = {"assignment_id": "P1", "case_id": "C1", "team_id": "T2", "assigned_from": "22/12"}
    assert not life("21/12", F1, teams=teams).is_assigned
    assert life("21/12", F1, teams=teams, team_areas=[area]).is_assigned
    assert not life("22/12", F1, teams=teams, team_areas=[area]).is_assigned
    assert not life("21/12", F1, teams=teams, team_areas=[area | {"team_id": "T2"}]).is_assigned
    assert life("22/12", F1, teams=teams, assignments=[given]).is_assigned


def test_an_f1_with_a_positive_test_is_named():
    positive = life("22/12", F1, tests=samples("21/12", result="positive"))
    assert CASE_LISTS["f1_positive"](positive)
    assert not CASE_LISTS["f1_positive"](life("22/12", F1, tests=samples("20/12")))


def test_what_happens_later_has_not_happened():
    late = F1 | {"proposed_on": "27/12", "approved_on": "27/12", "closed_on": "27/12",
                 "end_reason": "completed", "completion_date": "27/12"}  # fmt: skip
    steps = life("26/12", late, tests=samples("27/12"), **HOME).steps
    assert (steps["proposed"], steps["approved"], steps["closed"]) == ("waiting",) * 3
    assert steps["tested"] == "due"
