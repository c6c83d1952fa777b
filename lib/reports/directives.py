"""The register of documents and tasks, who has acknowledged them, and the notice's five tasks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from lib.indicators.directives import COVID, tasks, told_groups
from lib.indicators.figure import Ward
from lib.reports.figures import FigureView, figure_views
from lib.reports.frames import visible_frame, ward_on
from lib.security.access import allowed
from lib.security.actors import Actor, Scope
from lib.store.engine import Store
from lib.store.repository import fetch

# The five epidemic tasks of the ward's notice of 29/12/2021, by the figures that show them.
NOTICE_FIGURES = (
    ("groups_told",),
    ("visited_today",),
    ("missing_dates", "signs_wrong"),
    ("unvaccinated_remaining",),
    ("level_breaches", "gatherings_over_limit", "venues_open"),
)
_WANTED = (
    "directive_id", "number", "issuer", "title", "issued_on", "effective_from", "effective_to",
    "replaces", "subject", "task", "responsible", "due_on", "status", "done_on", "evidence", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One row of the register as of the day.

    `silent` are the groups that have not acknowledged, `silent_teams` the teams, for documents on
    the epidemic only: the others are not the teams' business.
    """

    row: dict[str, Any]
    is_open: bool
    is_overdue: bool
    n_acknowledged: int
    silent: tuple[str, ...]
    silent_teams: tuple[str, ...]

    def waits_for(self, scope: Scope) -> bool:
        """Whether the reader's own group or team has not said yet that it was received."""
        return scope.group_id in self.silent or scope.team_id in self.silent_teams


@dataclass(frozen=True)
class Register:
    """`notice` holds the figures of the notice's five tasks; `untold` groups nobody has told.

    `announced`: the last day on which anything on the epidemic was announced in a group by a
    channel, by (group_id, channel). `teams`: names by id.
    """

    tasks: tuple[Task, ...]
    notice: tuple[tuple[FigureView, ...], ...]
    untold: tuple[str, ...]
    announced: dict[tuple[str, str], date]
    teams: dict[str, str]


def register(store: Store, actor: Actor, as_of: date) -> Register:
    """Overdue tasks first, then by due day; those done or cancelled last."""
    actor = allowed(store, actor, "figures.see")
    ward, views = ward_on(store, as_of), figure_views(store, actor, as_of)
    states = tasks(ward).to_native().select("directive_id", "is_open", "is_overdue")
    with store.read() as conn:
        versions = fetch(conn, store.ward_id, "directives", ("directive_id", "row_version"))
    frame = visible_frame(store, actor, "directives", _WANTED)
    frame = frame.join(states, on="directive_id").join(versions, on="directive_id")
    acknowledged = _acknowledged(ward)
    receivers = _Receivers(
        ward.tables["groups"]["group_id"].to_list(), ward.tables["teams"]["team_id"].to_list()
    )
    rows = frame.rows(named=True)
    rows.sort(key=lambda row: (not row["is_open"], row["due_on"] or date.max, row["number"] or ""))
    told = told_groups(ward)
    names = ward.tables["teams"].select("team_id", "name").iter_rows()
    return Register(
        tasks=tuple(_task(row, acknowledged[row["directive_id"]], receivers) for row in rows),
        notice=tuple(tuple(views[id_] for id_ in ids) for ids in NOTICE_FIGURES),
        untold=tuple(group for group in receivers.groups if group not in told),
        announced=_announced(ward),
        teams=dict(names),
    )


@dataclass(frozen=True)
class _Receivers:
    groups: list[str]
    teams: list[str]


def _task(row: dict[str, Any], acknowledged: set[str], receivers: _Receivers) -> Task:
    silent = tuple(group for group in receivers.groups if group not in acknowledged)
    teams = receivers.teams if row["subject"] == COVID else []
    is_open, is_overdue = row.pop("is_open"), row.pop("is_overdue")
    return Task(
        row, is_open, is_overdue, len(receivers.groups) - len(silent), silent,
        tuple(team for team in teams if team not in acknowledged),
    )  # fmt: skip


def _acknowledged(ward: Ward) -> defaultdict[str, set[str]]:
    """Ids of groups and teams, by document. All of the ward's, for every reader, as the figures
    count them: whoever saw a part would take the others for silent."""
    rows = ward.tables["acknowledgements"]
    by_task: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows.filter(pl.col("acknowledged_on") <= ward.as_of).rows(named=True):
        by_task[row["directive_id"]].add(row["group_id"] or row["team_id"])
    return by_task


def _announced(ward: Ward) -> dict[tuple[str, str], date]:
    of_covid = tasks(ward).filter(nw.col("subject") == COVID)["directive_id"].to_list()
    rows = ward.tables["announcements"].filter(
        pl.col("announced_on") <= ward.as_of, pl.col("directive_id").is_in(of_covid)
    )
    last = (
        rows.drop_nulls(["group_id", "channel"])
        .group_by("group_id", "channel")
        .agg(pl.col("announced_on").max())
    )
    return {(row["group_id"], row["channel"]): row["announced_on"] for row in last.rows(named=True)}
