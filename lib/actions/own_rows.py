"""Rows a person adds on the phone: written in one step, taken back by their author for a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lib.actions.identity import new_id
from lib.schema.tables import TABLES
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.repository import fetch, insert_rows, void_row

TAKE_BACK_WITHIN = timedelta(hours=24)


def add_rows(
    conn: sa.Connection,
    store: Store,
    author: Author,
    table: str,
    rows: Sequence[dict[str, Any]],
) -> list[str]:
    """Give each row an id and write it, inside the caller's transaction; returns the ids."""
    spec = TABLES[table]
    complete = [row | {spec.id: new_id(spec.prefix)} for row in rows]
    insert_rows(conn, store.ward_id, table, complete, author)
    row_id = complete[0][spec.id] if len(complete) == 1 else None
    add_audit(
        conn, store.ward_id, author, "rows.edit", table=table, row_id=row_id, n_rows=len(complete)
    )
    return [row[spec.id] for row in complete]


def take_back(
    store: Store, actor: Actor, table: str, ids: Sequence[str], *, now: datetime | None = None
) -> bool:
    """Void one's own rows of the last 24 hours, all or none; False when that is over.

    Raises NotAllowed.
    """
    actor = allowed(store, actor, f"{table}.edit")
    author = Author(actor.account, now or present())
    with store.write() as conn:
        rows = [_own_and_recent(conn, store, table, id_, author) for id_ in ids]
        if not rows or None in rows:
            return False
        for id_, version in zip(ids, rows, strict=True):
            void_row(
                conn, store.ward_id, table, id_, row_version=version or 0,
                reason="taken back", author=author,
            )  # fmt: skip
        row_id = ids[0] if len(ids) == 1 else None
        add_audit(
            conn, store.ward_id, author, "rows.void", table=table, row_id=row_id, n_rows=len(ids)
        )
    return True


def _own_and_recent(
    conn: sa.Connection, store: Store, table: str, id_: str, author: Author
) -> int | None:
    """The row's version when its author may still take it back."""
    wanted = ("row_version", "recorded_by", "recorded_at")
    found = fetch(conn, store.ward_id, table, wanted, where={TABLES[table].id: id_})
    for version, recorded_by, recorded_at in found.iter_rows():
        if recorded_by == author.actor and author.at - recorded_at <= TAKE_BACK_WITHIN:
            return int(version)
    return None
