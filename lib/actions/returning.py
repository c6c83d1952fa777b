"""A list that went out and came back: what it was made from, and what it leaves out."""

from collections.abc import Collection

import sqlalchemy as sa

from lib.actions.merging import Basis
from lib.actions.reading import Reading
from lib.schema.findings import Finding
from lib.store.bases import changed_since, find_exports
from lib.text.fold import clean

# Of the rows that went out. Fewer may be right (a team got its part), but somebody must say so.
_SHORT = 0.6


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
