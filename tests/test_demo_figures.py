"""The whole way of the data: demo files -> importer -> store -> figures = a plain recount.

The recount (tests/demo/recount.py) reads the same CSV files with the standard library alone.
"""

from datetime import date, timedelta

import pytest

from lib.actions.demo import load_demo
from lib.indicators.cohort import cohort, funnel
from lib.reports.brief import morning_brief
from lib.reports.district import district_report
from lib.reports.figures import figure_views, figures_payload
from lib.reports.frames import ward_on
from lib.reports.reconciling import reconcile
from lib.security.actors import demo_actor
from lib.settings import demo_settings
from tests.demo import recount

ACTOR = demo_actor("data_officer")
DAYS = [date(2021, 12, 1) + timedelta(days=7 * week) for week in range(11)]
THE_DAY = date(2021, 12, 29)
GROUPS = [row["Mã tổ"] for row in recount.rows_of("groups")]


@pytest.mark.parametrize("day", sorted({*DAYS, THE_DAY}), ids=str)
def test_every_figure_equals_the_recount(filed_store, day):
    found = figures_payload(filed_store, ACTOR, day, by_group=True)
    by_id = {
        "in_quarantine_f0": recount.in_quarantine_f0, "in_quarantine_f1": recount.in_quarantine_f1,
        "awaiting_release": recount.awaiting_release, "missing_dates": recount.missing_dates,
        "starts_today": recount.starts_today, "starts_tomorrow": recount.starts_tomorrow,
        "ends_today": recount.ends_today, "ends_tomorrow": recount.ends_tomorrow,
        "silent_teams": recount.silent_teams, "not_seen_2_days": recount.not_seen_2_days,
        "gatherings_over_limit": recount.gatherings_over_limit, "rate_7d": recount.new_f0_in_7_days,
    }  # fmt: skip
    for id_, slow in by_id.items():
        assert found[id_]["rows"] == sorted(slow(day)), id_
    seen, due, left_out = recount.visited_today(day)
    visited = found["visited_today"]
    assert (visited["numerator"] or 0, visited["denominator"] or 0, visited["left_out"]) == (
        len(seen), len(due), len(left_out),
    )  # fmt: skip
    assert found["level_breaches"]["value"] == recount.level_breaches(day)
    assert found["rate_7d"]["value"] == pytest.approx(recount.rate_7d(day))


@pytest.mark.parametrize("day", sorted({*DAYS, THE_DAY}), ids=str)
@pytest.mark.parametrize("n_days", [1, 7])
def test_the_report_to_the_district_equals_the_recount(filed_store, day, n_days):
    first = day - timedelta(days=n_days - 1)
    assert district_report(filed_store, ACTOR, first, day).counts == recount.district(first, day)


@pytest.mark.parametrize("day", sorted({*DAYS, THE_DAY}), ids=str)
def test_the_brief_equals_the_screen_and_the_recount(filed_store, day):
    brief = morning_brief(filed_store, ACTOR, day)
    screen = figures_payload(filed_store, ACTOR, day, by_group=False)
    assert brief.happened.counts == recount.district(day, day)
    assert {id_: view.figure.value for id_, view in brief.figures.items()} == {
        id_: figure["value"] for id_, figure in screen.items() if id_ != "as_of"
    }
    assert len(brief.figures["ends_today"].figure.rows) == len(recount.ends_today(day))
    assert {(t.row["directive_id"], t.is_overdue) for t in brief.due} == recount.tasks_due(day)
    remaining = recount.unvaccinated_remaining(day) if day >= THE_DAY else 0
    assert (brief.cohort.remaining, len(brief.silent_teams)) == (
        remaining, len(recount.silent_teams(day)),
    )  # fmt: skip


