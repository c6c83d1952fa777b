"""Rows whose parts come from two hands: each may be right alone and wrong with the other."""

from collections.abc import Sequence
from typing import Any, Protocol

import polars as pl

from lib.ingest.constraints import check_constraints
from lib.ingest.ledger import ROW, Ledger
from lib.schema.columns import Table
from lib.schema.findings import Finding


class Change(Protocol):
    """What is to change in a stored row: column -> (old, new)."""

    @property
    def row(self) -> int: ...
    @property
    def row_id(self) -> str: ...
    @property
    def cells(self) -> dict[str, tuple[Any, Any]]: ...


def contradictions(table: Table, stored: pl.DataFrame, changes: Sequence[Change]) -> list[Finding]:
    """Errors that the changed rows would have and the stored ones have not; for each such row also
    that it contradicts what is stored. `row` is the change's."""
    if not changes:
        return []
    ids = [change.row_id for change in changes]
    rows = {row[table.id]: row for row in stored.filter(pl.col(table.id).is_in(ids)).to_dicts()}
    before = [rows[change.row_id] | {ROW: change.row} for change in changes]
    after = [
        row | {name: new for name, (_old, new) in change.cells.items()}
        for row, change in zip(before, changes, strict=True)
    ]
    schema = dict(stored.schema) | {ROW: pl.Int64}
    known = {(f.code, f.row) for f in _errors(table, pl.DataFrame(before, schema=schema))}
    broken = _errors(table, pl.DataFrame(after, schema=schema))
    found = [finding for finding in broken if (finding.code, finding.row) not in known]
    rows_named = dict.fromkeys(finding.row for finding in found)
    return [Finding("ROW_CONTRADICTS", table.name, row) for row in rows_named] + found


def _errors(table: Table, rows: pl.DataFrame) -> list[Finding]:
    ledger = Ledger(table)
    check_constraints(table, rows, ledger)
    return [finding for finding in ledger.findings() if finding.level == "error"]
