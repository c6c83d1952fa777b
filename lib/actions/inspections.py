"""An inspection as it is made, judged against the measures of that hour."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from lib.actions.own_rows import add_rows
from lib.rules.inspecting import FIVE_K, Observation, Verdict, judge
from lib.rules.measures import shipped_measures
from lib.schema.tables import UNKNOWN_GROUP
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.problems import StoreBusy
from lib.store.repository import RowChange, fetch, update_rows

RIGHT = "inspections.edit"


@dataclass(frozen=True)
class Inspection:
    """What somebody saw. Exactly one of venue, gathering and group says where.

    `at` is ISO text to the minute; `five_k` maps measure codes to kept or not.
    """

    at: str
    observation: Observation = field(default_factory=Observation)
    venue_id: str | None = None
    gathering_id: str | None = None
    group_id: str | None = None
    action: str | None = None
    recheck_on: date | None = None
    note: str | None = None


def record_inspection(
    store: Store, actor: Actor, seen: Inspection, *, now: datetime | None = None
) -> list[str]:
    """One row per measure that was looked at; returns their ids once they are stored.

    Raises NotAllowed, and ValueError when nothing was observed.
    """
    actor = allowed(store, actor, RIGHT)
    author = Author(actor.account, now or present())
    with store.write() as conn:
        target, place = _place(conn, store, seen)
        kind = place.get("kind", "")
        verdicts = judge(shipped_measures(), target, kind, seen.observation, seen.at)
        if not verdicts:
            raise ValueError("nothing was observed")
        common = {
            "inspected_at": seen.at, "inspected_by": actor.account, "target": target,
            "venue_id": seen.venue_id, "gathering_id": seen.gathering_id,
            "group_id": place["group_id"] or UNKNOWN_GROUP, "note": seen.note or None,
        }  # fmt: skip
        rows = [common | _row(verdict, seen) for verdict in verdicts]
        return add_rows(conn, store, author, "inspections", rows)


def resolve_breach(
    store: Store, actor: Actor, inspection_id: str, on: date, *, now: datetime | None = None
) -> None:
    """The breach was put right. Raises StoreBusy when the row moved on meanwhile, NotAllowed."""
    actor = allowed(store, actor, RIGHT)
    author = Author(actor.account, now or present())
    with store.write() as conn:
        found = fetch(
            conn, store.ward_id, "inspections", ("row_version",),
            where={"inspection_id": inspection_id},
        )["row_version"].to_list()  # fmt: skip
        changes = [RowChange(inspection_id, version, {"resolved_on": on}) for version in found]
        if not changes or update_rows(conn, store.ward_id, "inspections", changes, author):
            raise StoreBusy("ROW_CHANGED")
        add_audit(
            conn, store.ward_id, author, "rows.edit", table="inspections", row_id=inspection_id,
            n_rows=1,
        )  # fmt: skip


def _place(conn: sa.Connection, store: Store, seen: Inspection) -> tuple[str, dict[str, Any]]:
    if seen.venue_id:
        return "venue", _found(conn, store, "venues", {"venue_id": seen.venue_id})
    if seen.gathering_id:
        return "gathering", _found(conn, store, "gatherings", {"gathering_id": seen.gathering_id})
    return "public_place", {"group_id": seen.group_id}


def _found(conn: sa.Connection, store: Store, table: str, where: dict[str, Any]) -> dict[str, Any]:
    rows = fetch(conn, store.ward_id, table, ("kind", "group_id"), where=where).rows(named=True)
    if not rows:
        raise StoreBusy("ROW_CHANGED")
    return rows[0]


def _row(verdict: Verdict, seen: Inspection) -> dict[str, Any]:
    observation = seen.observation
    is_count = verdict.measure not in FIVE_K
    is_breach = verdict.result == "breach"
    return {
        "measure": verdict.measure,
        "result": verdict.result,
        "observed_people": observation.people if is_count else None,
        "observed_delegation": observation.delegation if is_count else None,
        "observed_open": observation.is_open if is_count else None,
        "action": seen.action if is_breach else None,
        "recheck_on": seen.recheck_on if is_breach else None,
    }
