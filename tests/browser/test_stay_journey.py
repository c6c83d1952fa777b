"""One stay in a browser: from the positive test to the sign taken down."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PHONE, settled
from tests.browser.screen import cells, choose, fill, grids, press, tick_row, widget
from tests.browser.server import Server

FIRST, LAST, AFTER = "2021-12-29", "2022-01-07", "2022-01-08"  # day 1, day 10, the day after
OFFICER, CHAIR = "data_officer", "vice_chair"
NAME, ADDRESS = "Trần Thị Thử Nghiệm", "99, Phố Mẫu Tây"
Opened = Callable[..., Page]


@pytest.fixture
def as_role(new_page: Callable[..., Page], own_server: Server) -> Opened:
    def opened(role: str, name: str, **query: str) -> Page:
        page = new_page()
        own_server.sign_in(page.context, role)
        page.goto(own_server.page(name, **query))
        return settled(page)

    return opened


def test_from_the_positive_test_to_the_sign_taken_down(as_role: Opened) -> None:
    open_the_stay(as_role(OFFICER, "quarantine", as_of=FIRST))
    in_row(as_role(OFFICER, "quarantine", list="patients_not_checked", as_of=FIRST), NAME, "check")
    appraise_on_a_phone(as_role(OFFICER, "quarantine", list="homes_not_appraised", as_of=FIRST))
    hang_the_sign(as_role(OFFICER, "signs", as_of=FIRST))
    in_row(as_role(OFFICER, "quarantine", list="tests_due", as_of=LAST), NAME, "neg")
    in_row(as_role(OFFICER, "quarantine", list="ends_today", as_of=LAST), NAME, "propose")
    approve(as_role(CHAIR, "quarantine", list="to_approve", as_of=LAST))
    in_row(as_role(OFFICER, "quarantine", list="papers_due", as_of=LAST), NAME, "paper")
    page = as_role(OFFICER, "quarantine", list="signs_to_remove", as_of=LAST)
    in_row(page, ADDRESS, "sign")
    read_the_story(as_role(OFFICER, "quarantine", list="everyone", as_of=AFTER))


def open_the_stay(page: Page) -> None:
    press(page, "new_stay_button")
    widget(page, "new_stay.type").get_by_role("radio").filter(has_text="F0").click()
    settled(page)
    for field, text in (
        ("full_name", NAME), ("house_number", "99"), ("street", "Phố Mẫu Tây"), ("doses", "2"),
    ):  # fmt: skip
        fill(page, f"new_stay.{field}", text)
    expect(page.get_by_role("dialog")).to_contain_text("07/01/2022")
    press(page, "new_stay.save")
    expect(page.get_by_test_id("stAlert").first).to_contain_text(NAME)


def row(page: Page, text: str) -> Locator:
    """The card of a list that says this; more of the list is asked for until it is there."""
    cards = page.locator('[class*="st-key-row_"], [class*="st-key-sign_"]').filter(has_text=text)
    while not cards.count():
        page.get_by_role("button", name="Xem thêm").click()
        settled(page)
    return cards.first


def in_row(page: Page, text: str, action: str) -> None:
    """Press the button; where it opens a form, save what the form proposes."""
    row(page, text).locator(f'[class*="-{action} "] button').click()
    settled(page)
    if page.get_by_role("dialog").count():
        page.get_by_role("dialog").locator('[class*="-save "] button').click()
        settled(page)
    expect(page.locator(".st-key-deeds")).to_be_visible()


def appraise_on_a_phone(page: Page) -> None:
    row(page, ADDRESS).locator('[class*="-appraise "] button').click()
    settled(page)
    page.set_viewport_size(PHONE["viewport"])
    page.get_by_text("không có người chăm sóc", exact=True).click()
    settled(page)
    page.get_by_text("Tôi đã xem từng mục ở trên").click()
    settled(page)
    page.get_by_role("button", name="Lưu", exact=True).click()
    settled(page)
    expect(page.locator(".st-key-deeds")).to_contain_text(re.compile("hỗ trợ", re.I))


def hang_the_sign(page: Page) -> None:
    with page.expect_download() as download:
        row(page, ADDRESS).locator('[class*="-print "] button').click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    in_row(page, ADDRESS, "done")


def approve(page: Page) -> None:
    expect(row(page, NAME)).to_contain_text("Đáp ứng")
    in_row(page, NAME, "approve")


def read_the_story(page: Page) -> None:
    choose(page, "quarantine.state", "Đã kết thúc")
    fill(page, "quarantine.search", "tran thi thu nghiem")
    expect(page.get_by_text(re.compile("^1 trên "))).to_be_visible()
    assert cells(grids(page).first, 1) == [NAME]
    tick_row(page, grids(page).first)
    told = page.get_by_test_id("stTable")
    for words in ("Ngày treo biển", "Ngày gỡ biển", "Đủ điều kiện nếu được hỗ trợ", "Âm tính"):
        expect(told).to_contain_text(words)
    page.emulate_media(media="print")
    expect(told).to_be_visible()
    for left_out in (page.get_by_test_id("stSidebar"), grids(page).first):
        expect(left_out).to_be_hidden()
