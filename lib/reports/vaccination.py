"""The residents without a first dose: by group, by reason, and what is to be done next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lib.indicators.cohort import (
    Cohort,
    Funnel,
    cohort,
    funnel,
    listed,
    members,
    risks,
    taken_out,
)
from lib.indicators.coverage import GroupCoverage, coverage_by_group
from lib.indicators.figure import Ward
from lib.reports.figures import FigureView, figure_views
from lib.reports.frames import ward_on
from lib.reports.listing import Listing, listing
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.engine import Store


@dataclass(frozen=True)
class Vaccination:
    """`by_group`: group_id, listed, remaining of the first list alone. `by_reason`: reason, n of
    all who remain, those added later with them. `added` is None while there are none."""

    figure: FigureView
    added: FigureView | None
    contacted: FigureView
    appointments: FigureView
    cohort: Cohort
    funnel: Funnel
    risks: dict[str, int]
    coverage: tuple[GroupCoverage, ...]
    by_group: pl.DataFrame
    by_reason: pl.DataFrame
    n_overdue: int
    people: Listing | None


def vaccination(
    store: Store, actor: Actor, as_of: date, groups: tuple[str, ...] = (), reason: str = ""
) -> Vaccination:
    """`people` holds those who remain and fit the filter, or None without the right to names."""
    actor = allowed(store, actor, "figures.see")
    ward = ward_on(store, as_of)
    everyone: pl.DataFrame = listed(ward).to_native()
    remaining = everyone.filter("is_remaining")
    views, found = figure_views(store, actor, as_of), cohort(ward)
    return Vaccination(
        figure=views["unvaccinated_remaining"],
        added=views["unvaccinated_added"] if found.added else None,
        contacted=views["contacted_recently"],
        appointments=views["hospital_appointments"],
        cohort=found,
        funnel=funnel(ward),
        risks=risks(ward),
        coverage=coverage_by_group(ward),
        by_group=_by_group(ward),
        by_reason=_by_reason(remaining),
        n_overdue=remaining.filter(pl.col("next_action_on") < as_of).height,
        people=_people(store, actor, remaining, groups, reason),
    )


def _by_group(ward: Ward) -> pl.DataFrame:
    columns = ("group_id", "is_remaining")
    there: pl.DataFrame = members(ward).select(*columns).to_native()
    gone: pl.DataFrame = taken_out(ward).to_native()
    rows = pl.concat([there, gone.select("group_id", is_remaining=pl.lit(value=False))])
    return rows.group_by("group_id").agg(
        pl.len().alias("listed"), pl.col("is_remaining").sum().alias("remaining")
    )


def _by_reason(remaining: pl.DataFrame) -> pl.DataFrame:
    reasons = remaining.with_columns(pl.col("reason").fill_null("unknown"))
    return reasons.group_by("reason").agg(pl.len().alias("n")).sort("n", "reason", descending=True)


def _people(
    store: Store, actor: Actor, remaining: pl.DataFrame, groups: tuple[str, ...], reason: str
) -> Listing | None:
    if not actor.may("persons.see"):
        return None
    conditions: list[Any] = [pl.lit(True)]
    if groups:
        conditions.append(pl.col("group_id").is_in(groups))
    if reason:
        conditions.append(pl.col("reason").fill_null("unknown") == reason)
    ids = remaining.filter(*conditions)["resident_id"].to_list()
    return listing(store, actor, "unvaccinated", ids)
