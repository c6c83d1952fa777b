"""A ward's store in a folder of its own: a real SQLite file."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from lib.settings import Settings
from lib.store.engine import Store, open_store
from lib.store.history import Author


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(folder=tmp_path / "ward", is_demo=False)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture
def author() -> Author:
    return Author(actor="lan", at=datetime.fromisoformat("2021-12-29T08:30"))
