"""Cells that only say "as above": the cell above is meant, and that it was taken is said.

Whoever types a family under one address writes the address once. A list too long to be typed came
out of a program, which repeats itself; it is not looked through.
"""

import polars as pl

from lib.ingest.ledger import spans
from lib.ingest.vocabulary import is_ditto
from lib.schema.findings import Finding

_LONGEST_LIST = 20_000
_LONGEST = 20


def with_dittos_filled(cells: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """A ditto below nothing stays as it is."""
    if cells.height > _LONGEST_LIST:
        return cells, ()
    rows: set[int] = set()
    for name in cells.columns[1:]:
        short = cells[name].unique().drop_nulls()
        dittos = [text for text in short if len(text) <= _LONGEST and is_ditto(text)]
        if not dittos:
            continue
        is_said = pl.col(name).is_in(dittos).fill_null(value=False)
        above = pl.when(~is_said).then(pl.col(name).fill_null("")).forward_fill()
        filled = pl.when(is_said & (above != "")).then(above).otherwise(pl.col(name))
        before, cells = cells, cells.with_columns(filled.alias(name))
        rows.update(before.filter(before[name].ne_missing(cells[name]))["row"])
    said = {"n": len(rows), "rows": spans(sorted(rows))}
    return cells, (Finding("DITTOS_FILLED", "", min(rows), params=said),) if rows else ()
