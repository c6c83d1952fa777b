"""Level 3: what is in force, and how gatherings, venues and inspections stand against it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

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
from lib.reports.listing import stored_columns
from lib.reports.ward import ward as ward_row
from lib.rules.levels import Indication, LevelRule, indicate_level, load_level_rules
from lib.rules.measures import Measure, measures_in_force
from lib.security.access import allowed, reach
from lib.security.actors import Actor
from lib.security.scope import reaches
from lib.store.engine import Store
from lib.store.repository import fetch

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
class Breach:
    """An open breach as of the day; `row` holds what the reader may see of BREACH_FIELDS."""

    id: str
    row_version: int
    row: dict[str, Any]
    is_recheck_due: bool


@dataclass(frozen=True)
class Compliance:
    """`hosts`: host and place of a gathering by its id, as far as the reader may see them.

    `is_before_level`: the declared level began after the day. `has_measures`: the program knows
    measures of the level that is declared on the day.
    """

    level: LevelView
    is_before_level: bool
    has_measures: bool
    measures: tuple[Measure, ...]
    figures: tuple[FigureView, ...]
    gatherings: tuple[GatheringVerdict, ...]
    hosts: dict[str, str]
    venues: tuple[VenueVerdict, ...]
    breaches: tuple[Breach, ...]
    kept_by_measure: dict[str, tuple[Kept, ...]]
    kept_by_group: dict[str, tuple[Kept, ...]]


def compliance(store: Store, actor: Actor, as_of: date) -> Compliance:
    """Everything of the Level 3 page as of the end of the day."""
    actor = allowed(store, actor, "figures.see", "places.see")
    ward, views = ward_on(store, as_of), figure_views(store, actor, as_of)
    within, its = reach(store, actor), ward_row(store, actor)
    measures = measures_in_force(ward.measures, as_of.isoformat())
    is_before = its.declared_level is not None and (its.level_from_at or "")[:10] > str(as_of)
    is_of_level = [measure.level == its.declared_level for measure in measures]
    return Compliance(
        level=_level(ward),
        is_before_level=is_before,
        has_measures=is_before or its.declared_level is None or any(is_of_level),
        measures=measures,
        figures=tuple(views[id_] for id_ in PLACE_FIGURES),
        gatherings=tuple(v for v in judge_gatherings(ward) if reaches(within, v.row["group_id"])),
        hosts=_hosts(store, actor),
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


def _hosts(store: Store, actor: Actor) -> dict[str, str]:
    rows = visible_frame(store, actor, "gatherings", ("gathering_id", "host_name", "place"))
    said = [name for name in ("host_name", "place") if name in rows.columns]
    return {
        row["gathering_id"]: ", ".join(row[name] for name in said if row[name])
        for row in rows.iter_rows(named=True)
    }


def _open_breaches(store: Store, actor: Actor, ward: Ward) -> tuple[Breach, ...]:
    """Those whose recheck is due longest come first, then the oldest."""
    wanted = ("inspection_id", "venue_id", *BREACH_FIELDS)
    frame = visible_frame(store, actor, "inspections", stored_columns("inspections", wanted))
    venues = visible_frame(store, actor, "venues", ("venue_id", "name")).rename({"name": "place"})
    with store.read() as conn:
        versions = fetch(conn, store.ward_id, "inspections", ("inspection_id", "row_version"))
    rows = (
        frame.join(level_breaches(ward).rows, on="inspection_id", how="semi")
        .join(versions, on="inspection_id")
        .join(venues, on="venue_id", how="left")
        .sort("recheck_on", "inspected_at", nulls_last=True)
    )
    return tuple(
        Breach(
            row["inspection_id"], row["row_version"], row,
            is_recheck_due=row["recheck_on"] is not None and row["recheck_on"] <= ward.as_of,
        )
        for row in rows.iter_rows(named=True)
    )  # fmt: skip
