"""Which support team looks after whom on a day: by assignment, else by residential group."""

from datetime import date
from typing import Any

import narwhals as nw

NO_TEAM = "-"


def covering_teams(teams: Any, areas: Any, *, on: date, kind: str = "support") -> Any:
    """One row per residential group that a team of the kind covers: group_id, team_id."""
    of_kind = teams.filter(nw.col("kind") == kind).select("team_id")
    covering = areas.filter(*in_time("from_on", "to_on", on)).join(
        of_kind, on="team_id", how="inner"
    )
    return covering.group_by("group_id").agg(nw.col("team_id").min())


def assigned_teams(teams: Any, assignments: Any, *, on: date) -> Any:
    """One row per person put in the charge of a support team, the latest word: case_id,
    assigned_team."""
    support = teams.filter(nw.col("kind") == "support").select("team_id")
    lasting = assignments.filter(*in_time("assigned_from", "assigned_to", on)).join(
        support, on="team_id", how="inner"
    )
    latest = lasting.group_by("case_id").agg(nw.col("assigned_from").max())
    return (
        lasting.join(latest, on=["case_id", "assigned_from"], how="inner")
        .group_by("case_id")
        .agg(nw.col("team_id").min().alias("assigned_team"))
    )


def with_team(people: Any, covering: Any, assigned: Any) -> Any:
    """Adds team_id: whom the person was given to, else who covers the group, else "-"."""
    found = people.join(covering, on="group_id", how="left").join(
        assigned, on="case_id", how="left"
    )
    return found.with_columns(
        team_id=nw.coalesce("assigned_team", "team_id", nw.lit(NO_TEAM))
    ).drop("assigned_team")


def looked_after(stays: Any, covering: Any, assignments: Any, *, on: date) -> frozenset[str]:
    """Cases with an assignment, or in a group that a support team covers."""
    assigned = assignments.filter(*in_time("assigned_from", "assigned_to", on))
    covered = stays.join(covering.select("group_id"), on="group_id", how="inner")
    return frozenset(assigned["case_id"].to_list()) | frozenset(covered["case_id"].to_list())


def in_time(first: str, last: str, on: date) -> tuple[nw.Expr, nw.Expr]:
    return nw.col(first) <= on, (nw.col(last) >= on).fill_null(True)
