"""Old and new values of every row, written in the transaction that changes it.

History holds people's data and is kept under the same rights; the audit never does.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from lib.store.tables import HISTORY

Row = Mapping[str, Any]
Action = Literal["create", "update", "void"]
_IDS_PER_QUERY = 500


@dataclass(frozen=True)
class Author:
    """Who writes, when, and out of which file."""

    actor: str
    at: datetime
    import_id: str | None = None


@dataclass(frozen=True)
class Step:
    """One row's move to `row_version`: the cells that changed, before and after."""

    row_id: str
    row_version: int
    old: Row | None
    new: Row


def write_history(
    conn: sa.Connection,
    ward_id: str,
    table: str,
    author: Author,
    action: Action,
    steps: Iterable[Step],
) -> None:
    about = {
        "ward_id": ward_id,
        "at": author.at,
        "actor": author.actor,
        "action": action,
        "table_name": table,
        "import_id": author.import_id,
    }
    lines = [
        about
        | {"row_id": step.row_id, "row_version": step.row_version}
        | {"old": step.old and as_json(step.old), "new": as_json(step.new)}
        for step in steps
    ]
    if lines:
        conn.execute(sa.insert(HISTORY), lines)


def history_of_import(conn: sa.Connection, ward_id: str, import_id: str) -> Sequence[sa.RowMapping]:
    """Every step that a file made, in order: table_name, row_id, row_version, action, old, new."""
    c = HISTORY.c
    query = (
        sa.select(c.table_name, c.row_id, c.row_version, c.action, c.old, c.new)
        .where(c.ward_id == ward_id, c.import_id == import_id)
        .order_by(c.seq)
    )
    return conn.execute(query).mappings().all()


def history_of_moment(conn: sa.Connection, ward_id: str, author: Author) -> Sequence[sa.RowMapping]:
    """Every step of an author at one moment, in order: as `history_of_import`."""
    c = HISTORY.c
    query = (
        sa.select(c.table_name, c.row_id, c.row_version, c.action, c.old, c.new)
        .where(c.ward_id == ward_id, c.actor == author.actor, c.at == author.at)
        .order_by(c.seq)
    )
    return conn.execute(query).mappings().all()


def history_of_rows(
    conn: sa.Connection, ward_id: str, table: str, ids: Collection[str]
) -> dict[str, list[sa.RowMapping]]:
    """row_id -> its steps, the newest first: at, old, new."""
    c, found = HISTORY.c, defaultdict[str, list[sa.RowMapping]](list)
    wanted = list(ids)
    for first in range(0, len(wanted), _IDS_PER_QUERY):
        query = (
            sa.select(c.row_id, c.at, c.old, c.new)
            .where(c.ward_id == ward_id, c.table_name == table)
            .where(c.row_id.in_(wanted[first : first + _IDS_PER_QUERY]))
            .order_by(c.seq.desc())
        )
        for step in conn.execute(query).mappings():
            found[step["row_id"]].append(step)
    return dict(found)


def as_json(values: Row) -> dict[str, Any]:
    """Days and moments as ISO text."""
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in values.items()
    }


def typed(column: sa.Column[Any], value: Any) -> Any:
    """A value of `as_json` as the column holds it."""
    if value is None:
        return None
    read: Mapping[type[Any], Any] = {
        sa.Date: date.fromisoformat,
        sa.DateTime: datetime.fromisoformat,
    }
    return read.get(type(column.type), lambda text: text)(value)
