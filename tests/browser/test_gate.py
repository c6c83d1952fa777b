"""Before Streamlit sees a request: nobody gets anything without a session."""

import http.client
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from lib.cli import main
from lib.ui.gate import HEADERS
from lib.ui.navigation import PAGES
from tests.browser.chromium import PHONE, settled
from tests.browser.reading import left_in_english, violations
from tests.browser.screen import choose, press, widget
from tests.browser.server import running_server

BEHIND = [
    *(f"/{spec.name}" for spec in PAGES), "/", "/media/0123.csv", "/_stcore/metrics",
    "/_stcore/host-config", "/_stcore/stream", "/_stcore/upload_file/1/2",
    "/_stcore/agent/openapi.json", "/app/static/ward_map.js", "/component/x/index.html",
    "//static/js/../../media/x", "/sign-in/../media/x", "/own-password/../media/x",
]  # fmt: skip
GOOD = "con mèo leo cây cau"
OWN = "bốn con vịt qua cầu tre"


def ask(server, path, *, method="GET", body=None, **headers):
    """(status, headers, body), without a browser: nothing is added, nothing followed."""
    port = urlsplit(server.url).port
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, sent)
        with connection.getresponse() as answer:
            upgraded = answer.status == 101
            return answer.status, dict(answer.getheaders()), b"" if upgraded else answer.read()


def handshake(server, **headers):
    """The status that a WebSocket's opening gets."""
    own = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "streamlit",
    }  # fmt: skip
    return ask(server, "/_stcore/stream", **(own | headers))[0]


