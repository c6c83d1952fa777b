"""The sheet for the meeting: one A4 page, on paper as on the screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DARK

A4_POINTS = (595, 842)


def pages_of(pdf):
    return re.findall(rb"/Type\s*/Page\b", pdf)


@pytest.mark.parametrize("look", [{}, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_sheet_is_one_a4_page(open_page, look, lang):
    page = open_page("print_overview", look=look, as_of="2021-12-29", lang=lang)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(pages_of(pdf)) == 1
    box = re.search(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    assert [round(float(side)) for side in box.groups()] == list(A4_POINTS)


@pytest.mark.parametrize("day", ["2021-12-29", "2022-01-15", "2022-02-11"])
def test_the_brief_of_a_busy_day_is_one_a4_page(open_page, day):
    page = open_page("reports", as_of=day)
    expect(page.locator("article.sheet")).to_be_visible()
    assert len(pages_of(page.pdf(prefer_css_page_size=True))) == 1


def test_only_the_sheet_is_printed(open_page, figures):
    page, told = open_page("print_overview", as_of="2021-12-29"), figures("2021-12-29")
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.locator(".st-key-screen_only")).to_be_hidden()
    sheet = page.locator("article.sheet")
    row = sheet.locator("tr").filter(has_text="F0 đang cách ly tại nhà")
    expect(row.locator(".value")).to_have_text(str(told["in_quarantine_f0"]["value"]))
    colours = sheet.evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    )
    assert colours == ["rgb(17, 17, 17)", "rgb(255, 255, 255)"]


def test_the_button_opens_the_print_window(open_page):
    page = open_page("print_overview", as_of="2021-12-29")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="In", exact=True).click()
    page.wait_for_function("window.printed === true")
