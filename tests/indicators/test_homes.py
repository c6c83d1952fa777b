"""One door on a day: several clocks, its sign, its appraisal, who inside is vulnerable."""

import pytest

from lib.indicators.figure import Ward
from tests.indicators.frames import day, tables


def stay(id_, start, end, *, kind="F1", reported=None, closed=None, **more):
    reported = day(reported or start).isoformat()
    reason = "completed" if closed else None
    return {
        "case_id": id_, "case_type": kind, "group_id": "TDP01", "household_id": "H1",
        "reported_at": reported, "quarantine_start": start, "quarantine_end": end,
        "closed_on": closed, "end_reason": reason, **more,
    }  # fmt: skip


def home(on, *stays, household=None, **rows):
    doors = [{"household_id": "H1", "group_id": "TDP01"} | (household or {})]
    rows = {name: [row | {"household_id": "H1"} for row in each] for name, each in rows.items()}
    ward = Ward(tables(households=doors, cases=list(stays), **rows), (), day(on))
    return ward.lives.homes.get("H1")


EARLY, LATE = stay("C1", "20/12", "26/12", kind="F0"), stay("C2", "22/12", "04/01")


def test_the_latest_end_holds_the_door():
    found = home("23/12", EARLY, LATE)
    assert (found.first_start, found.latest_end) == (day("20/12"), day("04/01"))
    assert found.holders == ("C2",)
    assert found.present == ("C1", "C2")


def test_a_missing_end_holds_it_until_somebody_fills_it_in():
    found = home("23/12", EARLY, stay("C2", "22/12", None))
    assert (found.latest_end, found.holders, found.sign_state) == (None, ("C2",), "no_end")


def test_the_home_is_free_when_its_last_stay_is_closed():
    done = stay("C2", "22/12", "04/01", closed="05/01")
    first = EARLY | {"closed_on": "26/12", "end_reason": "completed"}
    assert home("04/01", first, done).is_occupied
    assert home("05/01", first, done) is None or not home("05/01", first, done).is_occupied


SIGNS = """
    22/12 -                       -> to_post
    22/12 20/12-26/12@20/12       -> to_replace
    22/12 20/12-04/01@22/12       -> right
    22/12 19/12-04/01@22/12       -> right
    22/12 21/12-04/01@22/12       -> to_replace
    21/12 20/12-26/12@20/12       -> right
    21/12 20/12-26/12@22/12       -> to_post
    22/12 20/12-04/01@20/12x22/12 -> to_post
    22/12 20/12-04/01@20/12x23/12 -> right
    06/01 20/12-04/01@22/12       -> to_remove
    06/01 20/12-04/01@22/12x06/01 -> none
"""


@pytest.mark.parametrize("line", [x.strip() for x in SIGNS.strip().splitlines()])
def test_the_sign_at_the_door(line):
    left, state = line.split("->")
    on, sign = left.split()
    rows = []
    if sign != "-":
        printed, _, rest = sign.partition("@")
        start, _, end = printed.partition("-")
        posted, _, removed = rest.partition("x")
        rows = [{"sign_id": "S1", "printed_start": start, "printed_end": end, "posted_on": posted,
                 "removed_on": removed or None}]  # fmt: skip
    first = EARLY | {"closed_on": "27/12", "end_reason": "completed"}
    second = LATE | {"closed_on": "05/01", "end_reason": "completed"}
    found = home(on, first, second, signs=rows)
    assert (found.sign_state if found else "none") == state.strip()


def test_of_two_signs_the_one_posted_last_counts():
    signs = [
        {"sign_id": "S1", "printed_start": "20/12", "printed_end": "26/12", "posted_on": "20/12"},
        {"sign_id": "S2", "printed_start": "20/12", "printed_end": "04/01", "posted_on": "22/12"},
    ]
    assert home("23/12", EARLY, LATE, signs=signs).sign_state == "right"


