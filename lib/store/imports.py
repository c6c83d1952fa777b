"""What came when from whom: one record per file, and the rows that could not be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

import polars as pl
import sqlalchemy as sa

from lib.schema.findings import Finding
from lib.store.history import Author
from lib.store.repository import to_frame
from lib.store.tables import IMPORTS, REFUSED_ROWS

# waiting: for a second person; not_taken: that one said no.
Status = Literal["accepted", "refused", "undone", "waiting", "not_taken"]
# Of these nothing has reached a list.
UNTAKEN: tuple[Status, ...] = ("refused", "waiting", "not_taken")


@dataclass(frozen=True)
class ImportRecord:
    """One file as it was taken in, or refused as a whole. `reading`: equal when read the same way;
    `inbox_name`: where it lay in the inbox."""

    import_id: str
    ward_id: str
    table_name: str | None
    file_name: str
    sha256: str
    size: int
    sent_by: str
    received_at: datetime
    status: Status
    rows: int = 0
    accepted: int = 0
    refused: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    warnings: int = 0
    reading: str | None = None
    inbox_name: str | None = None


@dataclass(frozen=True)
class RefusedRow:
    """A row that waits to be mended: its cells as text under the file's own headings."""

    row: int
    cells: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Seen:
    """An earlier import that stands."""

    import_id: str
    received_at: datetime
    sent_by: str


def record_import(
    conn: sa.Connection,
    record: ImportRecord,
    findings: Sequence[Finding],
    refused: Sequence[RefusedRow] = (),
) -> None:
    noted = {"findings": [as_noted(finding) for finding in findings]}
    conn.execute(sa.insert(IMPORTS), asdict(record) | noted)
    keep_refused(conn, record.ward_id, record.import_id, refused)


def keep_refused(
    conn: sa.Connection, ward_id: str, import_id: str, refused: Sequence[RefusedRow]
) -> None:
    """Rows of a file that was taken in, which wait to be mended."""
    about = {"ward_id": ward_id, "import_id": import_id}
    lines = [
        about
        | {
            "row": row.row,
            "cells": dict(row.cells),
            "findings": [as_noted(f) for f in row.findings],
        }
        for row in refused
    ]
    if lines:
        conn.execute(sa.insert(REFUSED_ROWS), lines)


def list_imports(conn: sa.Connection, ward_id: str) -> pl.DataFrame:
    """Every import without its findings, the newest first."""
    hidden = ("ward_id", "findings", "reading")
    columns = [column for column in IMPORTS.c if column.name not in hidden]
    newest = (IMPORTS.c.received_at.desc(), IMPORTS.c.import_id)
    query = sa.select(*columns).where(IMPORTS.c.ward_id == ward_id).order_by(*newest)
    return to_frame(conn, query)


def import_findings(conn: sa.Connection, ward_id: str, import_id: str) -> tuple[Finding, ...]:
    """What was said about a file; nothing for an import that does not exist."""
    query = sa.select(IMPORTS.c.table_name, IMPORTS.c.findings).where(
        IMPORTS.c.ward_id == ward_id, IMPORTS.c.import_id == import_id
    )
    found = conn.execute(query).one_or_none()
    return tuple(as_finding(found.table_name, noted) for noted in found.findings) if found else ()


def refused_rows(conn: sa.Connection, ward_id: str, import_id: str) -> tuple[RefusedRow, ...]:
    query = (
        sa.select(REFUSED_ROWS, IMPORTS.c.table_name)
        .join(IMPORTS)
        .where(REFUSED_ROWS.c.ward_id == ward_id, REFUSED_ROWS.c.import_id == import_id)
        .order_by(REFUSED_ROWS.c.row)
    )
    return tuple(
        RefusedRow(
            line.row, line.cells, tuple(as_finding(line.table_name, f) for f in line.findings)
        )
        for line in conn.execute(query)
    )


def find_import(conn: sa.Connection, ward_id: str, sha256: str, table: str) -> Seen | None:
    """The first time these bytes were accepted for this table."""
    query = (
        sa.select(IMPORTS.c.import_id, IMPORTS.c.received_at, IMPORTS.c.sent_by)
        .where(
            IMPORTS.c.ward_id == ward_id,
            IMPORTS.c.sha256 == sha256,
            IMPORTS.c.table_name == table,
            IMPORTS.c.status == "accepted",
        )
        .order_by(IMPORTS.c.received_at)
        .limit(1)
    )
    found = conn.execute(query).one_or_none()
    return Seen(*found) if found else None


