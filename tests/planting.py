"""Writes texts straight into a ward's rows, past the importer: what if they stood there?"""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from lib.schema.tables import TABLES
from lib.store.engine import Store
from lib.store.tables import DATA_TABLES, IMPORTS


def plant(store: Store, table: str, values_for: Callable[[str], Mapping[str, Any]]) -> None:
    """`values_for(row id)`: the columns to write, the same ones for every row."""
    data, key = DATA_TABLES[table], DATA_TABLES[table].c[TABLES[table].id]
    mine = data.c.ward_id == store.ward_id
    with store.write() as conn:
        rows = [
            {"the_row": row_id}
            | {f"new_{name}": value for name, value in values_for(row_id).items()}
            for row_id in conn.scalars(sa.select(key).order_by(key))
        ]
        columns = [name.removeprefix("new_") for name in rows[0]][1:] if rows else []
        if columns:
            change = {name: sa.bindparam(f"new_{name}") for name in columns}
            conn.execute(
                sa.update(data).where(mine, key == sa.bindparam("the_row")).values(change), rows
            )


def plant_everywhere(store: Store, next_text: Callable[[], str]) -> None:
    """A text of its own in every column of free text, and as the name of every file."""
    for table in TABLES.values():
        names = [column.name for column in table.columns.values() if column.type == "text"]
        plant(store, table.name, lambda _row, names=names: {name: next_text() for name in names})  # type: ignore[misc]
    with store.write() as conn:
        for import_id in list(conn.scalars(sa.select(IMPORTS.c.import_id))):
            named = sa.update(IMPORTS).where(IMPORTS.c.import_id == import_id)
            conn.execute(named.values(file_name=next_text()))
