"""The database opens, migrates once, and one writer at a time loses nothing."""

import os
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import lib.store.issued  # noqa: F401 - declares its table
from lib.settings import Settings
from lib.store.engine import BUSY_SECONDS, WAL_IS_SAFE, Store, open_store, server_lock
from lib.store.migrate import config
from lib.store.problems import StoreBusy, StoreProblem
from lib.store.tables import METADATA, REVISION


def test_migrated_schema_is_the_declared_one(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_revision_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == REVISION


def test_opens_an_empty_file_and_a_current_one(settings: Settings) -> None:
    settings.folder.mkdir(parents=True)
    (settings.folder / "ward.db").touch()
    open_store(settings).close()
    again = open_store(settings)
    assert again.data_version() == 0
    again.close()


def test_opening_twice_at_once_migrates_once(settings: Settings) -> None:
    stores: list[Store] = []
    threads = [
        threading.Thread(target=lambda: stores.append(open_store(settings))) for _n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores) == 4
    for opened in stores:
        opened.close()


def test_database_of_a_newer_program_is_left_alone(store: Store) -> None:
    with store.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreProblem) as problem:
        open_store(store.settings)
    assert problem.value.code == "STORE_NEWER"
    assert problem.value.sentence()


def test_pragmas_hold_on_every_connection(settings: Settings) -> None:
    store = open_store(settings)
    expected = {
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": BUSY_SECONDS * 1000,
        "journal_mode": "wal" if WAL_IS_SAFE else "delete",
    }
    with store.read() as first, store.read() as second:
        for connection in (first, second):
            found = {name: connection.scalar(sa.text(f"PRAGMA {name}")) for name in expected}
            assert found == expected
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_nobody_else_may_read_the_folder(settings: Settings) -> None:
    open_store(settings).close()
    folder = settings.folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "ward.db").stat().st_mode) == 0o600


def test_an_error_inside_a_write_leaves_nothing(store: Store) -> None:
    def write_and_fail() -> None:
        with store.write() as connection:
            connection.execute(sa.text("CREATE TABLE half (x INTEGER)"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with store.read() as connection:
        assert not sa.inspect(connection).has_table("half")


def test_a_busy_database_says_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.store.engine._PRAGMAS", ("busy_timeout=50",))
    monkeypatch.setattr("lib.store.engine.BUSY_SECONDS", 0.05)
    impatient = open_store(store.settings)
    with store.write(), pytest.raises(StoreBusy) as busy, impatient.write():
        pass
    assert busy.value.code == "STORE_BUSY"
    impatient.close()


def test_one_server_per_folder(settings: Settings) -> None:
    with server_lock(settings):
        with pytest.raises(StoreBusy) as busy, server_lock(settings):
            pass
        assert busy.value.code == "SERVER_RUNNING"
        other = replace(settings, folder=settings.folder.with_name("other"))
        with server_lock(other):
            pass
        open_store(settings).close()  # the command line works beside the server
    with server_lock(settings):
        pass


def test_a_folder_may_have_a_percent_sign(tmp_path: Path) -> None:
    open_store(Settings(folder=tmp_path / "100% ward", is_demo=False)).close()


def test_a_damaged_database_is_reported_not_overwritten(settings: Settings) -> None:
    settings.folder.mkdir(parents=True)
    damaged = b"this is no database" * 100
    (settings.folder / "ward.db").write_bytes(damaged)
    with pytest.raises(StoreProblem) as problem:
        open_store(settings)
    assert problem.value.code == "STORE_FAILED"
    assert (settings.folder / "ward.db").read_bytes() == damaged
