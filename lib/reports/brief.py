"""The morning meeting in one report: what happened since 18:00 yesterday, what must be decided."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from lib.indicators.cohort import Cohort, cohort
from lib.indicators.cover import NO_TEAM, covering_teams
from lib.indicators.figure import Ward
from lib.reports.directives import Task, register
from lib.reports.district import DistrictReport, district_report
from lib.reports.figures import FigureView, figure_views
from lib.reports.frames import ward_on
from lib.reports.listing import figure_listing, named_groups
from lib.reports.overview import Overview, TeamDay, overview, support_teams
from lib.reports.reporting_day import judged_day
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.engine import Store

# Decisions in which it matters who or which door is meant; of the others the number is enough.
_NAMED = (
    "danger_signs_open", "not_seen_2_days", "awaiting_release", "ends_today", "ends_tomorrow",
    "lost_to_follow_up", "neighbours_alarmed", "tests_overdue", "carers_out", "to_approve",
    "cases_unassigned", "homes_not_fit", "breaches_open",
)  # fmt: skip
# The lists that the brief is made from, in the order in which a ward brings them in.
_LISTS = (
    "cases", "teams", "visits", "tests", "appraisals", "signs", "unvaccinated", "outreach",
    "venues", "gatherings", "inspections", "directives",
)  # fmt: skip
SOON_DAYS = 2


@dataclass(frozen=True)
class TeamDuty:
    """`day` is the team's judged day, None when nobody was due for it; the two numbers are people
    whose visit or test is overdue now. `name` is empty for those whom no team looks after."""

    name: str
    day: TeamDay | None
    n_unseen: int
    n_untested: int

    @property
    def n_missed(self) -> int:
        """People due on the judged day who were not seen; 0 when the team wrote nothing down."""
        return self.day.n_due - self.day.n_seen if self.day and self.day.n_seen is not None else 0


@dataclass(frozen=True)
class Brief:
    """`names`: figure id -> "name (group)" or "address (group)", only for readers who may see them.

    `happened` counts the reporting day up to now; `due` are open tasks that are overdue or whose
    day comes within SOON_DAYS. `teams` are judged by the day `judged_on`, those who wrote nothing
    down and those with most to do first. `missing` are lists that nobody has brought in.
    """

    as_of: date
    now: datetime
    judged_on: date
    happened: DistrictReport
    overview: Overview
    figures: Mapping[str, FigureView]
    names: Mapping[str, Sequence[str]]
    cohort: Cohort
    due: Sequence[Task]
    teams: Sequence[TeamDuty]
    missing: Sequence[str]

    @property
    def silent_teams(self) -> Sequence[TeamDay]:
        days = [team.day for team in self.teams if team.day]
        return [day for day in days if day.n_seen is None]

    def judged(self, id_: str) -> FigureView:
        """A figure of the teams as of the day by which they are judged."""
        view = self.figures[id_]
        return view if self.judged_on == self.as_of else view.of_the_day_before


def morning_brief(store: Store, actor: Actor, as_of: date, *, now: datetime | None = None) -> Brief:
    actor, now = allowed(store, actor, "figures.see"), now or present()
    figures, ward = figure_views(store, actor, as_of), ward_on(store, as_of)
    last, judged_on = as_of + timedelta(days=SOON_DAYS), judged_day(ward, now)
    tasks = register(store, actor, as_of).tasks
    return Brief(
        as_of=as_of,
        now=now,
        judged_on=judged_on,
        happened=district_report(store, actor, as_of, as_of),
        overview=overview(store, actor, as_of),
        figures=figures,
        names=_names(store, actor, figures),
        cohort=cohort(ward),
        due=[t for t in tasks if t.is_open and t.row["due_on"] and t.row["due_on"] <= last],
        teams=_duties(ward, figures, support_teams(ward_on(store, judged_on))),
        missing=[table for table in _LISTS if not len(ward.table(table))],
    )


def _duties(
    ward: Ward, figures: Mapping[str, FigureView], days: Sequence[TeamDay]
) -> list[TeamDuty]:
    unseen = figures["not_seen_2_days"].figure.count_by("team_id")
    untested = _untested(ward, figures["tests_overdue"])
    teams, by_id = ward.table("teams"), {day.team_id: day for day in days}
    names = dict(zip(teams["team_id"].to_list(), teams["name"].to_list(), strict=True))
    duties = [
        TeamDuty(names.get(id_, ""), by_id.get(id_), unseen.get(id_, 0), untested.get(id_, 0))
        for id_ in sorted({*by_id, *unseen, *untested})
    ]
    return sorted(duties, key=_urgency, reverse=True)


def _urgency(team: TeamDuty) -> tuple[bool, int]:
    is_silent = team.day is not None and team.day.n_seen is None
    return is_silent, team.n_missed + team.n_unseen + team.n_untested


def _untested(ward: Ward, view: FigureView) -> Mapping[str, int]:
    """People overdue for their test by the testing team of their residential group."""
    areas = covering_teams(
        ward.table("teams"), ward.table("team_areas"), on=ward.as_of, kind="testing"
    )
    team_of = dict(zip(areas["group_id"].to_list(), areas["team_id"].to_list(), strict=True))
    counts: Counter[str] = Counter()
    for group, n in view.figure.count_by("group_id").items():
        counts[team_of.get(group, NO_TEAM)] += n
    return counts


def _names(
    store: Store, actor: Actor, figures: Mapping[str, FigureView]
) -> dict[str, tuple[str, ...]]:
    if not actor.may("persons.see"):
        return {}
    groups, told = named_groups(store), {}
    for id_ in _NAMED:
        if figures[id_].figure.numerator:
            rows = figure_listing(store, actor, figures[id_]).frame
            told[id_] = _named(rows, groups)
    return told


def _named(rows: pl.DataFrame, groups: Mapping[str, str]) -> tuple[str, ...]:
    """People by name, doors by address; nothing where the reader may see neither."""
    column = next((name for name in ("full_name", "address") if name in rows.columns), None)
    if column is None:
        return ()
    return tuple(
        f"{row[column] or row.get('household_id', '')} "
        f"({groups.get(row['group_id'], row['group_id'])})"
        for row in rows.rows(named=True)
    )
