"""A proposal as it is written down, inside the transaction of whoever asks."""

import sqlalchemy as sa

from lib.actions.identity import new_id
from lib.store.audit import add_audit
from lib.store.history import Author, Row
from lib.store.oversight import PROPOSALS


def note_proposal(
    conn: sa.Connection,
    ward_id: str,
    author: Author,
    action: str,
    arguments: Row,
    reason: str | None = None,
) -> str:
    """Returns the proposal's id. `reason`: None where the thing proposed speaks for itself."""
    proposal_id = new_id("DN")
    row = {
        "ward_id": ward_id, "proposal_id": proposal_id, "action": action,
        "arguments": dict(arguments), "reason": reason or "", "proposed_by": author.actor,
        "proposed_at": author.at, "status": "open",
    }  # fmt: skip
    conn.execute(sa.insert(PROPOSALS), row)
    add_audit(
        conn, ward_id, author, "proposals.make", row_id=proposal_id, subject=action,
        reason=reason, changes=False,
    )  # fmt: skip
    return proposal_id
