"""Every page, for everybody: in Vietnamese, for screen readers, on a phone, in the dark."""

import pytest

from lib.security.actors import ROLES
from lib.ui.navigation import PAGES
from tests.browser.chromium import DARK, PHONE, settled
from tests.browser.reading import left_in_english, violations

DAY = "2021-12-29"
NAMES = [spec.name for spec in PAGES]
# Whoever may not open a page is shown the Overview in its place.
READERS = {
    spec.name: "vice_chair" if spec.right in ROLES["vice_chair"].rights else "data_officer"
    for spec in PAGES
} | {"data": "data_officer"}
WIDTHS = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  return [Math.max(document.documentElement.scrollWidth, main.scrollWidth), innerWidth];
}"""


@pytest.mark.parametrize("name", NAMES)
def test_a_page_speaks_vietnamese_and_reads_well(open_page, name):
    page = open_page(name, role=READERS[name], as_of=DAY)
    assert page.evaluate("document.documentElement.lang") == "vi"
    assert left_in_english(page) == []
    assert [found for frame in page.frames for found in violations(frame)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_a_phone_and_reads_well_in_the_dark(open_page, name):
    page = open_page(name, role=READERS[name], look=PHONE | DARK, as_of=DAY)
    wide, screen = page.evaluate(WIDTHS)
    assert wide <= screen
    assert [found for frame in page.frames for found in violations(frame)] == []


@pytest.mark.parametrize("name", ["errands", "vaccination"])
def test_the_widest_table_scrolls_by_itself(open_page, name):
    page = open_page(name, role="data_officer", look=PHONE, as_of=DAY)
    page.locator("details > summary").last.click()
    settled(page)
    wide, screen = page.evaluate(WIDTHS)
    assert wide <= screen


def test_a_button_under_the_pointer_reads_well_in_the_dark(open_page):
    page = open_page(look=DARK, as_of=DAY)
    page.get_by_role("button", name="Chi tiết").first.hover()
    page.wait_for_timeout(400)  # the colour changes slowly
    assert violations(page.main_frame) == []


def test_the_first_key_leads_past_the_menu(open_page):
    page = open_page("quarantine", as_of="2021-12-29")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == "Chuyển đến nội dung chính"
    page.keyboard.press("Enter")
    settled(page)
    assert page.evaluate(
        "document.querySelector('[data-testid=stMain]').contains(document.activeElement)"
    )
