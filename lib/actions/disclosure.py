"""More than the role shows: one hidden field of one record, or a record outside one's area.

Both need a typed reason, and both are on record before anything is shown.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lib.schema.tables import TABLES
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor, NotAllowed
from lib.security.audit import required_reason
from lib.security.fields import hidden_columns
from lib.security.scope import rows_within
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.oversight import EMERGENCIES
from lib.store.repository import fetch

EMERGENCY = timedelta(hours=1)


def reveal_field(
    store: Store,
    actor: Actor,
    table: str,
    row_id: str,
    column: str,
    reason: str,
    *,
    now: datetime | None = None,
) -> Any:
    """The full value, None when nothing is recorded. Raises NotAllowed for a field that no reason
    opens and for a record out of reach, ReasonNeeded."""
    actor = allowed(store, actor, "persons.see", "persons.reveal")
    if column not in hidden_columns(actor, table):
        raise NotAllowed("persons.reveal")
    said, author = required_reason(reason), Author(actor.account, now or present())
    with store.write() as conn:
        within = rows_within(current_reach(conn, store, actor), store.ward_id, table)
        own = {TABLES[table].id: row_id}
        found = fetch(conn, store.ward_id, table, (column,), where=own, within=within)
        if found.is_empty():
            raise NotAllowed("persons.reveal")
        add_audit(
            conn, store.ward_id, author, "field.reveal", table=table, row_id=row_id, n_rows=1,
            subject=column, reason=said, changes=False,
        )  # fmt: skip
    return found[column][0]


def break_glass(
    store: Store, actor: Actor, case_id: str, reason: str, *, now: datetime | None = None
) -> bool:
    """Open a record outside the area for one hour. False when there is none by that code: the
    attempt is on record, what was typed is not, for it may be anybody's name. Raises NotAllowed,
    ReasonNeeded."""
    actor = allowed(store, actor, "persons.see", "persons.break_glass")
    said, author = required_reason(reason), Author(actor.account, now or present())
    with store.write() as conn:
        found = fetch(conn, store.ward_id, "cases", ("case_id",), where={"case_id": case_id})
        is_there = not found.is_empty()
        add_audit(
            conn, store.ward_id, author, "record.break_glass", table="cases",
            row_id=case_id if is_there else None, n_rows=int(is_there), reason=said, changes=False,
        )  # fmt: skip
        if is_there:
            _open(conn, store.ward_id, case_id, author)
    return is_there


def _open(conn: sa.Connection, ward_id: str, case_id: str, author: Author) -> None:
    """A second reason on the same day opens the hour anew."""
    own = {"ward_id": ward_id, "actor": author.actor, "case_id": case_id}
    conn.execute(sa.delete(EMERGENCIES).filter_by(**own))
    times = {"opened_at": author.at, "until": author.at + EMERGENCY}
    conn.execute(sa.insert(EMERGENCIES), own | times)
