"""A task is overdue from the day after its due day; a group is told once by any channel."""

import pytest

from lib.indicators.directives import told_groups
from lib.indicators.figure import Ward
from lib.indicators.registry import compute_figures
from tests.indicators.frames import day, tables


# status, done on | as of | overdue, of
@pytest.mark.parametrize(("status", "done_on", "on", "overdue", "of"), [
    ("open", None, "14/01", 0, 1), ("open", None, "15/01", 1, 1), (None, None, "15/01", 1, 1),
    ("in_progress", None, "15/01", 1, 1), ("done", "20/01", "15/01", 1, 1),
    ("done", "15/01", "15/01", 0, 0), ("done", None, "15/01", 0, 0),
    ("cancelled", None, "15/01", 0, 0), ("open", None, "28/12", 0, 0),
])  # fmt: skip
def test_overdue(status, done_on, on, overdue, of):
    task = {
        "directive_id": "VB1", "issued_on": "29/12", "due_on": "14/01", "status": status,
        "done_on": done_on,
    }  # fmt: skip
    figure = compute_figures(Ward(tables(directives=[task]), (), day(on)))["directives_overdue"]
    assert (figure.value, figure.denominator) == (overdue, of)


def test_a_task_without_a_due_day_is_never_overdue():
    task = {"directive_id": "VB1", "status": "open"}
    figure = compute_figures(Ward(tables(directives=[task]), (), day("15/01")))[
        "directives_overdue"
    ]
    assert (figure.value, figure.denominator) == (0, 0)


def test_groups_told_by_any_channel_of_an_epidemic_document():
    rows = tables(
        groups=[{"group_id": f"TDP0{n}", "name": str(n)} for n in range(1, 6)],
        directives=[{"directive_id": "VB1", "subject": "covid"},
                    {"directive_id": "VB2", "subject": "party"}],
        announcements=[
            {"announcement_id": "1", "directive_id": "VB1", "group_id": "TDP01",
             "announced_on": "29/12"},
            {"announcement_id": "2", "directive_id": "VB1", "group_id": "TDP02",
             "announced_on": "31/12"},
            {"announcement_id": "3", "directive_id": "VB2", "group_id": "TDP03",
             "announced_on": "29/12"},
        ],
        acknowledgements=[
            {"acknowledgement_id": "1", "directive_id": "VB1", "group_id": "TDP04",
             "acknowledged_on": "30/12"},
            {"acknowledgement_id": "2", "directive_id": "VB1", "group_id": None,
             "acknowledged_on": "30/12"},
        ],
    )  # fmt: skip
    ward = Ward(rows, (), day("30/12"))
    assert told_groups(ward) == {"TDP01", "TDP04"}
    figure = compute_figures(ward)["groups_told"]
    assert (figure.value, figure.denominator) == (2, 5)
