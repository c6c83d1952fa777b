"""Backups: one encrypted file each, proven by reading it back before it counts as one.

A backup is a zip of the database (SQLite's online backup, or pg_dump), the boundaries and a
manifest, encrypted with age to every recipient. The originals of uploaded files never change, so
each is encrypted once, beside. The machine holds an identity of its own to prove backups by
reading them; the recipient that matters is the one whose key lies in the vice-chair's safe.

It is opened again as a restore would: SQLite's file is checked and counted, a server's dump is read
from end to end and its rows are counted; both counts must be those of the moment it was made.
"""

import io
import json
import os
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyrage
import sqlalchemy as sa

from lib.settings import DATABASE_FILE, Settings
from lib.store.backup_keys import machine_identity, recipients
from lib.store.engine import Store, copy_database
from lib.store.files import write_whole
from lib.store.head import Noted, note_head
from lib.store.postgres import dump_database, dumped_rows, export_snapshot, restore_database
from lib.store.problems import StoreProblem
from lib.store.tables import DATA_TABLES, REVISION

HOURLY, DAILY = 24, 30
DUMP_FILE, MANIFEST = "ward.dump", "manifest.json"
_COUNTED = (*DATA_TABLES, "history", "audit")
_COUNT = "SELECT count(*) FROM {}"  # our own tables' names only
NEWEST = "newest.json"  # what the newest backup holds
_NAME = re.compile(r"(\d{6})-(\d{8}T\d{4})-([a-z]+)\.age")


@dataclass(frozen=True)
class Backup:
    """A finished backup. `number` grows by one each time, whatever the clock says."""

    path: Path
    number: int
    made_at: datetime
    reason: str


def backups_folder(settings: Settings) -> Path:
    return settings.folder / "backups"


def list_backups(settings: Settings) -> list[Backup]:
    """Oldest first."""
    found = []
    for path in backups_folder(settings).glob("*.age"):
        if match := _NAME.fullmatch(path.name):
            made_at = datetime.fromisoformat(match[2])
            found.append(Backup(path, int(match[1]), made_at, match[3]))
    return sorted(found, key=lambda backup: backup.number)


def make_backup(store: Store, now: datetime, reason: str) -> Backup:
    """Write, prove and keep one backup; the newest one when nothing changed since.

    `reason` is one lower-case word for the file's name. Raises StoreProblem.
    """
    settings = store.settings
    kept, saved = list_backups(settings), store.saved()
    if kept and is_backed_up(settings, saved):
        return kept[-1]
    number = kept[-1].number + 1 if kept else 1
    path = backups_folder(settings) / f"{number:06d}-{now:%Y%m%dT%H%M}-{reason}.age"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    packed = _packed(store, now, saved)
    encrypted = pyrage.encrypt(packed, recipients(settings))
    _prove(settings, encrypted)
    write_whole(path, encrypted)
    _note_saved(settings, saved)
    _keep_originals(settings)
    _rotate(settings)
    return Backup(path, number, now, reason)


def is_backed_up(settings: Settings, saved: Noted) -> bool:
    """Whether the newest backup holds every change and every line of the audit."""
    path = backups_folder(settings) / NEWEST
    return path.exists() and json.loads(path.read_bytes()) == asdict(saved)


def read_backup(settings: Settings, raw: bytes, identity: str | None = None) -> dict[str, bytes]:
    """The files of a backup by name. Raises StoreProblem when the key or the file is wrong."""
    key = identity or machine_identity(settings)
    try:
        packed = pyrage.decrypt(raw, [pyrage.x25519.Identity.from_str(key)])
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (pyrage.DecryptError, pyrage.IdentityError, zipfile.BadZipFile):
        raise StoreProblem("BACKUP_UNREADABLE") from None


def restore_backup(settings: Settings, raw: bytes, identity: str | None = None) -> Path | None:
    """Put a backup in the ward's place; returns where what stood there was moved to.

    The server must be stopped (the caller holds its lock). Keys, uploads and other backups stay.
    Raises StoreProblem before anything is moved.
    """
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # a new computer has none
    files = read_backup(settings, raw, identity)
    check_files(files)
    if (DUMP_FILE in files) != bool(settings.server_url):
        raise StoreProblem("BACKUP_OTHER_KIND")
    saved = _saved_in(files)
    if settings.server_url:
        restore_database(settings.server_url, files[DUMP_FILE])
        note_head(settings, saved)
        return None
    aside = _set_aside(settings)
    write_whole(settings.folder / DATABASE_FILE, files[DATABASE_FILE])
    if (name := settings.boundaries_file.name) in files:
        write_whole(settings.boundaries_file, files[name])
    note_head(settings, saved)
    return aside


