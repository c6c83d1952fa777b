"""What a file that waits for a second person would change, for whoever decides about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from lib.actions.bounds import shown_changes
from lib.actions.comparison import RowDiff
from lib.actions.effects import effect_of
from lib.actions.large_imports import ACTION, RIGHT, read_again
from lib.actions.weighing import weigh
from lib.ingest.refusal import FileRefused
from lib.schema.tables import TABLES
from lib.security.access import allowed
from lib.security.actors import Actor, NotAllowed
from lib.security.audit import saw_list
from lib.security.fields import shown_value
from lib.store.engine import Store
from lib.store.oversight import PROPOSALS
from lib.store.repository import fetch

PAGE = "privacy"


@dataclass(frozen=True)
class WaitingFile:
    """`changed` and `titles` (row_id -> what people know the record by) as the reader may see
    them. Not `is_same`: it would no longer do what was shown, so that nobody can agree to it."""

    table: str
    changed: tuple[RowDiff, ...]
    titles: Mapping[str, Mapping[str, Any]]
    new: int
    refused: int
    is_same: bool


def look_into(store: Store, actor: Actor, proposal_id: str) -> WaitingFile | None:
    """Reads and weighs the kept file again, with its sender's rights. None when that can be done no
    more, or nothing of the name waits. Raises NotAllowed."""
    actor = allowed(store, actor, RIGHT, "persons.see")
    with store.read() as conn:
        found = _waiting(conn, store.ward_id, proposal_id)
    if found is None:
        return None
    arguments, sender = found
    if actor.scope.kind != "ward" and actor.account != sender:
        raise NotAllowed(RIGHT)
    try:
        ready = read_again(store, arguments)
    except (FileRefused, NotAllowed):
        return None
    if ready is None:
        return None
    with store.read() as conn:
        preview, comparison = weigh(conn, store, ready.actor, ready.arrival, ready.reading)
        ids = {diff.row_id for diff in comparison.changed}
        titles = _titles(conn, store.ward_id, actor, preview.table, ids)
    saw_list(store, actor, PAGE, len(ids))
    return WaitingFile(
        preview.table,
        shown_changes(actor, comparison, is_sender=False),
        titles, preview.new, preview.refused,
        effect_of(comparison, arguments["import_id"]) == arguments["effect"],
    )  # fmt: skip


def _waiting(
    conn: sa.Connection, ward_id: str, proposal_id: str
) -> tuple[Mapping[str, Any], str] | None:
    query = sa.select(PROPOSALS.c.arguments, PROPOSALS.c.proposed_by).where(
        PROPOSALS.c.ward_id == ward_id,
        PROPOSALS.c.proposal_id == proposal_id,
        PROPOSALS.c.action == ACTION,
        PROPOSALS.c.status == "open",
    )
    found = conn.execute(query).one_or_none()
    return (found.arguments, found.proposed_by) if found else None


def _titles(
    conn: sa.Connection, ward_id: str, actor: Actor, table: str, ids: set[str]
) -> dict[str, dict[str, Any]]:
    named = TABLES[table]
    rows = fetch(conn, ward_id, table, (named.id, *named.title))
    return {
        row[named.id]: {name: shown_value(actor, table, name, row[name]) for name in named.title}
        for row in rows.iter_rows(named=True)
        if row[named.id] in ids
    }