def token(server, role="vice_chair"):
    form = urlencode({"role": role})
    status, headers, _body = ask(
        server, "/sign-in", method="POST", body=form, Origin=server.url,
        Content_Type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert status == 303
    return headers["set-cookie"]


@pytest.mark.parametrize("path", BEHIND)
def test_nobody_gets_anything(server, path):
    status, _headers, body = ask(server, path)
    assert (status, len(body) < 60) == (401, True)
    status, headers, body = ask(server, path, Accept="text/html")
    assert (status, body) == (303, b"")
    assert headers["location"].startswith("/sign-in?next=")
    assert ask(server, path, Cookie="ward_session=guessed")[0] == 401


def test_the_form_for_an_own_password_is_for_who_has_a_one_time_password(server):
    cookie = token(server).partition(";")[0]
    for method, more in (("GET", {}), ("POST", {"Origin": server.url, "body": "password=x"})):
        status, headers, body = ask(server, "/own-password", method=method, Cookie=cookie, **more)
        assert (status, headers["location"], body) == (303, "/account", b"")
        assert ask(server, "/own-password", method=method, **more)[0] == 401


def test_what_is_open_tells_nothing(server):
    assert ask(server, "/_stcore/health")[2] == b"ok"
    status, headers, body = ask(server, "/sign-in")
    assert status == 200
    assert headers.items() >= {k.lower(): v for k, v in HEADERS.items()}.items()
    assert headers["cache-control"] == "no-store"
    assert b"<script" not in body


def test_a_connection_needs_a_session_and_a_page_of_ours(server):
    cookie = token(server).partition(";")[0]
    assert handshake(server, Cookie=cookie, Origin=server.url) == 101
    assert handshake(server, Origin=server.url) == 403
    assert handshake(server, Cookie="ward_session=guessed", Origin=server.url) == 403
    for foreign in ("http://evil.example", "null", "http://localhost:1", "http://127.0.0.1"):
        assert handshake(server, Cookie=cookie, Origin=foreign) == 403
    assert handshake(server, Cookie=cookie) == 403


def test_a_foreign_name_or_page_is_refused(server):
    assert ask(server, "/sign-in", Host="evil.example")[0] == 403
    for origin in ({}, {"Origin": "http://evil.example"}):
        assert ask(server, "/sign-in", method="POST", body="role=vice_chair", **origin)[0] == 403


def test_the_cookie_is_for_this_server_alone(server):
    cookie = token(server)
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert len(cookie.partition("=")[2].partition(";")[0]) >= 43  # 256 bits


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "x"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(server, target):
    form = urlencode({"role": "vice_chair", "next": target})
    _status, headers, _body = ask(server, "/sign-in", method="POST", body=form, Origin=server.url)
    assert headers["location"] == "/"


def test_one_click_in_a_reload_and_out_again(new_page, server):
    page = new_page(**PHONE)
    page.goto(server.page("map", as_of="2021-12-25"))
    assert left_in_english(page) == []
    assert violations(page.main_frame) == []
    page.get_by_role("button", name="Cán bộ dữ liệu").click()
    settled(page)
    assert "as_of=2021-12-25" in page.url
    page.reload()
    settled(page)
    expect(page.get_by_role("heading", name="Bản đồ", exact=True)).to_be_visible()
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Đổi vai trò").click()
    expect(page.get_by_role("button", name="Cán bộ dữ liệu")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Cán bộ dữ liệu").click()
    settled(page)
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()  # not left open


def test_a_signed_out_page_that_is_still_open_goes_to_the_door(open_page, server):
    """Nobody touches it; what was drawn leaves the screen by itself."""
    page = open_page("vaccination")
    expect(page.get_by_test_id("stMain")).to_contain_text("Tiêm chủng")
    page.context.request.get(f"{server.url}/sign-out")
    page.wait_for_url("**/sign-in*", timeout=20_000)
    expect(page.get_by_role("button", name="Cán bộ dữ liệu")).to_be_visible()


@pytest.fixture
def real_ward(tmp_path, monkeypatch):
    """A real ward with one group and nobody who may come in."""
    monkeypatch.setenv("WARD_DATA_DIR", str(tmp_path / "data"))
    file = tmp_path / "groups.csv"
    file.write_text("Mã tổ,Tên tổ\nTDP01,Tổ 1\n", "utf-8")
    assert main(["import", str(file), "--table", "groups", "--ward"]) == 0
    with running_server(tmp_path / "data", tmp_path / "server.log") as server:
        yield server


def test_a_ward_is_set_up_with_the_code_of_the_console(new_page, real_ward):
    code = re.search(r"mã này: ([0-9a-f]{8})", Path(real_ward.log).read_text("utf-8"))[1]
    page = new_page()
    page.context.clear_cookies()
    page.goto(real_ward.page("overview"))
    assert page.url.endswith("/set-up")

    def fill_in(**values):
        for name, value in values.items():
            page.locator(f"input[name={name}]").fill(value)
        with page.expect_navigation():
            page.get_by_role("button").click()

    fill_in(code=code, name="Sếp", login="sep", password="ngắn", again="ngắn")
    expect(page.get_by_role("alert")).to_contain_text("ít nhất 15 ký tự")
    fill_in(password=GOOD, again=GOOD)
    settled(page)
    expect(page.get_by_role("heading", name="Tài khoản", exact=True)).to_be_visible()

    page.get_by_text("Mở tài khoản", exact=True).click()
    for name, value in (("login", "to.truong"), ("name", "Tổ trưởng")):
        field = widget(page, f"accounts.{name}.0").locator("input")
        field.fill(value)
        field.press("Enter")
        settled(page)
    choose(page, "accounts.new.0.role", "Tổ trưởng tổ dân phố")
    choose(page, "accounts.new.0.group", "Tổ 1")
    press(page, "accounts.open")
    once = page.get_by_test_id("stCode").inner_text().strip()

    page.goto(f"{real_ward.url}/sign-out")
    fill_in(login="to.truong", password="sai")
    expect(page.get_by_role("alert")).to_contain_text("không đúng")
    fill_in(login="to.truong", password=once)
    assert "/own-password?next=" in page.url
    nothing_but_the_form(real_ward, page.context.cookies())
    page.goto(real_ward.page("quarantine", as_of="2021-12-25"))  # led back to the form
    fill_in(password=once, again=once)
    expect(page.get_by_role("alert")).to_contain_text("mật khẩu dùng một lần")
    fill_in(password=OWN, again=OWN)
    settled(page)
    assert "as_of=2021-12-25" in page.url
    expect(page.get_by_role("heading", name="Cách ly", exact=True)).to_be_visible()
    page.goto(f"{real_ward.url}/own-password")
    page.wait_for_url("**/account")


def nothing_but_the_form(server, jar):
    """Whoever holds a one-time password only."""
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in jar)
    for path in BEHIND:
        assert ask(server, path, Cookie=cookies)[0] == 403, path
        status, headers, body = ask(server, path, Cookie=cookies, Accept="text/html")
        assert (status, body) == (303, b"")
        assert headers["location"].startswith("/own-password?next=")
    assert handshake(server, Cookie=cookies, Origin=server.url) == 403
    foreign = ask(server, "/own-password", method="POST", body="", Origin="http://evil.example",
                  Cookie=cookies)  # fmt: skip
    assert foreign[0] == 403


def set_up(server):
    code = re.search(r"mã này: ([0-9a-f]{8})", Path(server.log).read_text("utf-8"))[1]
    form = {"code": code, "name": "S", "login": "sep", "password": GOOD, "again": GOOD}
    body = urlencode(form)
    return ask(server, "/set-up", method="POST", body=body, Origin=server.url)[0]


def test_other_computers_come_by_https_only(server, real_ward):
    """As a proxy on this computer tells of them."""
    afar = {"X_Forwarded_For": "10.0.0.5"}
    https = afar | {"X_Forwarded_Proto": "https"}
    assert ask(server, "/sign-in", **https)[0] == 403  # the demo, whatever it comes over
    assert ask(real_ward, "/sign-in", **https)[0] == 403  # not set up yet
    assert set_up(real_ward) == 303
    assert ask(real_ward, "/sign-in", **afar)[0] == 403
    status, headers, _body = ask(
        real_ward, "/sign-in", method="POST", Origin=real_ward.url, **https,
        body=urlencode({"login": "sep", "password": GOOD}),
    )  # fmt: skip
    assert status == 303
    assert headers["set-cookie"].startswith("__Host-ward_session=")
    assert "Secure" in headers["set-cookie"]
    assert headers["strict-transport-security"]


def test_guesses_are_slowed_down(real_ward):
    post = {"method": "POST", "Origin": real_ward.url}
    assert set_up(real_ward) == 303
    wrong = urlencode({"login": "sep", "password": "x"})
    statuses = [ask(real_ward, "/sign-in", body=wrong, **post)[0] for _n in range(7)]
    assert statuses[:5] == [403] * 5
    assert statuses[-1] == 429
    assert ask(real_ward, "/set-up")[1]["location"] == "/sign-in"  # once only


def test_guesses_at_the_same_time_are_slowed_down_too(real_ward):
    """And somebody who was here before comes in meanwhile, from the same address."""
    post = {"method": "POST", "Origin": real_ward.url}
    assert set_up(real_ward) == 303
    right = urlencode({"login": "sep", "password": GOOD})
    assert ask(real_ward, "/sign-in", body=right, **post)[0] == 303
    wrong = urlencode({"login": "ai.do", "password": "x"})
    with ThreadPoolExecutor(20) as threads:
        answers = threads.map(lambda _n: ask(real_ward, "/sign-in", body=wrong, **post), range(20))
        statuses = [status for status, _headers, _body in answers]
    assert statuses.count(403) <= 6  # one more when a second passed meanwhile
    assert statuses.count(429) >= 14
    assert ask(real_ward, "/sign-in", body=right, **post)[0] == 303