def _saved_in(files: dict[str, bytes]) -> Noted:
    """A backup of before the audit's end was kept in it tells of the newest change only."""
    manifest = json.loads(files[MANIFEST])
    return Noted(**manifest.get("saved", {"seq": manifest["data_version"]}))


def _packed(store: Store, now: datetime, saved: Noted) -> bytes:
    settings = store.settings
    with tempfile.TemporaryDirectory(dir=settings.folder) as folder:
        database = Path(folder) / (DUMP_FILE if settings.server_url else DATABASE_FILE)
        if settings.server_url:
            rows = _dump(store, settings.server_url, database)
        else:
            copy_database(settings.folder / DATABASE_FILE, database)
            rows = _counts(database)
        manifest: dict[str, Any] = {"made_at": now.isoformat(), "revision": REVISION}
        manifest |= {"data_version": saved.seq, "saved": asdict(saved), "rows": rows}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(database, database.name)
            if settings.boundaries_file.exists():
                archive.write(settings.boundaries_file, settings.boundaries_file.name)
            archive.writestr(MANIFEST, json.dumps(manifest))
    return packed.getvalue()


def _dump(store: Store, url: str, target: Path) -> dict[str, int]:
    """The rows of each table at the very moment that is dumped."""
    with store.read() as conn:
        dump_database(url, target, export_snapshot(conn))
        counts = (sa.text(_COUNT.format(name)) for name in _COUNTED)
        return {name: conn.scalar(count) for name, count in zip(_COUNTED, counts, strict=True)}


def _counts(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as copy:
        return {name: copy.execute(_COUNT.format(name)).fetchone()[0] for name in _COUNTED}


def _prove(settings: Settings, encrypted: bytes) -> None:
    """A file that cannot be opened, read and counted again is no backup."""
    check_files(read_backup(settings, encrypted))


def check_files(files: dict[str, bytes]) -> None:
    """Raises StoreProblem when these are not the files of a whole backup, or of a later version."""
    manifest: dict[str, Any] = json.loads(files.get(MANIFEST, b"{}"))
    if manifest.get("revision", REVISION) > REVISION:
        raise StoreProblem("STORE_NEWER")
    if DUMP_FILE in files:
        is_whole = _is_whole_dump(files[DUMP_FILE], manifest.get("rows"))
    else:
        is_whole = _is_whole(files.get(DATABASE_FILE, b""), manifest.get("rows"))
    if not is_whole:
        raise StoreProblem("BACKUP_UNREADABLE")


def _is_whole_dump(dump: bytes, rows: dict[str, int] | None) -> bool:
    """Backups of earlier versions did not say how many rows there were."""
    found = dumped_rows(dump)
    return found is not None and (rows is None or {name: found.get(name) for name in rows} == rows)


def _is_whole(database: bytes, rows: object) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / DATABASE_FILE
        path.write_bytes(database)
        try:
            with closing(sqlite3.connect(path)) as copy:
                answer = copy.execute("PRAGMA quick_check").fetchone()[0]
            return bool(answer == "ok" and _counts(path) == rows)
        except sqlite3.DatabaseError:
            return False


def _set_aside(settings: Settings) -> Path | None:
    """The database as it was, with its journal, and the map, out of the way but not gone."""
    database = settings.folder / DATABASE_FILE
    if not database.exists():
        return None
    n_before = len(list(settings.folder.glob("before-restore-*")))
    aside = settings.folder / f"before-restore-{n_before + 1}"
    aside.mkdir(mode=0o700)
    for name in (f"{DATABASE_FILE}*", settings.boundaries_file.name):
        for path in settings.folder.glob(name):
            os.replace(path, aside / path.name)
    return aside


def _keep_originals(settings: Settings) -> None:
    """Each uploaded file once, encrypted."""
    folder = backups_folder(settings) / "originals"
    folder.mkdir(mode=0o700, exist_ok=True)
    for original in _files(settings.uploads):
        target = folder / f"{original.name}.age"
        if not target.exists():
            write_whole(target, pyrage.encrypt(original.read_bytes(), recipients(settings)))


def _files(folder: Path) -> Iterator[Path]:
    if folder.exists():
        yield from (path for path in folder.rglob("*") if path.is_file())


def _rotate(settings: Settings) -> None:
    """Keep the newest, and the last of each of the newest days. The clock decides nothing: a
    clock set forward must not age everything out at once."""
    kept = list_backups(settings)
    last_of_day = {backup.made_at.date(): backup for backup in kept}
    newest_days = sorted(last_of_day.values(), key=lambda backup: backup.number)[-DAILY:]
    wanted = {backup.number for backup in (*kept[-HOURLY:], *newest_days)}
    for backup in kept:
        if backup.number not in wanted:
            backup.path.unlink()


def _note_saved(settings: Settings, saved: Noted) -> None:
    write_whole(backups_folder(settings) / NEWEST, json.dumps(asdict(saved)).encode())
