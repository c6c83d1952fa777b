"""Where an inspection may be made today, those that wait longest first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from lib.indicators.compliance import judge_gatherings, judge_venues
from lib.indicators.figure import Ward
from lib.indicators.keeping import venues_not_inspected
from lib.reports.frames import ward_on
from lib.rules.measures import Measure
from lib.security.access import allowed, reach
from lib.security.actors import Actor
from lib.security.scope import reaches
from lib.store.engine import Store
from lib.text.collate import text_key


@dataclass(frozen=True)
class Place:
    """A venue or a gathering. `last_on` is the day of its last inspection."""

    id: str
    kind: str
    name: str
    group_id: str
    measure: Measure | None
    last_on: str | None
    starts_at: str | None = None


@dataclass(frozen=True)
class Round:
    """`stale`: how many of the venues nobody has inspected for seven days, though they must be
    closed; `measures`: what is judged by."""

    venues: tuple[Place, ...]
    gatherings: tuple[Place, ...]
    stale: int
    measures: tuple[Measure, ...]


def inspection_round(store: Store, actor: Actor, as_of: date) -> Round:
    actor = allowed(store, actor, "places.see")
    ward, within = ward_on(store, as_of), reach(store, actor)
    last = _last_inspections(ward)
    venues = [
        Place(
            verdict.row["venue_id"], verdict.row["kind"], verdict.row["name"],
            verdict.row["group_id"], verdict.measure, last.get(verdict.row["venue_id"]),
        )
        for verdict in judge_venues(ward)
        if reaches(within, verdict.row["group_id"])
    ]  # fmt: skip
    venues.sort(
        key=lambda place: (place.measure is None, place.last_on or "", text_key(place.name))
    )
    stale = set(venues_not_inspected(ward).rows["venue_id"].to_list())
    return Round(
        venues=tuple(venues),
        gatherings=tuple(
            _gathering(verdict.row, last)
            for verdict in judge_gatherings(ward)
            if reaches(within, verdict.row["group_id"])
        ),
        stale=sum(place.id in stale for place in venues),
        measures=ward.measures,
    )


def _gathering(row: dict[str, Any], last: dict[str, str]) -> Place:
    id_ = row["gathering_id"]
    return Place(id_, row["kind"], "", row["group_id"], None, last.get(id_), row["starts_at"])


def _last_inspections(ward: Ward) -> dict[str, str]:
    """The last day on which a venue or gathering was looked at, by its id."""
    last: dict[str, str] = {}
    for row in ward.table("inspections").rows(named=True):
        day = row["inspected_at"][:10]
        if day <= ward.as_of.isoformat():
            for id_ in (row["venue_id"], row["gathering_id"]):
                if id_:
                    last[id_] = max(day, last.get(id_, ""))
    return last
