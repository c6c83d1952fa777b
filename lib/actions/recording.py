"""The record of an import: what came, what became of it, and the rows that wait to be mended."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from lib.ingest.checks import Checked
from lib.ingest.reader import FileRefused, TextTable
from lib.schema.findings import Finding
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.imports import ImportRecord, RefusedRow, record_import
from lib.store.repository import add_audit
from lib.store.uploads import sha256_of

CAME_IN, REFUSED = "rows.import", "file.refuse"


@dataclass(frozen=True)
class Arrival:
    """A file as it was sent."""

    raw: bytes
    file_name: str
    constants: Mapping[str, str]
    now: datetime

    @property
    def sha256(self) -> str:
        return sha256_of(self.raw)


@dataclass(frozen=True)
class Outcome:
    """What a file does to its table."""

    checked: Checked
    new: int
    changed: int
    unchanged: int


def record_acceptance(
    conn: sa.Connection,
    ward_id: str,
    arrival: Arrival,
    author: Author,
    outcome: Outcome,
    text: TextTable,
) -> None:
    checked = outcome.checked
    record = replace(
        _record(ward_id, arrival, author, checked.table, "accepted"),
        rows=checked.n_rows,
        accepted=checked.accepted.height,
        refused=checked.refused.height,
        new=outcome.new,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        warnings=sum(finding.level == "warning" for finding in checked.findings),
    )
    record_import(conn, record, checked.findings, _refused_rows(checked, text))
    n_rows = outcome.new + outcome.changed
    add_audit(conn, ward_id, author, CAME_IN, table=checked.table, n_rows=n_rows)


def record_refusal(
    store: Store, arrival: Arrival, author: Author, table: str | None, refusal: FileRefused
) -> None:
    """A file refused as a whole leaves its bytes, this record, and nothing else."""
    n_rows = rows_counted(refusal)
    record = _record(store.ward_id, arrival, author, table, "refused")
    record = replace(record, rows=n_rows, refused=n_rows)
    with store.write() as conn:
        record_import(conn, record, refusal.findings)
        add_audit(conn, store.ward_id, author, REFUSED, table=table, n_rows=n_rows)


def rows_counted(refusal: FileRefused) -> int:
    """How many rows the refused file has, 0 when that could not be told."""
    return max((finding.params.get("rows", 0) for finding in refusal.findings), default=0)


def _record(
    ward_id: str,
    arrival: Arrival,
    author: Author,
    table: str | None,
    status: Literal["accepted", "refused"],
) -> ImportRecord:
    return ImportRecord(
        import_id=author.import_id or "",
        ward_id=ward_id,
        table_name=table,
        file_name=arrival.file_name,
        sha256=arrival.sha256,
        size=len(arrival.raw),
        sent_by=author.actor,
        received_at=author.at,
        status=status,
    )


def _refused_rows(checked: Checked, text: TextTable) -> list[RefusedRow]:
    said: defaultdict[int | None, list[Finding]] = defaultdict(list)
    for finding in checked.findings:
        said[finding.row].append(finding)
    headings = [heading or f"#{place}" for place, heading in enumerate(text.headers, start=1)]
    rows = checked.refused.iter_rows(named=True)
    return [
        RefusedRow(
            row["row"],
            {name: row[str(place)] or "" for place, name in enumerate(headings)},
            tuple(said[row["row"]] or [f for f in said[None] if f.level == "error"]),
        )
        for row in rows
    ]