@pytest.mark.parametrize(
    ("made", "review", "on", "state"),
    [(None, None, "22/12", "missing"), ("23/12", None, "22/12", "missing"),
     ("22/12", None, "22/12", "fresh"), ("21/12", None, "22/12", "outdated"),
     ("21/12", None, "21/12", "fresh"), ("22/12", "27/12", "26/12", "fresh"),
     ("22/12", "27/12", "27/12", "review_due")],
)  # fmt: skip
def test_a_home_is_appraised_again_when_somebody_else_of_it_is_reported(made, review, on, state):
    rows = [{"appraisal_id": "A1", "appraised_on": made, "verdict": "fit", "review_on": review}]
    assert home(on, EARLY, LATE, appraisals=rows if made else []).appraisal_state == state


def test_support_is_unmet_until_it_is_there():
    made = [{"appraisal_id": "A1", "appraised_on": "22/12", "verdict": "fit_with_support"}]
    asked = {"request_id": "R1", "case_id": "C1", "requested_at": "2021-12-22T09:00",
             "appraisal_id": "A1", "delivered_at": "2021-12-24T10:00"}  # fmt: skip
    cases = [EARLY, LATE]
    for on, unmet in (("22/12", ("R1",)), ("23/12", ("R1",)), ("24/12", ())):
        doors = [{"household_id": "H1", "group_id": "TDP01"}]
        rows = tables(
            households=doors, cases=cases, requests=[asked],
            appraisals=[made[0] | {"household_id": "H1"}],
        )  # fmt: skip
        assert Ward(rows, (), day(on)).lives.homes["H1"].unmet == unmet


def inspected(on, result="complies", resolved=None):
    return {"inspection_id": f"I{on}", "inspected_at": day(on).isoformat() + "T09:00",
            "measure": "left_quarantine", "result": result, "resolved_on": resolved}  # fmt: skip


@pytest.mark.parametrize(
    ("on", "breaches"), [("22/12", 0), ("23/12", 1), ("24/12", 1), ("25/12", 0)]
)
def test_a_breach_is_open_until_it_is_resolved(on, breaches):
    found = home(on, EARLY, LATE, inspections=[inspected("23/12", "breach", "25/12")])
    assert len(found.breaches) == breaches


@pytest.mark.parametrize(("looked", "alerts"), [(None, 1), ("22/12", 1), ("23/12", 0)])
def test_an_alarm_is_open_until_somebody_goes_there(looked, alerts):
    visit = {"visit_id": "V1", "case_id": "C1", "visited_at": "2021-12-23T08:00",
             "result": "missed", "neighbours_say": "alert"}  # fmt: skip
    rows = tables(
        households=[{"household_id": "H1", "group_id": "TDP01"}], cases=[EARLY, LATE],
        visits=[visit], inspections=[inspected(looked) | {"household_id": "H1"}] if looked else [],
    )  # fmt: skip
    assert len(Ward(rows, (), day("24/12")).lives.homes["H1"].alerts) == alerts


@pytest.mark.parametrize(
    ("household", "person", "kinds", "priority"),
    [
        ({}, {}, (), "normal"),
        ({"n_over_60": 1}, {}, ("n_over_60",), "high"),
        ({"n_over_60": 0, "n_chronic": 2}, {}, ("n_chronic",), "high"),
        ({}, {"birth_year": 1961}, ("n_over_60",), "high"),
        ({}, {"birth_year": 1962}, (), "normal"),
        ({}, {"birth_date": "24/12/1961"}, (), "normal"),
        ({"n_pregnant": 0}, {"pregnant": True}, ("n_pregnant",), "high"),
        ({}, {"vaccine_doses": 0}, ("n_unvaccinated",), "high"),
        ({}, {"vaccine_doses": 0, "birth_year": 2015}, (), "normal"),
        ({}, {"conditions": "x"}, ("n_chronic",), "high"),
    ],
)
def test_vulnerable_people_raise_the_priority(household, person, kinds, priority):
    found = home("23/12", EARLY | person, household=household)
    assert (found.vulnerable, found.priority) == (kinds, priority)


def test_without_an_f0_beside_them_it_is_raised_and_no_more():
    assert home("23/12", LATE, household={"n_over_60": 1}).priority == "raised"