def test_the_114_and_the_venues_from_their_day_on(filed_store):
    for day in [day for day in DAYS if day >= THE_DAY] + [THE_DAY]:
        found = figures_payload(filed_store, ACTOR, day, by_group=True)
        remaining = found["unvaccinated_remaining"]
        assert (remaining["value"], remaining["denominator"]) == (
            recount.unvaccinated_remaining(day),
            114,
        )
        by_group = {int(group[3:]): n for group, n in remaining["by_group"].items()}
        slow = recount.unvaccinated_remaining_by_group(day)
        assert by_group == {int(group[3:]): slow.get(int(group[3:]), 0) for group in GROUPS}
        assert found["venues_open"]["rows"] == sorted(recount.venues_open(day))
        assert found["venues_open"]["left_out"] == len(recount.venues_unknown(day))


def test_those_who_remain_and_those_who_left_are_114_on_every_day(filed_store):
    for day in [THE_DAY + timedelta(n) for n in range(44)]:
        found = cohort(ward_on(filed_store, day))
        assert (found.baseline, found.remaining + sum(found.exits.values())) == (114, 114), day
        assert found.remaining == recount.unvaccinated_remaining(day)
        assert funnel(ward_on(filed_store, day)).listed == 114


@pytest.mark.parametrize("day", [THE_DAY, date(2022, 1, 9), date(2022, 1, 15)], ids=str)
def test_the_platform_s_list_clears_exactly_whom_it_names(filed_store, day):
    found = reconcile(filed_store, ACTOR, day)
    on_platform, says_so = recount.on_platform(day), recount.vaccinated_of_the_114(day)
    assert {name_of(each) for each in found.found} == on_platform - says_so
    # nobody has looked since
    assert {name_of(each) for each in found.unconfirmed} == on_platform & says_so
    assert {name_of(each) for each in found.missing} == says_so - on_platform
    assert len(found.found) == 2


def name_of(checked):
    return checked.resident["full_name"].upper(), checked.resident["birth_year"]


def test_every_planted_trouble_is_found_by_its_indicator(filed_store):
    from lib.settings import ROOT

    found = figures_payload(filed_store, ACTOR, THE_DAY, by_group=False)
    lines = (ROOT / "data" / "demo" / "TROUBLES.md").read_text("utf-8").splitlines()
    planted = {
        cells[0]: (set(cells[1].split(", ")), int(cells[2]))
        for cells in ([c.strip() for c in line.strip("|").split("|")] for line in lines)
        if len(cells) == 4 and cells[0] in found
    }
    assert len(planted) >= 6
    for id_, (rows, n) in planted.items():
        assert set(found[id_]["rows"]) == rows, id_
        assert len(found[id_]["rows"]) == n


def test_rows_with_an_end_before_the_start_are_refused_and_said(empty_folder):
    reports = {report.table: report for report in load_demo(demo_settings())}
    cases = reports["cases"]
    assert cases.rows == cases.accepted + cases.refused
    assert cases.refused == len(recount.end_before_start()) > 0
    codes = [finding.code for finding in cases.findings if finding.level == "error"]
    assert codes == ["END_BEFORE_START"] * cases.refused
    assert all(report.refused == 0 for report in reports.values() if report.table != "cases")


def test_a_later_day_is_not_seen(filed_store):
    views = figure_views(filed_store, ACTOR, date(2021, 11, 30))
    assert views["in_quarantine_f0"].figure.value == 0
    assert views["unvaccinated_remaining"].figure.value is None


def test_every_group_is_there_by_group(filed_store):
    found = figures_payload(filed_store, ACTOR, THE_DAY, by_group=True)
    assert len(GROUPS) == 23
    f1 = found["in_quarantine_f1"]
    assert {*GROUPS} <= f1["by_group"].keys()
    assert sum(f1["by_group"].values()) == f1["value"]
    assert 0 in f1["by_group"].values()
    early = figures_payload(filed_store, ACTOR, date(2021, 12, 1), by_group=True)
    assert early["unvaccinated_remaining"]["value"] is None
    assert set(early["unvaccinated_remaining"]["by_group"].values()) == {None}
