"""A ward's store in a folder of its own, the data officer, and one moment for everything."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from lib.actions.imports import ImportReport, accept_import
from lib.security.actors import Actor, terminal_actor
from lib.settings import Settings
from lib.store.engine import Store, open_store

NOW = datetime.fromisoformat("2021-12-29T08:30")
Take = Callable[..., ImportReport]


@pytest.fixture
def store(ward: Settings) -> Iterator[Store]:
    opened = open_store(ward)
    yield opened
    opened.close()


@pytest.fixture
def quick_store(tmp_path: Path) -> Iterator[Store]:
    """For many examples: a file, and no backups."""
    opened = open_store(Settings(tmp_path / "quick", is_demo=True))
    yield opened
    opened.close()


@pytest.fixture
def officer() -> Actor:
    return terminal_actor("lan")


@pytest.fixture
def take(store: Store, officer: Actor) -> Take:
    """take("cases", text) -> ImportReport."""

    def accept(table: str, text: str, **constants: str) -> ImportReport:
        raw, name = text.encode(), f"{table}.csv"
        return accept_import(store, officer, raw, name, table, constants=constants, now=NOW)

    return accept
