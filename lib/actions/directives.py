"""The register kept: a task's status with its evidence, who acknowledged, what was announced."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from lib.actions.own_rows import add_rows
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.problems import StoreBusy
from lib.store.repository import RowChange, update_rows


def set_status(
    store: Store, actor: Actor, directive_id: str, row_version: int, status: str,
    *, done_on: date | None = None, evidence: str = "", now: datetime | None = None,
) -> None:  # fmt: skip
    """Raises StoreBusy when somebody else changed the task meanwhile, NotAllowed."""
    actor = allowed(store, actor, "directives.edit")
    author = Author(actor.account, now or present())
    values: dict[str, Any] = {"status": status, "done_on": done_on if status == "done" else None}
    if evidence:
        values["evidence"] = evidence
    with store.write() as conn:
        change = RowChange(directive_id, row_version, values)
        if update_rows(conn, store.ward_id, "directives", [change], author):
            raise StoreBusy("ROW_CHANGED")
        add_audit(
            conn, store.ward_id, author, "rows.edit", table="directives", row_id=directive_id,
            n_rows=1,
        )  # fmt: skip


def acknowledge(
    store: Store, actor: Actor, directive_id: str, groups: Sequence[str], on: date,
    *, now: datetime | None = None,
) -> int:  # fmt: skip
    """These groups have received the document; returns how many rows were written."""
    said = {"directive_id": directive_id, "acknowledged_on": on, "acknowledged_by": actor.account}
    return _add(store, actor, "acknowledgements", groups, said, now)


def announce(
    store: Store, actor: Actor, directive_id: str | None, groups: Sequence[str], channel: str,
    on: date, *, now: datetime | None = None,
) -> int:  # fmt: skip
    """It was made known in these groups by one channel; returns how many rows were written."""
    said = {
        "directive_id": directive_id, "announced_on": on, "channel": channel,
        "made_by": actor.account,
    }  # fmt: skip
    return _add(store, actor, "announcements", groups, said, now)


def _add(
    store: Store, actor: Actor, table: str, groups: Sequence[str], said: dict[str, Any],
    now: datetime | None,
) -> int:  # fmt: skip
    actor = allowed(store, actor, f"{table}.edit")
    author = Author(actor.account, now or present())
    rows = [said | {"group_id": group} for group in groups]
    with store.write() as conn:
        return len(add_rows(conn, store, author, table, rows))
