"""A record taken out of every list, with the reason; nothing is deleted."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.repository import void_row


def void_record(
    conn: sa.Connection, store: Store, author: Author, arguments: Mapping[str, Any]
) -> bool:
    """`arguments`: table, row_id, row_version, reason. False when the row has moved on."""
    table, row_id = arguments["table"], arguments["row_id"]
    done = void_row(
        conn, store.ward_id, table, row_id, row_version=arguments["row_version"],
        reason=arguments["reason"], author=author,
    )  # fmt: skip
    if done:
        add_audit(conn, store.ward_id, author, "rows.void", table=table, row_id=row_id, n_rows=1)
    return done
