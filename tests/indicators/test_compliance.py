"""Gatherings and venues against the measures of their day, as tables."""

import pytest

from lib.indicators.compliance import judge_gatherings
from lib.indicators.figure import Ward
from lib.indicators.registry import compute_figures
from lib.rules.measures import load_measures
from tests.indicators.frames import day, tables

MEASURES = load_measures()

# kind, moment, people, delegation | over the limit as of 29/12
GATHERINGS = """
    funeral       2021-12-29T07:00 20 5  | no
    funeral       2021-12-29T07:00 21 5  | yes
    funeral       2021-12-29T07:00 20 6  | yes
    funeral       2021-12-27T06:00 26 5  | yes
    funeral       2021-12-27T05:59 26 5  | no
    funeral       2021-12-29       26 -  | yes
    wedding       2021-12-30T10:00 -  -  | yes
    wedding       2021-12-26T10:00 90 -  | no
    house_warming 2022-01-02       1  -  | yes
    other         2021-12-29T18:00 20 -  | no
    other         2021-12-29T18:00 21 -  | yes
    outdoor       2021-12-29T18:00 9  -  | no
    outdoor       2021-12-29T18:00 10 -  | yes
"""


@pytest.mark.parametrize("line", GATHERINGS.strip().splitlines())
def test_a_gathering_is_judged_by_the_limit_of_its_hour(line):
    what, expected = line.split("|")
    kind, moment, people, delegation = what.split()
    row = {
        "gathering_id": "SK1", "kind": kind, "starts_at": moment, "group_id": "TDP01",
        "expected_people": None if people == "-" else int(people),
        "expected_delegation": None if delegation == "-" else int(delegation),
    }  # fmt: skip
    figure = compute_figures(Ward(tables(gatherings=[row]), MEASURES, day("29/12")))[
        "gatherings_over_limit"
    ]
    assert figure.value == (expected.strip() == "yes")
    assert figure.denominator == 1


@pytest.mark.parametrize(
    ("starts", "n"), [("2021-12-22", 0), ("2021-12-23", 1), ("2022-01-05", 1), ("2022-01-06", 0)]
)
def test_the_window_is_last_week_and_the_next(starts, n):
    row = {"gathering_id": "SK1", "kind": "outdoor", "starts_at": starts, "expected_people": 500}
    figure = compute_figures(Ward(tables(gatherings=[row]), MEASURES, day("29/12")))
    assert figure["gatherings_over_limit"].denominator == n


# announced | seen on 28/12 | over on 27/12 | over on 28/12
@pytest.mark.parametrize(("announced", "seen", "before", "after"), [
    (15, 31, 0, 1), (31, 15, 1, 0), (31, None, 1, 1), (None, None, 0, 0), (20, 20, 0, 0),
    (None, 21, 0, 1),
])  # fmt: skip
def test_what_an_inspection_saw_decides_until_then_what_was_announced(
    announced, seen, before, after
):
    gathering = {
        "gathering_id": "SK1", "kind": "funeral", "starts_at": "2021-12-28T07:00",
        "expected_people": announced,
    }  # fmt: skip
    inspection = {
        "inspection_id": "KT1", "inspected_at": "2021-12-28T08:00", "gathering_id": "SK1",
        "observed_people": seen,
    }  # fmt: skip
    rows = tables(gatherings=[gathering], inspections=[inspection])
    over = [
        compute_figures(Ward(rows, MEASURES, day(d)))["gatherings_over_limit"].value
        for d in ("27/12", "28/12")
    ]
    assert over == [before, after]


def test_a_number_is_judged_before_and_after_apart():
    gathering = {
        "gathering_id": "SK1", "kind": "funeral", "starts_at": "2021-12-28T07:00",
        "expected_people": 30,
    }  # fmt: skip
    inspection = {
        "inspection_id": "KT1", "inspected_at": "2021-12-28T08:00", "gathering_id": "SK1",
        "observed_people": 15, "observed_delegation": 6,
    }  # fmt: skip
    rows = tables(gatherings=[gathering], inspections=[inspection])
    (verdict,) = judge_gatherings(Ward(rows, MEASURES, day("28/12")))
    found = [
        (limit.announced, limit.is_over_before, limit.seen, limit.is_over_after)
        for limit in verdict.limits
    ]
    assert found == [(30, True, 15, False), (None, False, 6, True)]


# kind, status, since, inspected, found open | day -> open against the measure
VENUES = """
    worship    open   2021-12-28       -                -   | 28/12 yes
    worship    open   2021-12-28       -                -   | 27/12 no
    worship    closed 2021-12-27       2021-12-28T09:00 yes | 28/12 yes
    worship    closed 2021-12-27       2021-12-28T09:00 yes | 27/12 no
    sport      open   2021-12-27       2021-12-28T09:00 no  | 29/12 no
    sport      open   2021-12-29       2021-12-28T09:00 no  | 29/12 yes
    restaurant open   2021-12-28       -                -   | 29/12 no
    culture    open   2021-12-20       -                -   | 26/12 no
"""


@pytest.mark.parametrize("line", VENUES.strip().splitlines())
def test_the_latest_word_on_a_venue_counts(line):
    what, expected = line.split("|")
    kind, status, since, inspected, found = what.split()
    on, is_open = expected.split()
    venue = {"venue_id": "CS1", "kind": kind, "status": status, "status_at": since}
    seen = {
        "inspection_id": "KT1", "inspected_at": inspected, "venue_id": "CS1",
        "observed_open": found == "yes",
    }  # fmt: skip
    rows = tables(venues=[venue], inspections=[] if inspected == "-" else [seen])
    figure = compute_figures(Ward(rows, MEASURES, day(on)))["venues_open"]
    assert bool(figure.value) == (is_open == "yes")


def test_a_venue_without_a_word_is_no_data():
    closed = {"venue_id": "CS2", "kind": "sport", "status": "closed", "status_at": "2021-12-28"}
    rows = tables(venues=[{"venue_id": "CS1", "kind": "worship"}, closed])
    figure = compute_figures(Ward(rows, MEASURES, day("29/12")))["venues_open"]
    assert (figure.value, figure.denominator, figure.left_out) == (0, 2, 1)
