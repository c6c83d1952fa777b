"""The page speaks the reader's language, and so does what Streamlit itself says."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import PHONE, settled
from tests.browser.reading import left_in_english
from tests.browser.screen import grids, widget


def test_what_opens_speaks_vietnamese_too(open_page):
    page = open_page("quarantine", list="everyone", look={"locale": "en-US"})
    for key in ("quarantine.state", "quarantine.group", "quarantine.ends"):
        widget(page, key).locator("input").click()
        expect(page.get_by_role("listbox")).to_be_visible()
        assert left_in_english(page) == []
        page.keyboard.type("zzzz")
        expect(page.get_by_text("Không tìm thấy")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    widget(page, "quarantine.search").locator("input").fill("le")
    expect(page.get_by_text("Nhấn Enter để áp dụng")).to_be_visible()
    page.keyboard.press("Enter")
    settled(page)
    grids(page).first.hover()
    for name in ("Hiện hoặc ẩn cột", "Tìm", "Toàn màn hình"):
        grids(page).first.get_by_role("button", name=name, exact=True).hover()
        assert left_in_english(page) == []
    grids(page).first.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.get_by_text("Gõ để tìm")).to_be_visible()
    assert left_in_english(page) == []


@pytest.mark.parametrize("look", [{"locale": "en-US"}, PHONE], ids=["en-browser", "phone"])
def test_the_calendar_is_vietnamese_whatever_the_browser_speaks(open_page, look):
    page = open_page(look=look, as_of="2021-12-29")
    if look is PHONE:
        page.get_by_test_id("stExpandSidebarButton").click()
    widget(page, "shell.as_of").get_by_role("button", name="Chọn ngày").click()
    calendar = page.get_by_test_id("stDateInputCalendar")
    expect(calendar.get_by_text("Tháng 12", exact=True).first).to_be_visible()
    expect(calendar.locator("th")).to_have_text(
        [re.compile(r"\s*".join(day)) for day in ("T2", "T3", "T4", "T5", "T6", "T7", "CN")]
    )
    assert left_in_english(page) == []


def test_another_browser_language_costs_no_second_run(new_page, server):
    """A second request while the first page is being made would end on the first page of all."""
    page = new_page(locale="en-US")
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    server.sign_in(page.context)
    page.goto(server.page("quarantine", list="everyone"))
    settled(page)
    assert len(sent) == 1
    assert "/quarantine?" in page.url


def test_the_uploader_speaks_vietnamese(open_page):
    page = open_page("data", role="data_officer", look={"locale": "en-US"})
    uploader = page.get_by_test_id("stFileUploader")
    expect(uploader).to_contain_text("Chọn tệp")
    expect(uploader).to_contain_text("Tối đa 20MB mỗi tệp • CSV, TSV, TXT")
    uploader.locator("input").set_input_files(
        {"name": "x.png", "mimeType": "image/png", "buffer": b"x"}
    )
    expect(uploader).to_contain_text("Lỗi:")
    assert left_in_english(page) == []


def test_a_page_that_does_not_exist_says_so(open_page):
    page = open_page("khong-co")
    expect(page.get_by_role("dialog")).to_contain_text("Không có trang này")
    assert left_in_english(page) == []


def test_the_switch_changes_everything_and_back(open_page):
    page = open_page("data", role="data_officer")
    uploader = page.get_by_test_id("stFileUploader")
    for language, code, words in (
        ("English", "en", "Upload"), ("Tiếng Việt", "vi", "Chọn tệp"), ("English", "en", "Upload"),
    ):  # fmt: skip
        widget(page, "shell.language").get_by_text(language, exact=True).click()
        settled(page)
        expect(uploader).to_contain_text(words)
        assert page.evaluate("document.documentElement.lang") == code
        assert f"lang={code}" in page.url
    expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible()


def test_what_people_wrote_stays_as_they_wrote_it(open_page):
    """A note that reads like one of Streamlit's words is not translated."""
    page = open_page()
    page.evaluate(
        """() => {
          const main = document.querySelector("[data-testid=stMain]");
          for (const kind of ["stText", "stMarkdown", "stTable", "stAlert"]) {
            const written = document.createElement("div");
            written.dataset.testid = kind;
            written.className = "planted";
            written.textContent = "No results";
            main.append(written);
          }
          const dashed = document.createElement("div");
          dashed.className = "dashed";
          dashed.title = dashed.textContent = "L\u00ea Th\u1ecb M\u1eabu \u2013 V\u1eafng m\u1eb7t";
          main.append(dashed);
          const own = document.createElement("div");
          own.className = "own";
          own.textContent = "No results";
          main.append(own);
        }"""
    )
    expect(page.locator(".own")).to_have_text("Không tìm thấy")
    assert page.locator(".planted").all_inner_texts() == ["No results"] * 4
    expect(page.locator(".dashed")).to_have_text("Lê Thị Mẫu – Vắng mặt")
    expect(page.locator(".dashed")).to_have_attribute("title", "Lê Thị Mẫu – Vắng mặt")


def test_what_was_saved_about_a_call_is_said_in_its_own_words(open_page):
    page = open_page("calls", role="group_leader", as_of="2021-12-29")
    page.locator('[class*="st-key-calls-"][class*="-absent"] button').first.click()
    settled(page)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("– Vắng mặt. Vận động lại ngày")
    expect(page.get_by_test_id("stAlert").first).not_to_contain_text("tháng")
    widget(page, "calls.undo").locator("button").click()
    settled(page)


def test_an_empty_hour_asks_for_hour_and_minute(open_page):
    page = open_page("inspection", role="appraisal_team", as_of="2021-12-29")
    parts = page.get_by_test_id("stTimeInput").get_by_role("spinbutton")
    expect(parts).to_have_text(["giờ", "phút"])


def test_the_month_of_a_date_field_is_read_out_in_vietnamese(open_page):
    page = open_page(as_of="2021-12-29", look={"locale": "en-US"})
    month = widget(page, "shell.as_of").locator("[aria-valuetext]").nth(1)
    expect(month).to_have_attribute("aria-valuetext", "tháng 12")
