"""From an empty folder and three spreadsheets to an Overview and a brief, by clicks alone."""

import io
import json
import re
from contextlib import redirect_stdout
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from lib.cli import main
from lib.settings import ROOT
from tests.browser.chromium import settled
from tests.browser.screen import figure_value, press, widget
from tests.browser.server import running_server
from tests.browser.test_gate import GOOD, OWN, ask

SHEETS = ROOT / "tests" / "spreadsheets"


@pytest.fixture
def empty_ward(tmp_path, monkeypatch):
    """A ward that was just begun: nothing in it, nobody who may come in."""
    monkeypatch.setenv("WARD_DATA_DIR", str(tmp_path / "data"))
    assert main(["ward"]) == 0
    with running_server(tmp_path / "data", tmp_path / "server.log") as server:
        yield server


def one_time_password(server):
    """The administrator's two steps, which tests/browser/test_gate.py takes by hand."""
    code = re.search(r"mã này: ([0-9a-f]{8})", server.log.read_text("utf-8"))[1]
    form = {"code": code, "name": "Q", "login": "quan.tri", "password": GOOD, "again": GOOD}
    assert ask(server, "/set-up", method="POST", body=urlencode(form), Origin=server.url)[0] == 303
    said = io.StringIO()
    with redirect_stdout(said):
        assert main(["accounts", "add", "lan", "--name", "Lan", "--role", "data_officer"]) == 0
    return json.loads(said.getvalue())["one_time_password"]


def choose_own_password(page, server, once):
    """The one-time password opens this form and nothing else."""

    def fill_in(**values):
        for name, value in values.items():
            page.locator(f"input[name={name}]").fill(value)
        with page.expect_navigation():
            page.get_by_role("button").click()

    page.goto(f"{server.url}/sign-in")
    fill_in(login="lan", password=once)
    fill_in(password=OWN, again=OWN)
    settled(page)


def send(page, server, name):
    page.goto(server.page("data"))
    settled(page)
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(SHEETS / name)
    expect(widget(page, "data.accept")).to_be_visible(timeout=30_000)
    press(page, "data.accept")


def test_a_ward_is_working_after_its_first_lists(new_page, empty_ward):
    page = new_page()
    page.context.clear_cookies()
    choose_own_password(page, empty_ward, one_time_password(empty_ward))
    page.goto(empty_ward.page("setup"))
    settled(page)
    expect(page.get_by_text("0 trên 6 bước")).to_be_visible()
    for name, words in (("ward_name", "Phường Thử"), ("hotline", "024 0000 0000")):
        widget(page, f"setup.ward.0.{name}").locator("input").fill(words)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu 1 dòng.")).to_be_visible()
    settled(page)
    page.get_by_text("3. Tổ dân phố").click()
    widget(page, "setup.groups.0.numbers").locator("input").fill("1-30")
    page.get_by_role("button", name="Thêm các tổ này").click()
    expect(page.get_by_text("Đã lưu 30 dòng.")).to_be_visible()
    for name in ("to_dan_pho.xlsx", "f0_f1_cach_ly.xlsx", "chua_tiem_mui_1.xlsx"):
        send(page, empty_ward, name)
    page.goto(empty_ward.page("overview", as_of="2021-12-29"))
    settled(page)
    expect(page.get_by_text("Phường Thử").first).to_be_visible()
    assert figure_value(page, "overview.figure", "unvaccinated_remaining") == "114"
    assert int(figure_value(page, "overview.figure", "in_quarantine_f0")) > 0
    assert "hư cấu" not in page.inner_text("body")  # nothing of the demo is left
    page.goto(empty_ward.page("reports", as_of="2021-12-29"))
    settled(page)
    brief = page.inner_text("body")
    assert "114 trên 114 người trong danh sách ngày 29/12/2021 chưa tiêm mũi 1." in brief
    assert "Phường Thử" in brief
