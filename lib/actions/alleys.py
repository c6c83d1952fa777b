"""The neighbours' sheet of an alley: off until the vice-chair allows it, for one alley until a day.

What it says is in lib.documents.neighbours_sheet; who printed it when is in the audit.
"""

from dataclasses import asdict
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from lib.actions.deeds import Refused
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor, NotAllowed
from lib.security.scope import reaches
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.ids import new_id
from lib.store.printing import Alley, add_alley_sheet, approved_alleys, change_alley_sheet

APPROVE, PRINT = "alleys.approve", "alleys.print"
LONGEST = timedelta(days=14)


def approve_alley(
    store: Store, actor: Actor, alley: Alley, *, on: date, valid_to: date,
    now: datetime | None = None,
) -> str:  # fmt: skip
    """Allow the sheet from a day to a day, two weeks at most; returns the sheet's id.

    Raises NotAllowed; Refused for days that make no sense.
    """
    actor = allowed(store, actor, APPROVE)
    if not on <= valid_to <= on + LONGEST:
        raise Refused("TOO_LONG")
    author, sheet_id = Author(actor.account, now or present()), new_id("PT")
    row = {
        "sheet_id": sheet_id, **asdict(alley), "approved_by": author.actor,
        "approved_on": on, "valid_to": valid_to,
    }  # fmt: skip
    with store.write() as conn:
        add_alley_sheet(conn, store.ward_id, row)
        add_audit(conn, store.ward_id, author, "alley.approve", row_id=sheet_id)
    return sheet_id


def withdraw_alley(
    store: Store, actor: Actor, sheet_id: str, *, now: datetime | None = None
) -> None:
    """Nobody may print it any more. Raises NotAllowed; Refused when it does not stand."""
    actor = allowed(store, actor, APPROVE)
    author = Author(actor.account, now or present())
    with store.write() as conn:
        values = {"withdrawn_by": author.actor, "withdrawn_at": author.at}
        _change(conn, store, sheet_id, values, author, "alley.withdraw")


def note_handed_over(
    store: Store, actor: Actor, sheet_id: str, *, on: date, now: datetime | None = None
) -> None:
    """The group leader has the sheet. Raises NotAllowed; Refused when it does not stand."""
    actor = allowed(store, actor, PRINT)
    author = Author(actor.account, now or present())
    with store.write() as conn:
        _require_in_reach(conn, store, actor, sheet_id, on)
        values = {"handed_by": author.actor, "handed_at": author.at}
        _change(conn, store, sheet_id, values, author, "alley.hand_over")


def _require_in_reach(
    conn: sa.Connection, store: Store, actor: Actor, sheet_id: str, on: date
) -> None:
    groups = {
        row["sheet_id"]: row["group_id"] for row in approved_alleys(conn, store.ward_id, on=on)
    }
    if sheet_id not in groups:
        raise Refused("NOT_STANDING")
    if not reaches(current_reach(conn, store, actor), groups[sheet_id]):
        raise NotAllowed(PRINT)


def _change(
    conn: sa.Connection, store: Store, sheet_id: str, values: dict[str, object], author: Author,
    action: str,
) -> None:  # fmt: skip
    if not change_alley_sheet(conn, store.ward_id, sheet_id, values):
        raise Refused("NOT_STANDING")
    add_audit(conn, store.ward_id, author, action, row_id=sheet_id)
