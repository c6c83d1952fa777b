"""The Reports page: the brief with names for those who may see them, the report, the messages."""

from contextlib import closing
from datetime import date
from html import unescape

from lib.indicators.registry import INDICATORS
from lib.reports.brief import morning_brief
from lib.reports.district import issued
from lib.reports.listing import figure_listing
from lib.reports.messages import message_numbers
from lib.rules.reporting import LINES
from lib.security.actors import ROLES, demo_actor, terminal_actor
from lib.settings import Settings, demo_settings
from lib.store.engine import open_store
from lib.text.catalogue import _
from lib.ui.figures import sentence_words
from lib.ui.messages import leaders_text
from lib.ui.state import store


def sheet(app):
    return next(each.body for each in app.get("html") if 'class="sheet brief"' in each.body)


def part(app, name):
    return app.segmented_control(key="reports.part").set_value(name).run()


def told():
    return morning_brief(store(), demo_actor("vice_chair"), demo_settings().default_as_of)


def test_the_brief_says_every_decision_with_its_number(app_page):
    body = sheet(app_page("reports"))
    for view in told().overview.decisions:
        assert sentence_words(view) in unescape(body), view.indicator.id


def test_names_stand_there_for_those_who_may_see_them(app_page):
    brief = told()
    name = brief.names["awaiting_release"][0].partition(" (")[0]
    assert name in sheet(app_page("reports"))
    assert name not in sheet(app_page("reports", role="administrator"))


def test_each_figure_of_the_brief_says_why(app_page):
    app = app_page("reports").selectbox(key="brief.why").set_value("homes_not_fit").run()
    app.button(key="brief.why.homes_not_fit").click().run()
    assert not app.exception
    said = " ".join(each.value for each in (*app.markdown, *app.caption))
    assert _(INDICATORS["homes_not_fit"].definition) in said
    assert "5599/BYT-MT" in said


def test_each_line_of_the_report_says_why(app_page):
    app = part(app_page("reports"), "district")
    app.selectbox(key="district.why").set_value("in_quarantine_f0").run()
    assert not app.dataframe
    app.button(key="district.why.rows").click().run()
    assert not app.exception
    line = next(line for line in LINES if line.id == "in_quarantine_f0")
    said = " ".join(each.value for each in (*app.markdown, *app.caption))
    assert f"**{told().happened.counts[line.id]}** \u00b7 {_(line.definition)}" in said
    assert "18:00" in said
    assert len(app.dataframe[0].value) == told().happened.counts[line.id]


def test_the_report_is_issued_and_listed(app_page):
    app = part(app_page("reports"), "district")
    app.text_input(key="district.number").set_value("12/BC-UBND").run()
    app.button(key="district.save").click().run()
    assert not app.exception
    [report] = issued(store(), demo_actor("vice_chair"))
    assert report.counts["new_f0"] == told().happened.counts["new_f0"]
    assert any("12/BC-UBND" in each.value.replace("\\", "") for each in app.markdown)
    assert report.issued_by == ROLES["vice_chair"].label("vi")
    app.button(key="district.save").click().run()
    assert "đã có số này" in app.error[0].value
    assert len(issued(store(), demo_actor("vice_chair"))) == 1


def test_a_report_without_a_number_says_what_is_missing(app_page):
    app = part(app_page("reports"), "district")
    app.button(key="district.save").click().run()
    assert "12/BC-UBND" in app.error[0].value
    assert issued(store(), demo_actor("vice_chair")) == []


def test_a_ward_without_lists_does_not_say_that_nothing_is_waiting(tmp_path):
    with closing(open_store(Settings(tmp_path / "ward", is_demo=False))) as empty:
        numbers = message_numbers(empty, terminal_actor("lan"), date(2021, 12, 29))
    assert "Chưa có số liệu." in leaders_text(numbers, {}, "29/12/2021")


def test_no_message_names_anybody(app_page):
    app = part(app_page("reports"), "messages")
    texts = " ".join(each.value for each in app.code)
    assert "5K" in texts
    assert "Tổ 5" in texts
    brief, actor = told(), demo_actor("vice_chair")
    rows = figure_listing(store(), actor, brief.figures["in_quarantine_f0"]).frame
    people = set(rows["full_name"]) | set(rows["phone"].drop_nulls())
    assert people
    assert not [each for each in people if each in texts]
