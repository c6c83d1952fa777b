"""What every test may use: no network, a demo ward of its own, the pages without a browser."""

import os
import secrets
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from filelock import FileLock
from hypothesis import settings as hypothesis_settings
from streamlit.testing.v1 import AppTest

from lib.actions.demo import load_demo
from lib.security.sessions import DEMO, begin_session
from lib.settings import ROOT, Settings, demo_settings, now, with_driver
from lib.store.engine import Store, open_store
from lib.text.catalogue import DEFAULT_LANGUAGE, use_language
from lib.ui.navigation import page_file
from lib.ui.state import store
from tests.postgresql import copy_rows, running_postgresql

hypothesis_settings.register_profile("ci", max_examples=40, derandomize=True, deadline=None)
hypothesis_settings.register_profile("soak", max_examples=5_000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

SHELL = ROOT / "lib" / "ui" / "shell.py"
AppPage = Callable[..., AppTest]
ComeIn = Callable[[str], None]
CopyDemo = Callable[[Path], Settings]


@pytest.fixture(autouse=True)
def _vietnamese() -> None:
    """A test that switched the language leaves nothing behind."""
    use_language(DEFAULT_LANGUAGE)


@pytest.fixture(autouse=True)
def _same_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that runs takes the place of the main module, and a process that a later test
    starts would run that page."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Whoever asks another computer for something fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            pytest.fail(f"a test tried to reach {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def postgresql() -> Iterator[sa.URL]:
    """A running server whose database `migrated` is only to be copied."""
    with running_postgresql() as cluster:
        url = sa.make_url(with_driver(cluster.address))
        create_database(url, "migrated")
        with tempfile.TemporaryDirectory() as folder:
            open_store(_served(Path(folder), url.set(database="migrated"))).close()
        yield url


def create_database(server: sa.URL, name: str, template: str = "template1") -> None:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()


def _served(folder: Path, url: sa.URL) -> Settings:
    return Settings(folder / "ward", is_demo=False, server_url=url.render_as_string(False))


@pytest.fixture(params=["sqlite", "postgresql"])
def ward(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An empty ward, in a file and once more on a database server."""
    if request.param == "sqlite":
        return Settings(tmp_path / "ward", is_demo=False)
    server, name = request.getfixturevalue("postgresql"), f"w{secrets.token_hex(6)}"
    create_database(server, name, template="migrated")
    return _served(tmp_path, server.set(database=name))


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo ward, built once for all workers. Only to be copied."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / "built-demo"
    with FileLock(shared / "built-demo.lock"), pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARD_DATA_DIR", str(folder))
        load_demo(demo_settings())
    return folder


@pytest.fixture(scope="session")
def filed_demo(built_demo: Path) -> CopyDemo:
    """filed_demo(folder): a copy of the demo ward."""

    def copied(folder: Path) -> Settings:
        shutil.copytree(built_demo / "demo-ward", folder)
        return Settings(folder, is_demo=True)

    return copied


@pytest.fixture(scope="session")
def served_demo(
    filed_demo: CopyDemo, postgresql: sa.URL, tmp_path_factory: pytest.TempPathFactory
) -> CopyDemo:
    """The same with its rows on a database server; the server copies the database."""

    def create(name: str, template: str) -> str:
        create_database(postgresql, name, template)
        return postgresql.set(database=name).render_as_string(hide_password=False)

    folder = tmp_path_factory.mktemp("served-demo")
    empty = Settings(folder, is_demo=True, server_url=create("demo", template="migrated"))
    with (
        closing(open_store(filed_demo(folder / "file"))) as file,
        closing(open_store(empty)) as server,
    ):
        copy_rows(file, server)

    def copied(folder: Path) -> Settings:
        url = create(f"d{secrets.token_hex(6)}", template="demo")
        return replace(filed_demo(folder), server_url=url)

    return copied


@pytest.fixture(scope="module", params=["filed_demo", "served_demo"], ids=["sqlite", "postgresql"])
def demo_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The demo ward for a module that only reads, in a file and once more on a database server;
    what its reports write down stays in its copy."""
    copy: CopyDemo = request.getfixturevalue(request.param)
    with closing(open_store(copy(tmp_path_factory.mktemp("read") / "demo-ward"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def filed_store(filed_demo: CopyDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The same in a file alone, for figures of many days: that reports say from a server what they
    say from a file is held by tests/reports/test_file_and_server.py."""
    with closing(open_store(filed_demo(tmp_path_factory.mktemp("read") / "demo-ward"))) as opened:
        yield opened


@pytest.fixture
def demo_folder(built_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """WARD_DATA_DIR: the demo ward in a folder of this test's own."""
    folder = tmp_path / "data"
    shutil.copytree(built_demo, folder)
    monkeypatch.setenv("WARD_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """WARD_DATA_DIR without any ward."""
    monkeypatch.setenv("WARD_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def come_in(monkeypatch: pytest.MonkeyPatch) -> ComeIn:
    """come_in("auditor"): pages are run for that one of the demo's people from now on."""

    def signed_in(role: str) -> None:
        token = begin_session(store(), DEMO + role, DEMO + role, now())
        monkeypatch.setattr("lib.ui.reader.session_token", lambda: token)

    return signed_in


@pytest.fixture
def app_page(demo_folder: Path, come_in: ComeIn) -> Iterator[AppPage]:
    """Opens a page as a browser would: app_page("quarantine", role="auditor", lang="en")."""

    def opened(
        page: str = "overview",
        *,
        role: str | None = None,
        as_of: date | None = None,
        lang: str = "vi",
    ) -> AppTest:
        app = AppTest.from_file(str(SHELL), default_timeout=60)
        app.query_params["lang"] = lang
        if as_of:
            app.query_params["as_of"] = as_of.isoformat()
        come_in(role or "vice_chair")
        app.run()
        return app if page == "overview" else app.switch_page(page_file(page)).run()

    store.cache_clear()
    yield opened
    store().close()
    store.cache_clear()
