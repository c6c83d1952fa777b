"""The morning meeting in one report: what happened since 18:00 yesterday, what must be decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lib.indicators.cohort import Cohort, cohort
from lib.reports.directives import Task, register
from lib.reports.district import DistrictReport, district_report
from lib.reports.figures import FigureView, figure_views
from lib.reports.frames import ward_on
from lib.reports.listing import figure_listing, named_groups
from lib.reports.overview import Overview, TeamDay, overview
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.engine import Store

# Decisions in which it matters who is meant; of the others the number is enough.
_NAMED = (
    "danger_signs_open", "not_seen_2_days", "awaiting_release", "ends_today", "ends_tomorrow",
    "lost_to_follow_up", "neighbours_alarmed",
)  # fmt: skip
SOON_DAYS = 2


@dataclass(frozen=True)
class Brief:
    """`names`: figure id -> "name (group)", only for readers who may see names.

    `happened` counts the reporting day up to now; `due` are open tasks that are overdue or whose
    day comes within SOON_DAYS.
    """

    as_of: date
    happened: DistrictReport
    overview: Overview
    figures: Mapping[str, FigureView]
    names: Mapping[str, Sequence[str]]
    cohort: Cohort
    due: Sequence[Task]

    @property
    def late_teams(self) -> Sequence[TeamDay]:
        """Teams that have not seen everybody, the most missing first; silent ones apart."""
        behind = [t for t in self.overview.teams if t.n_seen is not None and t.n_seen < t.n_due]
        return sorted(behind, key=lambda team: (team.n_seen or 0) - team.n_due)

    @property
    def silent_teams(self) -> Sequence[TeamDay]:
        return [team for team in self.overview.teams if team.n_seen is None]


def morning_brief(store: Store, actor: Actor, as_of: date) -> Brief:
    actor = allowed(store, actor, "figures.see")
    figures = figure_views(store, actor, as_of)
    last = as_of + timedelta(days=SOON_DAYS)
    tasks = register(store, actor, as_of).tasks
    return Brief(
        as_of=as_of,
        happened=district_report(store, actor, as_of, as_of),
        overview=overview(store, actor, as_of),
        figures=figures,
        names=_names(store, actor, figures),
        cohort=cohort(ward_on(store, as_of)),
        due=[t for t in tasks if t.is_open and t.row["due_on"] and t.row["due_on"] <= last],
    )


def _names(
    store: Store, actor: Actor, figures: Mapping[str, FigureView]
) -> dict[str, tuple[str, ...]]:
    if not actor.may("persons.see"):
        return {}
    groups, told = named_groups(store), {}
    for id_ in _NAMED:
        if figures[id_].figure.numerator:
            rows = figure_listing(store, actor, figures[id_]).frame
            told[id_] = _named(rows, groups) if "full_name" in rows.columns else ()
    return told


def _named(rows: pl.DataFrame, groups: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        f"{row['full_name']} ({groups.get(row['group_id'], row['group_id'])})"
        for row in rows.rows(named=True)
    )
