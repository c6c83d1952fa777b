"""The reporting day runs 18:00 to 18:00; what is counted in it, and how it stands at its end."""

import pytest

from lib.indicators.figure import Ward
from lib.indicators.periods import Behind, period_counts, period_rows
from lib.rules.measures import shipped_measures
from lib.rules.reporting import LINES
from tests.indicators.frames import day, tables

FIRST, LAST = day("28/12"), day("29/12")


def counts(first=LAST, last=LAST, **rows):
    return period_counts(Ward(tables(**rows), shipped_measures(), last), first, last)


def case(id_, **more):
    return {"case_id": id_, "case_type": "F0", "reported_at": "2021-12-29"} | more


@pytest.mark.parametrize(
    ("moment", "n"),
    [
        ("2021-12-28T18:00", 0), ("2021-12-28T18:01", 1), ("2021-12-28T23:59", 1),
        ("2021-12-29T00:00", 1), ("2021-12-29T18:00", 1), ("2021-12-29T18:01", 0),
        ("2021-12-28", 0), ("2021-12-29", 1), ("2021-12-30", 0),
    ],
)  # fmt: skip
def test_the_day_begins_after_18_00_of_the_day_before_and_ends_with_18_00(moment, n):
    assert counts(cases=[case("C1", reported_at=moment)])["new_f0"] == n
    inspection = {"inspection_id": "I1", "inspected_at": moment, "result": "breach"}
    assert counts(inspections=[inspection])["breaches"] == n


def test_several_days_are_one_period():
    rows = [case("C1", reported_at="2021-12-27T19:00"), case("C2", reported_at="2021-12-29T17:00")]
    assert counts(FIRST, LAST, cases=rows)["new_f0"] == 2


def test_new_f0_are_the_sum_of_their_places():
    places = ["community", "community", "lockdown_area", "imported", None]
    told = counts(cases=[case(f"C{n}", detected_in=place) for n, place in enumerate(places)])
    assert told["new_f0"] == 5
    assert (told["new_f0_community"], told["new_f0_lockdown_area"]) == (2, 1)
    assert (told["new_f0_imported"], told["new_f0_unplaced"]) == (1, 1)
    assert told["new_f1"] == 0


def test_somebody_back_from_hospital_is_no_new_case():
    rows = [
        case("C1", reported_at="2021-12-20", closed_on="22/12", end_reason="transferred_hospital"),
        case("C2", previous_case_id="C1", quarantine_start="29/12"),
        case("C3", case_type="F1", previous_case_id="C1"),
    ]
    told = counts(cases=rows)
    assert (told["new_f0"], told["new_f1"], told["new_f0_unplaced"]) == (0, 0, 0)
    assert (told["started_f0"], told["in_quarantine_f0"]) == (1, 1)


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        ("completed", "completed_f0"), ("converted_to_f0", "became_f0"),
        ("transferred_hospital", "transferred"), ("died", "died"),
        ("moved_away", "left_otherwise"), (None, "left_otherwise"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("closed", "n"), [("28/12", 0), ("29/12", 1), ("30/12", 0)])
def test_a_stay_ends_on_the_day_it_was_closed(reason, line, closed, n):
    told = counts(cases=[case("C1", closed_on=closed, end_reason=reason)])
    assert told[line] == n


@pytest.mark.parametrize("reason", ["duplicate", "entered_in_error"])
def test_what_never_was_is_not_reported(reason):
    rows = [case("C1", quarantine_start="29/12", closed_on="29/12", end_reason=reason)]
    assert not any(counts(cases=rows).values())


def test_states_are_those_of_the_last_day():
    rows = [
        case("C1", reported_at="2021-12-20", quarantine_start="20/12", quarantine_end="29/12"),
        case("C2", reported_at="2021-12-20", quarantine_start="20/12", quarantine_end="28/12"),
        case("C3", case_type="F1", quarantine_start="29/12"),
    ]
    told = counts(cases=rows)
    assert (told["in_quarantine_f0"], told["in_quarantine_f1"], told["awaiting_release"]) == (
        1,
        1,
        1,
    )
    assert (told["started_f0"], told["started_f1"]) == (0, 1)


@pytest.mark.parametrize(
    ("moment", "n"),
    [("2021-12-29T18:00", 1), ("2021-12-29T20:00", 0), ("2021-12-29", 1), ("2021-12-28T20:00", 1)],
)
def test_who_is_reported_after_18_00_is_neither_new_nor_in_quarantine(moment, n):
    told = counts(cases=[case("C1", reported_at=moment, quarantine_start="29/12")])
    assert (told["new_f0"], told["in_quarantine_f0"]) == (n, n)


def test_whoever_is_closed_leaves_by_exactly_one_line():
    reasons = ["completed", "converted_to_f0", "transferred_hospital", "died", "moved_away", None]
    rows = [case(f"C{n}", closed_on="29/12", end_reason=why) for n, why in enumerate(reasons)]
    told = counts(cases=rows)
    ways = ("completed_f0", "completed_f1", "became_f0", "transferred", "died", "left_otherwise")
    assert sum(told[way] for way in ways) == len(rows)


def test_every_line_says_how_it_is_counted_and_names_its_rows():
    rows = [case("C1"), case("C2", detected_in="community"), case("C3", case_type="F1")]
    found = period_rows(Ward(tables(cases=rows), shipped_measures(), LAST), LAST, LAST)
    assert list(found) == [line.id for line in LINES]
    assert all(line.definition for line in LINES)
    assert found["new_f0"] == Behind("cases", ("C1", "C2"))
    assert found["new_f0_community"].ids == ("C2",)
    assert found["new_f0_unplaced"].ids == ("C1",)
    assert found["breaches"] is None


def test_first_doses_count_on_their_day():
    rows = [
        {"resident_id": f"R{n}", "listed_on": "20/12", "outcome": outcome, "outcome_on": on}
        for n, (outcome, on) in enumerate(
            [("vaccinated_here", "29/12"), ("vaccinated_here", "28/12"),
             ("vaccinated_elsewhere", "29/12"), ("remaining", "29/12"), (None, None)]
        )
    ]  # fmt: skip
    first = [
        {"resident_id": f"R{n}", "first_listed_on": "20/12", "closed_on": "20/12"} for n in range(4)
    ]
    told = counts(unvaccinated=rows, first_list=first)
    assert (told["vaccinated_here"], told["vaccinated_elsewhere"]) == (1, 1)
    assert told["unvaccinated_remaining"] == 1  # the other came on the list later
    (said,) = (line.definition for line in LINES if line.id == "unvaccinated_remaining")
    assert "added later are counted apart" in said


def test_days_the_wrong_way_round_are_refused():
    with pytest.raises(ValueError, match="last day"):
        counts(LAST, FIRST)
