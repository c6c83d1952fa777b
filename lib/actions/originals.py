"""Files that teams sent: kept as they came for as long as the ward says, then taken away.

What was read from them stays in the lists, with its history and its report.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from lib.actions.repeating import repeating
from lib.settings import TIME_ZONE
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.backups import backups_folder
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.imports import last_sent
from lib.store.policies import policies_of
from lib.store.problems import StoreProblem

HOUR = 3600.0
SWEEPER = "server"
LOGGER = logging.getLogger("ward")


def sweep_originals(store: Store, now: datetime) -> int:
    """Take away the files, and their copies beside the backups, that nobody sent within the days
    that the ward keeps them; returns how many. The demo's are left alone."""
    if store.settings.is_demo or store.problem:
        return 0
    with store.read() as conn:
        over = _over(store, conn, now)
    n_files = len({hash_of(path) for path in over})
    if n_files:  # written down first: no file goes without its line
        with store.write() as conn:
            author = Author(SWEEPER, now)
            add_audit(conn, store.ward_id, author, "files.forget", n_rows=n_files, changes=False)
    for path in over:
        path.unlink(missing_ok=True)
    return n_files


def _over(store: Store, conn: sa.Connection, now: datetime) -> list[Path]:
    kept = timedelta(days=policies_of(conn, store.ward_id)["uploads_kept_days"])
    sent = last_sent(conn, store.ward_id)
    folders = (store.settings.uploads, backups_folder(store.settings) / "originals")
    files = (path for folder in folders for path in kept_files(folder))
    return [path for path in files if _last(path, sent) < now - kept]


@contextmanager
def hourly_sweeps(store: Store, every: float = HOUR) -> Iterator[None]:
    """While it lasts, at once and every hour."""

    def sweep() -> None:
        try:
            sweep_originals(store, present())
        except (StoreProblem, OSError) as problem:
            LOGGER.warning("sweep failed: %s", getattr(problem, "code", type(problem).__name__))

    with repeating(sweep, every):
        yield


def kept_files(folder: Path) -> Iterator[Path]:
    if folder.exists():
        yield from (path for path in folder.iterdir() if path.is_file())


def _last(path: Path, sent: dict[str, datetime]) -> datetime:
    """When these bytes came last, by the imports or, where there is none, by the file."""
    written = datetime.fromtimestamp(path.stat().st_mtime, TIME_ZONE).replace(tzinfo=None)
    return sent.get(hash_of(path), written)


def hash_of(path: Path) -> str:
    return path.name.partition(".")[0]
