"""Find a person, read the record."""

from playwright.sync_api import expect

from lib.schema.tables import TABLES
from tests.browser.screen import cells, choose, fill, grids, row_count, tick_row

DAY = "2021-12-29"
NAME, KIND = 1, 5  # columns of the grid


def test_search_needs_no_diacritics_and_finds_both_spellings(open_page):
    page = open_page("quarantine", list="everyone", as_of=DAY)
    everybody = row_count(grids(page).first)
    fill(page, "quarantine.search", "nguyen")
    found = row_count(grids(page).first)
    assert 0 < found < everybody
    shown = cells(grids(page).first, NAME)
    assert shown
    assert all("Nguyễn" in name for name in shown)
    fill(page, "quarantine.search", "NGUYỄN")
    assert row_count(grids(page).first) == found
    expect(page.get_by_text(f"{found} trên ")).to_be_visible()


def test_f0_and_f1_are_those_of_the_figures(open_page, figures):
    page, told = open_page("quarantine", list="everyone", as_of=DAY), figures(DAY)
    choose(page, "quarantine.state", "Đang cách ly")
    for kind in ("F0", "F1"):
        choose(page, "quarantine.type", kind)
        assert row_count(grids(page).first) == told[f"in_quarantine_{kind.lower()}"]["value"]
        assert set(cells(grids(page).first, KIND)) == {kind}


def test_a_ticked_row_opens_that_persons_record(open_page):
    page = open_page("quarantine", list="everyone", as_of=DAY)
    name = cells(grids(page).first, NAME)[2]
    tick_row(page, grids(page).first, 2)
    heading = page.get_by_role("heading", name=name, exact=True)
    expect(heading).to_be_visible()
    visits = TABLES["visits"].label("vi")
    expect(page.get_by_text(visits, exact=True)).to_be_visible()
    fill(page, "quarantine.search", "khong ai ten nay")
    expect(heading).to_have_count(0)
    expect(page.locator('[data-testid="stAlert"]')).to_be_visible()


def test_no_personal_value_stands_in_the_address(open_page):
    page = open_page("quarantine", list="everyone", as_of=DAY)
    fill(page, "quarantine.search", "nguyen")
    tick_row(page, grids(page).first, 0)
    assert set(page.url.split("?")[1].split("&")) == {f"as_of={DAY}", "lang=vi", "list=everyone"}
