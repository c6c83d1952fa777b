"""A volunteer's round on a phone: ten people, the taps counted, and what the Overview says then."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import PHONE, settled
from tests.browser.screen import press, widget
from tests.browser.server import Server
from tests.documents.printed import codes

SMALL = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
Opened = Callable[..., Page]


@pytest.fixture
def as_role(new_page: Callable[..., Page], own_server: Server) -> Opened:
    def opened(role: str, name: str, look: dict | None = None) -> Page:
        page = new_page(**(look or {}))
        own_server.sign_in(page.context, role)
        page.goto(own_server.page(name))
        return settled(page)

    return opened


class Thumb:
    """Taps what it is told and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, target: Locator) -> None:
        target.tap()
        self.taps += 1
        settled(self.page)

    def type(self, target: Locator, text: str) -> None:
        target.tap()
        self.taps += 1
        target.fill(text)


def cards(page: Page) -> Locator:
    return page.locator('[class*="st-key-stop_"]')


def whole_team(page: Page) -> Page:
    """The telephone is one volunteer's, whose own people come first."""
    widget(page, "my_day.whose").get_by_text("Cả tổ").tap()
    return settled(page)


def well(card: Locator) -> Locator:
    return card.get_by_role("button", name="Gặp, ổn", exact=True)


def test_ten_people_within_the_taps_and_the_chair_sees_the_danger(as_role: Opened) -> None:
    page = as_role("support_team", "my_day", PHONE)
    expect(page.get_by_text("Bạn là ai?")).to_have_count(0)
    own = cards(page).count()
    n = cards(whole_team(page)).count()
    assert n >= 10 > own > 0
    for number in range(8):
        thumb = Thumb(page)
        thumb.tap(well(cards(page).nth(number)))
        assert thumb.taps <= 2
        expect(cards(page).nth(number)).to_contain_text(re.compile(r"\d\d:\d\d · Gặp, ổn"))
    missed, ill = cards(page).nth(8), cards(page).nth(9)
    thumb = Thumb(page)
    thumb.tap(missed.get_by_role("button", name="Không gặp", exact=True))
    thumb.tap(missed.get_by_role("button", name="Vắng nhà", exact=True))
    assert thumb.taps <= 4
    expect(missed).to_contain_text("Không gặp · Vắng nhà")
    assert measure(page, ill) <= 8
    expect(ill).to_contain_text("38,2 °C")
    expect(ill.get_by_role("alert")).to_contain_text("Gọi 115 ngay")
    assert ill.get_by_role("link", name="115").get_attribute("href") == "tel:115"
    expect(page.get_by_text(f"Đã ghi 10 trên {n} người")).to_be_visible()
    overview = as_role("vice_chair", "overview")
    assert figure_value_of_danger(overview) == "2"
    thumb = Thumb(page)
    thumb.tap(ill.get_by_role("button", name="Hoàn tác"))
    expect(well(ill)).to_be_visible()
    expect(page.get_by_text(f"Đã ghi 9 trên {n} người")).to_be_visible()


def test_a_tap_shows_what_a_colleague_wrote_and_one_card_is_open_at_a_time(
    as_role: Opened,
) -> None:
    mine, theirs = (whole_team(as_role("support_team", "my_day", PHONE)) for _ in range(2))
    n = cards(mine).count()
    Thumb(theirs).tap(well(cards(theirs).nth(1)))
    expect(well(cards(mine).nth(1))).to_be_visible()
    thumb = Thumb(mine)
    thumb.tap(well(cards(mine).first))
    for number in range(2):
        expect(cards(mine).nth(number)).to_contain_text("Gặp, ổn")
        expect(well(cards(mine).nth(number))).to_have_count(0)
    expect(mine.get_by_text(f"Đã ghi 2 trên {n} người")).to_be_visible()
    reason = mine.get_by_role("button", name="Vắng nhà", exact=True)
    for number in (2, 3):
        thumb.tap(cards(mine).nth(number).get_by_role("button", name="Không gặp", exact=True))
        expect(reason).to_have_count(1)
    thumb.tap(reason)
    expect(cards(mine).nth(3)).to_contain_text("Không gặp · Vắng nhà")
    expect(reason).to_have_count(0)


