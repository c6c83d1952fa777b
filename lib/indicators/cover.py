"""Which support team looks after whom on a day: by residential group, or by assignment."""

from datetime import date
from typing import Any

import narwhals as nw


def covering_teams(teams: Any, areas: Any, *, on: date) -> Any:
    """One row per residential group that a support team covers: group_id, team_id."""
    support = teams.filter(nw.col("kind") == "support").select("team_id")
    covering = areas.filter(*in_time("from_on", "to_on", on)).join(
        support, on="team_id", how="inner"
    )
    return covering.group_by("group_id").agg(nw.col("team_id").min())


def looked_after(stays: Any, covering: Any, assignments: Any, *, on: date) -> frozenset[str]:
    """Cases with an assignment, or in a group that a support team covers."""
    assigned = assignments.filter(*in_time("assigned_from", "assigned_to", on))
    covered = stays.join(covering.select("group_id"), on="group_id", how="inner")
    return frozenset(assigned["case_id"].to_list()) | frozenset(covered["case_id"].to_list())


def in_time(first: str, last: str, on: date) -> tuple[nw.Expr, nw.Expr]:
    return nw.col(first) <= on, (nw.col(last) >= on).fill_null(True)
