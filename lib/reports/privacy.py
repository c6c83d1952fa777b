"""What waits for a second person, what people asked about their data, what is to be reviewed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
import sqlalchemy as sa

from lib.reports.accounts import names_of_accounts
from lib.reports.listing import Listing, in_order, stored_columns, with_address
from lib.rules.privacy import review_on
from lib.security.access import allowed, read_view, view_of
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.store.oversight import PROPOSALS, SUBJECT_REQUESTS
from lib.store.policies import policies_of

# Which day ends a record of people, and what is shown of it.
ENDED = {"cases": "closed_on", "unvaccinated": "outcome_on"}
_SHOWN = {
    "cases": ("full_name", "case_type", "group_id", "address", "closed_on", "end_reason"),
    "unvaccinated": ("full_name", "birth_year", "group_id", "address", "outcome", "outcome_on"),
}


@dataclass(frozen=True)
class Proposal:
    """`proposed_by`: a name to show; `is_own`: the reader proposed it, and another person must
    agree."""

    proposal_id: str
    action: str
    arguments: dict[str, Any]
    reason: str
    proposed_by: str
    proposed_at: datetime
    is_own: bool


@dataclass(frozen=True)
class OpenRequest:
    """`is_late`: the first answer, or the end, was due before the day."""

    request_id: str
    kind: str
    received_on: date
    asked_by: str
    details: str | None
    about_table: str | None
    about_id: str | None
    reply_due_on: date
    due_on: date
    is_extended: bool
    replied_on: date | None
    is_late: bool


@dataclass(frozen=True)
class AnsweredRequest:
    """What came of a request; `asked_by` is taken out with the data of whoever asked."""

    request_id: str
    kind: str
    received_on: date
    asked_by: str
    status: str
    decided_on: date
    outcome: str | None


def open_proposals(store: Store, actor: Actor, rights: dict[str, str]) -> tuple[Proposal, ...]:
    """What the actor may decide, the oldest first; beyond the ward's scope only one's own.
    `rights`: action -> the right it needs."""
    actor = allowed(store, actor, "figures.see")
    mine = [action for action, right in rights.items() if actor.may(right)]
    query = (
        sa.select(PROPOSALS)
        .where(
            PROPOSALS.c.ward_id == store.ward_id,
            PROPOSALS.c.status == "open",
            PROPOSALS.c.action.in_(mine),
            sa.true() if actor.scope.kind == "ward" else PROPOSALS.c.proposed_by == actor.account,
        )
        .order_by(PROPOSALS.c.proposed_at, PROPOSALS.c.proposal_id)
    )
    name_of = names_of_accounts(store)
    with store.read() as conn:
        return tuple(
            Proposal(
                line.proposal_id, line.action, line.arguments, line.reason,
                name_of(line.proposed_by), line.proposed_at, line.proposed_by == actor.account,
            )
            for line in conn.execute(query)
        )  # fmt: skip


def open_requests(store: Store, actor: Actor, on: date) -> tuple[OpenRequest, ...]:
    """What nobody has answered for good, the most urgent first."""
    allowed(store, actor, "requests.decide")
    names = [name for name in OpenRequest.__dataclass_fields__ if name != "is_late"]
    query = sa.select(*(SUBJECT_REQUESTS.c[name] for name in names)).where(
        SUBJECT_REQUESTS.c.ward_id == store.ward_id, SUBJECT_REQUESTS.c.status == "open"
    )
    with store.read() as conn:
        lines = conn.execute(query).mappings().all()
    found = [OpenRequest(**line, is_late=_is_late(line, on)) for line in lines]
    return tuple(sorted(found, key=lambda each: (_next_due(each), each.request_id)))


def answered_requests(store: Store, actor: Actor) -> tuple[AnsweredRequest, ...]:
    """What came of every request that was answered for good, the newest first."""
    allowed(store, actor, "requests.decide")
    asked = SUBJECT_REQUESTS.c
    query = (
        sa.select(*(asked[name] for name in AnsweredRequest.__dataclass_fields__))
        .where(asked.ward_id == store.ward_id, asked.status != "open")
        .order_by(asked.decided_on.desc(), asked.request_id.desc())
    )
    with store.read() as conn:
        return tuple(AnsweredRequest(**line) for line in conn.execute(query).mappings())


def current_policies(store: Store, actor: Actor) -> dict[str, int]:
    """Every threshold and period by name, as it holds now."""
    allowed(store, actor, "figures.see")
    with store.read() as conn:
        return policies_of(conn, store.ward_id)


def review_list(store: Store, actor: Actor, table: str, on: date) -> Listing:
    """Records that ended so long ago that somebody must say whether they are still needed."""
    actor = allowed(store, actor, "persons.see", "retention.see")
    ended = ENDED[table]
    with store.read() as conn:
        months = policies_of(conn, store.ward_id)["review_after_months"]
    id_column = {"cases": "case_id", "unvaccinated": "resident_id"}[table]
    wanted = stored_columns(table, (id_column, *_SHOWN[table]))
    frame = read_view(store, view_of(store, actor, table, wanted))
    days = [day is not None and review_on(day, months) <= on for day in frame[ended]]
    rows = in_order(with_address(frame.filter(pl.Series(days, dtype=pl.Boolean))))
    shown = [name for name in _SHOWN[table] if name in rows.columns]
    return Listing(table, rows.select(shown), tuple(rows[id_column].to_list()))


def _is_late(line: Any, on: date) -> bool:
    return line["due_on"] < on or (line["replied_on"] is None and line["reply_due_on"] < on)


def _next_due(request: OpenRequest) -> date:
    return request.due_on if request.replied_on else min(request.reply_due_on, request.due_on)
