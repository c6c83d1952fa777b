"""A list that went out and came back: what it was made from, and what it leaves out."""

from collections.abc import Collection

import polars as pl
import sqlalchemy as sa

from lib.actions.comparison import Comparison
from lib.actions.merging import Basis
from lib.actions.reading import Reading
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.security.actors import Actor
from lib.security.fields import disclosable_columns
from lib.store.bases import changed_since, find_exports
from lib.text.fold import clean

# Of the rows that went out. Fewer may be right (a team got its part), but somebody must say so.
_SHORT = 0.6
# Of a copy's rows that say only what is stored, and of the columns that go out which it still has.
_MOST = 0.75
# What all rows of a list may share, so that it is a list of that: one group, one day, F1 alone.
_SHARED = ("enum", "ref", "boolean", "date", "moment")


def basis_of(conn: sa.Connection, ward_id: str, reading: Reading) -> tuple[Basis, list[Finding]]:
    """The exports that the rows name; those that nobody here knows are said and count for none."""
    if not reading.exports:
        return Basis(), []
    table, named = reading.table.name, set(reading.exports.values())
    found = find_exports(conn, ward_id, table, named)
    exports = {row: found[id_] for row, id_ in reading.exports.items() if id_ in found}
    since = {
        id_: changed_since(conn, ward_id, table, export.history_seq)
        for id_, export in found.items()
    }
    strangers = [Finding("EXPORT_UNKNOWN", table)] if named - found.keys() else []
    return Basis(exports, since), strangers


def missing_ids(
    reading: Reading, basis: Basis, live: Collection[str], about: Collection[str]
) -> tuple[str, ...]:
    """Records that went out, still stand, and of which no row of the file speaks, not even a
    refused one."""
    at = reading.mapping.columns.get(reading.table.id)
    named = set() if at is None else set(map(clean, reading.text.cells[str(at)].drop_nulls()))
    return tuple(sorted((basis.listed_ids & set(live)) - set(about) - named))


def shortfall(reading: Reading, basis: Basis) -> list[Finding]:
    """The question that a much shorter list asks. Rows that answer waiting ones are no list."""
    n_base, n_rows = len(basis.listed_ids), reading.text.cells.height
    if reading.tokens or n_rows >= n_base * _SHORT:
        return []
    said = {"base": n_base, "rows": n_rows}
    return [Finding("FILE_SHORTER", reading.table.name, params=said)]


def copy_shortfall(
    actor: Actor, reading: Reading, comparison: Comparison, stored: pl.DataFrame
) -> list[Finding]:
    """The same question for a copy that lost its export code. `stored`: what the sender reaches.

    That ids are known does not make a copy: a team's own list may carry them, and so do ten rows
    that somebody mended. But a list of one's own making has other columns than the one that goes
    out, rows that were mended differ from what is stored, and new rows are not stored at all. So
    this asks only where nearly all columns came along and most rows say nothing new. It measures
    by the stored rows that share whatever the file's all share, so that the list of one group, of
    one day or of F1 alone is held against its like.
    """
    table, n_rows = reading.table, reading.text.cells.height
    if reading.exports or reading.tokens or not _has_columns_of_export(actor, reading):
        return []
    if _n_saying_nothing_new(table, comparison, stored) < n_rows * _MOST:
        return []
    n_base = _alike(table, stored, comparison.about).height
    if n_rows >= n_base * _SHORT:
        return []
    return [Finding("COPY_SHORTER", table.name, params={"base": n_base, "rows": n_rows})]


def _has_columns_of_export(actor: Actor, reading: Reading) -> bool:
    names, known = disclosable_columns(actor, reading.table.name), reading.mapping.columns
    n_there = sum(name in known for name in names)
    return reading.table.id in known and n_there >= len(names) * _MOST


def _n_saying_nothing_new(table: Table, comparison: Comparison, stored: pl.DataFrame) -> int:
    rows = comparison.checked.accepted
    known = rows.filter(pl.col(table.id).is_in(stored[table.id].implode()))["row"]
    differing = {diff.row for diff in comparison.changed}
    differing |= {conflict.row for conflict in comparison.conflicts}
    return len(set(known) - differing)


def _alike(table: Table, stored: pl.DataFrame, about: Collection[str]) -> pl.DataFrame:
    own = stored.filter(pl.col(table.id).is_in(list(about)))
    for column in table.columns.values():
        value = pl.col(column.name)
        if column.type not in _SHARED:
            continue
        if column.type == "moment":
            value = value.cast(pl.String).str.head(10)
        said = own.select(value).to_series().unique()
        if len(said) == 1:
            stored = stored.filter(value.eq_missing(pl.lit(said[0], said.dtype)))
    return stored
