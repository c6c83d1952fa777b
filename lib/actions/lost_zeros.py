"""Numbers that a spreadsheet stripped of their leading zeros on the way out and back.

A list that names its rows says itself which number was meant: the one that is stored, or stood in
the list when it went out. Any other number is read as if the row were new.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from lib.actions.merging import Basis
from lib.ingest.mapping import Mapping
from lib.ingest.reader import TextTable
from lib.schema.columns import Table
from lib.text.fold import clean

_WITH_ZEROS = ("phone", "national_id")
_STRIPPED = r"^\s*[1-9][0-9]{0,11}(?:[.,]0)?\s*$"


def with_zeros(
    table: Table, text: TextTable, mapping: Mapping, stored: pl.DataFrame, basis: Basis
) -> TextTable:
    """The cells as they went out, where zeros are all that they lost."""
    at = mapping.columns.get(table.id)
    names = {
        name: str(place)
        for name, place in mapping.columns.items()
        if table.columns[name].type in _WITH_ZEROS
    }
    if at is None or not names:
        return text
    cells = text.cells
    for name, place in names.items():
        said = cells.select("row", pl.col(str(at)).alias("id"), pl.col(place).alias("said"))
        said = said.filter(pl.col("said").str.contains(_STRIPPED)).drop_nulls()
        if whole := dict(_whole(table, name, said, stored, basis)):
            number = pl.col("row").replace_strict(whole, default=None, return_dtype=pl.String)
            cells = cells.with_columns(number.fill_null(pl.col(place)).alias(place))
    return replace(text, cells=cells)


def _whole(
    table: Table, name: str, said: pl.DataFrame, stored: pl.DataFrame, basis: Basis
) -> Iterator[tuple[int, str]]:
    """(row, number) of the cells that are a known number without its zeros."""
    rows: dict[Any, dict[str, Any]] = {}
    if said.height:
        rows = {row[table.id]: row for row in stored.select(table.id, name).iter_rows(named=True)}
    for number, row_id, text in said.rows():
        now = rows.get(clean(row_id))
        if now is None:
            continue
        digits = clean(text).split(".")[0].split(",")[0]
        then = basis.before(number, now[table.id], now) or now
        known = next((v for v in (then[name], now[name]) if v and v.lstrip("0") == digits), None)
        if known and known != digits:
            yield number, known
