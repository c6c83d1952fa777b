"""A ward that cannot be written is still read: through its door, by people who just came."""

import json
from pathlib import Path

from playwright.sync_api import expect

from lib.settings import demo_settings
from lib.store.problems import StoreProblem
from tests.browser.chromium import settled
from tests.browser.server import running_server

FULL_DISK = Path(__file__).with_name("full_disk_app.py")
PAGES_READ = ("overview", "quarantine", "my_day", "map", "audit")


def says(page, code):
    settled(page)
    expect(page.get_by_text(StoreProblem(code).sentence())).to_be_visible()


def test_an_older_database_can_be_looked_at(new_page, demo_folder, tmp_path):
    (demo_settings().folder / "head.json").write_text(json.dumps({"seq": 99_999}))
    with running_server(demo_folder, tmp_path / "server.log") as server:
        page = new_page()
        page.context.clear_cookies()
        page.goto(server.page("quarantine"))
        page.get_by_role("button", name="Cán bộ dữ liệu").click()
        says(page, "STORE_BEHIND")
        expect(page.get_by_role("heading", name="Cách ly", exact=True)).to_be_visible()


def test_a_full_disk_closes_no_page_and_no_door(new_page, demo_folder, tmp_path):
    with running_server(demo_folder, tmp_path / "server.log", script=FULL_DISK) as server:
        page, full = new_page(), demo_settings().folder.with_name("full")
        server.sign_in(page.context, "data_officer")
        full.touch()
        server.sign_in(page.context, "data_officer")
        for name in PAGES_READ:
            page.goto(server.page(name))
            says(page, "DISK_FULL")
            expect(page.get_by_test_id("stException")).to_have_count(0)
        page.context.request.get(f"{server.url}/sign-out")
        page.goto(server.page("quarantine"))
        assert "/sign-in" in page.url
        full.unlink()
        server.sign_in(page.context, "data_officer")
        page.goto(server.page("quarantine"))
        settled(page)
        expect(page.get_by_text(StoreProblem("DISK_FULL").sentence())).to_have_count(0)
