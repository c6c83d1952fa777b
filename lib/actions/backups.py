"""Backups as people and the clock ask for them."""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from lib.actions.repeating import repeating
from lib.security.actors import Actor
from lib.settings import Settings
from lib.settings import now as present
from lib.store.accounts import end_sessions
from lib.store.backups import Backup, make_backup, restore_backup
from lib.store.engine import Store, open_store
from lib.store.head import Noted, note_head, noted_head
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


def restore(settings: Settings, actor: Actor, raw: bytes, key: str | None = None) -> Path | None:
    """Put a backup in the ward's place; returns where what stood there was moved to. The server
    must be stopped. Raises NotAllowed, StoreProblem."""
    actor.require("backups.restore")
    before = noted_head(settings)
    aside = restore_backup(settings, raw, key)
    with closing(open_store(settings)) as store:
        _note_way_back(store, actor, "backups.restore", before)
    return aside


def go_on(settings: Settings, actor: Actor) -> None:
    """Allow changes again to a database that is older than what was noted as saved. Raises
    NotAllowed, StoreProblem."""
    actor.require("backups.restore")
    with closing(open_store(settings)) as store:
        if store.problem == "STORE_BEHIND":
            _note_way_back(
                replace(store, problem=None), actor, "backups.go_on", noted_head(settings)
            )
            note_head(settings, store.saved())


def _note_way_back(store: Store, actor: Actor, action: str, before: Noted) -> None:
    """The audit itself says from which end of it to which the ward went back. Everybody signs in
    anew: sessions that were over have come back, of closed accounts as well."""
    after = store.saved()
    with store.write() as conn:
        subject = f"{before.number}:{before.hash} > {after.number}:{after.hash}"
        end_sessions(conn, store.ward_id)
        add_audit(conn, store.ward_id, Author(actor.account, present()), action, subject=subject)


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
