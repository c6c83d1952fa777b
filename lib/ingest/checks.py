"""All cells of a file at once: what can be taken in, what cannot, and why.

Every data row ends in `accepted` or in `refused`, never in both and never in neither.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from lib.ingest.columns import Sheet, read_columns
from lib.ingest.constraints import check_constraints
from lib.ingest.day_order import check_day_order
from lib.ingest.duplicates import check_duplicates, note_shared_phones
from lib.ingest.extras import read_extras, report_unknown
from lib.ingest.ledger import ROW, Ledger
from lib.ingest.legends import with_words_for_numbers
from lib.ingest.lookups import Lookups
from lib.ingest.mapping import Mapping
from lib.ingest.meant import with_days_from_1904, with_years_for_ages
from lib.ingest.reader import TextTable
from lib.ingest.years import complete_years
from lib.schema.columns import Table
from lib.schema.findings import Finding


@dataclass(frozen=True)
class Checked:
    """`accepted`: "row", a typed column per given column (moments are ISO text), "extra" (JSON
    text or null). `refused`: "row" and the cells as they stand in the file ("0", "1", ...)."""

    table: str
    n_rows: int
    accepted: pl.DataFrame
    refused: pl.DataFrame
    findings: tuple[Finding, ...]


def check_rows(
    table: Table, text: TextTable, mapping: Mapping, lookups: Lookups, *, today: date
) -> Checked:
    """Reads, compares and sorts out; nothing is stored and no id is given."""
    ledger = Ledger(table)
    ledger.repeat(text.notes)
    for row, extra in text.long_rows.items():
        ledger.add("ROW_TOO_LONG", row, extra=extra)
    cells = ledger.open_rows(text.cells)
    if text.is_1904:
        cells = with_days_from_1904(cells, table, mapping)
    cells = with_years_for_ages(cells, table, mapping, ledger, today=today)
    cells = with_words_for_numbers(cells, table, mapping, ledger)
    sheet = Sheet(table, cells, mapping, lookups, today, ledger)
    report_unknown(text, mapping, ledger)
    values = complete_years(sheet, read_columns(sheet))
    check_day_order(sheet)
    if mapping.missing:
        ledger.add("FILE_COLUMNS_MISSING", columns=mapping.missing)
        ledger.refuse(cells[ROW])
    check_constraints(table, values, ledger)
    values = values.with_columns(read_extras(sheet, text.headers))
    check_duplicates(table, values, ledger)
    note_shared_phones(table, values, ledger)
    _check_own_references(table, values, lookups, ledger)
    return Checked(
        table=table.name,
        n_rows=text.cells.height,
        accepted=ledger.open_rows(values),
        refused=ledger.refused_rows(text.cells),
        findings=ledger.findings(),
    )


def _check_own_references(
    table: Table, values: pl.DataFrame, lookups: Lookups, ledger: Ledger
) -> None:
    """A row may point at another row of its file, unless that row is refused: then neither can
    go in, and what points at this one in turn."""
    names = [
        column.name
        for column in table.references
        if column.ref == table.name and column.name in values.columns
    ]
    while names:
        good = ledger.open_rows(values)
        own = good[table.id].drop_nulls() if table.id in good.columns else ()
        known = list(lookups.ids.get(table.name, frozenset()) | set(own))
        lost = [(name, good.filter(~pl.col(name).is_in(known))[ROW]) for name in names]
        for name, rows in lost:
            for row in rows:
                ledger.add("REF_UNKNOWN", row, name, table=table.name)
        names = names if any(len(rows) for _, rows in lost) else []
