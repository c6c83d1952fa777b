"""Names typed as the lines of a list: "1. Le Van An", "- Le Van An". The number is no part of the
name, by which the person is recognised again.
"""

from dataclasses import replace

import polars as pl

from lib.ingest.ledger import ROW, spans
from lib.ingest.mapping import Mapping
from lib.ingest.reader import TextTable
from lib.schema.findings import Finding

_NAME = "full_name"
_BULLET = r"^\s*(?:[0-9]{1,3}\s*[.)/]\s*|[-+*\x{2022}\x{2013}]\s+)(\p{L}[\p{L}\p{M}]*\s)"


def without_bullets(text: TextTable, mapping: Mapping) -> TextTable:
    """Said once, with the rows."""
    own = [at for name, at in mapping.columns.items() if name == _NAME]
    people = [via[_NAME] for via in mapping.via.values() if _NAME in via]
    cells = text.cells
    for name in map(str, [*own, *people]):
        is_bulleted = cells[name].str.contains(_BULLET).fill_null(value=False)
        if not is_bulleted.any():
            continue
        rows = cells[ROW].filter(is_bulleted)
        cells = cells.with_columns(pl.col(name).str.replace(_BULLET, "${1}"))
        note = Finding("NAMES_NUMBERED", "", rows[0], params={"n": len(rows), "rows": spans(rows)})
        text = replace(text, notes=(*text.notes, note))
    return replace(text, cells=cells)
