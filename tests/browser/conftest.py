"""One server with the demo ward and one Chromium for all browser tests; new pages per test.

After every test: no uncaught script error, no request that leaves this computer, none that fails.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from lib.settings import ROOT
from tests.browser.chromium import DESKTOP, launched, settled
from tests.browser.server import Server, running_server

HERE = Path(__file__).parent
OPEN_SECONDS = 30
expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong
# Schemes that reach no other computer.
LOCAL_SCHEMES = ("data", "blob", "about")
# On a page's own address Streamlit first asks here and then at the root.
ASKED_IN_VAIN = ("/_stcore/health", "/_stcore/host-config")
# What these refuse they say in words.
FORMS = ("/sign-in", "/set-up", "/own-password")
OpenPage = Callable[..., Page]
Figures = Callable[..., dict[str, Any]]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker is to run them all: one server, one browser. xdist 3.8 does not group with this
    pytest, so that each worker has a server of its own; they pass so as well."""
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
    """With the demo ward; shared, so no test counts on what another one has sent."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(built_demo, folder / "data")
    with running_server(folder / "data", folder / "server.log") as started:
        yield started


@pytest.fixture
def own_server(demo_folder: Path, tmp_path: Path) -> Iterator[Server]:
    """With the demo ward, for a test that counts."""
    with running_server(demo_folder, tmp_path / "server.log") as started:
        yield started


@pytest.fixture(scope="session")
def browsers(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """One context for each look, kept: only the first page of a look waits for the scripts.
    `new_page` clears what the test before left in it."""
    opened: dict[str, BrowserContext] = {}

    def browser(**look: Any) -> BrowserContext:
        name = json.dumps(look, sort_keys=True)
        if name not in opened:
            opened[name] = chromium.new_context(**(DESKTOP | look))
        return opened[name]

    yield browser
    for context in opened.values():
        context.close()


@pytest.fixture
def new_page(browsers: Callable[..., BrowserContext]) -> Iterator[OpenPage]:
    """new_page(**look): an empty page; what went wrong on it is said at the end of the test."""
    pages: list[Page] = []
    troubles: list[str] = []

    def opened(**look: Any) -> Page:
        context = browsers(**look)
        if all(page.context is not context for page in pages):
            context.set_storage_state({})  # a sidebar that an earlier test left open
        page = context.new_page()
        pages.append(page)
        page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
        page.on("request", lambda request: _note_stranger(request.url, troubles))
        page.on("response", lambda response: _note_failure(response, troubles))
        page.on("websocket", lambda socket: _note_stranger(socket.url, troubles))
        page.set_default_timeout(OPEN_SECONDS * 1000)
        return page

    yield opened
    for page in pages:
        page.close()
    assert not troubles, "\n".join(dict.fromkeys(troubles))


def _note_stranger(url: str, troubles: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in LOCAL_SCHEMES and parts.hostname != "127.0.0.1":
        troubles.append(f"a request left this computer: {url}")


def _note_failure(response: Response, troubles: list[str]) -> None:
    path = urlsplit(response.url).path
    if response.status >= 400 and not path.endswith(ASKED_IN_VAIN) and path not in FORMS:
        troubles.append(f"{response.status} for {response.url}")


@pytest.fixture
def open_page(new_page: OpenPage, server: Server) -> OpenPage:
    """open_page("map", role="auditor", look=PHONE, as_of="2021-12-29"): the page, drawn."""

    def opened(
        name: str = "overview", *, role: str = "vice_chair", look: dict[str, Any] | None = None,
        **query: str,
    ) -> Page:  # fmt: skip
        page = new_page(**(look or {}))
        server.sign_in(page.context, role)
        page.goto(server.page(name, **query))
        return settled(page)

    return opened


@pytest.fixture(scope="session")
def figures(server: Server) -> Figures:
    """figures("2021-12-29"): what the command line says of the data that is being served."""

    def told(day: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "lib.cli", "indicators", "--as-of", day]
        run = subprocess.run(
            [*command, "--by", "group", "--json"],
            cwd=ROOT, env=os.environ | {"WARD_DATA_DIR": str(server.data_folder)},
            capture_output=True, check=True,
        )  # fmt: skip
        answer: dict[str, Any] = json.loads(run.stdout)
        return answer

    return told
