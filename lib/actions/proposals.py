"""What one person may not do alone: one proposes, another agrees, then it is done at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.actions.erasing import erase_person, finish_erasures
from lib.actions.identity import new_id
from lib.actions.policies import set_policy
from lib.actions.rule_changes import adopt_rule, adopt_visits
from lib.actions.undoing import undo_agreed
from lib.actions.voiding import void_record
from lib.schema.tables import TABLES
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor
from lib.security.audit import required_reason
from lib.security.scope import rows_within
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.oversight import PROPOSALS
from lib.store.repository import fetch
from lib.text.catalogue import N_, _

Arguments = Mapping[str, Any]
_SENTENCES = {
    "GONE": N_("This proposal was already decided."),
    "OWN": N_("You proposed this yourself; another person must agree."),
    "MOVED_ON": N_("The record was changed since this was proposed. Refuse it and propose anew."),
}


class NotDone(Exception):  # noqa: N818 - expected: a person looks again
    """Nothing was changed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def sentence(self) -> str:
        return _(_SENTENCES[self.code])


@dataclass(frozen=True)
class Kind:
    """`right`: what both persons need. `execute` writes in the given transaction and says whether
    it could; its arguments are ids and numbers, never a value of a person's field."""

    right: str
    label: str
    execute: Callable[[sa.Connection, Store, Author, Arguments], bool]
    afterwards: Callable[[Store], None] | None = None


KINDS: dict[str, Kind] = {
    "rows.void": Kind("rows.void", N_("Take a record out of the lists"), void_record),
    "imports.undo": Kind("imports.undo", N_("Undo an import"), undo_agreed),
    "policies.change": Kind("policies.change", N_("Change a threshold or period"), set_policy),
    "rules.adopt": Kind("policies.change", N_("Take up a rule"), adopt_rule),
    "visits.adopt": Kind("policies.change", N_("Change the visits a day"), adopt_visits),
    "persons.erase": Kind(
        "persons.erase", N_("Erase somebody's data"), erase_person, finish_erasures
    ),
}


def propose(
    store: Store,
    actor: Actor,
    action: str,
    arguments: Arguments,
    reason: str,
    *,
    now: datetime | None = None,
) -> str:
    """Ask for a second person; returns the proposal's id. Raises NotAllowed, ReasonNeeded."""
    actor = allowed(store, actor, KINDS[action].right)
    said, author = required_reason(reason), Author(actor.account, now or present())
    proposal_id = new_id("DN")
    row = {
        "ward_id": store.ward_id, "proposal_id": proposal_id, "action": action,
        "arguments": dict(arguments), "reason": said, "proposed_by": author.actor,
        "proposed_at": author.at, "status": "open",
    }  # fmt: skip
    with store.write() as conn:
        conn.execute(sa.insert(PROPOSALS), row)
        add_audit(
            conn, store.ward_id, author, "proposals.make", row_id=proposal_id, subject=action,
            reason=said, changes=False,
        )  # fmt: skip
    return proposal_id


def propose_void(
    store: Store, actor: Actor, table: str, row_id: str, reason: str, *, now: datetime | None = None
) -> str:
    """Ask that a record within reach, as it is now, be taken out. Raises as `propose` does, and
    NotDone when there is no such record."""
    actor = allowed(store, actor, "rows.void")
    with store.read() as conn:
        within = rows_within(current_reach(conn, store, actor), store.ward_id, table)
        own = {TABLES[table].id: row_id}
        found = fetch(conn, store.ward_id, table, ("row_version",), where=own, within=within)
    if found.is_empty():
        raise NotDone("MOVED_ON")
    arguments = {"table": table, "row_id": row_id, "row_version": found["row_version"][0]}
    return propose(store, actor, "rows.void", arguments, reason, now=now)


def approve(store: Store, actor: Actor, proposal_id: str, *, now: datetime | None = None) -> None:
    """Agree as another person, and do it, in one transaction. Raises NotAllowed, NotDone."""
    with store.write() as conn:
        proposal = _open_proposal(conn, store.ward_id, proposal_id)
        kind = KINDS[proposal["action"]]
        actor = allowed(store, actor, kind.right)
        if actor.account == proposal["proposed_by"]:
            raise NotDone("OWN")
        author = Author(actor.account, now or present())
        arguments = proposal["arguments"] | {"reason": proposal["reason"]}
        if not kind.execute(conn, store, author, arguments):
            raise NotDone("MOVED_ON")
        _decide(conn, store.ward_id, proposal, author, "done", "proposals.approve")
    if kind.afterwards:
        kind.afterwards(store)


def reject(store: Store, actor: Actor, proposal_id: str, *, now: datetime | None = None) -> None:
    """Refuse, or take one's own proposal back. Raises NotAllowed, NotDone."""
    with store.write() as conn:
        proposal = _open_proposal(conn, store.ward_id, proposal_id)
        actor = allowed(store, actor, KINDS[proposal["action"]].right)
        author = Author(actor.account, now or present())
        _decide(conn, store.ward_id, proposal, author, "refused", "proposals.reject")


def _open_proposal(conn: sa.Connection, ward_id: str, proposal_id: str) -> Mapping[str, Any]:
    query = sa.select(PROPOSALS).where(
        PROPOSALS.c.ward_id == ward_id,
        PROPOSALS.c.proposal_id == proposal_id,
        PROPOSALS.c.status == "open",
    )
    found = conn.execute(query.with_for_update()).mappings().one_or_none()
    if found is None:
        raise NotDone("GONE")
    return dict(found)


def _decide(
    conn: sa.Connection,
    ward_id: str,
    proposal: Mapping[str, Any],
    author: Author,
    status: str,
    action: str,
) -> None:
    conn.execute(
        sa.update(PROPOSALS)
        .where(
            PROPOSALS.c.ward_id == ward_id,
            PROPOSALS.c.proposal_id == proposal["proposal_id"],
        )
        .values(status=status, decided_by=author.actor, decided_at=author.at)
    )
    add_audit(
        conn, ward_id, author, action, row_id=proposal["proposal_id"],
        subject=proposal["action"], changes=False,
    )  # fmt: skip
