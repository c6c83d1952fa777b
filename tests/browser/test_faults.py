"""What goes wrong while a form is filled in on foot: nothing is lost, nothing is saved twice."""

import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from lib.actions.visits import Visit, record_visit
from lib.security.actors import demo_actor
from lib.settings import Settings
from lib.store.engine import open_store
from lib.store.tables import DATA_TABLES
from tests.browser.chromium import PHONE, settled
from tests.browser.screen import fill, press, widget
from tests.browser.server import Server, running_server

ROLE = "appraisal_team"
NOTE = "cửa sau mở"
KEPT = "Bản nháp của bạn"
NewPage = Callable[..., Page]


@pytest.fixture(scope="module")
def own_server(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Of these tests alone: they count rows."""
    folder = tmp_path_factory.mktemp("faults")
    shutil.copytree(built_demo, folder / "data")
    with running_server(folder / "data", folder / "server.log") as started:
        yield started


def inspection(new_page: NewPage, server: Server) -> Page:
    page = new_page(**PHONE)
    server.sign_in(page.context, ROLE)
    page.goto(server.page("inspection"))
    return settled(page)


def begin(page: Page, note: str) -> None:
    """Where, closed or open, and a note; not saved."""
    widget(page, "inspect.0.place.venue").locator("input").click()
    page.get_by_role("option").first.click()
    settled(page)
    widget(page, "inspect.0.open").get_by_role("radio").last.click()
    settled(page)
    write(page, note)


def write(page: Page, note: str) -> None:
    field = widget(page, "inspect.0.note").locator("input")
    field.fill(note)
    field.press("Enter")
    settled(page)


def press_often(page: Page, button: Locator) -> None:
    """As a thumb does that sees nothing happen."""
    button.evaluate(
        "button => [0, 20, 80, 150, 300].forEach(ms => setTimeout(() => button.click(), ms))"
    )
    page.wait_for_timeout(400)
    settled(page)


def n_saved(server: Server, note: str) -> int:
    """A closed place is judged by one measure, so it is one row."""
    return counted(server, "inspections", note=note)


def counted(server: Server, table: str, **where: str) -> int:
    data = DATA_TABLES[table]
    store = open_store(Settings(server.data_folder / "demo-ward", is_demo=True))
    with store.read() as conn:
        same = [data.c[name] == value for name, value in where.items()]
        n = conn.scalar(sa.select(sa.func.count()).select_from(data).where(*same))
    store.close()
    return int(n or 0)


def save(page: Page) -> None:
    widget(page, "inspect.0.save").locator("button").click()
    expect(page.get_by_text("Đã lưu lượt kiểm tra")).to_be_visible()


def note_of(page: Page) -> str:
    return widget(page, "inspect.0.note").locator("input").input_value()


def test_a_reload_finds_what_was_typed(new_page: NewPage, own_server: Server) -> None:
    page = inspection(new_page, own_server)
    begin(page, "tải lại")
    expect(page.get_by_text(KEPT)).to_be_visible()
    place = widget(page, "inspect.0.place.venue").inner_text()
    page.reload()
    settled(page)
    assert note_of(page) == "tải lại"
    assert widget(page, "inspect.0.place.venue").inner_text() == place
    assert n_saved(own_server, "tải lại") == 0
    save(page)
    assert n_saved(own_server, "tải lại") == 1
    page.reload()
    settled(page)
    assert note_of(page) == ""


def test_a_draft_thrown_away_is_gone_from_the_screen_too(
    new_page: NewPage, own_server: Server
) -> None:
    """The browser holds the fields as well, and sends them with the next tap."""
    page = inspection(new_page, own_server)
    begin(page, "viết nhầm")
    press(page, "inspect.0.discard")
    expect(page.get_by_text(KEPT)).to_be_hidden()
    assert note_of(page) == ""
    widget(page, "inspect.0.target").get_by_role("radio").last.click()
    settled(page)
    assert note_of(page) == ""
    press(page, "inspect.0.discard")
    expect(widget(page, "inspect.0.place.venue")).to_be_visible()


def test_an_impatient_thumb_saves_one_inspection(new_page: NewPage, own_server: Server) -> None:
    page = inspection(new_page, own_server)
    begin(page, "bấm đúp")
    press_often(page, widget(page, "inspect.0.save").locator("button"))
    expect(page.get_by_text("Đã lưu lượt kiểm tra")).to_be_visible()
    assert n_saved(own_server, "bấm đúp") == 1
    assert page.get_by_test_id("stAlertContentError").count() == 0


def test_an_impatient_thumb_opens_one_stay(new_page: NewPage, own_server: Server) -> None:
    page = new_page()
    own_server.sign_in(page.context, "data_officer")
    page.goto(own_server.page("quarantine"))
    settled(page)
    press(page, "new_stay_button")
    for name, words in (("full_name", "Trần Văn Vội"), ("house_number", "7"), ("street", "Phố X")):
        field = widget(page, f"new_stay.{name}").locator("input")
        field.fill(words)
        field.press("Tab")
        settled(page)
    press_often(page, widget(page, "new_stay.save").locator("button"))
    assert counted(own_server, "cases", full_name="Trần Văn Vội") == 1


def test_an_impatient_thumb_talks_once_and_asks_once(new_page: NewPage, own_server: Server) -> None:
    page = new_page(**PHONE)
    own_server.sign_in(page.context, "group_leader")
    page.goto(own_server.page("calls"))
    settled(page)
    before = counted(own_server, "outreach")
    press_often(page, page.get_by_role("button", name="Đồng ý", exact=True).first)
    assert counted(own_server, "outreach") == before + 1
    own_server.sign_in(page.context, "support_team")
    page.goto(own_server.page("errands"))
    settled(page)
    page.get_by_text("Ghi một yêu cầu mới").click()
    who = widget(page, "errands.new.0.who").locator("input")
    expect(who).to_be_visible()
    page.wait_for_timeout(400)  # the part opens slowly, and a moving list closes again
    who.press("ArrowDown")
    page.get_by_role("option").first.click()
    settled(page)
    fill(page, "errands.new.0.details", "bấm đúp")
    press_often(page, page.get_by_role("button", name="Lưu", exact=True).first)
    assert counted(own_server, "requests", details="bấm đúp") == 1


def test_a_stale_tab_of_a_volunteer_writes_nothing_twice(
    new_page: NewPage, own_server: Server
) -> None:
    page, other = new_page(**PHONE), new_page(**PHONE)
    own_server.sign_in(page.context, "support_team")
    for each in (page, other):
        each.goto(own_server.page("my_day"))
        settled(each)
    first, second = (page.locator('[class*="st-key-stop_"]').nth(at) for at in (0, 1))
    same = other.locator('[class*="st-key-stop_"]').nth(0)
    tap(page, first)
    before = counted(own_server, "visits")
    tap(other, same)
    expect(same).to_contain_text("Gặp, ổn")
    assert counted(own_server, "visits") == before
    # somebody else was quicker: nothing is written over them, and it is said
    found = re.search(r"st-key-stop_(\S+)", second.get_attribute("class") or "")
    assert found
    record_elsewhere(own_server, found[1])
    tap(page, second)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("người khác")
    expect(second).to_contain_text("Vắng nhà")
    assert counted(own_server, "visits") == before + 1


def tap(page: Page, card: Locator) -> None:
    card.get_by_role("button", name="Gặp, ổn", exact=True).tap()
    settled(page)


def record_elsewhere(server: Server, case_id: str) -> None:
    """By the officer, at another screen."""
    store = open_store(Settings(server.data_folder / "demo-ward", is_demo=True))
    visit = Visit(case_id, "2021-12-29T07:00", "missed", "HT6", missed_reason="absent")
    record_visit(store, demo_actor("data_officer"), visit)
    store.close()


def test_a_lost_network_in_the_middle_of_a_form(new_page: NewPage, own_server: Server) -> None:
    page = inspection(new_page, own_server)
    begin(page, "mất mạng")
    page.context.set_offline(True)
    banner = page.locator(".ward-connection")
    expect(banner).to_be_visible()
    button = widget(page, "inspect.0.save").locator("button")
    assert button.evaluate("e => getComputedStyle(e).pointerEvents") == "none"
    page.context.set_offline(False)
    expect(banner).to_be_hidden()
    settled(page)
    assert note_of(page) == "mất mạng"
    save(page)
    assert n_saved(own_server, "mất mạng") == 1


def test_a_server_that_dies_loses_no_word(
    new_page: NewPage, demo_folder: Path, tmp_path: Path
) -> None:
    """kill -9; the same page goes on by itself, and so does a page that is opened anew."""
    log = tmp_path / "server.log"
    with running_server(demo_folder, log) as server:
        page = inspection(new_page, server)
        begin(page, NOTE)
        os.kill(server.pid, signal.SIGKILL)
        expect(page.locator(".ward-connection")).to_be_visible()
    with running_server(demo_folder, log, port=server.port) as again:
        expect(page.locator(".ward-connection")).to_be_hidden(timeout=60_000)
        settled(page)
        assert note_of(page) == NOTE
        page.reload()
        settled(page)
        assert note_of(page) == NOTE
        expect(page.get_by_text(KEPT)).to_be_visible()
        save(page)
        assert n_saved(again, NOTE) == 1