def measure(page: Page, card: Locator) -> int:
    thumb = Thumb(page)
    thumb.tap(card.get_by_role("button", name="Đo, triệu chứng"))
    fields = card.locator("input[type=text]")
    for place, text in enumerate(("38,2", "91", "24", "104")):
        thumb.type(fields.nth(place), text)
    assert fields.first.get_attribute("inputmode") == "decimal"
    card.get_by_text("khó thở", exact=True).tap()
    thumb.taps += 1
    thumb.tap(card.get_by_role("button", name="Lưu", exact=True))
    return thumb.taps


def figure_value_of_danger(page: Page) -> str:
    words = page.get_by_text(re.compile(r"^\d+ · Dấu hiệu nguy hiểm")).first.inner_text()
    return words.split(" ", 1)[0]


def test_the_round_fits_a_small_phone_and_a_lost_connection_is_said(as_role: Opened) -> None:
    page = as_role("support_team", "my_day", SMALL)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth") <= 360
    card = cards(page).nth(4)
    for opener, inside in (("Không gặp", "Tổ không đi được"), ("Đo, triệu chứng", "Lưu")):
        card.get_by_role("button", name=opener, exact=True).tap()
        expect(card.get_by_role("button", name=inside)).to_be_visible()
        for button in card.get_by_role("button").all():
            box = button.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= 360, button.inner_text()
        assert main.evaluate("element => element.scrollWidth") <= 360
        card.get_by_role("button", name="Quay lại").tap()
        settled(page)
    for button in well(page).all()[:3]:
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 60
    said = "getComputedStyle(document.querySelector('[data-testid=stApp]'), '::before').content"
    assert page.evaluate(said) == "none"
    page.context.set_offline(True)
    page.evaluate(
        "document.querySelector('[data-testid=stApp]').dataset.testConnectionState = 'CONNECTING'"
    )
    assert "Mất kết nối" in page.evaluate(said)
    page.context.set_offline(False)


def test_a_scanned_code_opens_one_person_and_everybody_is_a_tap_away(
    as_role: Opened, own_server: Server
) -> None:
    page = whole_team(as_role("support_team", "my_day", PHONE))
    page.get_by_text("Đi nơi không có mạng?").tap()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Danh sách bản giấy (PDF)").tap()
    links = codes(Path(taken.value.path()).read_bytes())
    n = cards(page).count()
    assert len(links) == n
    second = cards(page).nth(1).inner_text()
    page.goto(links[1])
    settled(page)
    expect(cards(page)).to_have_count(1)
    assert cards(page).inner_text() == second
    press(page, "my_day.everybody")
    expect(cards(whole_team(page))).to_have_count(n)
    assert "stop=" not in page.url


def test_a_reminder_is_as_new_as_the_last_tap_and_one_tap_copies_it(as_role: Opened) -> None:
    """Also where the browser gives a page without a certificate no clipboard."""
    page = whole_team(as_role("support_team", "my_day", PHONE))
    n = cards(page).count()
    page.get_by_text("Nhắc tổ qua Zalo").tap()
    text = page.get_by_test_id("stCode")
    expect(text).to_contain_text(f"Còn {n} trên {n} người")
    Thumb(page).tap(well(cards(page).first))
    expect(text).to_contain_text(f"Còn {n - 1} trên {n} người")
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true});"
        "document.addEventListener('copy', () => { window.got = document.activeElement.value; })"
    )
    button = text.get_by_role("button", name="Chép")
    assert button.evaluate("element => getComputedStyle(element).visibility") == "visible"
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    button.tap()
    assert f"Còn {n - 1} trên {n} người" in page.evaluate("window.got")
    expect(text.get_by_role("button", name="Đã chép")).to_be_visible()
