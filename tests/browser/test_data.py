"""A team's file through the Data page, as the data officer."""

import io

import openpyxl
from playwright.sync_api import expect

from tests.browser.chromium import settled
from tests.browser.screen import press, widget

HEAD = "Họ và tên,Năm sinh,Tổ dân phố,Diện,Ngày báo cáo,Ngày bắt đầu cách ly,Ngày kết thúc cách ly"
GOOD = "Trần Văn Trình Duyệt,1990,TDP số 05,F1,27/12/2021,27/12/2021,02/01/2022"
BAD = "Lê Thị Sai,1985,Tổ 99,F1,27/12/2021,31/02/2022,02/01/2022"
DAY = "2021-12-29"


def send(page, name, *lines):
    content = "\n".join((HEAD, *lines)).encode("utf-8-sig")
    uploader = page.locator('[data-testid="stFileUploader"] input[type=file]')
    uploader.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    settled(page)


def part(page, name):
    """Another part of the page, by how its name begins: a number of things to do may follow."""
    widget(page, "data.part").get_by_text(name).click()
    settled(page)


def counts(page):
    return [int(v) for v in page.locator("[class*=st-key-number-] strong").all_inner_texts()]


def test_a_broken_file_is_seen_before_it_is_saved_and_then_counted(open_page, figures):
    page, before = open_page("data", role="data_officer", as_of=DAY), figures(DAY)
    send(page, "to5.csv", GOOD, BAD)
    assert counts(page) == [2, 1, 0, 0, 1]
    expect(page.get_by_text("Không có ngày này trong lịch").first).to_be_attached()
    assert figures(DAY)["in_quarantine_f1"]["value"] == before["in_quarantine_f1"]["value"]

    press(page, "data.accept")
    expect(page.get_by_text("Đã lưu: nhận 1 + trả lại 1 = 2 dòng.")).to_be_visible()
    assert figures(DAY)["in_quarantine_f1"]["value"] == before["in_quarantine_f1"]["value"] + 1

    part(page, "Dữ liệu đã nhận")
    newest = page.locator('[class*="st-key-data_received_"]').first
    expect(newest).to_contain_text("to5.csv")
    expect(newest).to_contain_text("nhận 1 + trả lại 1 = 2 dòng")

    part(page, "Nạp tệp")
    send(page, "to5-lan-2.csv", GOOD)
    assert counts(page) == [1, 0, 0, 1, 0]


def test_the_refused_rows_come_back_as_a_file(open_page):
    page = open_page("data", role="data_officer", as_of=DAY)
    part(page, "Chờ sửa")
    with page.expect_download() as download:
        page.locator('[class*="st-key-data-mend-book-"] button').first.click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    heading, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert "Lý do trả lại" in heading
    assert rows


def test_a_picture_is_not_taken(open_page):
    page = open_page("data", role="data_officer", as_of=DAY)
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(
        {"name": "anh.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    )
    expect(page.get_by_text("Không nhận loại tệp này")).to_be_visible()
    assert counts(page) == []
