"""The teams' figures of the demo = a plain recount, on every demo day."""

from datetime import date, timedelta

import pytest

from lib.actions.teams import reorganise
from lib.indicators.duty import members_out
from lib.indicators.errands import errands_on
from lib.indicators.teamwork import team_days
from lib.indicators.visiting import CAUSES, VisitDay
from lib.indicators.workload import WEEK, Move, guests, loads, moved
from lib.reports.frames import figures_on, ward_on
from lib.reports.paying import pay_page
from lib.security.actors import demo_actor
from lib.settings import ROOT, demo_settings
from lib.store.engine import open_store
from tests.demo import recount as plain
from tests.demo import recount_teams as recount

DAYS = [date(2021, 12, 1) + timedelta(n) for n in range(72)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_became_of_every_visit_equals_the_recount(filed_store, day):
    people = VisitDay(ward_on(filed_store, day)).outcomes
    found = {
        row["case_id"]: {cause: row[cause] for cause in CAUSES if row[cause]}
        for row in people.rows(named=True)
    }
    assert found == recount.outcomes(day)
    assert dict(people.select("case_id", "team_id").rows()) == recount.team_of_person(day)


@pytest.mark.parametrize("day", DAYS[::3], ids=str)
def test_what_was_not_written_down_and_who_was_not_seen(filed_store, day):
    figures = figures_on(filed_store, day)
    silent, judged, left_out = recount.not_recorded(day)
    found = figures["visits_not_recorded"]
    assert set(found.rows["case_id"].to_list()) == silent
    assert (found.denominator or 0, found.left_out) == (
        (len(judged), len(left_out)) if judged else (0, 0)
    )
    for id_, days in (("not_seen_1_day", 1), ("not_seen_2_days", 2), ("not_seen_3_days", 3)):
        assert set(figures[id_].rows["case_id"].to_list()) == recount.not_seen(day, days), id_


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_errands_volunteers_and_pay_equal_the_recount(filed_store, day):
    figures, ward = figures_on(filed_store, day), ward_on(filed_store, day)
    for id_, column, slow in (
        ("requests_open", "request_id", recount.errands_open),
        ("requests_overdue", "request_id", recount.errands_overdue),
        ("carers_out", "case_id", recount.carers_out),
        ("payments_overdue", "payment_id", recount.payments_overdue),
    ):
        assert set(figures[id_].rows[column].to_list()) == slow(day), id_
    assert sum(errand.owed for errand in errands_on(ward)) == recount.owed(day)
    assert set(members_out(ward)) == recount.members_out(day)


@pytest.mark.parametrize("day", DAYS[7:-7:9], ids=str)
def test_the_week_foreseen_is_what_the_following_days_show(filed_store, day):
    """For the people known on the day whose stay then went as planned."""
    ward = ward_on(filed_store, day)
    people = guests(ward)
    stays = {stay["code"]: stay for stay in plain.stays_known(day)}
    changed = {code for code, stay in stays.items() if stay["closed"] != stay["end"]}
    foreseen = loads(ward, people)
    for ahead in range(WEEK):
        then = day + timedelta(ahead)
        due = {guest.case_id: guest.teams[ahead] for guest in people if guest.is_due(then)}
        shown = {c: t for c, t in recount.team_of_person(then).items() if c in stays}
        assert {c: t for c, t in due.items() if c not in changed} == {
            c: t for c, t in shown.items() if c not in changed
        }
        for team in set(due.values()):
            assert foreseen[team, then] == sum(of == team for of in due.values())
    assert len(changed) < len(stays)


def test_after_a_move_the_week_is_what_the_following_days_show(demo_folder):
    """Every group to one team from tomorrow on, then one group to another: the simulator before
    the move, the week after it and the recount of each day say the same."""
    day, store = date(2021, 12, 29), open_store(demo_settings())
    ward = ward_on(store, day)
    first, *others = sorted({guest.group_id for guest in guests(ward)})
    moves = [Move("group", first, "HT3"), *(Move("group", group, "HT2") for group in others)]
    tried = loads(ward, moved(guests(ward), moves, ahead=1))
    reorganise(store, demo_actor("vice_chair"), moves, on=day + timedelta(1))
    people = guests(ward_on(store, day))
    assert loads(ward_on(store, day), people) == tried
    as_planned = {s["code"] for s in plain.stays_known(day) if s["closed"] == s["end"]}
    to = {move.id: move.team_id for move in moves}
    for ahead in range(1, WEEK):
        then = day + timedelta(ahead)
        shown = VisitDay(ward_on(store, then)).due.select("case_id", "team_id").rows()
        due = {guest.case_id: guest for guest in people if guest.is_due(then)}
        assert {code: team for code, team in shown if code in as_planned} == {
            code: to[guest.group_id] for code, guest in due.items() if code in as_planned
        }
        assert {guest.teams[ahead] for guest in due.values()} == {"HT2", "HT3"}
    store.close()


@pytest.mark.parametrize("day", DAYS[::6], ids=str)
def test_a_teams_share_equals_the_recount(filed_store, day):
    team, ends, spoke = recount.team_of_person(day), recount.outcomes(day), recount.reporting(day)
    for line in team_days(ward_on(filed_store, day)):
        own = [ends[code] for code, of in team.items() if of == line.team_id]
        assert line.has_data is (line.team_id in spoke)
        seen = sum(end.get("seen", 0) for end in own)
        due = sum(sum(end.values()) for end in own)
        assert (line.n_people, line.share) == (len(own), seen / due if line.has_data else None)


def test_the_pay_sheet_finds_exactly_what_is_planted(filed_store):
    (sheet,) = pay_page(filed_store, demo_actor("vice_chair"), date(2021, 12, 29)).sheets
    lines = (ROOT / "data" / "demo" / "TROUBLES.md").read_text("utf-8").splitlines()
    said = {
        c[0].strip(): c[1].strip() for c in (li.strip("|").split("|") for li in lines if "|" in li)
    }
    assert list(sheet.held.over) == [said["paid without record"]]
    assert sheet.held.under == {}
    assert [member for _team, member in sheet.held.unpaid] == [said["record without pay"]]
    assert ", ".join(sorted(sheet.overdue)) == said["payments_overdue"]


def test_errands_and_drop_outs_occur_in_the_demo():
    assert sum(bool(recount.errands_overdue(day)) for day in DAYS) > 2
    assert 1 <= sum(bool(recount.carers_out(day)) for day in DAYS) < len(DAYS)
    assert recount.owed(DAYS[-1]) > 0


def test_every_cause_occurs_in_the_demo():
    """Else the recount would agree about nothing."""
    seen = {end for day in DAYS for ends in recount.outcomes(day).values() for end in ends}
    assert {"seen", "absent", "wrong_phone", "refused", "unrecorded"} <= seen
