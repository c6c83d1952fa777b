"""A ward's store in a folder of its own, in a file and on a database server."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lib.settings import Settings
from lib.store.engine import Store, open_store
from tests.conftest import create_database
from tests.security.wards import fill

Copy = Callable[[Path], Settings]


@pytest.fixture(autouse=True)
def _no_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is backed up when is not asked here, and takes longer than all the rest."""
    for module in ("imports", "large_imports"):
        monkeypatch.setattr(f"lib.actions.{module}.back_up_before", lambda *_args: None)


@pytest.fixture
def store(ward: Settings) -> Iterator[Store]:
    opened = open_store(ward)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def small_ward(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """small_ward(folder): the ward of tests.security.wards, brought in once and copied."""
    original = Settings(tmp_path_factory.mktemp("small") / "ward", is_demo=False)
    store = open_store(original)
    fill(store)
    store.close()

    def copied(folder: Path) -> Settings:
        shutil.copytree(original.folder, folder / "ward")
        return Settings(folder / "ward", is_demo=False)

    return copied


@pytest.fixture(scope="session")
def served_ward(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The same on a database server; the database is copied by the server."""
    server, folder = request.getfixturevalue("postgresql"), tmp_path_factory.mktemp("served")
    create_database(server, "small", template="migrated")

    def settings(folder: Path, name: str) -> Settings:
        url = server.set(database=name).render_as_string(hide_password=False)
        return Settings(folder / "ward", is_demo=False, server_url=url)

    store = open_store(settings(folder, "small"))
    fill(store)
    store.close()

    def copied(folder: Path) -> Settings:
        name = f"s{secrets.token_hex(6)}"
        create_database(server, name, template="small")
        return settings(folder, name)

    return copied


@pytest.fixture(params=["small_ward", "served_ward"], ids=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """With the small ward of tests.security.wards."""
    copy: Copy = request.getfixturevalue(request.param)
    opened = open_store(copy(tmp_path))
    yield opened
    opened.close()
