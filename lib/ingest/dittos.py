"""Cells that only say "as above": the cell above is meant, and that it was taken is said.

Whoever types a family under one address writes the address once. Names and free texts are left as
they are. A list too long to be typed came out of a program, which repeats itself; it is not looked
through.
"""

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from lib.ingest.addresses import PARTS, address_place
from lib.ingest.ledger import ROW, spans
from lib.ingest.mapping import Mapping
from lib.ingest.reader import TextTable
from lib.ingest.vocabulary import is_ditto
from lib.schema.columns import Column, Table
from lib.schema.findings import Finding

_LONGEST_LIST = 20_000
_LONGEST = 20


def take_dittos(table: Table, text: TextTable, mapping: Mapping) -> TextTable:
    """A ditto below nothing stays as it is."""
    if text.cells.height > _LONGEST_LIST:
        return text
    cells = text.cells
    for at in _places(table, mapping):
        cells = _filled(cells, str(at))
    rows = _different(text.cells, cells)
    if not rows:
        return text
    said = {"n": len(rows), "rows": spans(rows)}
    note = Finding("DITTOS_FILLED", "", rows[0], params=said)
    return replace(text, cells=cells, notes=(*text.notes, note))


def _places(table: Table, mapping: Mapping) -> Iterable[int]:
    address = address_place(table, mapping)
    own = [at for name, at in mapping.columns.items() if _may_repeat(table.columns[name])]
    people = [at for via in mapping.via.values() for name, at in via.items() if name != "full_name"]
    return [*own, *people, *(() if address is None else (address,))]


def _may_repeat(column: Column) -> bool:
    return column.name in PARTS or column.type not in ("text", "code")


def _filled(cells: pl.DataFrame, name: str) -> pl.DataFrame:
    short = cells[name].unique().drop_nulls()
    dittos = [text for text in short if len(text) <= _LONGEST and is_ditto(text)]
    if not dittos:
        return cells
    is_said = pl.col(name).is_in(dittos).fill_null(value=False)
    above = pl.when(~is_said).then(pl.col(name).fill_null("")).forward_fill()
    return cells.with_columns(
        pl.when(is_said & (above != "")).then(above).otherwise(pl.col(name)).alias(name)
    )


def _different(old: pl.DataFrame, new: pl.DataFrame) -> list[int]:
    changed = [old[name].ne_missing(new[name]) for name in old.columns if name != ROW]
    return old.filter(pl.any_horizontal(changed))[ROW].to_list() if changed else []
