"""Backups as people and the clock ask for them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from lib.actions.repeating import repeating
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.backups import Backup, make_backup
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.problems import StoreProblem
from lib.store.repository import add_audit

HOUR = 3600.0
LOGGER = logging.getLogger("ward")


def back_up(store: Store, actor: Actor) -> Backup:
    """Now, because somebody asks. Raises NotAllowed, StoreProblem."""
    actor.require("backups.make")
    now = present()
    with store.write() as conn:
        add_audit(conn, store.ward_id, Author(actor.account, now), "backups.make")
    return make_backup(store, now, "asked")


def back_up_before(store: Store, now: datetime, reason: str) -> None:
    """The demo needs none. A backup that fails must not stop the work of the day; doctor tells."""
    if store.settings.is_demo or store.problem:
        return
    try:
        make_backup(store, now, reason)
    except (StoreProblem, OSError) as problem:
        LOGGER.warning("backup failed: %s", getattr(problem, "code", type(problem).__name__))


@contextmanager
def hourly_backups(store: Store, every: float = HOUR) -> Iterator[None]:
    """While it lasts, one backup an hour when something changed. The demo needs none."""
    with repeating(lambda: back_up_before(store, present(), "hour"), every):
        yield
