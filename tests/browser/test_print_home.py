"""A household's record: one A4 page, however long the story, and nothing else on it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DARK, settled
from tests.browser.screen import choose, fill, grids, tick_row

LONGEST = "C0040"  # one of ten stays behind the same door, the longest story of the demo
DAY = "2022-02-10"


@pytest.mark.parametrize("look", [{}, DARK], ids=["light", "dark"])
def test_a_whole_household_is_one_page_on_the_day_that_was_read(
    open_page: Callable[..., Page], look: dict[str, object]
) -> None:
    page = open_page("quarantine", look=look, as_of=DAY, list="everyone")
    choose(page, "quarantine.state", "Tất cả")
    fill(page, "quarantine.search", LONGEST)
    tick_row(page, grids(page).first)
    page.get_by_role("button", name="Cả hộ gia đình").click()
    settled(page)
    sheet = page.locator("article.household")
    expect(sheet.locator("tr")).to_have_count(10)
    expect(sheet).to_contain_text("10/02/2022")
    expect(sheet).to_contain_text("Biển báo cách ly")
    assert f"as_of={DAY}" in page.url
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.emulate_media(media="print")
    for left_out in (page.get_by_test_id("stSidebar"), page.locator(".st-key-screen_only")):
        expect(left_out).to_be_hidden()
