"""One row back to what it was before one step of its history; that is a step of its own."""

import sqlalchemy as sa

from lib.schema.tables import TABLES
from lib.store.history import Author, Step, typed, write_history
from lib.store.tables import DATA_TABLES, HISTORY


def revert_row(
    conn: sa.Connection, ward_id: str, table: str, row_id: str, row_version: int, author: Author
) -> bool:
    """Undo the step that led to `row_version`: changed cells get their old values, a row taken
    out of the lists stands in them again. False when the row has moved on since, or when the
    step brought it in: nothing is deleted."""
    data, step = DATA_TABLES[table], _step(conn, ward_id, table, row_id, row_version)
    if step is None or step["old"] is None:
        return False
    old = {name: typed(data.c[name], value) for name, value in step["old"].items()}
    own = (data.c.ward_id == ward_id, data.c[TABLES[table].id] == row_id)
    is_there = conn.execute(
        sa.update(data)
        .where(*own, data.c.row_version == row_version)
        .values(old | {"row_version": row_version + 1})
        .values(recorded_at=author.at, recorded_by=author.actor)
    ).rowcount
    if is_there:
        back = Step(row_id, row_version + 1, step["new"], old)
        write_history(conn, ward_id, table, author, "update", [back])
    return bool(is_there)


def _step(
    conn: sa.Connection, ward_id: str, table: str, row_id: str, row_version: int
) -> sa.RowMapping | None:
    c = HISTORY.c
    query = sa.select(c.old, c.new).where(
        c.ward_id == ward_id,
        c.table_name == table,
        c.row_id == row_id,
        c.row_version == row_version,
    )
    return conn.execute(query).mappings().one_or_none()
