"""Who looked at which people, noted beside the reading so that nobody waits for it.

A page is drawn many times while somebody works with it. One look is noted per reader and page in
a quarter of an hour, and again when more rows are seen. The notes are written a moment later by a
thread of their own: a long import must not hold up a page. A crash can lose those of the last
seconds; what hands data out (an export, a hidden field) is written before it is given.
"""

import logging
import threading
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa

from lib.store.audit import add_audit
from lib.store.history import Author
from lib.store.problems import StoreProblem

LOGGER = logging.getLogger("ward")
WINDOW = timedelta(minutes=15)
DELAY_SECONDS = 2.0
_ATTEMPTS, _MOST_REMEMBERED = 30, 10_000


class Writable(Protocol):
    @property
    def ward_id(self) -> str: ...
    @property
    def engine(self) -> sa.Engine: ...
    def write(self) -> AbstractContextManager[sa.Connection]: ...


@dataclass(frozen=True)
class Look:
    """Somebody, and what was looked at: a page's list (`subject`) or one record."""

    actor: str
    action: str
    subject: str | None = None
    table: str | None = None
    row_id: str | None = None


class ViewLog:
    """Looks at one ward that are still to be written."""

    def __init__(self, store: Writable) -> None:
        self._store = store
        self._lock, self._hurry = threading.Lock(), threading.Event()
        self._pending: list[tuple[Look, int, datetime]] = []
        self._noted: dict[Look, tuple[datetime, int]] = {}
        self._writer: threading.Thread | None = None

    def note(self, look: Look, n_rows: int, at: datetime) -> None:
        """Takes microseconds; whoever reads is never kept waiting."""
        with self._lock:
            since, most = self._noted.get(look, (at - WINDOW, 0))
            if since > at - WINDOW and n_rows <= most:
                return
            if len(self._noted) >= _MOST_REMEMBERED:
                self._noted.clear()
            self._noted[look] = (at, n_rows)
            self._pending.append((look, n_rows, at))
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_later, daemon=True)
                self._writer.start()

    def finish(self) -> None:
        """Write what is left, now."""
        self._hurry.set()
        if writer := self._writer:
            writer.join()

    def _write_later(self) -> None:
        failures = 0
        while True:
            self._hurry.wait(DELAY_SECONDS)
            with self._lock:
                looks, self._pending = self._pending, []
            is_written = self._write(looks)
            with self._lock:
                if not is_written:
                    failures, self._pending = failures + 1, looks + self._pending
                gives_up = not is_written and (failures >= _ATTEMPTS or self._hurry.is_set())
                if gives_up:
                    LOGGER.warning("%d looks at lists could not be noted", len(self._pending))
                    self._pending = []
                if not self._pending:
                    self._writer = None
                    return

    def _write(self, looks: Iterable[tuple[Look, int, datetime]]) -> bool:
        try:
            with self._store.write() as conn:
                for look, n_rows, at in looks:
                    add_audit(
                        conn, self._store.ward_id, Author(look.actor, at), look.action,
                        table=look.table, row_id=look.row_id, n_rows=n_rows,
                        subject=look.subject, changes=False,
                    )  # fmt: skip
        except StoreProblem:
            return False
        return True


_LOGS: dict[int, ViewLog] = {}


def note_look(store: Writable, look: Look, n_rows: int, at: datetime) -> None:
    _LOGS.setdefault(id(store.engine), ViewLog(store)).note(look, n_rows, at)


def finish_looks(store: Writable) -> None:
    """Before a store is closed, and before somebody reads the audit."""
    if log := _LOGS.pop(id(store.engine), None):
        log.finish()
