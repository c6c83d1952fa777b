"""Fourteen days of community cases; coverage only where every group has its numbers."""

import pytest

from lib.indicators.figure import Ward
from lib.indicators.level import coverage, level_inputs
from lib.rules.levels import indicate_level, load_level_rules
from tests.indicators.frames import day, tables


def f0(n, on, found_in="community", kind="F0"):
    return {
        "case_id": f"C{n}", "case_type": kind, "reported_at": f"2021-12-{on:02}T10:00",
        "detected_in": found_in, "group_id": "TDP01",
    }  # fmt: skip


def test_only_community_f0_of_fourteen_days_count():
    cases = [
        f0(1, 15), f0(2, 16), f0(3, 29), f0(4, 30), f0(5, 20, "home_quarantine"), f0(6, 20, None),
        f0(7, 20, kind="F1"),
    ]  # fmt: skip
    found = level_inputs(Ward(tables(cases=cases, ward=[{"population": 9552}]), (), day("29/12")))
    assert (found.inputs.cases_14d, found.n_unplaced, found.inputs.population) == (2, 1, 9552)


def test_a_ward_without_a_list_of_cases_indicates_no_level():
    groups = [{"group_id": "TDP1", "adults": 10, "adults_one_dose": 10, "people_50_plus": 4,
               "people_50_plus_full": 4}]  # fmt: skip
    there = tables(groups=groups, ward=[{"population": 9552}])
    found = level_inputs(Ward(there, (), day("29/12")))
    assert (found.inputs.cases_14d, found.n_unplaced) == (None, None)
    indicated = indicate_level(load_level_rules(), day("29/12"), found.inputs)
    assert (indicated.level, indicated.rate, indicated.why) == (None, None, "no_cases")


@pytest.mark.parametrize(("numbers", "share"), [
    ([(100, 90), (100, 70)], 80.0), ([(100, 90), (100, None)], None),
    ([(None, 90), (100, 70)], None), ([], None), ([(0, 0)], None),
])  # fmt: skip
def test_coverage_is_never_guessed(numbers, share):
    groups = [
        {"group_id": f"TDP{n}", "adults": whole, "adults_one_dose": part}
        for n, (whole, part) in enumerate(numbers)
    ]
    ward = Ward(tables(groups=groups), (), day("29/12"))
    assert coverage(ward, "adults_one_dose", "adults") == share
