"""The one open store of this process."""

from functools import cache

from lib.actions.demo import load_demo
from lib.settings import active_settings
from lib.store.engine import Store, checked, open_store
from lib.text.catalogue import _


@cache
def store() -> Store:
    """Opened once, also outside a server, where no lifespan ran.

    The demo is built first when it is wanted and not there yet: an empty database in its place
    would be taken for a demo that stands.
    """
    settings = active_settings(demo_when_empty=True)
    if settings.is_demo and not settings.is_there:
        print(_("Building the demo ward in {folder} ...").format(folder=settings.folder))
        load_demo(settings)
    return checked(open_store(settings))
