"""The state of every stay and every door of the demo = a plain recount, on every demo day."""

from datetime import date, timedelta

import pytest

from lib.reports.frames import figures_on, ward_on
from tests.demo import recount_stays as recount

DAYS = [date(2021, 12, 1) + timedelta(n) for n in range(72)]


def test_the_days_are_those_of_the_demo():
    assert DAYS[-1] == date(2022, 2, 10)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_state_of_every_stay_equals_the_recount(filed_store, day):
    lives = ward_on(filed_store, day).lives_of(everyone=True)
    found = {
        id_: (life.state, life.next_step, dict(life.steps)) for id_, life in lives.stays.items()
    }
    expected = recount.lives(day)
    assert found.keys() == expected.keys()
    for code, wanted in expected.items():
        assert found[code] == wanted, code
    signs = {id_: home.sign_state for id_, home in lives.homes.items()}
    for home, state in recount.doors(day).items():
        assert signs.get(home, "none") == state, home


@pytest.mark.parametrize("day", DAYS[::4], ids=str)
def test_the_rows_behind_every_figure_equal_the_recount(filed_store, day):
    figures = figures_on(filed_store, day)
    for id_, wanted in recount.codes(day).items():
        rows = figures[id_].rows
        key = "household_id" if "case_id" not in rows.columns else "case_id"
        assert set(rows[key].to_list()) == wanted, id_


def test_every_kind_of_step_and_list_occurs_in_the_demo():
    """Else the recount would agree about nothing."""
    seen = {
        (step, said)
        for day in DAYS
        for _state, _next, steps in recount.lives(day).values()
        for step, said in steps.items()
    }
    for step in ("checked", "appraised", "signed", "watched", "reviewed", "proposed", "approved"):
        assert {(step, "done"), (step, "due")} <= seen, step
    assert {("tested", "due"), ("tested", "late"), ("paper", "due"), ("sign_down", "due")} <= seen
    lists = {id_ for day in DAYS for id_, rows in recount.codes(day).items() if rows}
    of_nobody = {"patients_not_fit"}  # who is found unfit in the demo is in hospital the same day
    assert lists == set(recount.codes(DAYS[0])) - of_nobody
