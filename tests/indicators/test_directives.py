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


def test_groups_that_nobody_has_told():
    rows = {
        "groups": [{"group_id": f"TDP0{n}", "name": str(n)} for n in (1, 2)],
        "directives": [{"directive_id": "VB1", "subject": "covid", "issued_on": "28/12"}],
        "announcements": [{"announcement_id": "1", "directive_id": "VB1", "group_id": "TDP01",
                           "announced_on": "29/12"}],
    }  # fmt: skip

    def untold(on, **changed):
        found = compute_figures(Ward(tables(**(rows | changed)), (), day(on)))["groups_untold"]
        return None if found.value is None else found.rows["group_id"].to_list()

    assert untold("27/12") is None  # there is nothing to tell yet
    assert untold("28/12") == ["TDP01", "TDP02"]
    assert untold("29/12") == ["TDP02"]
    party = [{"directive_id": "VB1", "subject": "party", "issued_on": "28/12"}]
    assert untold("29/12", directives=party) is None
    assert untold("29/12", groups=[]) is None


# responsible, status, done on | without an owner, of
@pytest.mark.parametrize(("responsible", "status", "done_on", "unowned", "of"), [
    (None, "open", None, 1, 1), ("Y tế", "open", None, 0, 1), (None, "done", "28/12", 0, 0),
    (None, "done", "30/12", 1, 1), (None, "cancelled", None, 0, 0),
])  # fmt: skip
def test_tasks_that_name_nobody(responsible, status, done_on, unowned, of):
    task = {"directive_id": "VB1", "responsible": responsible, "status": status, "done_on": done_on}
    figure = compute_figures(Ward(tables(directives=[task]), (), day("29/12")))["tasks_unowned"]
    assert (figure.value, figure.denominator) == (unowned, of)
