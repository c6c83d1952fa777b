"""The disk fills up at each place where something is written: it is said, and nothing is by half.

The system refuses the writing, as it does on a full disk; a limit of the process makes it do so.
"""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from lib.actions.backups import back_up_before
from lib.actions.erasing import LEDGER, erase_person, find_files
from lib.actions.imports import accept_import
from lib.cli import main
from lib.security.actors import terminal_actor
from lib.security.audit import record
from lib.store.backup_keys import machine_identity
from lib.store.backups import list_backups, make_backup
from lib.store.engine import Store
from lib.store.files import write_whole
from lib.store.head import Noted, note_head, noted_head
from lib.store.history import Author
from lib.store.problems import StoreProblem
from lib.store.repository import fetch
from lib.store.uploads import keep_original
from tests.security.wards import NOW

ROOM = 100  # bytes that still go into a file: a beginning of it, no more
FULL = ("DISK_FULL", "STORE_FAILED", "BACKUP_FAILED")
MANY = b"x" * 10_000
GROUPS = "Mã tổ,Tên tổ\n" + "\n".join(f"TDP{n:02},Tổ {n}" for n in range(60, 99))
BY = Author("lan", NOW)
PERSON = {"table": "cases", "row_id": "C1", "kind": "erase"}


@contextmanager
def full_disk() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def erase(store: Store) -> None:
    with store.write() as conn:
        erase_person(conn, store, BY, PERSON | find_files(store, PERSON, NOW))


def take_groups(store: Store) -> None:
    accept_import(store, terminal_actor("lan"), GROUPS.encode(), "g.csv", "groups", now=NOW)


WRITERS: dict[str, Callable[[Store], object]] = {
    "upload": lambda store: keep_original(store.settings.uploads, MANY),
    "import": take_groups,
    "map": lambda store: write_whole(store.settings.boundaries_file, MANY),
    "backup": lambda store: make_backup(store, NOW, "hour"),
    "ledger": erase,
}


def state(store: Store) -> dict[str, object]:
    """Every file but the database's own, and what is in the database."""
    folder = store.settings.folder
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*") if path.is_file() and not path.name.startswith("ward.db")
    }  # fmt: skip
    with store.read() as conn:
        cases = fetch(conn, store.ward_id, "cases", ["case_id", "full_name"]).rows()
    return {"files": files, "cases": cases, "saved": store.saved()}


@pytest.fixture
def ready(filled: Store) -> Store:
    """With what is made once and kept: keys, a map, a backup, a ledger."""
    machine_identity(filled.settings)
    filled.settings.boundaries_file.write_text("{}", "utf-8")
    (filled.settings.folder / LEDGER).touch()
    return filled


@pytest.mark.parametrize("writer", WRITERS)
def test_it_is_said_and_nothing_is_by_half(ready: Store, writer: str) -> None:
    before = state(ready)
    with full_disk(), pytest.raises(StoreProblem) as problem:
        WRITERS[writer](ready)
    assert problem.value.code in FULL
    assert state(ready) == before
    WRITERS[writer](ready)  # when there is room again
    assert state(ready) != before


def test_a_change_that_fitted_counts_though_its_note_did_not(ready: Store) -> None:
    record(ready, "lan", "rows.export", at=NOW)
    noted = noted_head(ready.settings)
    with full_disk():
        note_head(ready.settings, replace(noted, seq=noted.seq + 1))
    assert noted_head(ready.settings) == noted != Noted()


def test_a_backup_that_finds_no_room_stops_nobody(ready: Store) -> None:
    with full_disk():
        back_up_before(ready, NOW, "hour")
    assert list_backups(ready.settings) == []
    back_up_before(ready, NOW, "hour")
    assert len(list_backups(ready.settings)) == 1


def test_a_full_database_says_so_until_there_is_room(ready: Store) -> None:
    if not ready.settings.database_file:
        pytest.skip("the server's disk is not this process's")
    with full_disk(), pytest.raises(StoreProblem):
        record(ready, "lan", "rows.export", at=NOW)
    assert ready.trouble in FULL
    record(ready, "lan", "rows.export", at=NOW)
    assert ready.trouble is None


def test_what_is_taken_out_is_whole_or_absent(
    small_ward: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_ward(tmp_path)
    monkeypatch.setenv("WARD_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("lib.cli.terminal.say", lambda _text: None)  # captured in a file, too
    monkeypatch.setattr("lib.cli.say", lambda _text: None)
    target = tmp_path / "cases.csv"
    with full_disk():
        assert main(["export", "cases", "--output", str(target)]) == 4
    assert not list(tmp_path.glob("*cases.csv*"))
    assert main(["export", "cases", "--output", str(target)]) == 0
