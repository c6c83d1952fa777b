"""The vice-chair's morning, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from lib.reports.overview import HEADLINES
from tests.browser.chromium import PHONE, settled
from tests.browser.screen import card, figure_value, grids, press, row_count

DAY = "2021-12-29"


def as_written(id_, figure):
    """The number as a Vietnamese reader expects it, worked out without the program's formatter."""
    if figure["value"] is None:
        return "chưa có số liệu"
    if id_ == "visited_today":
        return f"{100 * figure['numerator'] / figure['denominator']:.0f} %"
    decimals = 1 if id_ == "rate_7d" else 0
    return f"{figure['value']:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize("day", [DAY, "2022-01-20"])
def test_the_figures_are_those_of_the_command_line(open_page, figures, day):
    page, told = open_page(as_of=day), figures(day)
    assert told["as_of"] == day
    shown = {id_: figure_value(page, "overview.figure", id_) for id_ in HEADLINES}
    assert shown == {id_: as_written(id_, told[id_]) for id_ in HEADLINES}


def test_every_decision_carries_its_number_and_what_to_do(open_page, figures):
    page, told = open_page(as_of=DAY), figures(DAY)
    buttons = page.locator("[class*=st-key-overview-decision-]")
    found = [re.search(r"st-key-overview-decision-(\w+)", b.get_attribute("class"))[1]
             for b in buttons.all()]  # fmt: skip
    assert "awaiting_release" in found
    expect(page.get_by_role("link", name="Liên kết đến đề mục")).to_have_count(0)
    for id_ in found:
        block = card(page, "overview.decision", id_)
        heading = block.get_by_role("heading").inner_text()
        assert heading.startswith(f"{told[id_]['value']} · ")
        assert len(block.inner_text().splitlines()) >= 3


def test_on_a_phone_each_decision_is_one_line(open_page, figures):
    page, told = open_page(look=PHONE, as_of=DAY), figures(DAY)
    lines = page.locator("[class*=st-key-decision-]")
    heights = lines.evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert len(heights) > 10
    assert max(heights) < 72
    urgent = lines.filter(has_text="khẩn")
    expect(urgent.first).to_contain_text("Chưa gặp từ 2 ngày trở lên")
    assert urgent.count() < 5
    press(page, "overview.decision.awaiting_release")
    assert row_count(grids(page).last) == told["awaiting_release"]["value"]
    expect(page.locator('[data-testid="stElementToolbar"]:visible')).to_have_count(0)


def test_a_figure_opens_its_definition_and_its_rows(open_page, figures):
    page, told = open_page(as_of=DAY), figures(DAY)
    press(page, "overview.figure.in_quarantine_f0")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("đã bắt đầu")
    expect(dialog).to_contain_text("29/12/2021")
    assert row_count(grids(page).last) == told["in_quarantine_f0"]["value"]
    dialog.get_by_role("button", name="Đóng").click()
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_course_of_the_days_is_drawn(open_page):
    page = open_page(as_of=DAY)
    chart = page.locator('[data-testid="stPlotlyChart"]')
    expect(chart.locator(".scatterlayer path.js-line")).to_have_count(2)
    ticks = chart.locator(".xtick text").all_text_contents()
    assert ticks
    assert not re.search(r"Dec|Jan", " ".join(ticks))
