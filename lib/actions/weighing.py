"""What a file would do, as the store stands inside one transaction."""

from dataclasses import dataclass, replace
from functools import partial

import polars as pl
import sqlalchemy as sa

from lib.actions.bounds import Bounds, bounds_of, keep_within
from lib.actions.comparison import Comparison, File, RowDiff, Stored, compare
from lib.actions.doors import has_doors
from lib.actions.first_days import days_kept
from lib.actions.knowledge import load_lookups
from lib.actions.lost_zeros import with_zeros
from lib.actions.reading import Arrival, Reading
from lib.actions.returning import basis_of, copy_shortfall, missing_ids, shortfall
from lib.actions.shares import Share, share_of
from lib.ingest.checks import Checked, check_rows
from lib.ingest.mapping import Mapping
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.security.actors import Actor
from lib.store.bases import earlier_values
from lib.store.conflicts import Conflict
from lib.store.engine import Store
from lib.store.imports import Seen, find_import, rows_left_open
from lib.store.repository import fetch, stored_ids
from lib.store.undone import undone_ids
from lib.text.formats import format_moment


@dataclass(frozen=True)
class Preview:
    """What a file would do. `changed` gives old -> new for every cell that would change.

    Of a list that came back, `missing` are the records that it leaves out, which does nothing to
    them, and `conflicts` the cells changed on both sides, with the side chosen so far. `reading`
    is equal for files that were read the same way. `fresh` are the rows that would be new, as they
    were read: "row" and a typed column per column of the file.
    """

    table: str
    file_name: str
    sha256: str
    mapping: Mapping
    header_row: int
    checked: Checked
    new: int
    changed: tuple[RowDiff, ...]
    unchanged: int
    seen_before: Seen | None
    missing: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    asks: tuple[Finding, ...]
    reading: str
    fresh: pl.DataFrame
    share: Share

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
        return (*self.asks, *self.checked.findings)


def weigh(
    conn: sa.Connection, store: Store, actor: Actor, arrival: Arrival, reading: Reading
) -> tuple[Preview, Comparison]:
    table, text = reading.table, reading.text
    bounds = bounds_of(conn, store, actor, table)
    mapping = bounds.narrowed(table, reading.mapping)
    lookups = load_lookups(conn, store.ward_id, table, bounds.reach)
    stored = _stored(conn, store.ward_id, table, bounds)
    basis, strangers = basis_of(conn, store.ward_id, reading)
    text = with_zeros(table, text, mapping, stored.rows, basis)
    checked = check_rows(table, text, mapping, lookups, today=arrival.now.date())
    fingerprint = reading.fingerprint(mapping, arrival.choices)
    left_open = None
    if not arrival.by_hand:  # the same words typed again are meant again
        left_open = rows_left_open(conn, store.ward_id, arrival.sha256, fingerprint)
    file = File(text, mapping, basis, arrival.decisions, left_open)
    if not arrival.by_hand and not reading.tokens:
        earlier = partial(earlier_values, conn, store.ward_id, table.name)
        file = replace(file, earlier=earlier)
    comparison = keep_within(
        bounds, table, reading.mapping, compare(table, checked, stored, file), text
    )
    seen = find_import(conn, store.ward_id, arrival.sha256, table.name)
    asks = shortfall(reading, basis)
    if not (arrival.by_hand or seen):
        asks += copy_shortfall(actor, reading, comparison, stored.rows)
    kept = days_kept(conn, store.ward_id, table, comparison.changed)
    notes = [*_seen_note(table, seen), *strangers, *reading.notes]
    preview = Preview(
        table=table.name,
        file_name=arrival.file_name,
        sha256=arrival.sha256,
        mapping=reading.mapping,
        header_row=text.header_row,
        checked=_with_findings(comparison, notes, kept),
        new=len(comparison.new),
        changed=comparison.changed,
        unchanged=comparison.unchanged,
        seen_before=seen,
        missing=missing_ids(reading, basis, stored.rows[table.id], comparison.about),
        conflicts=comparison.conflicts,
        asks=() if arrival.confirmed else tuple(asks),
        reading=fingerprint,
        fresh=_fresh(comparison),
        share=share_of(conn, store.ward_id, table.name, len(comparison.changed)),
    )
    return preview, comparison


def _stored(conn: sa.Connection, ward_id: str, table: Table, bounds: Bounds) -> Stored:
    within = bounds.within
    columns = (*table.columns, "extra", "row_version")
    rows = fetch(conn, ward_id, table.name, columns, within=within(table.name))
    doors = None
    if has_doors(table):
        doors = fetch(conn, ward_id, "households", within=within("households"))
    ever = stored_ids(conn, ward_id, table.name) - undone_ids(conn, ward_id, table.name)
    return Stored(rows, ever | set(rows[table.id]), doors)


def _fresh(comparison: Comparison) -> pl.DataFrame:
    accepted = comparison.checked.accepted
    rows = [row for row, _values in comparison.new]
    return accepted if len(rows) == accepted.height else accepted.filter(pl.col("row").is_in(rows))


def _seen_note(table: Table, seen: Seen | None) -> list[Finding]:
    if not seen:
        return []
    said = {"day": format_moment(seen.received_at), "sender": seen.sent_by}
    return [Finding("FILE_SEEN", table.name, params=said)]


def _with_findings(comparison: Comparison, notes: list[Finding], of_rows: list[Finding]) -> Checked:
    """The file first, then its rows."""
    table, checked = comparison.checked.table, comparison.checked
    conflicts = [
        Finding(
            "CELL_OLDER" if each.base == each.file else "CELL_CONFLICT",
            table,
            each.row,
            each.cell if ":" not in each.cell else None,
        )
        for each in comparison.conflicts
        if each.side is None
    ]
    rows = sorted((*checked.findings, *conflicts, *of_rows), key=lambda finding: finding.row or 0)
    return replace(checked, findings=(*notes, *rows))
