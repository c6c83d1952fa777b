"""The vice-chair's morning: decisions first, then figures, then the course of the days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from lib.indicators.figure import Ward
from lib.indicators.stay_lists import in_case_list
from lib.indicators.stays import count_in_quarantine_by_day
from lib.indicators.visiting import NO_TEAM, visit_day
from lib.reports.figures import FigureView, figure_views
from lib.reports.frames import kept, standing_key, standing_tables, version_key, ward_on
from lib.reports.imports import last_received
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.text.collate import text_key

HEADLINES = (
    "in_quarantine_f0", "in_quarantine_f1", "starts_today", "ends_tomorrow",
    "visited_today", "unvaccinated_remaining", "rate_7d",
)  # fmt: skip
# What may cost a life stands first; the rest keeps the order of the registry.
URGENT = ("danger_signs_open", "not_seen_2_days", "lost_to_follow_up", "neighbours_alarmed")
SERIES_DAYS = 28


@dataclass(frozen=True)
class TeamDay:
    """A team's day: people due, people seen; `n_seen` is None when the team sent nothing."""

    team_id: str
    name: str
    n_due: int
    n_seen: int | None


@dataclass(frozen=True)
class Overview:
    as_of: date
    figures: dict[str, FigureView]
    decisions: tuple[FigureView, ...]
    calm: tuple[FigureView, ...]
    series: pl.DataFrame
    teams: tuple[TeamDay, ...]
    corrected_at: str | None
    is_empty: bool
    danger_ids: frozenset[str] = frozenset()


def overview(store: Store, actor: Actor, as_of: date) -> Overview:
    actor = allowed(store, actor, "figures.see")
    views = figure_views(store, actor, as_of)
    watched = [view for view in views.values() if view.indicator.is_decision]
    watched.sort(key=lambda view: view.indicator.id not in URGENT)
    tables = standing_tables(store)
    return Overview(
        as_of=as_of,
        figures={id_: views[id_] for id_ in HEADLINES},
        decisions=tuple(view for view in watched if view.needs_decision),
        calm=tuple(view for view in watched if view.figure.value == 0),
        series=_series(store, as_of),
        teams=support_teams(ward_on(store, as_of)),
        corrected_at=last_received(store, actor),
        is_empty=tables["cases"].is_empty() and tables["unvaccinated"].is_empty(),
        danger_ids=danger_ids(store, actor, as_of),
    )


def danger_ids(store: Store, actor: Actor, as_of: date) -> frozenset[str]:
    """Codes of the people with an open danger sign as of now; quick when nothing has changed."""
    allowed(store, actor, "figures.see")

    def find() -> frozenset[str]:
        return frozenset(in_case_list(ward_on(store, as_of), "danger_signs_open"))

    return kept(("danger", *version_key(store), as_of), find)


def _series(store: Store, as_of: date) -> pl.DataFrame:
    """day, case_type, n for four weeks; a day without a stay of a type is 0, not a gap."""

    def count() -> pl.DataFrame:
        cases = standing_tables(store)["cases"]
        first = as_of - timedelta(days=SERIES_DAYS - 1)
        counted = count_in_quarantine_by_day(cases, first=first, last=as_of)
        days = pl.DataFrame({"day": pl.date_range(first, as_of, eager=True)})
        grid = days.join(pl.DataFrame({"case_type": ["F0", "F1"]}), how="cross")
        return grid.join(counted, on=["day", "case_type"], how="left").fill_null(0)

    return kept(("series", *standing_key(store), as_of), count)


def support_teams(ward: Ward) -> tuple[TeamDay, ...]:
    """Every support team with people due on the ward's day."""
    teams = ward.table("teams")
    names = dict(zip(teams["team_id"].to_list(), teams["name"].to_list(), strict=True))
    return tuple(
        TeamDay(
            team_id=row["team_id"],
            name=names.get(row["team_id"], row["team_id"]),
            n_due=row["n_due"],
            n_seen=row["n_seen"] if row["has_data"] else None,
        )
        for row in sorted(visit_day(ward).teams.rows(named=True), key=_by_code)
        if row["team_id"] != NO_TEAM
    )


def _by_code(row: dict[str, Any]) -> Any:
    return text_key(row["team_id"])
