"""While the server cannot be reached the page says so, and nothing on it pretends to be sent."""

from playwright.sync_api import expect

LOST = "Mất kết nối với máy chủ"


def can_be_pressed(button):
    return button.evaluate("e => getComputedStyle(e).pointerEvents") != "none"


def test_a_lost_network_is_said_and_gone_when_it_is_back(open_page):
    page = open_page("data", role="data_officer")
    banner, button = page.locator(".ward-connection"), page.locator(".stMain button").first
    expect(banner).to_be_hidden()
    assert can_be_pressed(button)
    page.context.set_offline(True)
    expect(banner).to_be_visible()
    expect(banner).to_contain_text(LOST)
    assert not can_be_pressed(button)
    page.context.set_offline(False)
    expect(banner).to_be_hidden()
    assert can_be_pressed(button)
