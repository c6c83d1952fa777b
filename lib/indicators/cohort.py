"""The residents listed without a first dose: who remains, where and why, and who was reached.

The list is a closed cohort: whoever stood on the first list is followed to an exit; people added
later are counted apart, so that progress cannot come from a list that changes. `first_list`
(resident_id, group_id, first_listed_on, closed_on) says who stood on it, whatever the rows say now;
one of it whose row is no longer there counts as entered in error.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import narwhals as nw

from lib.indicators.figure import Figure, Ward, among, count, no_data

EXITS = (
    "vaccinated_here", "vaccinated_elsewhere", "moved_away", "died", "contraindicated",
    "entered_in_error",
)  # fmt: skip
VACCINATED = EXITS[:2]
NOT_NOW = ("contraindicated", "deferred")
RISKS = ("infected_home", "elderly", "disease", "none")
ELDERLY_FROM = 60
RECENT_DAYS = 7


@dataclass(frozen=True)
class Cohort:
    """Counts as of a day. remaining + sum(exits) == baseline, whatever is imported.

    `exits` has every outcome of EXITS in its order. `added` are the others on the list by the day,
    `added_remaining` of them still have no dose. baseline_on is None before the list was made.
    """

    baseline_on: date | None
    baseline: int
    remaining: int
    exits: dict[str, int]
    added: int
    added_remaining: int


def cohort(ward: Ward) -> Cohort:
    first, later = members(ward), added(ward)
    gone = first.filter(~nw.col("is_remaining"))["outcome"].to_list()
    n_lost = len(taken_out(ward))
    exits = {outcome: gone.count(outcome) for outcome in EXITS}
    return Cohort(
        baseline_on=_baseline_on(ward),
        baseline=len(first) + n_lost,
        remaining=len(first) - len(gone),
        exits=exits | {"entered_in_error": exits["entered_in_error"] + n_lost},
        added=len(later),
        added_remaining=len(later.filter(nw.col("is_remaining"))),
    )


def _baseline_on(ward: Ward) -> date | None:
    day: date | None = ward.table("first_list")["closed_on"].min()
    return day if day and day <= ward.as_of else None


def members(ward: Ward) -> Any:
    """Who stood on the first list and still has a row, also in error; nobody before its day."""
    is_made = nw.lit(_baseline_on(ward) is not None)
    return _known(ward).filter(~nw.col("closed_on").is_null() & is_made)


def added(ward: Ward) -> Any:
    """Who came on the list later, without those entered in error."""
    return listed(ward).filter(nw.col("closed_on").is_null())


def taken_out(ward: Ward) -> Any:
    """Of the first list, resident_id and group_id of those whose row is no longer there."""
    there = ward.table("unvaccinated")["resident_id"].to_list()
    is_made = nw.lit(_baseline_on(ward) is not None)
    return ward.table("first_list").filter(~among("resident_id", there) & is_made)


@dataclass(frozen=True)
class Funnel:
    """How far the people of the first day's list have come; each step is among the one before."""

    listed: int
    reached: int
    agreed: int
    vaccinated: int


def funnel(ward: Ward) -> Funnel:
    """Reached: talked to at least once. Agreed: said so in the latest talk, or has an appointment.
    Who has the dose was reached and agreed, whatever is written down."""
    first = members(ward)
    gone = first.filter(~nw.col("is_remaining") & nw.col("outcome").is_in(list(VACCINATED)))
    vaccinated = set(gone["resident_id"].to_list())
    latest = _latest_words(ward)
    waiting = first.filter(~nw.col("appointment_on").is_null())["resident_id"].to_list()
    agreed = vaccinated | set(waiting) | {id_ for id_, said in latest.items() if said == "agreed"}
    everyone = set(first["resident_id"].to_list())
    reached = agreed | latest.keys()
    n_listed = len(everyone) + len(taken_out(ward))
    return Funnel(n_listed, len(everyone & reached), len(everyone & agreed), len(vaccinated))


def _latest_words(ward: Ward) -> dict[str, str]:
    """What each resident said last; who was not met said nothing."""
    talks = ward.table("outreach").filter(
        nw.col("contacted_on") <= ward.as_of, nw.col("result") != "absent"
    )
    in_order = talks.sort("contacted_on", "outreach_id").select("resident_id", "result")
    return dict(in_order.iter_rows())


def risks(ward: Ward) -> dict[str, int]:
    """Of those who remain, by what puts them at risk; somebody may be counted under several.

    infected_home: an F0 is in quarantine in the household. elderly: 60 in this year, or more.
    disease: an underlying one. none: nothing of it is known.
    """
    found = list(risks_by_resident(ward).values())
    return {risk: sum(risk in each for each in found) for risk in RISKS[:-1]} | {
        RISKS[-1]: found.count(frozenset())
    }


