"""The small ward of tests.reports.doors, in a file and on a database server."""

from collections.abc import Iterator

import pytest

from lib.settings import Settings
from lib.store.engine import Store, open_store
from tests.reports.doors import fill


@pytest.fixture
def filled(ward: Settings) -> Iterator[Store]:
    opened = open_store(ward)
    yield fill(opened)
    opened.close()
