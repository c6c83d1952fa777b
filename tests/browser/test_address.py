"""What stands in the address, and what a fresh server does with it."""

from playwright.sync_api import expect

from tests.browser.chromium import settled
from tests.browser.screen import figure_value, fill, widget
from tests.browser.server import running_server


def test_a_fresh_server_opens_a_link_through_the_shell(new_page, demo_folder, tmp_path):
    """On its first request Streamlit would run a file of pages/ alone, without the shell."""
    with running_server(demo_folder, tmp_path / "server.log") as server:
        page = new_page()
        server.sign_in(page.context)
        page.goto(server.page("compliance", as_of="2021-12-25", lang="en"))
        settled(page)
        expect(page.get_by_role("heading", name="Level 3", exact=True)).to_be_visible()
        expect(page.get_by_text("figures as of the end of 25/12/2021")).to_be_visible()
        expect(page.get_by_role("link", name="Be somebody else")).to_be_visible()
        links = page.locator('[data-testid="stSidebarNavLink"]')
        expect(links.first).to_contain_text("Overview")
    assert "Traceback" not in server.log.read_text("utf-8")


def test_the_day_is_kept_from_page_to_page_and_in_the_address(open_page, figures):
    page = open_page(as_of="2021-12-25")
    page.get_by_role("link", name="Bản đồ").click()
    settled(page)
    expect(page.get_by_text("số liệu đến hết ngày 25/12/2021")).to_be_visible()
    assert "as_of=2021-12-25" in page.url
    page.get_by_role("link", name="Tổng quan").click()
    settled(page)
    shown = figure_value(page, "overview.figure", "in_quarantine_f0")
    assert shown == str(figures("2021-12-25")["in_quarantine_f0"]["value"])


def test_a_typed_day_moves_everything(open_page, figures):
    page = open_page(as_of="2021-12-29")
    widget(page, "shell.as_of").get_by_role("spinbutton").first.click()
    page.keyboard.type("05012022")
    page.keyboard.press("Escape")
    settled(page)
    assert "as_of=2022-01-05" in page.url
    shown = figure_value(page, "overview.figure", "in_quarantine_f1")
    assert shown == str(figures("2022-01-05")["in_quarantine_f1"]["value"])


def test_a_reloaded_page_stands_where_it_stood(open_page):
    page = open_page("quarantine", list="everyone", as_of="2021-12-25", lang="en")
    page.reload()
    settled(page)
    expect(page.get_by_text("figures as of the end of 25/12/2021")).to_be_visible()
    fill(page, "quarantine.search", "nguyen")
    assert "nguyen" not in page.url
