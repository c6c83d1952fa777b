"""The listed residents: an exit counts from its day, an error never was."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.indicators.cohort import EXITS, Funnel, cohort, funnel, risks
from lib.indicators.figure import Ward
from lib.indicators.registry import compute_figures
from tests.indicators.frames import day, tables


def on_first_list(rows, closed_on="29/12"):
    """What lib.store.first_list would say of rows that came in with one file."""
    return [
        {"resident_id": row["resident_id"], "group_id": row["group_id"],
         "first_listed_on": row["listed_on"], "closed_on": closed_on}
        for row in rows
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "outcome_on", "on", "remaining", "listed"),
    [
        (None, None, "29/12", 1, 1),
        ("remaining", "30/12", "31/12", 1, 1),
        ("vaccinated_here", "02/01", "01/01", 1, 1),
        ("vaccinated_here", "02/01", "02/01", 0, 1),
        ("moved_away", None, "29/12", 0, 1),
        ("entered_in_error", "02/01", "01/01", 0, 1),
        (None, None, "28/12", None, None),
    ],
)
def test_remaining_of_the_list(outcome, outcome_on, on, remaining, listed):
    row = {
        "resident_id": "R1", "group_id": "TDP01", "listed_on": "29/12", "outcome": outcome,
        "outcome_on": outcome_on,
    }  # fmt: skip
    people = tables(unvaccinated=[row], first_list=on_first_list([row]))
    figure = compute_figures(Ward(people, (), day(on)))["unvaccinated_remaining"]
    assert (figure.value, figure.denominator) == (remaining, listed)


def test_no_list_is_no_data():
    assert compute_figures(Ward(tables(), (), day("29/12")))["unvaccinated_remaining"].value is None


LISTED = date(2021, 12, 29)
RESIDENTS = st.lists(
    st.tuples(
        st.sampled_from([None, "remaining", *EXITS]),
        st.none() | st.integers(-2, 12),  # day of the outcome, counted from the listing
        st.integers(-9, 9),  # day of listing
        st.booleans(),  # on the first list
    ),
    max_size=30,
)


@given(RESIDENTS, st.integers(-3, 12))
def test_those_who_remain_and_those_who_left_are_all(residents, on):
    """Whatever the rows say: nobody of the first list is lost, counted twice or let in."""
    rows = [
        {
            "resident_id": f"R{n}", "group_id": "TDP01", "outcome": outcome,
            "listed_on": LISTED + timedelta(listed_after),
            "outcome_on": None if after is None else LISTED + timedelta(after),
        }
        for n, (outcome, after, listed_after, _is_first) in enumerate(residents)
    ]  # fmt: skip
    first = [row for row, (*_, is_first) in zip(rows, residents, strict=True) if is_first]
    gone = [{"resident_id": "R99", "group_id": "TDP02", "listed_on": LISTED}]
    people = tables(
        unvaccinated=rows,
        first_list=[
            row | {"first_listed_on": LISTED, "closed_on": LISTED}
            for row in on_first_list([*first, *gone])
        ],
    )
    found = cohort(Ward(people, (), LISTED + timedelta(on)))
    assert found.baseline_on == (LISTED if on >= 0 else None)
    assert found.baseline == (len(first) + 1 if on >= 0 else 0)
    assert found.remaining + sum(found.exits.values()) == found.baseline
    figure = compute_figures(Ward(people, (), LISTED + timedelta(on)))["unvaccinated_remaining"]
    counted = (found.remaining, found.baseline) if on >= 0 else (None, None)
    assert (figure.value, figure.denominator) == counted


def test_people_listed_later_do_not_move_the_bar():
    rows = [
        {"resident_id": "R1", "group_id": "TDP01", "listed_on": "29/12"},
        {"resident_id": "R2", "group_id": "TDP01", "listed_on": "29/12",
         "outcome": "vaccinated_here", "outcome_on": "31/12"},
        {"resident_id": "R3", "group_id": "TDP02", "listed_on": "30/12"},
        {"resident_id": "R4", "group_id": "TDP02", "listed_on": "20/12"},
        {"resident_id": "R5", "group_id": "TDP02", "listed_on": "30/12",
         "outcome": "entered_in_error"},
    ]  # fmt: skip
    people = tables(unvaccinated=rows, first_list=on_first_list(rows[:2]))
    ward = Ward(people, (), day("31/12"))
    found, figures = cohort(ward), compute_figures(ward)
    assert (found.baseline, found.remaining, found.added, found.added_remaining) == (2, 1, 2, 2)
    assert figures["unvaccinated_remaining"].count_by("group_id") == {"TDP01": 1}
    assert figures["unvaccinated_added"].count_by("group_id") == {"TDP02": 2}
    assert {k: n for k, n in found.exits.items() if n} == {"vaccinated_here": 1}


def test_another_day_of_listing_takes_nobody_off_the_first_list():
    rows = [{"resident_id": "R1", "group_id": "TDP01", "listed_on": "29/12"}]
    people = tables(unvaccinated=[rows[0] | {"listed_on": "05/01"}], first_list=on_first_list(rows))
    found = cohort(Ward(people, (), day("30/12")))
    assert (found.baseline, found.remaining, found.added) == (1, 1, 0)


# contacts as (day, result) | reached in the seven days up to 05/01
@pytest.mark.parametrize(("contacts", "reached"), [
    ([("01/12", "agreed")], 0), ([("30/12", "refused")], 1), ([("29/12", "agreed")], 0),
    ([("05/01", "absent")], 0), ([("06/01", "agreed")], 0),
    ([("04/01", "agreed"), ("05/01", "undecided")], 1),
])  # fmt: skip
def test_who_was_talked_to(contacts, reached):
    rows = [{"resident_id": r, "group_id": "TDP01", "listed_on": "29/12"} for r in ("R1", "R2")]
    outreach = [
        {"outreach_id": f"VD{n}", "resident_id": "R1", "contacted_on": on, "result": result}
        for n, (on, result) in enumerate(contacts)
    ]
    ward = Ward(tables(unvaccinated=rows, outreach=outreach), (), day("05/01"))
    figure = compute_figures(ward)["contacted_recently"]
    assert (figure.value, figure.denominator) == (reached, 2)


def test_appointments_of_those_with_an_underlying_disease():
    def row(id_, **more):
        return {"resident_id": id_, "group_id": "TDP01", "listed_on": "29/12"} | more

    ill = {"reason": "chronic_disease"}
    rows = [row("R1", **ill), row("R2", **ill, appointment_on="04/01"),
            row("R3", reason="refused", appointment_on="04/01"),
            row("R4", **ill, outcome="vaccinated_here", outcome_on="30/12")]  # fmt: skip
    figure = compute_figures(Ward(tables(unvaccinated=rows), (), day("31/12")))[
        "hospital_appointments"
    ]
    assert (figure.value, figure.denominator) == (1, 2)
    nobody = compute_figures(Ward(tables(), (), day("31/12")))["hospital_appointments"]
    assert nobody.value is None


def listed_row(number: int, **more: object) -> dict[str, object]:
    row = {"resident_id": f"R{number}", "group_id": "TDP01", "listed_on": "29/12"}
    return row | more


def talk(number: int, resident: int, on: str, result: str) -> dict[str, object]:
    return {"outreach_id": f"VD{number}", "resident_id": f"R{resident}", "contacted_on": on,
            "result": result}  # fmt: skip


def test_each_step_of_the_funnel_is_among_the_one_before():
    residents = [
        listed_row(1),  # nobody was met
        listed_row(2),  # agreed, then refused
        listed_row(3),  # refused, then agreed
        listed_row(4, appointment_on="10/01"),
        listed_row(5, outcome="vaccinated_here", outcome_on="04/01"),
        listed_row(6, outcome="vaccinated_elsewhere", outcome_on="06/01"),  # not yet
        listed_row(7, outcome="moved_away", outcome_on="04/01"),
        listed_row(8, listed_on="03/01", appointment_on="10/01"),  # added later
    ]
    rows = tables(
        unvaccinated=residents, first_list=on_first_list(residents[:-1]),
        outreach=[
            talk(1, 1, "30/12", "absent"), talk(2, 2, "30/12", "agreed"),
            talk(3, 2, "31/12", "refused"), talk(4, 3, "30/12", "refused"),
            talk(5, 3, "31/12", "agreed"), talk(6, 7, "06/01", "agreed"),  # later
        ],
    )  # fmt: skip
    assert funnel(Ward(rows, (), day("05/01"))) == Funnel(7, 4, 3, 1)
    assert funnel(Ward(tables(), (), day("05/01"))) == Funnel(0, 0, 0, 0)


def test_risks_of_those_who_remain():
    rows = tables(
        cases=[{"case_id": "C1", "case_type": "F0", "group_id": "TDP01", "household_id": "H1",
                "reported_at": "2021-12-28", "quarantine_start": "28/12",
                "quarantine_end": "10/01"},
               {"case_id": "C2", "case_type": "F1", "group_id": "TDP01", "household_id": "H2",
                "reported_at": "2021-12-28", "quarantine_start": "28/12",
                "quarantine_end": "10/01"}],
        unvaccinated=[
            listed_row(1, household_id="H1", birth_year=1990),
            listed_row(2, household_id="H2", birth_year=1962),  # 60 in 2022
            listed_row(3, birth_year=1963), listed_row(4, conditions="hen", birth_year=1930),
            listed_row(5, reason="chronic_disease"),
            listed_row(6, household_id="H1", outcome="died", outcome_on="01/01"),
        ],
    )  # fmt: skip
    found = risks(Ward(rows, (), day("05/01")))
    assert found == {"infected_home": 1, "elderly": 2, "disease": 2, "none": 1}


# conditions, reason | an underlying disease
@pytest.mark.parametrize(("conditions", "reason", "ill"), [
    (None, None, 0), ("hen", None, 1), ("hen", "refused", 1), (None, "chronic_disease", 1),
    ("liệt nửa người", "bedbound", 1), ("dị ứng", "contraindicated", 0), ("sốt", "deferred", 0),
    ("", "refused", 0),
])  # fmt: skip
def test_an_underlying_disease_is_one_thing_everywhere(conditions, reason, ill):
    ward = Ward(
        tables(unvaccinated=[listed_row(1, conditions=conditions, reason=reason)]), (), day("05/01")
    )
    assert risks(ward)["disease"] == ill
    assert compute_figures(ward)["hospital_appointments"].denominator == (ill or None)
