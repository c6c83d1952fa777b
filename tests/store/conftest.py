"""A ward's store in a folder of its own: in a real SQLite file and on a real server."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from lib.settings import Settings
from lib.store.engine import Store, open_store
from lib.store.history import Author


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """For what only a file can show."""
    return Settings(folder=tmp_path / "ward", is_demo=False)


@pytest.fixture
def store(ward: Settings) -> Iterator[Store]:
    opened = open_store(ward)
    yield opened
    opened.close()


@pytest.fixture
def author() -> Author:
    return Author(actor="lan", at=datetime.fromisoformat("2021-12-29T08:30"))
