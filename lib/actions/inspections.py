"""An inspection as it is made, judged against the measures of that hour."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lib.actions.deeds import Deed, Done, doing, seen_at
from lib.rules.inspecting import FIVE_K, Observation, Verdict, judge
from lib.schema.tables import UNKNOWN_GROUP
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.store.measures import ward_measures

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
) -> Done:
    """One row per measure that was looked at; a measure found kept ends the breaches of it there.

    Raises NotAllowed, and ValueError when nothing was observed.
    """
    with doing(store, actor, "inspection.record", RIGHT, now=now) as deed:
        target, place = _place(deed, seen)
        kind = place.get("kind", "")
        verdicts = judge(
            ward_measures(deed.conn, store.ward_id), target, kind, seen.observation, seen.at
        )
        if not verdicts:
            raise ValueError("nothing was observed")
        common = {
            "inspected_at": seen.at, "inspected_by": deed.author.actor, "target": target,
            "venue_id": seen.venue_id, "gathering_id": seen.gathering_id,
            "group_id": place["group_id"] or UNKNOWN_GROUP, "note": seen.note or None,
        }  # fmt: skip
        kept = {verdict.measure for verdict in verdicts if verdict.result == "complies"}
        _end_breaches(deed, common, kept)
        for verdict in verdicts:
            deed.add("inspections", common | _row(verdict, seen))
    return deed.done


def resolve_breach(
    store: Store, actor: Actor, inspection_id: str, row_version: int, on: date, *,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """The breach was put right. Raises StoreBusy when the row moved on meanwhile, NotAllowed."""
    with doing(store, actor, "breach.resolve", RIGHT, now=now) as deed:
        (row,) = deed.read("inspections", [inspection_id]).values()
        seen_at(row, row_version)
        deed.change("inspections", row, {"resolved_on": on})
    return deed.done


def _end_breaches(deed: Deed, found: dict[str, Any], kept: set[str]) -> None:
    """Those of the same place and measure that were found before."""
    by = next(name for name in ("venue_id", "gathering_id", "group_id") if found[name])
    for row in deed.read("inspections", [found[by]], by=by).values():
        is_open = row["result"] == "breach" and row["resolved_on"] is None
        is_same = row["target"] == found["target"] and row["measure"] in kept
        if is_open and is_same and row["inspected_at"] <= found["inspected_at"]:
            on = date.fromisoformat(found["inspected_at"][:10])
            deed.change("inspections", row, {"resolved_on": on})


def _place(deed: Deed, seen: Inspection) -> tuple[str, dict[str, Any]]:
    if seen.venue_id:
        return "venue", deed.read("venues", [seen.venue_id])[seen.venue_id]
    if seen.gathering_id:
        return "gathering", deed.read("gatherings", [seen.gathering_id])[seen.gathering_id]
    return "public_place", {"group_id": seen.group_id}


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
