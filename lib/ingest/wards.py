"""A list of several wards: group 5 of another ward looks like the ward's own."""

from dataclasses import replace

from lib.ingest.mapping import Mapping
from lib.ingest.reader import TextTable
from lib.ingest.vocabulary import headings_of, without_ward
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.text.fold import fold_header

_GROUP = "group_id"
_MOST = 1000  # different texts; more are no names of wards


def note_wards(table: Table, text: TextTable, mapping: Mapping) -> TextTable:
    """Said once, at the column that names the wards. Nothing is changed."""
    at = next(
        (at for at, head in mapping.unknown if fold_header(head) in headings_of("ward")), None
    )
    if at is None or _GROUP not in table.columns:
        return text
    cells = text.cells[str(at)].unique().drop_nulls()
    wards = {without_ward(cell) for cell in cells.head(_MOST)} - {""}
    if len(wards) < 2:
        return text
    note = Finding("WARDS_SEVERAL", "", params={"n": len(wards), "position": at})
    return replace(text, notes=(*text.notes, note))