def risks_by_resident(ward: Ward) -> dict[str, frozenset[str]]:
    """resident_id -> what puts them at risk, of everybody who remains."""
    remaining = listed(ward).filter(nw.col("is_remaining")).rows(named=True)
    infected = infected_homes(ward)
    return {row["resident_id"]: _risks_of(row, infected, ward.as_of.year) for row in remaining}


def _risks_of(row: dict[str, Any], infected: frozenset[str], year: int) -> frozenset[str]:
    born = row["birth_date"].year if row["birth_date"] else row["birth_year"]
    is_so = {
        "infected_home": row["household_id"] in infected,
        "elderly": born is not None and year - born >= ELDERLY_FROM,
        "disease": has_disease(row["conditions"], row["reason"]),
    }
    return frozenset(risk for risk, holds in is_so.items() if holds)


def has_disease(conditions: str | None, reason: str | None) -> bool:
    """An underlying disease is the reason or is written down; what stands in that cell of somebody
    who may not have the dose, or not now, is why not, and no underlying disease."""
    return reason == "chronic_disease" or (bool(conditions) and reason not in NOT_NOW)


def with_disease(ward: Ward) -> Any:
    """Those who remain and have an underlying disease."""
    remaining = listed(ward).filter(nw.col("is_remaining"))
    names = ("resident_id", "conditions", "reason")
    told = zip(*(remaining[name].fill_null("").to_list() for name in names), strict=True)
    ids = [id_ for id_, conditions, reason in told if has_disease(conditions, reason)]
    return remaining.filter(among("resident_id", ids))


def infected_homes(ward: Ward) -> frozenset[str]:
    """Households in which an F0 is in quarantine on the day."""
    infected = ward.stays.filter(nw.col("in_quarantine"), nw.col("case_type") == "F0")
    return frozenset(infected["household_id"].drop_nulls().to_list())


def contacted_recently(ward: Ward) -> Figure:
    """Remaining residents whom somebody talked to in the last 7 days / all who remain."""
    remaining = listed(ward).filter(nw.col("is_remaining"))
    contacts = ward.table("outreach").filter(
        nw.col("contacted_on") <= ward.as_of,
        nw.col("contacted_on") > ward.as_of - timedelta(RECENT_DAYS),
        nw.col("result") != "absent",
    )
    rows = remaining.filter(among("resident_id", contacts["resident_id"].unique().to_list()))
    return _share("contacted_recently", rows, remaining, ward)


def hospital_appointments(ward: Ward) -> Figure:
    """Remaining residents with an underlying disease who have an appointment / all of those."""
    at_risk = with_disease(ward)
    rows = at_risk.filter(~nw.col("appointment_on").is_null())
    return _share("hospital_appointments", rows, at_risk, ward)


def _share(id_: str, rows: Any, of: Any, ward: Ward) -> Figure:
    if not len(of):
        return no_data(id_, rows.to_native(), as_of=ward.as_of)
    return count(id_, rows.to_native(), as_of=ward.as_of, of=len(of))


def _known(ward: Ward) -> Any:
    """Everybody listed by the day, also in error; adds is_remaining, and closed_on of the first
    list for whoever stood on it: their day of listing is the one that was written first.

    An outcome without a date counts from the day of listing: it is known today.
    """
    outcome = nw.col("outcome").fill_null("remaining")
    first = ward.table("first_list").select("resident_id", "first_listed_on", "closed_on")
    rows = ward.table("unvaccinated").join(first, on="resident_id", how="left")
    return rows.filter(nw.coalesce("first_listed_on", "listed_on") <= ward.as_of).with_columns(
        is_remaining=(outcome == "remaining")
        | (nw.col("outcome_on") > ward.as_of).fill_null(False) & (outcome != "entered_in_error")
    )


def listed(ward: Ward) -> Any:
    """Residents on the list by the day, without those entered in error; adds is_remaining."""
    return _known(ward).filter(nw.col("outcome").fill_null("remaining") != "entered_in_error")


def unvaccinated_remaining(ward: Ward) -> Figure:
    """Residents of the first list who have no first dose on the day / everybody on it."""
    first = members(ward)
    rows = first.filter(nw.col("is_remaining")).to_native()
    if _baseline_on(ward) is None:
        return no_data("unvaccinated_remaining", rows, as_of=ward.as_of)
    n_listed = len(first) + len(taken_out(ward))
    return count("unvaccinated_remaining", rows, as_of=ward.as_of, of=n_listed)


def unvaccinated_added(ward: Ward) -> Figure:
    """Residents who came on the list after it was closed and have no first dose on the day."""
    rows = added(ward).filter(nw.col("is_remaining")).to_native()
    if _baseline_on(ward) is None:
        return no_data("unvaccinated_added", rows, as_of=ward.as_of)
    return count("unvaccinated_added", rows, as_of=ward.as_of)
