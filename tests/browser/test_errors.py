"""Something breaks while a person's name is at hand: neither the screen nor the log gets it."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.chromium import settled
from tests.browser.server import running_server

MARKER = "Nguyễn Thị Dấu"
BROKEN = Path(__file__).with_name("broken_app.py")


def test_a_broken_page_tells_nobody_whose_record_it_was(new_page, demo_folder, tmp_path):
    with running_server(demo_folder, tmp_path / "server.log", script=BROKEN) as server:
        page = new_page()
        server.sign_in(page.context)
        page.goto(server.page("quarantine"))
        settled(page)
        alert = page.get_by_test_id("stAlert")
        expect(alert).to_have_count(1)
        code = re.search(r"\b[0-9a-f]{6}\b", alert.inner_text())[0]
        assert MARKER not in page.content()
    log = server.log.read_text("utf-8")
    assert f"error {code}: ValueError" in log
    assert "lib/reports" in log.replace("\\", "/") or "broken_app" in log
    assert MARKER not in log
