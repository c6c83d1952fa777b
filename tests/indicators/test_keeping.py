"""What inspections found: open breaches, venues that wait, what was kept week by week."""

import pytest

from lib.indicators.figure import Ward
from lib.indicators.keeping import Kept, kept_by
from lib.indicators.registry import compute_figures
from lib.rules.measures import load_measures
from tests.indicators.frames import day, tables

VENUES = [
    {"venue_id": "CS1", "name": "1", "kind": "sport", "group_id": "TDP01"},
    {"venue_id": "CS2", "name": "2", "kind": "sport", "group_id": "TDP02"},
    {"venue_id": "CS3", "name": "3", "kind": "restaurant", "group_id": "TDP02"},
]


def inspection(number: int, at: str, **more: object) -> dict[str, object]:
    return {"inspection_id": f"KT{number}", "inspected_at": at, "group_id": "TDP01",
            "measure": "mask", "result": "complies"} | more  # fmt: skip


def ward(on: str, *inspections: dict[str, object]) -> Ward:
    rows = tables(venues=VENUES, inspections=list(inspections))
    return Ward(rows, load_measures(), day(on))


# found on, resolved on | as of | open, found
@pytest.mark.parametrize(("found_on", "resolved", "on", "open_", "found"), [
    ("2021-12-28T10:00", None, "27/12", None, None),  # nobody has inspected yet
    ("2021-12-28T10:00", None, "28/12", 1, 1),
    ("2021-12-28T10:00", "29/12", "28/12", 1, 1), ("2021-12-28T10:00", "29/12", "29/12", 0, 1),
])  # fmt: skip
def test_a_breach_is_open_until_it_was_put_right(found_on, resolved, on, open_, found):
    breach = inspection(1, found_on, result="breach", resolved_on=resolved)
    at_home = inspection(2, found_on, result="breach", household_id="H1")
    figure = compute_figures(ward(on, breach, at_home))["level_breaches"]
    assert (figure.value, figure.denominator) == (open_, found)


# last inspected | as of | who waits
@pytest.mark.parametrize(("at", "on", "waits"), [
    ("2021-12-29T08:00", "04/01", ["CS2"]), ("2021-12-29T08:00", "05/01", ["CS1", "CS2"]),
    ("2021-12-29T08:00", "28/12", ["CS1", "CS2"]),
])  # fmt: skip
def test_a_venue_waits_after_seven_days(at, on, waits):
    figure = compute_figures(ward(on, inspection(1, at, venue_id="CS1")))["venues_not_inspected"]
    assert figure.rows["venue_id"].to_list() == waits
    assert figure.denominator == 2  # a restaurant need not be closed


def test_no_venue_is_waited_for_while_none_must_be_closed():
    figure = compute_figures(ward("26/12"))["venues_not_inspected"]
    assert figure.value is None


def test_kept_by_measure_and_week():
    rows = [
        inspection(1, "2021-12-20T08:00"),  # Monday of the week before
        inspection(2, "2021-12-26T23:00", result="breach"),  # its Sunday
        inspection(3, "2021-12-27T06:00", result="breach"),
        inspection(4, "2021-12-27T07:00", measure="distance"),
        inspection(5, "2021-12-28T07:00", result="not_checked"),
        inspection(6, "2021-12-28T07:00", household_id="H1"),
        inspection(7, "2021-12-30T07:00"),  # not yet
        inspection(8, "2021-12-19T23:00"),  # too long ago
    ]
    assert kept_by(ward("29/12", *rows), "measure", weeks=2) == {
        "mask": (Kept(day("20/12"), 1, 2), Kept(day("27/12"), 0, 1)),
        "distance": (Kept(day("27/12"), 1, 1),),
    }
