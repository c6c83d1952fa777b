"""Rows out of every list whose ids may return: their import was undone, or the ward was renamed."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from lib.schema.tables import TABLES
from lib.store.history import Author, Row
from lib.store.repository import RowChange, current_rows, insert_rows, write_changes
from lib.store.tables import DATA_TABLES

_UNDONE = "undone:"  # and the cause: why a row is void


def take_out(
    conn: sa.Connection,
    ward_id: str,
    table: str,
    row_ids: Iterable[str],
    author: Author,
    cause: str,
) -> None:
    """These rows go; `cause` is the import that brought them in and is undone, or another word."""
    current = current_rows(conn, ward_id, table, list(row_ids))
    values = {"voided_at": author.at, "void_reason": _UNDONE + cause}
    changes = [RowChange(row_id, row["row_version"], values) for row_id, row in current.items()]
    write_changes(conn, ward_id, table, changes, current, author, "void")


def undone_ids(conn: sa.Connection, ward_id: str, table: str) -> frozenset[str]:
    """Ids of the rows that an undo took out."""
    data = DATA_TABLES[table]
    is_undone = data.c.void_reason.startswith(_UNDONE)
    query = sa.select(data.c[TABLES[table].id]).where(data.c.ward_id == ward_id, is_undone)
    return frozenset(conn.scalars(query))


def bring_in(
    conn: sa.Connection,
    ward_id: str,
    table: str,
    rows: Sequence[Row],
    author: Author,
    sources: Sequence[int | None],
) -> None:
    """Add rows; one whose id an undo had taken out stands again, with the new values only."""
    id_column, undone = TABLES[table].id, undone_ids(conn, ward_id, table)
    placed = list(zip(rows, sources, strict=True))
    fresh = [(row, source) for row, source in placed if row[id_column] not in undone]
    insert_rows(conn, ward_id, table, [r for r, _ in fresh], author, [s for _, s in fresh])
    again = {row[id_column]: (row, source) for row, source in placed if row[id_column] in undone}
    current = current_rows(conn, ward_id, table, list(again))
    nothing = dict.fromkeys((*TABLES[table].columns, "extra", "voided_at", "void_reason"))
    changes = [
        RowChange(row_id, current[row_id]["row_version"], {**nothing, **row}, source)
        for row_id, (row, source) in again.items()
    ]
    write_changes(conn, ward_id, table, changes, current, author, "create")
