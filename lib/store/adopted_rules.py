"""The rows that the ward has added to the rule book, the newest decision of each id."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from lib.store.oversight import PROPOSALS

ADOPT, ADOPT_VISITS = "rules.adopt", "visits.adopt"


def proposed_rows(arguments: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a proposal: several of one document, or one; an issuer left empty may lack."""
    rows = arguments["rules"] if "rules" in arguments else [arguments["rule"]]
    return [{"issuer": ""} | row for row in rows]


def adopted_rules(conn: sa.Connection, ward_id: str, action: str = ADOPT) -> list[dict[str, Any]]:
    """In the order in which they were agreed to; `confirmed_by` is who agreed."""
    c = PROPOSALS.c
    query = (
        sa.select(c.arguments, c.decided_by)
        .where(c.ward_id == ward_id, c.action == action, c.status == "done")
        .order_by(c.decided_at, c.proposal_id)
    )
    return [
        row | {"confirmed_by": by}
        for said, by in conn.execute(query)
        for row in proposed_rows(said)
    ]


def open_rules(
    conn: sa.Connection, ward_id: str
) -> list[tuple[str, str, str, list[dict[str, Any]]]]:
    """Proposals that nobody has decided on: id, by whom, why, the rows."""
    c = PROPOSALS.c
    query = (
        sa.select(c.proposal_id, c.proposed_by, c.reason, c.arguments)
        .where(c.ward_id == ward_id, c.action == ADOPT, c.status == "open")
        .order_by(c.proposed_at, c.proposal_id)
    )
    return [(id_, by, why, proposed_rows(said)) for id_, by, why, said in conn.execute(query)]
