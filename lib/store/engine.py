"""The ward's database: opened, brought up to date, read and written. SQLite by default.

One writer at a time: SQLite's writes begin with BEGIN IMMEDIATE, for a transaction that reads
first and writes later would fail with "database is locked" as soon as another one wrote in
between, whatever the time-out; PostgreSQL's begin with an advisory lock of the ward. So what a
transaction compares with cannot move before it writes. All reads of one `read` see one moment.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy import event

from lib.settings import Settings
from lib.store.audit import audit_head, lies_on_chain
from lib.store.head import Noted, note_head, noted_head
from lib.store.problems import StoreBusy, StoreProblem
from lib.store.tables import AUDIT, REVISION
from lib.store.viewing import finish_looks

BUSY_SECONDS = 30
# What people do at a door changes rows of visits and nothing else.
OF_VISITS_ALONE = ("visit.record", "visit.measure")
# Below this version WAL can damage a database that two connections write (WAL-reset bug).
WAL_IS_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3)
_PRAGMAS = (
    f"busy_timeout={BUSY_SECONDS * 1000}",
    f"journal_mode={'WAL' if WAL_IS_SAFE else 'DELETE'}",
    "synchronous=FULL",
    "secure_delete=ON",
    "foreign_keys=ON",
    "mmap_size=0",
)
_READING = {"postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}}
# Problems that the next write will have too.
_LASTING = ("DISK_FULL", "STORE_FAILED", "STORE_UNREACHABLE")
_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code after lock_timeout
_LOCK_WARD = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:ward, 0))")


@dataclass(frozen=True)
class Store:
    """One ward in one database. Open with `open_store`.

    With a `problem` it can be read but not written; the code says what happened. `_last` holds
    what kept the last write from succeeding.
    """

    settings: Settings
    ward_id: str
    engine: sa.Engine
    problem: str | None = None
    _last: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def trouble(self) -> str | None:
        """Why nothing can be saved at present: the store's problem, or a disk that is full."""
        return self.problem or self._last.get("trouble")

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """One view of the data for several reads; ends without writing."""
        reading = self.engine.execution_options(**_READING.get(self.engine.dialect.name, {}))
        with _failures_are_problems(), reading.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One transaction: committed at the end, or nothing of it stays."""
        if self.problem:
            raise StoreProblem(self.problem)
        try:
            with self._transaction() as connection:
                yield connection
        except StoreProblem as problem:
            if problem.code in _LASTING:
                self._last["trouble"] = problem.code
            raise
        self._last.clear()

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        writing = self.engine.execution_options(writes=True)
        with _failures_are_problems(), writing.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(_LOCK_WARD, {"ward": self.ward_id})
            yield connection
            saved = self._to_note(connection) if connection.in_transaction() else None
        if saved:
            note_head(self.settings, saved)

    def data_version(self) -> int:
        """Grows with every change; what a cache is keyed on."""
        with self.read() as connection:
            return self._newest(connection)

    def version_but_visits(self) -> int:
        """Grows with every change but those at a door, of which a ward makes hundreds a day."""
        with self.read() as connection:
            return self._newest(connection, AUDIT.c.action.not_in(OF_VISITS_ALONE))

    def saved(self) -> Noted:
        """What was saved last."""
        with self.read() as connection:
            return self._saved(connection)

    def is_behind(self) -> bool:
        """Whether what was noted as saved is no longer there."""
        with self.read() as connection:
            return not self._holds(connection, noted_head(self.settings))

    def _saved(self, connection: sa.Connection) -> Noted:
        head = audit_head(connection, self.ward_id)
        return Noted(self._newest(connection), head.number, head.hash)

    def _holds(self, connection: sa.Connection, noted: Noted) -> bool:
        is_there = lies_on_chain(connection, self.ward_id, noted.head)
        return is_there and self._newest(connection) >= noted.seq

    def _to_note(self, connection: sa.Connection) -> Noted | None:
        """A note whose line is gone stays: it is the only trace of that."""
        if not self._holds(connection, noted_head(self.settings)):
            return None
        saved = self._saved(connection)
        return saved if saved.number else None

    def _newest(self, connection: sa.Connection, *which: sa.ColumnElement[bool]) -> int:
        of_ward = (AUDIT.c.ward_id == self.ward_id, AUDIT.c.changes == sa.true())
        newest = sa.select(AUDIT.c.seq).where(*of_ward, *which)
        return connection.scalar(newest.order_by(AUDIT.c.seq.desc()).limit(1)) or 0

    def close(self) -> None:
        finish_looks(self)
        self.engine.dispose()


def open_store(settings: Settings) -> Store:
    """Create the folder and the database when absent, migrate when old; quick when current."""
    _make_private(settings)
    store = Store(settings, settings.ward_id, _engine(settings.database_url))
    try:
        _bring_up_to_date(store)
    except BaseException:
        store.close()
        raise
    if store.is_behind():
        return replace(store, problem="STORE_BEHIND")
    return store


def checked(store: Store) -> Store:
    """The store after a look through the whole file; a damaged one can only be read."""
    if store.problem or not store.settings.database_file:
        return store
    try:
        with store.read() as connection:
            answer = connection.scalar(sa.text("PRAGMA quick_check"))
    except StoreProblem:
        answer = None
    return store if answer == "ok" else replace(store, problem="STORE_DAMAGED")


def _bring_up_to_date(store: Store) -> None:
    with store.read() as connection:
        found = _revision(connection)
    if found == REVISION:
        return
    from lib.store.migrate import migrate  # Alembic is slow to import and rarely needed

    if found and store.settings.database_file:
        copy_database(store.settings.database_file, store.settings.folder / f"before-{REVISION}.db")
    with store.write() as connection:
        if _revision(connection) != REVISION:  # nobody else did it meanwhile
            migrate(connection)


@contextmanager
def server_lock(settings: Settings) -> Iterator[None]:
    """Held by the one server of a data folder; beside it, so that the folder can be swapped."""
    settings.folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.folder.with_name(settings.folder.name + ".lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusy("SERVER_RUNNING") from None
    try:
        yield
    finally:
        lock.release()


def _make_private(settings: Settings) -> None:
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if settings.database_file:
        os.close(os.open(settings.database_file, os.O_RDWR | os.O_CREAT, 0o600))


def _engine(url: str) -> sa.Engine:
    # Parameters hold people's data: they stay out of every exception and log line.
    engine = sa.create_engine(
        url, hide_parameters=True, json_serializer=_json, pool_pre_ping=not url.startswith("sqlite")
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "connect", _set_patience)
    return engine


def _set_patience(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {int(BUSY_SECONDS * 1000)}")
    connection.commit()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def copy_database(source: Path, target: Path) -> None:
    """Complete also while others write; a plain copy of the file would not be. Raises
    StoreProblem."""
    with (
        _failures_are_problems(),
        closing(sqlite3.connect(source)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return revision


@contextmanager
def _failures_are_problems() -> Iterator[None]:
    """A busy, full or damaged disk is no error of ours: it gets a code that people can act on."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.DatabaseError) as error:
        cause = getattr(error, "orig", error)
        if "locked" in str(cause) or getattr(cause, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
            raise StoreBusy("STORE_BUSY") from error
        if "full" in str(cause):
            raise StoreProblem("DISK_FULL") from error
        if type(cause) in (sqlite3.OperationalError, sqlite3.DatabaseError):
            raise StoreProblem("STORE_FAILED") from error
        if isinstance(error, sa.exc.IntegrityError):  # PostgreSQL's message shows the whole row
            raise sa.exc.IntegrityError("", None, Exception(type(cause).__name__)) from None
        if isinstance(error, sa.exc.OperationalError):  # the database server is gone
            raise StoreProblem("STORE_UNREACHABLE") from error
        raise
