"""Take a team's file in: show what it would do, then do exactly that, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from lib.actions.answers import settle_answers
from lib.actions.backups import back_up_before
from lib.actions.bounds import Bounds, bounds_of, candidates, keep_within, without_hidden
from lib.actions.comparison import Comparison, RowDiff, Stored, compare
from lib.actions.doors import has_doors
from lib.actions.identity import new_id
from lib.actions.knowledge import load_lookups
from lib.actions.recording import Arrival, Outcome, record_acceptance, record_refusal
from lib.ingest.checks import Checked, check_rows
from lib.ingest.mapping import Mapping as Headings
from lib.ingest.mapping import guess_table, match_headers
from lib.ingest.reader import FileRefused, TextTable, read_text_table
from lib.ingest.service import split_service, without_example, without_guards
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.schema.tables import TABLES
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.imports import Seen, find_import
from lib.store.problems import StoreBusy
from lib.store.repository import RowChange, fetch, insert_rows, stored_ids, update_rows
from lib.store.uploads import keep_original
from lib.text.formats import format_day

__all__ = ["FileRefused", "ImportReport", "Preview", "accept_import", "preview_import"]


@dataclass(frozen=True)
class Reading:
    """The file as text, and the columns of the table that its headings stand for."""

    table: Table
    text: TextTable
    mapping: Headings
    tokens: dict[int, str]  # row -> the waiting row that it answers
    notes: tuple[Finding, ...]


@dataclass(frozen=True)
class Preview:
    """What a file would do. `changed` gives old -> new for every cell that would change."""

    table: str
    file_name: str
    sha256: str
    mapping: Headings
    header_row: int
    checked: Checked
    new: int
    changed: tuple[RowDiff, ...]
    unchanged: int
    seen_before: Seen | None

    @property
    def n_rows(self) -> int:
        return self.checked.n_rows

    @property
    def accepted(self) -> int:
        return self.checked.accepted.height

    @property
    def refused(self) -> int:
        return self.checked.refused.height

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.checked.findings


@dataclass(frozen=True)
class ImportReport:
    """What a file did. accepted + refused == rows; new + changed + unchanged == accepted."""

    import_id: str
    table: str
    rows: int
    accepted: int
    refused: int
    new: int
    changed: int
    unchanged: int
    findings: tuple[Finding, ...]


def preview_import(
    store: Store,
    actor: Actor,
    raw: bytes,
    file_name: str,
    table: str | None,
    *,
    constants: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> Preview:
    """Never writes. Without `table` the headings decide. Raises FileRefused, NotAllowed."""
    actor = allowed(store, actor, "rows.import")
    tables = candidates(actor, table)
    arrival = Arrival(raw, file_name, constants or {}, now or present())
    reading = _read(arrival, tables)
    with store.read() as conn:
        preview, _comparison = _compare(conn, store, actor, arrival, reading)
    return replace(preview, changed=without_hidden(actor, preview.table, preview.changed))


def accept_import(
    store: Store,
    actor: Actor,
    raw: bytes,
    file_name: str,
    table: str | None,
    *,
    constants: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> ImportReport:
    """Keep the bytes, then take all good rows in at once; refused rows are kept beside them.

    The file is compared anew inside the transaction, so nothing read before can be stale.
    Raises NotAllowed, and FileRefused after the refusal itself has been recorded.
    """
    actor = allowed(store, actor, "rows.import")
    tables = candidates(actor, table)
    arrival = Arrival(raw, file_name, constants or {}, now or present())
    author = Author(actor.account, arrival.now, import_id=new_id("I"))
    keep_original(store.settings.uploads, raw)
    back_up_before(store, arrival.now, "import")
    try:
        reading = _read(arrival, tables)
    except FileRefused as refusal:
        record_refusal(store, arrival, author, table, refusal)
        raise
    with store.write() as conn:
        preview, comparison = _compare(conn, store, actor, arrival, reading)
        outcome = Outcome(preview.checked, preview.new, len(preview.changed), preview.unchanged)
        record_acceptance(conn, store.ward_id, arrival, author, outcome, reading.text)
        accepted = set(preview.checked.accepted["row"])
        settle_answers(conn, store.ward_id, actor, author, preview.table, reading.tokens, accepted)
        _write(conn, store.ward_id, author, reading.table.name, comparison)
    return _report(preview, author)


def _read(arrival: Arrival, tables: list[Table]) -> Reading:
    text, tokens = split_service(without_guards(read_text_table(arrival.raw, tables)))
    meant = TABLES[guess_table(text.headers, tables)[0][0]]
    mapping = match_headers(meant, text.headers, dict(arrival.constants))
    if mapping.missing:
        said = {"columns": mapping.missing, "rows": text.cells.height}
        raise FileRefused(Finding("FILE_COLUMNS_MISSING", meant.name, params=said))
    text, notes = without_example(meant, text, mapping)
    if text.cells.is_empty():
        raise FileRefused(Finding("FILE_NO_ROWS", meant.name))
    return Reading(meant, text, mapping, tokens, notes)


def _compare(
    conn: sa.Connection, store: Store, actor: Actor, arrival: Arrival, reading: Reading
) -> tuple[Preview, Comparison]:
    table, text, mapping = reading.table, reading.text, reading.mapping
    bounds = bounds_of(conn, store, actor, table)
    lookups = load_lookups(conn, store.ward_id, table, bounds.reach)
    today = arrival.now.date()
    checked = check_rows(table, text, bounds.narrowed(table, mapping), lookups, today=today)
    checked = replace(checked, findings=(*reading.notes, *checked.findings))
    stored = _stored(conn, store.ward_id, table, bounds)
    comparison = compare(table, checked, text, stored)
    comparison = keep_within(bounds, table, mapping, comparison, text)
    seen = find_import(conn, store.ward_id, arrival.sha256, table.name)
    preview = Preview(
        table=table.name,
        file_name=arrival.file_name,
        sha256=arrival.sha256,
        mapping=reading.mapping,
        header_row=reading.text.header_row,
        checked=_with_note(comparison.checked, seen),
        new=len(comparison.new),
        changed=comparison.changed,
        unchanged=comparison.unchanged,
        seen_before=seen,
    )
    return preview, comparison


def _stored(conn: sa.Connection, ward_id: str, table: Table, bounds: Bounds) -> Stored:
    within = bounds.within
    columns = (*table.columns, "extra", "row_version")
    rows = fetch(conn, ward_id, table.name, columns, within=within(table.name))
    doors = None
    if has_doors(table):
        doors = fetch(conn, ward_id, "households", within=within("households"))
    return Stored(rows, stored_ids(conn, ward_id, table.name), doors)


def _with_note(checked: Checked, seen: Seen | None) -> Checked:
    if not seen:
        return checked
    day = {"day": format_day(seen.received_at.date())}
    note = Finding("FILE_SEEN", checked.table, params=day)
    return replace(checked, findings=(note, *checked.findings))


def _write(
    conn: sa.Connection, ward_id: str, author: Author, table: str, comparison: Comparison
) -> None:
    for name, rows in (("households", comparison.households), (table, comparison.new)):
        sources = [source_row for source_row, _row in rows]
        insert_rows(conn, ward_id, name, [row for _source, row in rows], author, sources)
    changes = [
        RowChange(
            diff.row_id,
            diff.row_version,
            {name: new for name, (_old, new) in diff.cells.items()},
            diff.row,
        )
        for diff in comparison.changed
    ]
    if update_rows(conn, ward_id, table, changes, author):
        raise StoreBusy("STORE_BUSY")  # only where writers are not serialised; nothing stays


def _report(preview: Preview, author: Author) -> ImportReport:
    return ImportReport(
        import_id=author.import_id or "",
        table=preview.table,
        rows=preview.n_rows,
        accepted=preview.accepted,
        refused=preview.refused,
        new=preview.new,
        changed=len(preview.changed),
        unchanged=preview.unchanged,
        findings=preview.findings,
    )
