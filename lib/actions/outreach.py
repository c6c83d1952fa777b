"""Efforts to reach a resident without a first dose, as they are made: on the phone, at the door."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from lib.actions.own_rows import add_rows
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor, NotAllowed
from lib.security.scope import rows_within
from lib.settings import now as present
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.repository import fetch

RIGHT = "outreach.edit"


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
    """Write an attempt down; returns its id once it is stored. Raises NotAllowed."""
    actor = allowed(store, actor, RIGHT)
    author = Author(actor.account, now or present())
    row: dict[str, Any] = {
        "resident_id": attempt.resident_id, "contacted_on": attempt.contacted_on,
        "contacted_by": actor.account, "mode": attempt.mode, "result": attempt.result,
        "reason": attempt.reason or None, "next_action_on": attempt.next_action_on,
    }  # fmt: skip
    with store.write() as conn:
        _require_in_reach(conn, store, actor, attempt.resident_id)
        return add_rows(conn, store, author, "outreach", [row])[0]


def _require_in_reach(conn: sa.Connection, store: Store, actor: Actor, resident_id: str) -> None:
    within = rows_within(current_reach(conn, store, actor), store.ward_id, "unvaccinated")
    found = fetch(
        conn, store.ward_id, "unvaccinated", ("resident_id",),
        where={"resident_id": resident_id}, within=within,
    )  # fmt: skip
    if found.is_empty():
        raise NotAllowed(RIGHT)