def last_sent(conn: sa.Connection, ward_id: str) -> dict[str, datetime]:
    """Hash of a file -> when it was last sent, whatever became of it."""
    query = (
        sa.select(IMPORTS.c.sha256, sa.func.max(IMPORTS.c.received_at).label("at"))
        .where(IMPORTS.c.ward_id == ward_id)
        .group_by(IMPORTS.c.sha256)
    )
    return {line.sha256: line.at for line in conn.execute(query)}


def standing_import(conn: sa.Connection, ward_id: str, import_id: str) -> Seen | None:
    """None also for one that was refused or undone."""
    query = sa.select(IMPORTS.c.import_id, IMPORTS.c.received_at, IMPORTS.c.sent_by).where(
        IMPORTS.c.ward_id == ward_id,
        IMPORTS.c.import_id == import_id,
        IMPORTS.c.status == "accepted",
    )
    found = conn.execute(query).one_or_none()
    return Seen(*found) if found else None


def waiting_import(conn: sa.Connection, ward_id: str, import_id: str) -> ImportRecord | None:
    """The record of a file that waits for a second person."""
    names = ImportRecord.__dataclass_fields__
    query = sa.select(*(IMPORTS.c[name] for name in names)).where(
        IMPORTS.c.ward_id == ward_id,
        IMPORTS.c.import_id == import_id,
        IMPORTS.c.status == "waiting",
    )
    found = conn.execute(query).mappings().one_or_none()
    return ImportRecord(**found) if found else None


def waiting_imports(conn: sa.Connection, ward_id: str, sha256: str) -> frozenset[str]:
    """Ids of the imports of these bytes that wait for a second person."""
    own = (IMPORTS.c.ward_id == ward_id, IMPORTS.c.sha256 == sha256)
    query = sa.select(IMPORTS.c.import_id).where(*own, IMPORTS.c.status == "waiting")
    return frozenset(conn.scalars(query))


def mark_import(conn: sa.Connection, ward_id: str, import_id: str, status: Status) -> None:
    """What became of a file that waited for a second person."""
    own = (IMPORTS.c.ward_id == ward_id, IMPORTS.c.import_id == import_id)
    conn.execute(sa.update(IMPORTS).where(*own).values(status=status))


def mark_undone(conn: sa.Connection, ward_id: str, import_id: str, author: Author) -> None:
    conn.execute(
        sa.update(IMPORTS)
        .where(IMPORTS.c.ward_id == ward_id, IMPORTS.c.import_id == import_id)
        .values(status="undone", undone_by=author.actor, undone_at=author.at)
    )


def rows_left_open(
    conn: sa.Connection, ward_id: str, sha256: str, reading: str
) -> frozenset[int] | None:
    """Of these very bytes, read the same way, the rows that no earlier import has taken; None
    when there was no earlier import, or only such as were undone."""
    query = (
        sa.select(IMPORTS.c.import_id, REFUSED_ROWS.c.row)
        .join(REFUSED_ROWS, isouter=True)
        .where(
            IMPORTS.c.ward_id == ward_id,
            IMPORTS.c.sha256 == sha256,
            IMPORTS.c.reading == reading,
            IMPORTS.c.status == "accepted",
        )
    )
    refused: dict[str, set[int | None]] = {}
    for import_id, row in conn.execute(query):
        refused.setdefault(import_id, set()).add(row)
    if not refused:
        return None
    open_rows = set[int | None].intersection(*refused.values())
    return frozenset(row for row in open_rows if row is not None)


def as_noted(finding: Finding) -> dict[str, Any]:
    said = {"code": finding.code, "row": finding.row, "column": finding.column}
    return {name: value for name, value in said.items() if value is not None} | (
        {"params": finding.params} if finding.params else {}
    )


def as_finding(table: str | None, noted: dict[str, Any]) -> Finding:
    params = noted.get("params", {})
    return Finding(noted["code"], table or "", noted.get("row"), noted.get("column"), params)
