"""The listed residents: an exit counts from its day, an error never was."""

import pytest

from lib.indicators.figure import Ward
from lib.indicators.registry import compute_figures
from tests.indicators.frames import day, tables


@pytest.mark.parametrize(
    ("outcome", "outcome_on", "on", "remaining", "listed"),
    [
        (None, None, "29/12", 1, 1),
        ("remaining", "30/12", "31/12", 1, 1),
        ("vaccinated_here", "02/01", "01/01", 1, 1),
        ("vaccinated_here", "02/01", "02/01", 0, 1),
        ("moved_away", None, "29/12", 0, 1),
        ("entered_in_error", "02/01", "01/01", None, None),
        (None, None, "28/12", None, None),
    ],
)
def test_remaining_of_the_list(outcome, outcome_on, on, remaining, listed):
    row = {
        "resident_id": "R1", "group_id": "TDP01", "listed_on": "29/12", "outcome": outcome,
        "outcome_on": outcome_on,
    }  # fmt: skip
    figure = compute_figures(Ward(tables(unvaccinated=[row]), (), day(on)))[
        "unvaccinated_remaining"
    ]
    assert (figure.value, figure.denominator) == (remaining, listed)


def test_no_list_is_no_data():
    assert compute_figures(Ward(tables(), (), day("29/12")))["unvaccinated_remaining"].value is None
