"""The small ward of tests.reports.doors: in a file, and where it matters on a server as well."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.settings import Settings
from lib.store.engine import Store, open_store
from tests.reports.doors import fill


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings(tmp_path / "filled", is_demo=False))
    yield fill(opened)
    opened.close()


@pytest.fixture
def anywhere(ward: Settings) -> Iterator[Store]:
    opened = open_store(ward)
    yield fill(opened)
    opened.close()
