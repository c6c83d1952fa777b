"""Efforts to reach a resident without a first dose, as they are made: on the phone, at the door."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lib.actions.identity import new_id
from lib.schema.tables import TABLES
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor, NotAllowed
from lib.security.scope import rows_within
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.repository import fetch, insert_rows, void_row

RIGHT = "outreach.edit"
UNDO_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Attempt:
    """One call or visit. `mode` and `result` are codes of their enumerations."""

    resident_id: str
    contacted_on: date
    mode: str
    result: str
    reason: str | None = None
    next_action_on: date | None = None


def record_outreach(
    store: Store, actor: Actor, attempt: Attempt, *, now: datetime | None = None
) -> str:
    """Write an attempt down; returns its id, known to be stored. Raises NotAllowed."""
    actor = allowed(store, actor, RIGHT)
    author = Author(actor.account, now or present())
    id_ = new_id(TABLES["outreach"].prefix)
    with store.write() as conn:
        _require_in_reach(conn, store, actor, attempt.resident_id)
        row: dict[str, Any] = {
            "outreach_id": id_, "resident_id": attempt.resident_id,
            "contacted_on": attempt.contacted_on, "contacted_by": actor.account,
            "mode": attempt.mode, "result": attempt.result, "reason": attempt.reason or None,
            "next_action_on": attempt.next_action_on,
        }  # fmt: skip
        insert_rows(conn, store.ward_id, "outreach", [row], author)
        add_audit(conn, store.ward_id, author, "rows.edit", table="outreach", row_id=id_, n_rows=1)
    return id_


def undo_outreach(
    store: Store, actor: Actor, outreach_id: str, *, now: datetime | None = None
) -> bool:
    """Take one's own attempt back on the day it was written; False when that is over."""
    actor = allowed(store, actor, RIGHT)
    author = Author(actor.account, now or present())
    wanted = ("outreach_id", "row_version", "recorded_by", "recorded_at")
    with store.write() as conn:
        rows = fetch(
            conn, store.ward_id, "outreach", wanted, where={"outreach_id": outreach_id}
        ).rows(named=True)
        if not rows or not _is_own_and_recent(rows[0], author):
            return False
        void_row(
            conn, store.ward_id, "outreach", outreach_id,
            row_version=rows[0]["row_version"], reason="undone", author=author,
        )  # fmt: skip
        add_audit(
            conn, store.ward_id, author, "rows.void", table="outreach", row_id=outreach_id,
            n_rows=1,
        )  # fmt: skip
    return True


def _is_own_and_recent(row: dict[str, Any], author: Author) -> bool:
    is_recent = author.at - row["recorded_at"] <= UNDO_WITHIN
    return bool(row["recorded_by"] == author.actor and is_recent)


def _require_in_reach(conn: sa.Connection, store: Store, actor: Actor, resident_id: str) -> None:
    within = rows_within(current_reach(conn, store, actor), store.ward_id, "unvaccinated")
    found = fetch(
        conn, store.ward_id, "unvaccinated", ("resident_id",),
        where={"resident_id": resident_id}, within=within,
    )  # fmt: skip
    if found.is_empty():
        raise NotAllowed(RIGHT)
