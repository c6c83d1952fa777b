"""A release: proposed by one person, approved by another, who thereby closes the stay.

What speaks for it and against it comes with the proposal (see lib.reports.work_lists); a stay that
does not meet its rule can only go with a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.actions.deeds import Done, Refused, doing, said
from lib.actions.stays import Seen, as_seen, has_come, open_as_seen
from lib.security.actors import Actor
from lib.store.engine import Store

PROPOSE, APPROVE = "releases.propose", "releases.approve"


@dataclass(frozen=True)
class Proposal:
    """A stay that may go, as seen, and whether its review says so."""

    seen: Seen
    meets: bool


def propose_release(
    store: Store, actor: Actor, proposals: Sequence[Proposal], *, on: date, reason: str = "",
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """Raises Refused when one does not meet its rule and no reason is given. NotAllowed,
    StoreBusy; then nothing is written."""
    with doing(store, actor, "release.propose", PROPOSE, now=now) as deed:
        rows = open_as_seen(deed, [proposal.seen for proposal in proposals], on=on)
        for proposal, row in zip(proposals, rows, strict=True):
            _require_last_day(row, on)
            if has_come(row["proposed_on"], on):
                raise Refused("ALREADY_PROPOSED")
            values = {"proposed_by": deed.author.actor, "proposed_on": on}
            why = reason if proposal.meets else said(reason)
            deed.change("cases", row, values | {"release_reason": why or None})
    return deed.done


def approve_release(
    store: Store, actor: Actor, stays: Sequence[Seen], *, on: date, now: datetime | None = None
) -> Done:
    """Another person agrees, and the stay is closed as completed on that day."""
    with doing(store, actor, "release.approve", APPROVE, now=now) as deed:
        for row in open_as_seen(deed, stays, on=on):
            _require_last_day(row, on)
            _require_another(row, deed.author.actor, on)
            by = deed.author.actor
            approved = {"approved_by": by, "approved_on": on}
            deed.change(
                "cases", row,
                approved | {"closed_on": on, "closed_by": by, "end_reason": "completed"},
            )  # fmt: skip
    return deed.done


def send_back(
    store: Store, actor: Actor, stays: Sequence[Seen], reason: str, *, on: date,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """The proposal is refused; the reason stays with the stay for whoever proposed it."""
    with doing(store, actor, "release.send_back", APPROVE, now=now) as deed:
        words = said(reason)
        for row in open_as_seen(deed, stays, on=on):
            if not has_come(row["proposed_on"], on):
                raise Refused("NOT_PROPOSED")
            values = {"proposed_by": None, "proposed_on": None, "release_reason": words}
            deed.change("cases", row, values)
    return deed.done


def note_paper(
    store: Store, actor: Actor, stays: Sequence[Seen], *, on: date, number: str = "",
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """The completion paper was handed out; a number only when one paper is meant."""
    with doing(store, actor, "release.paper", "cases.edit", now=now) as deed:
        for row in as_seen(deed, stays):
            if row["end_reason"] != "completed" or not has_come(row["closed_on"], on):
                raise Refused("NOT_CLOSED")
            values: dict[str, Any] = {"completion_date": on}
            if number and len(stays) == 1:
                values["completion_number"] = number
            deed.change("cases", row, values)
    return deed.done


def _require_last_day(row: Mapping[str, Any], on: date) -> None:
    if row["quarantine_end"] is None:
        raise Refused("NO_END")
    if on < row["quarantine_end"]:
        raise Refused("BEFORE_LAST_DAY")


def _require_another(row: Mapping[str, Any], account: str, on: date) -> None:
    if not has_come(row["proposed_on"], on) or row["proposed_by"] is None:
        raise Refused("NOT_PROPOSED")
    if row["proposed_by"] == account:
        raise Refused("OWN_PROPOSAL")
