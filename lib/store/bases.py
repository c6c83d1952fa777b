"""What an exported list was when it went out: with that, a list that comes back can be merged.

An export remembers where the history stood. What a cell was then is the old value of the first
step after that place which touched it; a cell that no step touched is as it was.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.schema.tables import TABLES
from lib.store.history import Author, typed
from lib.store.ids import new_id
from lib.store.tables import DATA_TABLES, HISTORY, IMPORTS, METADATA

EXPORTS = sa.Table(
    "exports",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("export_id", sa.String(40), primary_key=True),
    sa.Column("table_name", sa.String(40), nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("n_rows", sa.Integer, nullable=False),
    sa.Column("history_seq", sa.BigInteger, nullable=False),
    sa.Column("row_ids", sa.JSON(none_as_null=True), nullable=False),
)


_AT_ONCE = 500  # ids in one question to the store


@dataclass(frozen=True)
class Export:
    """One list that went out. `history_seq`: the newest line of the history at that moment."""

    export_id: str
    table: str
    made_by: str
    made_at: datetime
    history_seq: int
    row_ids: Sequence[str]


def history_end(conn: sa.Connection, ward_id: str) -> int:
    """The newest line of the ward's history, 0 before the first."""
    newest = sa.select(sa.func.max(HISTORY.c.seq)).where(HISTORY.c.ward_id == ward_id)
    return conn.scalar(newest) or 0


def note_base(
    conn: sa.Connection,
    ward_id: str,
    table: str,
    row_ids: Sequence[str],
    history_seq: int,
    author: Author,
) -> str:
    """Before the list is handed out: these rows, as the history stood. Returns the export's id."""
    export_id = new_id("E")
    line = {
        "ward_id": ward_id, "export_id": export_id, "table_name": table,
        "made_by": author.actor, "made_at": author.at, "n_rows": len(row_ids),
        "history_seq": history_seq, "row_ids": list(row_ids),
    }  # fmt: skip
    conn.execute(sa.insert(EXPORTS), line)
    return export_id


def find_exports(
    conn: sa.Connection, ward_id: str, table: str, export_ids: Collection[str]
) -> dict[str, Export]:
    """Those of the named exports that this ward made of this table."""
    c = EXPORTS.c
    query = sa.select(
        c.export_id, c.table_name, c.made_by, c.made_at, c.history_seq, c.row_ids
    ).where(c.ward_id == ward_id, c.table_name == table, c.export_id.in_(export_ids))
    return {found.export_id: Export(*found) for found in conn.execute(query)}


def changed_since(
    conn: sa.Connection, ward_id: str, table: str, history_seq: int
) -> dict[str, dict[str, Any]]:
    """Row id -> {column: what it was at that place of the history}, for the rows and columns that
    were touched since. Of a row that did not exist yet every column was empty."""
    columns, c = DATA_TABLES[table].c, HISTORY.c
    nothing = dict.fromkeys((*TABLES[table].columns, "extra"))
    query = (
        sa.select(c.row_id, c.old)
        .where(c.ward_id == ward_id, c.table_name == table, c.seq > history_seq)
        .order_by(c.seq.desc())  # the earliest step speaks last, and so decides
    )
    was: dict[str, dict[str, Any]] = {}
    for row_id, old in conn.execute(query):
        before = nothing if old is None else old
        cells = {name: typed(columns[name], value) for name, value in before.items()}
        was.setdefault(row_id, {}).update(cells)
    return was


def earlier_values(
    conn: sa.Connection, ward_id: str, table: str, row_ids: Collection[str]
) -> dict[str, dict[str, list[Any]]]:
    """Row id -> {column: what stood there before a later change}, but for what only an import that
    was undone had brought: that may come again."""
    columns, c = DATA_TABLES[table].c, HISTORY.c
    is_undone = sa.select(IMPORTS.c.import_id).where(
        IMPORTS.c.ward_id == ward_id, IMPORTS.c.status == "undone"
    )
    undone = set(conn.scalars(is_undone))
    was: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    withdrawn: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(
        lambda: defaultdict(list)
    )
    asked = list(row_ids)
    for start in range(0, len(asked), _AT_ONCE):
        ids = asked[start : start + _AT_ONCE]
        query = sa.select(c.row_id, c.import_id, c.old, c.new).where(
            c.ward_id == ward_id, c.table_name == table, c.action == "update", c.row_id.in_(ids)
        )
        for row_id, import_id, old, new in conn.execute(query):
            for name, value in (old or {}).items():
                was[row_id][name].append(typed(columns[name], value))
            for name, value in new.items() if import_id in undone else ():
                withdrawn[row_id][name].append(typed(columns[name], value))
    return {
        row_id: {
            name: [value for value in values if value not in withdrawn[row_id][name]]
            for name, values in cells.items()
        }
        for row_id, cells in was.items()
    }
