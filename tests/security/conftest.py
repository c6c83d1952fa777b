"""A ward's store in a folder of its own, in a file and on a database server."""

from collections.abc import Iterator

import pytest

from lib.settings import Settings
from lib.store.engine import Store, open_store


@pytest.fixture
def store(ward: Settings) -> Iterator[Store]:
    opened = open_store(ward)
    yield opened
    opened.close()
