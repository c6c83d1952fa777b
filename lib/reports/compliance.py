"""Level 3: what is in force, and how gatherings, venues and inspections stand against it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lib.indicators.compliance import (
    GatheringVerdict,
    VenueVerdict,
    judge_gatherings,
    judge_venues,
)
from lib.indicators.figure import Ward
from lib.indicators.keeping import Kept, kept_by, level_breaches
from lib.indicators.level import LevelInputs, level_inputs
from lib.reports.figures import FigureView, figure_views
from lib.reports.frames import visible_frame, ward_on
from lib.reports.listing import Listing, stored_columns
from lib.rules.levels import Indication, LevelRule, indicate_level, load_level_rules
from lib.rules.measures import Measure, measures_in_force, shipped_measures
from lib.security.access import allowed, reach
from lib.security.actors import Actor
from lib.security.scope import reaches
from lib.store.engine import Store

BREACH_FIELDS = (
    "inspected_at", "measure", "place", "group_id", "observed_people", "observed_delegation",
    "action", "recheck_on", "inspected_by",
)  # fmt: skip
PLACE_FIGURES = (
    "level_breaches", "gatherings_over_limit", "venues_open", "venues_not_inspected",
)  # fmt: skip
WEEKS = 4


@dataclass(frozen=True)
class LevelView:
    """What the dated rule would indicate beside the declared level, with everything it used.

    `assumed` is the same with "vaccination targets met" taken for granted.
    """

    found: LevelInputs
    indication: Indication
    assumed: Indication


@dataclass(frozen=True)
class Compliance:
    level: LevelView
    measures: tuple[Measure, ...]
    figures: tuple[FigureView, ...]
    gatherings: tuple[GatheringVerdict, ...]
    venues: tuple[VenueVerdict, ...]
    breaches: Listing
    kept_by_measure: dict[str, tuple[Kept, ...]]
    kept_by_group: dict[str, tuple[Kept, ...]]


def compliance(store: Store, actor: Actor, as_of: date) -> Compliance:
    """Everything of the Level 3 page as of the end of the day."""
    actor = allowed(store, actor, "figures.see", "places.see")
    ward, views = ward_on(store, as_of), figure_views(store, actor, as_of)
    within = reach(store, actor)
    return Compliance(
        level=_level(ward),
        measures=measures_in_force(shipped_measures(), as_of.isoformat()),
        figures=tuple(views[id_] for id_ in PLACE_FIGURES),
        gatherings=tuple(v for v in judge_gatherings(ward) if reaches(within, v.row["group_id"])),
        venues=tuple(v for v in judge_venues(ward) if reaches(within, v.row["group_id"])),
        breaches=_open_breaches(store, actor, ward),
        kept_by_measure=kept_by(ward, "measure", weeks=WEEKS),
        kept_by_group=kept_by(ward, "group_id", weeks=WEEKS),
    )


@lru_cache(maxsize=1)
def level_rules() -> tuple[LevelRule, ...]:
    return load_level_rules()


def _level(ward: Ward) -> LevelView:
    found = level_inputs(ward)
    indication, assumed = (
        indicate_level(level_rules(), ward.as_of, found.inputs, assume_targets_met=assume)
        for assume in (False, True)
    )
    return LevelView(found, indication, assumed)


def _open_breaches(store: Store, actor: Actor, ward: Ward) -> Listing:
    wanted = ("inspection_id", "venue_id", *BREACH_FIELDS)
    frame = visible_frame(store, actor, "inspections", stored_columns("inspections", wanted))
    venues = visible_frame(store, actor, "venues", ("venue_id", "name")).rename({"name": "place"})
    unresolved = level_breaches(ward).rows
    rows = (
        frame.join(unresolved, on="inspection_id", how="semi")
        .join(venues, on="venue_id", how="left")
        .sort("inspected_at", descending=True)
    )
    shown = [name for name in BREACH_FIELDS if name in rows.columns]
    return Listing("inspections", rows.select(shown), tuple(rows["inspection_id"].to_list()))
