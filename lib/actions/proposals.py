"""What one person may not do alone: one proposes, another agrees, then it is done at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.actions import large_imports
from lib.actions.erasing import erase_person, find_files, finish_erasures
from lib.actions.policies import set_policy
from lib.actions.proposing import note_proposal
from lib.actions.rule_changes import adopt_rule, adopt_visits
from lib.actions.undoing import undo_agreed
from lib.actions.voiding import void_record
from lib.schema.tables import TABLES
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor, NotAllowed
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
    "MOVED_ON": N_(
        "The record or list was changed since this was proposed. Refuse it and propose anew."
    ),
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
    it could; its arguments are ids and numbers, never a value of a person's field. `prepare` adds
    to them what takes long, before the transaction; `refused` writes what a refusal leaves."""

    right: str
    label: str
    execute: Callable[[sa.Connection, Store, Author, Arguments], bool]
    afterwards: Callable[[Store], None] | None = None
    prepare: Callable[[Store, Arguments, datetime], Arguments] | None = None
    refused: Callable[[sa.Connection, Store, Author, Arguments], None] | None = None


KINDS: dict[str, Kind] = {
    "rows.void": Kind("rows.void", N_("Take a record out of the lists"), void_record),
    "imports.undo": Kind("imports.undo", N_("Undo an import"), undo_agreed),
    "policies.change": Kind("policies.change", N_("Change a threshold or period"), set_policy),
    "rules.adopt": Kind("policies.change", N_("Take up a rule"), adopt_rule),
    "visits.adopt": Kind("policies.change", N_("Change the visits a day"), adopt_visits),
    "persons.erase": Kind(
        "persons.erase", N_("Erase somebody's data"), erase_person, finish_erasures, find_files
    ),
    large_imports.ACTION: Kind(
        large_imports.RIGHT, N_("Take in a file that changes much of a list"),
        large_imports.take_agreed, prepare=large_imports.prepare_agreed,
        refused=large_imports.leave_out,
    ),
}  # fmt: skip


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
    with store.write() as conn:
        return note_proposal(conn, store.ward_id, author, action, arguments, said)


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
    at = now or present()
    prepared = _prepared(store, actor, proposal_id, at)
    with store.write() as conn:
        proposal = _open_proposal(conn, store.ward_id, proposal_id)
        kind, author = _agreeing(store, actor, proposal, at)
        arguments = {**proposal["arguments"], "reason": proposal["reason"], **prepared}
        if not kind.execute(conn, store, author, arguments):
            raise NotDone("MOVED_ON")
        _decide(conn, store.ward_id, proposal, author, "done", "proposals.approve")
    if kind.afterwards:
        kind.afterwards(store)


def reject(store: Store, actor: Actor, proposal_id: str, *, now: datetime | None = None) -> None:
    """Refuse, or take one's own proposal back. Raises NotAllowed, NotDone."""
    with store.write() as conn:
        proposal = _open_proposal(conn, store.ward_id, proposal_id)
        kind = KINDS[proposal["action"]]
        actor = _decider(store, actor, proposal)
        author = Author(actor.account, now or present())
        if kind.refused:
            kind.refused(conn, store, author, proposal["arguments"])
        _decide(conn, store.ward_id, proposal, author, "refused", "proposals.reject")


def _prepared(store: Store, actor: Actor, proposal_id: str, at: datetime) -> Arguments:
    """Only for somebody who may agree: it is work."""
    with store.read() as conn:
        proposal = _open_proposal(conn, store.ward_id, proposal_id, hold=False)
    kind, _author = _agreeing(store, actor, proposal, at)
    return kind.prepare(store, proposal["arguments"], at) if kind.prepare else {}


def _agreeing(
    store: Store, actor: Actor, proposal: Mapping[str, Any], at: datetime
) -> tuple[Kind, Author]:
    """Raises NotAllowed, and NotDone to whoever proposed it."""
    actor = _decider(store, actor, proposal)
    if actor.account == proposal["proposed_by"]:
        raise NotDone("OWN")
    return KINDS[proposal["action"]], Author(actor.account, at)


def _decider(store: Store, actor: Actor, proposal: Mapping[str, Any]) -> Actor:
    """Nobody decides about others' rows beyond their own reach; one's own can be taken back."""
    actor = allowed(store, actor, KINDS[proposal["action"]].right)
    if actor.scope.kind != "ward" and actor.account != proposal["proposed_by"]:
        raise NotAllowed(KINDS[proposal["action"]].right)
    return actor


def _open_proposal(
    conn: sa.Connection, ward_id: str, proposal_id: str, *, hold: bool = True
) -> Mapping[str, Any]:
    query = sa.select(PROPOSALS).where(
        PROPOSALS.c.ward_id == ward_id,
        PROPOSALS.c.proposal_id == proposal_id,
        PROPOSALS.c.status == "open",
    )
    query = query.with_for_update() if hold else query
    found = conn.execute(query).mappings().one_or_none()
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
    of_import = replace(author, import_id=proposal["arguments"].get("import_id"))
    add_audit(
        conn, ward_id, of_import, action, row_id=proposal["proposal_id"],
        subject=proposal["action"], changes=False,
    )  # fmt: skip
