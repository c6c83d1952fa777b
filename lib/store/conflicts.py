"""Cells that were changed both here and in a returned list: kept until a person chooses.

They hold people's data, like the history, and stand under the same rights.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from lib.store.history import Author, as_json, typed
from lib.store.tables import DATA_TABLES, IMPORTS, METADATA

_JSON = sa.JSON(none_as_null=True)
# What a person chose: the file's value, or the one that was stored.
Side = Literal["file", "stored"]

CONFLICTS = sa.Table(
    "conflicts",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("import_id", sa.String(40), primary_key=True),
    sa.Column("row_id", sa.String(120), primary_key=True),
    sa.Column("cell", sa.Text, primary_key=True),
    sa.Column("row", sa.Integer, nullable=False),
    sa.Column("base", _JSON),
    sa.Column("stored", _JSON),
    sa.Column("file", _JSON),
    sa.Column("side", sa.String(10)),
    sa.Column("settled_by", sa.Text),
    sa.Column("settled_at", sa.DateTime),
    sa.ForeignKeyConstraint(["ward_id", "import_id"], ["imports.ward_id", "imports.import_id"]),
)


EXTRA_CELL = "extra:"


@dataclass(frozen=True)
class Conflict:
    """One cell of a stored row. `row` is its row in the file, `row_version` that of the stored row;
    `base` what the cell was when the list went out, `stored` what it is, `file` what the
    returned list says. `cell` is a column, or "extra:" and a heading that no column has;
    `side` what a person chose."""

    row: int
    row_id: str
    row_version: int
    cell: str
    base: Any
    stored: Any
    file: Any
    side: Side | None = None


@dataclass(frozen=True)
class Decision:
    """What a person chose for a cell, looking at the stored row in that version."""

    row_id: str
    row_version: int
    cell: str
    side: Side


@dataclass(frozen=True)
class Undecided:
    """A conflict that waits, as it was noted."""

    import_id: str
    file_name: str
    table: str
    row: int
    row_id: str
    cell: str
    base: Any
    stored: Any
    file: Any


def cell_of(row: Mapping[str, Any], cell: str) -> Any:
    """The value of a cell in a stored row, `extra` included."""
    if cell.startswith(EXTRA_CELL):
        return json.loads(row["extra"] or "{}").get(cell.removeprefix(EXTRA_CELL))
    return row[cell]


def note_conflicts(
    conn: sa.Connection, ward_id: str, conflicts: Iterable[Conflict], author: Author
) -> None:
    """Also those that were decided at once: neither side's value is ever lost."""
    nobody = {"settled_by": None, "settled_at": None}
    decided = {"settled_by": author.actor, "settled_at": author.at}
    lines = [
        {"ward_id": ward_id, "import_id": author.import_id, "row": conflict.row}
        | {"row_id": conflict.row_id, "cell": conflict.cell, "side": conflict.side}
        | as_json({"base": conflict.base, "stored": conflict.stored, "file": conflict.file})
        | (decided if conflict.side else nobody)
        for conflict in conflicts
    ]
    if lines:
        conn.execute(sa.insert(CONFLICTS), lines)


def undecided(
    conn: sa.Connection, ward_id: str, import_id: str | None = None
) -> tuple[Undecided, ...]:
    """Of imports that stand, the newest first; of one import when it is named."""
    c = CONFLICTS.c
    query = (
        sa.select(
            c.import_id,
            IMPORTS.c.file_name,
            IMPORTS.c.table_name,
            c.row,
            c.row_id,
            c.cell,
            c.base,
            c.stored,
            c.file,
        )  # fmt: skip
        .join(IMPORTS)
        .where(c.ward_id == ward_id, c.side.is_(None), IMPORTS.c.status == "accepted")
        .where(sa.true() if import_id is None else c.import_id == import_id)
        .order_by(IMPORTS.c.received_at.desc(), c.import_id, c.row, c.cell)
    )
    return tuple(_undecided(line) for line in conn.execute(query).mappings())


def _undecided(line: sa.RowMapping) -> Undecided:
    table, cell = line["table_name"], line["cell"]
    values = (_typed(table, cell, line[name]) for name in ("base", "stored", "file"))
    about = (line["import_id"], line["file_name"], table, line["row"], line["row_id"])
    return Undecided(*about, cell, *values)


def _typed(table: str, cell: str, value: Any) -> Any:
    return value if cell.startswith(EXTRA_CELL) else typed(DATA_TABLES[table].c[cell], value)


def decide(
    conn: sa.Connection,
    ward_id: str,
    import_id: str,
    row_id: str,
    cell: str,
    side: Side,
    author: Author,
) -> None:
    """The conflict waits no longer."""
    c = CONFLICTS.c
    conn.execute(
        sa.update(CONFLICTS)
        .where(c.ward_id == ward_id, c.import_id == import_id)
        .where(c.row_id == row_id, c.cell == cell)
        .values(side=side, settled_by=author.actor, settled_at=author.at)
    )
