"""Who was seen today, by which team, and who has not been seen for days.

Due on a day: everybody in quarantine or awaiting release. A person's team is the support team
whose area holds the person's residential group on that day. A team without a single recorded
visit that day has sent "no data": its people are left out of the share and counted aloud.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import narwhals as nw

from lib.indicators.figure import Figure, Ward, among, count, no_data

SEEN = ("seen_ok", "seen_not_ok")
NO_TEAM = "-"


@dataclass(frozen=True)
class VisitDay:
    """The visits of one ward on one day against the people due."""

    ward: Ward

    @cached_property
    def due(self) -> Any:
        """Stays due a visit, with team_id ("-" when no team covers the group)."""
        due = self.ward.stays.filter(nw.col("is_due"))
        return due.join(self.ward.covering, on="group_id", how="left").with_columns(
            team_id=nw.col("team_id").fill_null(NO_TEAM)
        )

    @cached_property
    def visits(self) -> Any:
        day = self.ward.as_of.isoformat()
        return self.ward.table("visits").filter(nw.col("visited_at").str.slice(0, 10) == day)

    @cached_property
    def seen_ids(self) -> list[str]:
        seen = self.visits.filter(nw.col("result").is_in(SEEN))
        return sorted(set(seen["case_id"].to_list()))

    @cached_property
    def reporting_teams(self) -> list[str]:
        """Teams with a visit of the day: their own name on it, else that of the person's team."""
        named = set(self.visits["team_id"].drop_nulls().to_list())
        nameless = self.visits.filter(nw.col("team_id").is_null())["case_id"].to_list()
        people = self.due.filter(
            among("case_id", nameless)
            | (among("case_id", self.visits["case_id"].to_list()) & (nw.col("team_id") == NO_TEAM))
        )
        return sorted(named | set(people["team_id"].to_list()))

    @cached_property
    def teams(self) -> Any:
        """One row per team with people due: team_id, n_due, n_seen, has_data."""
        is_seen = among("case_id", self.seen_ids)
        return (
            self.due.with_columns(n_seen=nw.when(is_seen).then(1).otherwise(0))
            .group_by("team_id")
            .agg(nw.len().alias("n_due"), nw.col("n_seen").sum())
            .with_columns(has_data=among("team_id", self.reporting_teams))
            .sort("team_id")
        )


def visited_today(ward: Ward) -> Figure:
    """People seen (well or not) / people due, over the teams that sent anything that day."""
    day = VisitDay(ward)
    judged = day.due.filter(among("team_id", day.reporting_teams))
    rows = judged.filter(among("case_id", day.seen_ids))
    left_out = len(day.due) - len(judged)
    share = len(rows) / len(judged) if len(judged) else None
    return Figure(
        id="visited_today", as_of=ward.as_of, value=share, rows=rows.to_native(),
        numerator=len(rows) if len(judged) else None, denominator=len(judged) or None,
        left_out=left_out,
    )  # fmt: skip


def silent_teams(ward: Ward) -> Figure:
    """Teams with people due and not one visit recorded on the day."""
    teams = VisitDay(ward).teams.filter(nw.col("team_id") != NO_TEAM)
    rows = teams.filter(~nw.col("has_data")).to_native()
    if not len(ward.table("teams")):
        return no_data("silent_teams", rows, as_of=ward.as_of)
    return count("silent_teams", rows, as_of=ward.as_of, of=len(teams))


def not_seen_2_days(ward: Ward) -> Figure:
    """People due whose last seen day, or first day if that is later, is two days ago or more."""
    due = VisitDay(ward).due
    limit = ward.as_of - timedelta(days=2)
    first_recent = nw.col("visited_at").str.slice(0, 10) > limit.isoformat()
    until_today = nw.col("visited_at").str.slice(0, 10) <= ward.as_of.isoformat()
    recent = ward.table("visits").filter(nw.col("result").is_in(SEEN), first_recent, until_today)
    # seen since the limit, or here for less than two days: fine
    rows = due.filter(
        ~among("case_id", recent["case_id"].to_list()), nw.col("first_day") <= limit
    ).to_native()
    if not len(ward.table("cases")):
        return no_data("not_seen_2_days", rows, as_of=ward.as_of)
    return count("not_seen_2_days", rows, as_of=ward.as_of, of=len(due))
