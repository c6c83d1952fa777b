"""The one open store of this process."""

from functools import cache

from lib.settings import active_settings
from lib.store.engine import Store, open_store


@cache
def store() -> Store:
    """Opened once; also outside a server, where no lifespan ran."""
    return open_store(active_settings(demo_when_empty=True))
