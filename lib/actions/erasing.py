"""Somebody's data erased, or made anonymous, for good; and once more after a backup was restored.

`erase` takes the record out with everything that hangs on it. `anonymise` leaves what is counted
(kind of case, group, dates, results) and empties what tells who it was. Both also empty the row
history, the refused rows that mention the person, what was typed about them in requests, proposals
and reasons, and the kept files that brought or name them. A ledger beside the database, with ids
alone, remembers it: a restored backup would bring the person back.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa

from lib.actions.mentioning import files_naming
from lib.schema.tables import TABLES
from lib.security.fields import OPEN, kind_of
from lib.settings import Settings
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.backups import backups_folder
from lib.store.drafts import forget_drafts
from lib.store.engine import Store, open_store
from lib.store.erasure import (
    PEOPLE,
    Rows,
    blank_rows,
    delete_rows,
    forget_past,
    forget_refused,
    homes_of,
    note_erasure,
    noted_erasures,
    originals_of,
    rows_about,
    words_about,
)
from lib.store.files import write_whole
from lib.store.forgetting import forget_typed
from lib.store.history import Author

LEDGER = "erasures.jsonl"
KINDS = ("erase", "anonymise")
# What an anonymous record keeps, unless it is free text.
_COUNTED = ("status", "results", "vaccination", "home", "care")
_FREE = ("text", "code", "ref")
_FOUND_BY = frozenset({"full_name", "phone", "contact_phone", "national_id"})


Homes = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True)
class Erasure:
    """One line of the ledger."""

    table: str
    row_id: str
    kind: Literal["erase", "anonymise"]
    at: str
    originals: tuple[str, ...] = ()


def erase_person(
    conn: sa.Connection, store: Store, author: Author, arguments: Mapping[str, Any]
) -> bool:
    """`arguments`: table, row_id, kind, and `files` as `find_files` found them. With the record go
    those of the same person that were joined into it, and the stays before and after it. False
    when there is no such record."""
    table, row_id = arguments["table"], arguments["row_id"]
    if table not in PEOPLE or arguments["kind"] not in KINDS:
        raise ValueError(table)
    rows = rows_about(conn, store.ward_id, table, row_id)
    if not rows:
        return False
    words = words_about(conn, store.ward_id, rows, _FOUND_BY)
    homes = homes_of(conn, store.ward_id, rows, words)
    originals = originals_of(conn, store.ward_id, rows | {"households": homes[0] | homes[1]})
    originals |= forget_refused(conn, store.ward_id, words) | arguments["files"]
    lines = [
        Erasure(table, id_, arguments["kind"], author.at.isoformat(), tuple(sorted(originals)))
        for id_ in sorted(rows[table])
    ]
    _write_down(store.settings, lines)
    forget_typed(conn, store.ward_id, rows, words)
    _take_out(conn, store.ward_id, rows, homes, lines[0])
    forget_drafts(conn, store.ward_id)  # any may name the person
    for line in lines:
        note_erasure(conn, store.ward_id, table, line.row_id, line.kind, author.at)
    action = {"erase": "persons.erase", "anonymise": "persons.anonymise"}[arguments["kind"]]
    n_records = len(rows[table])
    add_audit(conn, store.ward_id, author, action, table=table, row_id=row_id, n_rows=n_records)
    return True


def find_files(store: Store, arguments: Mapping[str, Any], _now: datetime) -> dict[str, Any]:
    """`files`: the hashes of those that name the person. Before the transaction: each is read."""
    with store.read() as conn:
        rows = rows_about(conn, store.ward_id, arguments["table"], arguments["row_id"])
        words = words_about(conn, store.ward_id, rows, _FOUND_BY)
    return {"files": files_naming(store, words) if words else frozenset()}


def finish_erasures(store: Store) -> None:
    """After the transaction: the files that brought the person, here and beside the backups."""
    for line in _ledger(store.settings):
        for name in line.originals:
            _remove(store.settings.uploads, name)
            _remove(backups_folder(store.settings) / "originals", name)


def reapply_erasures(store: Store, now: datetime) -> int:
    """Erase again whom a restored backup brought back; returns how many. Quick when nobody is."""
    if store.problem:
        return 0
    with store.read() as conn:
        noted = noted_erasures(conn, store.ward_id)
    missing = [e for e in _ledger(store.settings) if (e.table, e.row_id, e.kind) not in noted]
    for line in missing:
        arguments = {"table": line.table, "row_id": line.row_id, "kind": line.kind}
        arguments |= find_files(store, arguments, now)
        with store.write() as conn:
            if not erase_person(conn, store, Author("ledger", now), arguments):
                note_erasure(conn, store.ward_id, line.table, line.row_id, line.kind, now)
    if missing:
        finish_erasures(store)
    return len(missing)


def erase_again(settings: Settings) -> int:
    """For whoever has just put a backup in the ward's place."""
    store = open_store(settings)
    try:
        return reapply_erasures(store, present())
    finally:
        store.close()


def _take_out(conn: sa.Connection, ward_id: str, rows: Rows, homes: Homes, line: Erasure) -> None:
    for name, ids in rows.items():
        if line.kind == "erase":
            delete_rows(conn, ward_id, name, ids)
        else:
            blank_rows(conn, ward_id, name, ids, _telling_columns(name, line.table))
        forget_past(conn, ward_id, name, ids)
    alone, shared = homes  # doors of nobody else; others that bear the same telephone
    blank_rows(conn, ward_id, "households", alone, _telling_columns("households", line.table))
    blank_rows(conn, ward_id, "households", shared, ["phone"])
    forget_past(conn, ward_id, "households", alone | shared)


def _telling_columns(table: str, person: str) -> list[str]:
    """What tells who somebody is, and every free text; never the reference to the person."""
    columns = TABLES[table].columns.values()
    return [
        column.name
        for column in columns
        if (kind := kind_of(table, column)) != OPEN
        and column.ref != person
        and (kind not in _COUNTED or column.type in _FREE)
    ]


def _ledger(settings: Settings) -> Iterator[Erasure]:
    path = settings.folder / LEDGER
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        said = json.loads(line)
        yield Erasure(**said | {"originals": tuple(said["originals"])})


def _write_down(settings: Settings, lines: Iterable[Erasure]) -> None:
    """Before anything is erased: what was decided must be done even if it fails half-way. What is
    erased again after a restore stands there already."""
    path = settings.folder / LEDGER
    known = {(e.table, e.row_id, e.kind, e.originals) for e in _ledger(settings)}
    lines = [e for e in lines if (e.table, e.row_id, e.kind, e.originals) not in known]
    kept = path.read_bytes() if path.exists() else b""
    added = "".join(json.dumps(asdict(line), sort_keys=True) + "\n" for line in lines)
    write_whole(path, kept + added.encode())


def _remove(folder: Path, sha256: str) -> None:
    for path in folder.glob(f"{sha256}.*"):
        path.unlink(missing_ok=True)
