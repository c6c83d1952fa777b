"""The residents without a first dose: by group, by reason, and what is to be done next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lib.indicators.cohort import (
    RISKS,
    Cohort,
    Funnel,
    cohort,
    funnel,
    listed,
    members,
    risks,
    risks_by_resident,
    taken_out,
)
from lib.indicators.coverage import GroupCoverage, coverage_by_group
from lib.indicators.figure import Ward
from lib.reports.figures import FigureView, figure_views
from lib.reports.frames import visible_frame, ward_on
from lib.reports.listing import Listing, listing, searched
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.fields import visible_columns
from lib.store.engine import Store
from lib.text.collate import text_key

NONE = RISKS[-1]


@dataclass(frozen=True)
class Wanted:
    """Whom the list of names shows; empty means everybody. `risk` is one of cohort.RISKS."""

    groups: tuple[str, ...] = ()
    reason: str = ""
    risk: str = ""
    owner: str = ""
    search: str = ""


@dataclass(frozen=True)
class Choices:
    """What the reader may choose by: the owners one sees, and reason and risk or neither."""

    owners: tuple[str, ...]
    by_reason: bool


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


def filter_choices(store: Store, actor: Actor, as_of: date) -> Choices:
    actor = allowed(store, actor, "persons.see")
    remaining = listed(ward_on(store, as_of)).to_native().filter("is_remaining")
    rows = visible_frame(store, actor, "unvaccinated", ("resident_id", "owner"))
    here = rows.join(remaining.select("resident_id"), on="resident_id", how="semi")
    owners = set(here["owner"].drop_nulls()) if "owner" in here.columns else set()
    return Choices(tuple(sorted(owners, key=text_key)), _sees_reason(actor))


def _sees_reason(actor: Actor) -> bool:
    return bool(visible_columns(actor, "unvaccinated", ("reason",)))


def vaccination(store: Store, actor: Actor, as_of: date) -> Vaccination:
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
    )


def _by_group(ward: Ward) -> pl.DataFrame:
    columns = ("group_id", "is_remaining")
    there: pl.DataFrame = members(ward).select(*columns).to_native()
    gone: pl.DataFrame = taken_out(ward).to_native()
    rows = pl.concat([there, gone.select("group_id", is_remaining=pl.lit(value=False))])
    counted = rows.group_by("group_id").agg(
        pl.len().alias("listed"), pl.col("is_remaining").sum().alias("remaining")
    )
    return counted.sort("group_id")


def _by_reason(remaining: pl.DataFrame) -> pl.DataFrame:
    reasons = remaining.with_columns(pl.col("reason").fill_null("unknown"))
    return reasons.group_by("reason").agg(pl.len().alias("n")).sort("n", "reason", descending=True)


def residents_left(store: Store, actor: Actor, as_of: date, wanted: Wanted = Wanted()) -> Listing:
    """Those who remain and fit, within the reader's reach."""
    actor, ward = allowed(store, actor, "persons.see"), ward_on(store, as_of)
    conditions: list[Any] = [pl.lit(value=True)]
    if wanted.groups:
        conditions.append(pl.col("group_id").is_in(wanted.groups))
    if wanted.reason and _sees_reason(actor):
        conditions.append(pl.col("reason").fill_null("unknown") == wanted.reason)
    if wanted.risk and _sees_reason(actor):
        conditions.append(pl.col("resident_id").is_in(_at_risk(ward, wanted.risk)))
    if wanted.owner:
        conditions.append(pl.col("resident_id").is_in(_owned(store, actor, wanted.owner)))
    remaining: pl.DataFrame = listed(ward).to_native().filter("is_remaining")
    ids = remaining.filter(*conditions)["resident_id"].to_list()
    return searched(listing(store, actor, as_of, "unvaccinated", ids), wanted.search)


def _at_risk(ward: Ward, risk: str) -> list[str]:
    """Whom the risk is known of; of "none" those of whom nothing is."""
    found = risks_by_resident(ward).items()
    return [id_ for id_, risks_ in found if (risk in risks_ if risk != NONE else not risks_)]


def _owned(store: Store, actor: Actor, owner: str) -> list[str]:
    rows = visible_frame(store, actor, "unvaccinated", ("resident_id", "owner"))
    if "owner" not in rows.columns:
        return []
    return rows.filter(pl.col("owner") == owner)["resident_id"].to_list()
