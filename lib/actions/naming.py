"""The ward's name corrected: its one row stands under the new name, with all that it says.

The name is the row's id. The row under the old name leaves the lists and its history stays.
"""

from datetime import datetime

from lib.schema.tables import TABLES
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.repository import fetch
from lib.store.undone import bring_in, take_out
from lib.text.fold import clean

RIGHT = "ward.edit"


def rename_ward(store: Store, actor: Actor, name: str, *, now: datetime | None = None) -> bool:
    """False when there is nothing to rename, or nothing to say. Raises NotAllowed."""
    actor = allowed(store, actor, RIGHT)
    author, name = Author(actor.account, now or present()), clean(name)
    with store.write() as conn:
        found = fetch(conn, store.ward_id, "ward", (*TABLES["ward"].columns, "extra"))
        row = next(found.iter_rows(named=True), None)
        if not name or row is None or row["ward_name"] == name:
            return False
        take_out(conn, store.ward_id, "ward", [row["ward_name"]], author, RIGHT)
        bring_in(conn, store.ward_id, "ward", [row | {"ward_name": name}], author, [None])
        add_audit(conn, store.ward_id, author, "ward.rename", table="ward", row_id=name, n_rows=1)
    return True
