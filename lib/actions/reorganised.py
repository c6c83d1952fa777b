"""The last reorganisations as they stand in the history, each with its way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.actions.deeds import UNDO_WITHIN, Done, RowStep
from lib.actions.teams import REORGANISE, RIGHT
from lib.schema.tables import TABLES
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.audit import last_lines
from lib.store.engine import Store
from lib.store.history import Author, history_of_moment
from lib.store.repository import fetch

MOST = 5
_MOVED = {"team_areas": "group_id", "assignments": "case_id"}


@dataclass(frozen=True)
class Reorganised:
    """`groups` that went to another team, `n_assignments` that changed with them. `done` None:
    another one's deed, older than a day, or something of it was changed since."""

    at: datetime
    by: str
    groups: Sequence[str]
    n_assignments: int
    done: Done | None


def last_reorganisations(
    store: Store, actor: Actor, *, now: datetime | None = None
) -> list[Reorganised]:
    """The newest first. Raises NotAllowed."""
    actor = allowed(store, actor, RIGHT)
    with store.read() as conn:
        lines = last_lines(conn, store.ward_id, REORGANISE, most=MOST)
        rows = {table: _rows_now(conn, store.ward_id, table) for table in _MOVED} if lines else {}
        found = []
        for line in lines:
            author = Author(line["actor"], line["at"])
            steps = [
                step
                for step in history_of_moment(conn, store.ward_id, author)
                if step["table_name"] in _MOVED
            ]
            is_own = author.actor == actor.account
            is_new = (now or present()) - author.at <= UNDO_WITHIN
            is_whole = len(steps) == line["n_rows"]
            found.append(_found(author, steps, rows, may_undo=is_own and is_new and is_whole))
    return found


def _found(
    author: Author, steps: Sequence[sa.RowMapping], rows: Mapping[str, Mapping[str, Any]], *,
    may_undo: bool,
) -> Reorganised:  # fmt: skip
    taken = tuple(
        RowStep(s["table_name"], s["row_id"], s["row_version"], s["action"] == "create")
        for s in steps
    )
    is_standing = all(
        step.row_id in rows[step.table]
        and rows[step.table][step.row_id]["row_version"] == step.row_version
        for step in taken
    )
    moved = [s for s in steps if s["action"] == "create" or "team_id" in s["new"]]
    groups = {_key(s, rows) for s in moved if s["table_name"] == "team_areas"}
    people = {_key(s, rows) for s in moved if s["table_name"] == "assignments"}
    done = Done(REORGANISE, taken) if may_undo and taken and is_standing else None
    return Reorganised(author.at, author.actor, sorted(groups), len(people), done)


def _key(step: sa.RowMapping, rows: Mapping[str, Mapping[str, Any]]) -> str:
    """The group or the person; a changed row says it only where it stands."""
    column = _MOVED[step["table_name"]]
    row = rows[step["table_name"]].get(step["row_id"], {})
    return str(step["new"].get(column) or row.get(column) or step["row_id"])


def _rows_now(conn: sa.Connection, ward_id: str, table: str) -> dict[str, dict[str, Any]]:
    id_ = TABLES[table].id
    frame = fetch(conn, ward_id, table, (id_, _MOVED[table], "row_version"))
    return {row[id_]: row for row in frame.iter_rows(named=True)}
