"""Rows in and out. Every write leaves its history in the same transaction; nothing is deleted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import sqlalchemy as sa

from lib.schema.tables import TABLES
from lib.store.audit import add_audit as add_audit
from lib.store.history import Action, Author, Row, Step, write_history
from lib.store.oversight import ERASURES
from lib.store.tables import DATA_TABLES, columns_of

_DTYPES: dict[type[Any], Any] = {
    sa.Text: pl.String,
    sa.String: pl.String,
    sa.Integer: pl.Int64,
    sa.BigInteger: pl.Int64,
    sa.Double: pl.Float64,
    sa.Boolean: pl.Boolean,
    sa.Date: pl.Date,
    sa.DateTime: pl.Datetime("us"),
}
# What a database sorts by otherwise is set where it was created, and differs from ward to ward.
_CODE_POINTS = {"sqlite": "BINARY", "postgresql": "C"}
_IDS_PER_QUERY = 500
# Stands for the digits that are not shown, of numbers that have at least so many.
MASK, _MASKED_FROM = "***", 8


@dataclass(frozen=True)
class RowChange:
    """New values for some columns of a row that was read at `row_version`."""

    row_id: str
    row_version: int
    values: Row
    source_row: int | None = None


def fetch(
    conn: sa.Connection,
    ward_id: str,
    table: str,
    columns: Sequence[str] | None = None,
    *,
    where: Row | None = None,
    within: sa.ColumnElement[bool] | None = None,
    masked: Collection[str] = (),
) -> pl.DataFrame:
    """Rows that are not void, all declared columns unless named, with the declared types.

    `where` gives columns that must equal a value, `within` any other condition; of the `masked`
    columns only the last digits leave the database. Rows come in the order of their ids, by code
    points.
    """
    data = DATA_TABLES[table]
    named = columns_of(table, columns)
    wanted = [_masked(column) if column.name in masked else column for column in named]
    query = (
        sa.select(*wanted)
        .where(data.c.ward_id == ward_id, data.c.voided_at.is_(None))
        .where(*(data.c[name] == value for name, value in (where or {}).items()))
        .where(sa.true() if within is None else within)
        .order_by(data.c[TABLES[table].id].collate(_CODE_POINTS[conn.dialect.name]))
    )
    return to_frame(conn, query)


def _masked(column: sa.Column[Any]) -> sa.Label[Any]:
    """The last three digits; of a short number nothing, for three digits would be most of it."""
    end = sa.func.substr(column, sa.func.length(column) - 2)
    shown = sa.case((sa.func.length(column) >= _MASKED_FROM, MASK + end), else_=MASK)
    return sa.case((column.is_not(None), shown)).label(column.name)


def to_frame(conn: sa.Connection, query: sa.Select[Any]) -> pl.DataFrame:
    """The answer as a frame whose types do not depend on the rows, even when there are none."""
    schema = {
        column.name: _DTYPES.get(type(column.type), pl.String)
        for column in query.selected_columns
        if isinstance(column, sa.Column | sa.Label)
    }
    rows = conn.execute(query).all()
    by_column = zip(*rows, strict=True) if rows else ([] for _ in schema)
    return pl.DataFrame(
        [
            pl.Series(name, values, dtype=dtype)
            for (name, dtype), values in zip(schema.items(), by_column, strict=True)
        ]
    )


def stored_ids(conn: sa.Connection, ward_id: str, table: str) -> frozenset[str]:
    """Every id the table ever gave out, those of void and of erased rows included: none is used
    twice."""
    data = DATA_TABLES[table]
    query = sa.select(data.c[TABLES[table].id]).where(data.c.ward_id == ward_id)
    erased = sa.select(ERASURES.c.row_id).where(
        ERASURES.c.ward_id == ward_id, ERASURES.c.table_name == table, ERASURES.c.kind == "erase"
    )
    return frozenset(conn.scalars(query)) | frozenset(conn.scalars(erased))


def insert_rows(
    conn: sa.Connection,
    ward_id: str,
    table: str,
    rows: Sequence[Row],
    author: Author,
    sources: Sequence[int | None] | None = None,
) -> None:
    """Add rows, each with its id. `sources` are their rows in the file, when there is one."""
    if not rows:
        return
    system = _system_values(ward_id, author) | {"row_version": 1}
    names = (*TABLES[table].columns, "extra")
    lines: Sequence[int | None] = sources or [None] * len(rows)
    stored = [
        {name: row.get(name) for name in names} | system | {"source_row": line}
        for row, line in zip(rows, lines, strict=True)
    ]
    conn.execute(sa.insert(DATA_TABLES[table]), stored)
    id_column = TABLES[table].id
    steps = (Step(row[id_column], 1, None, _given(row)) for row in rows)
    write_history(conn, ward_id, table, author, "create", steps)


def update_rows(
    conn: sa.Connection, ward_id: str, table: str, changes: Sequence[RowChange], author: Author
) -> list[str]:
    """Write the changes whose row is still at the version that was read.

    Returns the ids of the others (changed meanwhile, void or gone); they are left alone.
    """
    current = current_rows(conn, ward_id, table, [change.row_id for change in changes])
    good = [c for c in changes if c.row_id in current and _is_at(current[c.row_id], c.row_version)]
    write_changes(conn, ward_id, table, good, current, author, "update")
    written = {change.row_id for change in good}
    return [change.row_id for change in changes if change.row_id not in written]


def void_row(
    conn: sa.Connection,
    ward_id: str,
    table: str,
    row_id: str,
    *,
    row_version: int,
    reason: str,
    author: Author,
) -> bool:
    """Take a row out of every list, with the reason. False when it has moved on meanwhile."""
    values = {"voided_at": author.at, "void_reason": reason}
    current = current_rows(conn, ward_id, table, [row_id])
    if row_id not in current or not _is_at(current[row_id], row_version):
        return False
    change = RowChange(row_id, row_version, values)
    write_changes(conn, ward_id, table, [change], current, author, "void")
    return True


def write_changes(
    conn: sa.Connection,
    ward_id: str,
    table: str,
    changes: Sequence[RowChange],
    current: Mapping[str, Row],
    author: Author,
    action: Action,
) -> None:
    """Without asking whether a row has moved on: `current` are the rows as just read and held."""
    for names, group in _by_columns(changes).items():
        _update_group(conn, ward_id, table, names, group, author)
    steps = (_step(change, current[change.row_id]) for change in changes)
    write_history(conn, ward_id, table, author, action, steps)


def _system_values(ward_id: str, author: Author) -> dict[str, Any]:
    return {
        "ward_id": ward_id,
        "recorded_at": author.at,
        "recorded_by": author.actor,
        "source_import": author.import_id,
    }


def _given(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _step(change: RowChange, before: Row) -> Step:
    old = {name: before[name] for name in change.values}
    return Step(change.row_id, change.row_version + 1, old, change.values)


def _is_at(row: Row, row_version: int) -> bool:
    return row["row_version"] == row_version and row["voided_at"] is None


def current_rows(
    conn: sa.Connection, ward_id: str, table: str, ids: Sequence[str], *, hold: bool = True
) -> dict[str, Row]:
    """The rows as they are now, void ones too; `hold` them against other writers until the
    transaction ends, which a reading one cannot."""
    data, id_column = DATA_TABLES[table], TABLES[table].id
    found: dict[str, Row] = {}
    for start in range(0, len(ids), _IDS_PER_QUERY):
        some = data.c[id_column].in_(ids[start : start + _IDS_PER_QUERY])
        query = sa.select(data).where(data.c.ward_id == ward_id, some)
        query = query.with_for_update() if hold else query
        found |= {row[id_column]: row for row in conn.execute(query).mappings()}
    return found


def _by_columns(changes: Iterable[RowChange]) -> dict[tuple[str, ...], list[RowChange]]:
    """Changes of the same columns go to the database together."""
    groups: defaultdict[tuple[str, ...], list[RowChange]] = defaultdict(list)
    for change in changes:
        groups[tuple(sorted(change.values))].append(change)
    return groups


def _update_group(
    conn: sa.Connection,
    ward_id: str,
    table: str,
    names: tuple[str, ...],
    changes: Sequence[RowChange],
    author: Author,
) -> None:
    data = DATA_TABLES[table]
    system = {"recorded_at": author.at, "recorded_by": author.actor}
    source = ("source_import", "source_row") if author.import_id else ()
    statement = (
        sa.update(data)
        .where(data.c.ward_id == ward_id, data.c[TABLES[table].id] == sa.bindparam("old_id"))
        .values({name: sa.bindparam(f"new_{name}") for name in (*names, *source)})
        .values(system | {"row_version": data.c.row_version + 1})
    )
    origin = {"new_source_import": author.import_id} if source else {}
    conn.execute(
        statement,
        [
            {f"new_{name}": change.values[name] for name in names}
            | origin
            | ({"new_source_row": change.source_row} if source else {})
            | {"old_id": change.row_id}
            for change in changes
        ],
    )
