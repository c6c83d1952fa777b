"""Who was seen today, by which team, what was due and not written down, who was not seen for days.

Due on a day: everybody in quarantine or awaiting release, as many visits as the dated rule says. A
person's team is the support team the person was given to, else the one whose area holds the
person's residential group on that day. A team without a single recorded visit that day has sent
"no data": its people are left out of the share and counted aloud. A visit that was due and never
written down is computed here and stored nowhere; it is not the same as one that was missed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import narwhals as nw

from lib.indicators.cover import NO_TEAM as NO_TEAM
from lib.indicators.cover import with_team
from lib.indicators.figure import Figure, Ward, among, count, no_data
from lib.indicators.stay_watch import SEEN as SEEN

# What becomes of a visit that was due, in the order in which recorded attempts fill what is left
# beside those who were seen; "unrecorded" is the rest.
REASONS: dict[str, tuple[str, ...]] = {
    "absent": ("absent", "no_answer"),
    "wrong_phone": ("wrong_phone",),
    "refused": ("refused",),
    "team": ("team_unavailable",),
}
CAUSES = ("seen", *REASONS, "unrecorded")


@dataclass(frozen=True)
class VisitDay:
    """The visits of one ward on one day against the people due."""

    ward: Ward

    @cached_property
    def due(self) -> Any:
        """Stays due a visit, with team_id ("-" when nobody looks after the person)."""
        due = self.ward.stays.filter(nw.col("is_due"))
        return with_team(due, self.ward.covering, self.ward.assigned)

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

    @cached_property
    def outcomes(self) -> Any:
        """The people due with `n_visits` due and, under the names of CAUSES, how many of these
        ended how. Visits beyond what was due count for nothing, on this day and on any other."""
        frame = self.due.with_columns(n_visits=nw.lit(self.ward.visits_a_day))
        frame = self._with_count(frame, "seen", nw.col("result").is_in(SEEN))
        left = nw.col("n_visits")
        frame = frame.with_columns(seen=nw.min_horizontal("seen", "n_visits"))
        left = left - nw.col("seen")
        for cause in REASONS:
            frame = self._with_count(frame, cause, _is_missed_by(cause))
            frame = frame.with_columns(nw.min_horizontal(nw.col(cause), left).alias(cause))
            left = left - nw.col(cause)
        has_data = among("team_id", self.reporting_teams)
        return frame.with_columns(left.alias("unrecorded"), has_data=has_data)

    def _with_count(self, frame: Any, name: str, condition: nw.Expr) -> Any:
        counted = (
            self.visits.filter(condition.fill_null(False))
            .group_by("case_id")
            .agg(nw.len().alias(name))
        )
        joined = frame.join(counted, on="case_id", how="left")
        return joined.with_columns(nw.col(name).fill_null(0).cast(nw.Int64))


def _is_missed_by(cause: str) -> nw.Expr:
    """A miss without a reason counts as absent; nobody having gone is the team's."""
    reason = nw.col("missed_reason").is_in(REASONS[cause])
    is_missed = nw.col("result") == "missed"
    if cause == "absent":
        return is_missed & (reason | nw.col("missed_reason").is_null())
    if cause == "team":
        return (is_missed & reason) | (nw.col("result") == "not_attempted")
    return is_missed & reason


def visit_day(ward: Ward) -> VisitDay:
    """Worked out once for all figures of the day."""
    return ward.once("visit_day", lambda: VisitDay(ward))


def visited_today(ward: Ward) -> Figure:
    """People seen (well or not) / people due, over the teams that sent anything that day."""
    day = visit_day(ward)
    judged = day.due.filter(among("team_id", day.reporting_teams))
    rows = judged.filter(among("case_id", day.seen_ids))
    left_out = len(day.due) - len(judged)
    share = len(rows) / len(judged) if len(judged) else None
    return Figure(
        id="visited_today", as_of=ward.as_of, value=share, rows=rows.to_native(),
        numerator=len(rows) if len(judged) else None, denominator=len(judged) or None,
        left_out=left_out,
    )  # fmt: skip


def visits_not_recorded(ward: Ward) -> Figure:
    """People with a visit that was due and of which no word was written / people due, over the
    teams that sent anything."""
    people = visit_day(ward).outcomes
    judged = people.filter(nw.col("has_data"))
    rows = judged.filter(nw.col("unrecorded") > 0).to_native()
    if not len(judged):
        return no_data("visits_not_recorded", rows, as_of=ward.as_of)
    figure = count("visits_not_recorded", rows, as_of=ward.as_of, of=len(judged))
    return Figure(**(vars(figure) | {"left_out": len(people) - len(judged)}))


def silent_teams(ward: Ward) -> Figure:
    """Teams with people due and not one visit recorded on the day."""
    teams = visit_day(ward).teams.filter(nw.col("team_id") != NO_TEAM)
    rows = teams.filter(~nw.col("has_data")).to_native()
    if not len(ward.table("teams")):
        return no_data("silent_teams", rows, as_of=ward.as_of)
    return count("silent_teams", rows, as_of=ward.as_of, of=len(teams))


def not_seen(id_: str, days: int) -> Callable[[Ward], Figure]:
    """People due whose last seen day, or a later first day, is so many days ago or more."""

    def compute(ward: Ward) -> Figure:
        due = visit_day(ward).due
        limit = ward.as_of - timedelta(days=days)
        first_recent = nw.col("visited_at").str.slice(0, 10) > limit.isoformat()
        until_today = nw.col("visited_at").str.slice(0, 10) <= ward.as_of.isoformat()
        was_seen = nw.col("result").is_in(SEEN)
        recent = ward.table("visits").filter(was_seen, first_recent, until_today)
        # seen since the limit, or here for less than so many days: fine
        rows = due.filter(
            ~among("case_id", recent["case_id"].to_list()), nw.col("first_day") <= limit
        ).to_native()
        if not len(ward.table("cases")):
            return no_data(id_, rows, as_of=ward.as_of)
        return count(id_, rows, as_of=ward.as_of, of=len(due))

    return compute
