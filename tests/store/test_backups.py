"""A backup is encrypted, proven, rotated by number, and comes back whole."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pyrage
import pytest
import sqlalchemy as sa

from lib.settings import Settings
from lib.store.backup_keys import add_offline_key
from lib.store.backups import (
    DAILY,
    HOURLY,
    check_files,
    list_backups,
    make_backup,
    read_backup,
    restore_backup,
)
from lib.store.engine import Store, checked, open_store
from lib.store.head import Noted, noted_head
from lib.store.history import Author
from lib.store.problems import StoreProblem
from lib.store.repository import add_audit, fetch, insert_rows
from tests.conftest import create_database

NOW = datetime.fromisoformat("2021-12-29T08:30")
NAME = "Marker Nguyen"
CASE = {"case_type": "F0", "full_name": NAME, "group_id": "TDP01", "reported_at": "2021-12-29"}


def add(store: Store, author: Author, case_id: str) -> None:
    with store.write() as conn:
        insert_rows(conn, store.ward_id, "cases", [CASE | {"case_id": case_id}], author)
        add_audit(conn, store.ward_id, author, "rows.import", n_rows=1)


def names(store: Store) -> list[str]:
    with store.read() as conn:
        return fetch(conn, store.ward_id, "cases", ["case_id"])["case_id"].to_list()


def test_a_backup_comes_back_whole(store: Store, author: Author) -> None:
    add(store, author, "C1")
    store.settings.boundaries_file.write_text("{}")
    backup = make_backup(store, NOW, "hour")
    add(store, author, "C2")
    store.settings.boundaries_file.write_text("{1}")
    store.close()
    restore_backup(store.settings, backup.path.read_bytes())
    restored = open_store(store.settings)
    assert restored.problem is None
    assert names(restored) == ["C1"]
    restored.close()


@pytest.fixture
def served(postgresql: sa.URL, tmp_path: Path) -> Iterator[Store]:
    """For what only a server can show."""
    name = f"b{secrets.token_hex(6)}"
    create_database(postgresql, name, template="migrated")
    url = postgresql.set(database=name).render_as_string(hide_password=False)
    store = open_store(Settings(tmp_path / "ward", is_demo=False, server_url=url))
    yield store
    store.close()


def test_a_servers_dump_is_read_to_its_end_and_counted(served: Store, author: Author) -> None:
    for n in range(300):
        add(served, author, f"C{n}")
    files = read_backup(served.settings, make_backup(served, NOW, "hour").path.read_bytes())
    dump, manifest = files["ward.dump"], files["manifest.json"]
    rows = json.loads(manifest)["rows"]
    assert (rows["cases"], rows["history"], rows["visits"]) == (300, 300, 0)
    wrong = json.dumps({"rows": rows | {"cases": 301}}).encode()
    at = len(dump) * 9 // 10
    spoilt = dump[:at] + bytes(64) + dump[at + 64 :]
    for files in (
        {"ward.dump": b"PGDMPrubbish", "manifest.json": manifest},
        {"ward.dump": dump[: len(dump) // 2], "manifest.json": manifest},
        {"ward.dump": spoilt, "manifest.json": manifest},
        {"ward.dump": dump, "manifest.json": wrong},
    ):
        with pytest.raises(StoreProblem) as problem:
            check_files(files)
        assert problem.value.code == "BACKUP_UNREADABLE"
    for said in (manifest, b"{}"):  # earlier backups did not say how many rows
        check_files({"ward.dump": dump, "manifest.json": said})


def test_what_stood_there_is_moved_aside(settings: Settings, author: Author) -> None:
    store = open_store(settings)
    add(store, author, "C1")
    raw = make_backup(store, NOW, "hour").path.read_bytes()
    add(store, author, "C2")
    settings.boundaries_file.write_text("{}")  # after the backup
    store.close()
    aside = restore_backup(settings, raw)
    assert aside is not None
    assert (aside / settings.boundaries_file.name).exists()
    assert not settings.boundaries_file.exists()
    old = open_store(replace(settings, folder=aside))
    assert names(old) == ["C1", "C2"]
    old.close()


def test_a_backup_of_a_later_version_moves_nothing(
    settings: Settings, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(settings)
    add(store, author, "C1")
    with monkeypatch.context() as later:
        later.setattr("lib.store.backups.REVISION", "9999")
        raw = make_backup(store, NOW, "hour").path.read_bytes()
    with pytest.raises(StoreProblem) as problem:
        restore_backup(settings, raw)
    assert problem.value.code == "STORE_NEWER"
    assert names(store) == ["C1"]
    assert not list(settings.folder.glob("before-restore-*"))
    store.close()


def test_a_backup_of_a_file_is_none_of_a_server(settings: Settings, author: Author) -> None:
    store = open_store(settings)
    add(store, author, "C1")
    raw = make_backup(store, NOW, "hour").path.read_bytes()
    with pytest.raises(StoreProblem) as problem:
        restore_backup(replace(settings, server_url="postgresql://nowhere"), raw)
    assert problem.value.code == "BACKUP_OTHER_KIND"
    store.close()


def test_nobody_reads_it_without_a_key(settings: Settings, author: Author) -> None:
    store = open_store(settings)
    secret = add_offline_key(settings)
    add(store, author, "C1")
    raw = make_backup(store, NOW, "hour").path.read_bytes()
    store.close()
    assert NAME.encode() not in raw
    stranger = str(pyrage.x25519.Identity.generate())
    with pytest.raises(StoreProblem) as problem:
        restore_backup(settings, raw, stranger)
    assert problem.value.code == "BACKUP_UNREADABLE"
    restore_backup(settings, raw, secret)


def test_a_flipped_bit_is_found_before_anything_moves(settings: Settings, author: Author) -> None:
    store = open_store(settings)
    add(store, author, "C1")
    raw = bytearray(make_backup(store, NOW, "hour").path.read_bytes())
    raw[len(raw) // 2] ^= 1
    with pytest.raises(StoreProblem):
        restore_backup(settings, bytes(raw))
    assert names(store) == ["C1"]
    store.close()


def test_nothing_new_needs_no_new_backup(store: Store, author: Author) -> None:
    add(store, author, "C1")
    first = make_backup(store, NOW, "hour")
    assert make_backup(store, NOW + timedelta(hours=1), "import") == first


def test_rotation_counts_and_does_not_believe_the_clock(
    settings: Settings, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.store.backups._packed", lambda *_a: b"")
    monkeypatch.setattr("lib.store.backups._prove", lambda *_a: None)
    store = open_store(settings)
    for hour in range(0, 24 * 40, 4):
        with store.write() as conn:
            add_audit(conn, store.ward_id, author, "hour")
        make_backup(store, NOW + timedelta(hours=hour), "hour")
    kept = list_backups(settings)
    assert len(kept) == HOURLY + DAILY - 5  # the newest ones lie in five of the newest days
    with store.write() as conn:
        add_audit(conn, store.ward_id, author, "hour")
    make_backup(store, NOW.replace(year=2035), "hour")
    assert len(list_backups(settings)) >= len(kept) - 1  # one old day goes, not all of them
    store.close()


def test_a_lost_journal_is_noticed_and_stops_writing(settings: Settings, author: Author) -> None:
    store = open_store(settings)
    add(store, author, "C1")
    before = (settings.folder / "ward.db").read_bytes()
    add(store, author, "C2")
    store.close()
    (settings.folder / "ward.db").write_bytes(before)
    behind = open_store(settings)
    assert behind.problem == "STORE_BEHIND"
    assert names(behind) == ["C1"]
    with pytest.raises(StoreProblem):
        add(behind, author, "C3")
    behind.close()


def test_a_note_that_was_lost_or_spoilt_stops_nobody(settings: Settings, author: Author) -> None:
    store = open_store(settings)
    add(store, author, "C1")
    store.close()
    for content in (b"", b"{}", b"[]", b"\xff"):
        (settings.folder / "head.json").write_bytes(content)
        assert noted_head(settings) == Noted()
        again = open_store(settings)
        assert again.problem is None
        again.close()


def test_a_damaged_page_is_found_and_makes_the_store_read_only(
    settings: Settings, author: Author
) -> None:
    store = open_store(settings)
    for n in range(200):
        add(store, author, f"C{n}")
    assert checked(store).problem is None
    store.close()
    spoil(settings.folder / "ward.db")
    damaged = checked(open_store(settings))
    assert damaged.problem == "STORE_DAMAGED"
    with pytest.raises(StoreProblem), damaged.write():
        pass
    damaged.close()


def spoil(path: Path) -> None:
    """Overwrite the pages that hold people, leaving the head of the file alone."""
    raw = bytearray(path.read_bytes())
    at = raw.rindex(NAME.encode())
    page = at // 4096 * 4096
    raw[page : page + 512] = b"\xff" * 512
    path.write_bytes(bytes(raw))


def test_a_full_disk_is_said_and_nothing_is_lost(settings: Settings, author: Author) -> None:
    store = open_store(settings)
    add(store, author, "C1")

    def fill(connection: sa.Connection) -> None:
        pages = connection.scalar(sa.text("PRAGMA page_count"))
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        many = [CASE | {"case_id": f"D{n}", "note": "x" * 4000} for n in range(50)]
        insert_rows(connection, store.ward_id, "cases", many, author)

    with pytest.raises(StoreProblem) as problem, store.write() as connection:
        fill(connection)
    assert problem.value.code == "DISK_FULL"
    assert names(store) == ["C1"]
    store.close()
