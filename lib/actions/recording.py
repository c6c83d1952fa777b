"""The record of an import: what came, what became of it, and the rows that wait to be mended."""

from collections import defaultdict
from dataclasses import replace

import sqlalchemy as sa

from lib.actions.reading import Arrival, Reading
from lib.actions.weighing import Preview
from lib.ingest.checks import Checked
from lib.ingest.reader import FileRefused
from lib.ingest.service import EXPORT_HEADING
from lib.schema.findings import Finding
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.imports import (
    ImportRecord,
    RefusedRow,
    Status,
    keep_refused,
    mark_import,
    record_import,
)
from lib.store.repository import add_audit
from lib.text.catalogue import _

CAME_IN, REFUSED = "rows.import", "file.refuse"


def record_acceptance(
    conn: sa.Connection,
    ward_id: str,
    arrival: Arrival,
    author: Author,
    outcome: Preview,
    read: Reading,
) -> None:
    record = _outcome(ward_id, arrival, author, outcome, "accepted")
    record_import(conn, record, outcome.checked.findings, _refused_rows(outcome.checked, read))
    _note_taken(conn, ward_id, author, outcome)


def record_waiting(
    conn: sa.Connection, ward_id: str, arrival: Arrival, author: Author, outcome: Preview
) -> None:
    """Nothing is in a list yet, and no row can be mended before another person agrees."""
    record = _outcome(ward_id, arrival, author, outcome, "waiting")
    record_import(conn, record, outcome.checked.findings)


def record_agreed(
    conn: sa.Connection, ward_id: str, author: Author, outcome: Preview, read: Reading
) -> None:
    """The same file once somebody has agreed; what was counted and found stays as it was shown."""
    import_id = author.import_id or ""
    mark_import(conn, ward_id, import_id, "accepted")
    keep_refused(conn, ward_id, import_id, _refused_rows(outcome.checked, read))
    _note_taken(conn, ward_id, author, outcome)


def _outcome(
    ward_id: str, arrival: Arrival, author: Author, outcome: Preview, status: Status
) -> ImportRecord:
    checked = outcome.checked
    return replace(
        _record(ward_id, arrival, author, checked.table, status),
        rows=checked.n_rows,
        accepted=checked.accepted.height,
        refused=checked.refused.height,
        new=outcome.new,
        changed=len(outcome.changed),
        unchanged=outcome.unchanged,
        warnings=sum(finding.level == "warning" for finding in checked.findings),
        reading=outcome.reading,
    )


def _note_taken(conn: sa.Connection, ward_id: str, author: Author, outcome: Preview) -> None:
    n_rows = outcome.new + len(outcome.changed)
    add_audit(conn, ward_id, author, CAME_IN, table=outcome.table, n_rows=n_rows)


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
    said = max((finding.params.get("rows", 0) for finding in refusal.findings), default=0)
    return said if refusal.n_rows is None else refusal.n_rows


def _record(
    ward_id: str,
    arrival: Arrival,
    author: Author,
    table: str | None,
    status: Status,
) -> ImportRecord:
    return ImportRecord(
        import_id=author.import_id or "",
        ward_id=ward_id,
        table_name=table,
        file_name=arrival.file_name,
        sha256=arrival.sha256,
        size=len(arrival.raw),
        sent_by=arrival.sender,
        received_at=author.at,
        status=status,
        inbox_name=arrival.inbox_name,
    )


def _refused_rows(checked: Checked, read: Reading) -> list[RefusedRow]:
    """With the code of the export that a row comes from, so that it can still be merged."""
    said: defaultdict[int | None, list[Finding]] = defaultdict(list)
    for finding in checked.findings:
        said[finding.row].append(finding)
    headings = [heading or f"#{place}" for place, heading in enumerate(read.text.headers, start=1)]
    waiting = []
    for row in checked.refused.iter_rows(named=True):
        number = row["row"]
        cells = {name: row[str(place)] or "" for place, name in enumerate(headings)}
        if number in read.exports:
            cells[_(EXPORT_HEADING)] = read.exports[number]
        reasons = said[number] or [f for f in said[None] if f.level == "error"]
        waiting.append(RefusedRow(number, cells, tuple(reasons)))
    return waiting
