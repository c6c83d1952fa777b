"""One server with the demo ward and one Chromium for all browser tests; a new context per test.

After every test: no uncaught script error, no request that leaves this computer.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chromium import AS_VIETNAMESE, launched, settled
from tests.browser.server import Server, running_server

HERE = Path(__file__).parent
OPEN_SECONDS = 30
# Schemes that reach no other computer.
LOCAL_SCHEMES = ("data", "blob", "about")
OpenPage = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs them all: one server, one browser, nobody else's load."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def server(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With the demo ward; shared, so a test that writes puts back what it changed."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(built_demo, folder / "data")
    with running_server(folder / "data", folder / "server.log") as started:
        yield started


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A reader in Viet Nam; what the pages did wrong is said at the end."""
    opened = chromium.new_context(viewport={"width": 1440, "height": 900}, **AS_VIETNAMESE)
    troubles: list[str] = []
    opened.on("weberror", lambda error: troubles.append(f"script error: {error.error}"))
    opened.on("request", lambda request: _note_stranger(request.url, troubles))
    opened.on(
        "page", lambda page: page.on("websocket", lambda ws: _note_stranger(ws.url, troubles))
    )
    yield opened
    opened.close()
    assert not troubles, "\n".join(dict.fromkeys(troubles))


def _note_stranger(url: str, troubles: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in LOCAL_SCHEMES and parts.hostname != "127.0.0.1":
        troubles.append(f"a request left this computer: {url}")


@pytest.fixture
def page(context: BrowserContext) -> Page:
    opened = context.new_page()
    opened.set_default_timeout(OPEN_SECONDS * 1000)
    return opened


@pytest.fixture
def open_page(page: Page, server: Server) -> OpenPage:
    """open_page("map", as_of="2021-12-29"): the page, drawn."""

    def opened(name: str = "overview", **query: str) -> Page:
        page.goto(server.page(name, **query))
        return settled(page)

    return opened
