"""An errand's way, its age, the promise, the money; volunteers who drop out; pay that is late."""

import pytest

from lib.indicators.errands import errands_on, median_hours
from lib.indicators.figure import Ward
from lib.indicators.registry import compute_figures
from tests.indicators.frames import day, tables


def asked(request_id="Y1", at="2021-12-29T08:00", **more):
    return {
        "request_id": request_id,
        "case_id": "C1",
        "kind": "shopping",
        "requested_at": at,
    } | more


def on(rows, when="29/12"):
    return errands_on(Ward(tables(requests=rows), (), day(when)))


@pytest.mark.parametrize(
    ("more", "state", "is_late", "owed"),
    [
        ({}, "asked", False, 0),
        ({"taken_by": "HT1", "taken_at": "2021-12-29T09:00"}, "taken", False, 0),
        ({"taken_by": "HT1"}, "taken", False, 0),
        ({"taken_by": "HT1", "taken_at": "2021-12-30T09:00"}, "asked", False, 0),
        ({"promised_at": "2021-12-29T11:00"}, "asked", True, 0),
        ({"delivered_at": "2021-12-29T10:30", "promised_at": "2021-12-29T11:00"},
         "settled", False, 0),
        ({"delivered_at": "2021-12-29T10:30", "cost": 90_000}, "delivered", False, 90_000),
        ({"delivered_at": "2021-12-29T10:30", "cost": 90_000, "repaid_on": day("29/12")},
         "settled", False, 0),
        ({"delivered_at": "2021-12-30T10:30", "cost": 90_000}, "asked", False, 0),
        ({"delivered_at": "2021-12-29T10:30", "cost": 90_000, "repaid_on": day("30/12")},
         "delivered", False, 90_000),
    ],
)  # fmt: skip
def test_what_is_dated_after_the_day_has_not_happened(more, state, is_late, owed):
    (errand,) = on([asked(**more)])
    assert (errand.state, errand.is_late, errand.owed) == (state, is_late, owed)


def test_a_day_old_is_late_and_a_request_of_tomorrow_is_not_there():
    rows = [asked("Y1", "2021-12-28T23:50"), asked("Y2"), asked("Y3", "2021-12-30T07:00")]
    assert [(e.row["request_id"], e.is_late) for e in on(rows)] == [("Y1", True), ("Y2", False)]


def test_half_of_those_delivered_took_no_longer():
    rows = [asked(f"Y{h}", delivered_at=f"2021-12-29T{8 + h:02}:00") for h in (1, 2, 6)]
    assert median_hours(on([*rows, asked("Y9")])) == 2
    assert median_hours(on([asked()])) is None


CASES = [
    {"case_id": code, "case_type": "F1", "group_id": "TDP01", "reported_at": "2021-12-20",
     "quarantine_start": "20/12", "quarantine_end": "10/01"}
    for code in ("C1", "C2", "C3", "C4", "CM")
]  # fmt: skip
SERVE = [
    {"membership_id": "1", "member_id": "M1", "team_id": "HT1", "from_on": "01/12"},
    {"membership_id": "2", "member_id": "M2", "team_id": "HT1", "from_on": "01/12"},
    {"membership_id": "3", "member_id": "M3", "team_id": "HT1", "from_on": "01/12",
     "to_on": "28/12"},
]  # fmt: skip


def given(case_id, member_id, **more):
    row = {"assignment_id": case_id + member_id, "case_id": case_id, "team_id": "HT1"}
    return row | {"member_id": member_id, "assigned_from": "20/12"} | more


def carers_out(*assignments):
    rows = tables(
        cases=CASES, memberships=SERVE, assignments=list(assignments),
        member_stays=[{"member_id": "M1", "case_id": "CM"}],
    )  # fmt: skip
    return compute_figures(Ward(rows, (), day("29/12")))["carers_out"].rows["case_id"].to_list()


def test_people_of_a_volunteer_who_is_ill_or_left_come_up_until_somebody_has_them():
    assert carers_out(
        given("C1", "M1"), given("C2", "M2"), given("C3", "M3"), given("C4", "M1"),
        given("C4", "M2"),
    ) == ["C1", "C3"]  # fmt: skip
    assert carers_out(given("C1", "M1", assigned_to="28/12")) == []


@pytest.mark.parametrize(
    ("more", "n"),
    [({}, 1), ({"paid_on": "28/12"}, 0), ({"paid_on": "30/12"}, 1), ({"due_on": "29/12"}, 0),
     ({"due_on": None}, 0), ({"prepared_on": "30/12"}, 0)],
)  # fmt: skip
def test_pay_is_overdue_after_its_day(more, n):
    line = {"payment_id": "P1", "team_id": "HT1", "due_on": "25/12"} | more
    found = compute_figures(Ward(tables(payments=[line]), (), day("29/12")))
    assert found["payments_overdue"].value == n
