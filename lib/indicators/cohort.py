"""The residents listed without a first dose: who remains, where and why, and who was reached.

The list is a closed cohort: whoever was on it on its first day is followed to an exit; people
added later are counted apart, so that progress cannot come from a list that changes.
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
RISKS = ("infected_home", "elderly", "disease", "none")
ELDERLY_FROM = 60
RECENT_DAYS = 7


@dataclass(frozen=True)
class Cohort:
    """Counts as of a day. remaining + sum(exits) == baseline, whatever is imported.

    `exits` has every outcome of EXITS in its order. `added` were listed after the baseline day,
    `added_remaining` of them still have no dose.
    """

    baseline_on: date | None
    baseline: int
    remaining: int
    exits: dict[str, int]
    added: int
    added_remaining: int


def cohort(ward: Ward) -> Cohort:
    known = _known(ward)
    baseline_on = known["listed_on"].min() if len(known) else None
    first = known.filter(nw.col("listed_on") == baseline_on) if baseline_on else known
    later = known.filter(nw.col("listed_on") > baseline_on) if baseline_on else known
    gone = first.filter(~nw.col("is_remaining"))["outcome"].to_list()
    added = later.filter(nw.col("outcome").fill_null("remaining") != "entered_in_error")
    return Cohort(
        baseline_on=baseline_on,
        baseline=len(first),
        remaining=len(first) - len(gone),
        exits={outcome: gone.count(outcome) for outcome in EXITS},
        added=len(added),
        added_remaining=len(added.filter(nw.col("is_remaining"))),
    )


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
    known = _known(ward)
    first = known.filter(nw.col("listed_on") == known["listed_on"].min()) if len(known) else known
    gone = first.filter(~nw.col("is_remaining") & nw.col("outcome").is_in(list(VACCINATED)))
    vaccinated = set(gone["resident_id"].to_list())
    latest = _latest_words(ward)
    waiting = first.filter(~nw.col("appointment_on").is_null())["resident_id"].to_list()
    agreed = vaccinated | set(waiting) | {id_ for id_, said in latest.items() if said == "agreed"}
    everyone = set(first["resident_id"].to_list())
    reached = agreed | latest.keys()
    return Funnel(len(everyone), len(everyone & reached), len(everyone & agreed), len(vaccinated))


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
    remaining = listed(ward).filter(nw.col("is_remaining")).rows(named=True)
    infected = infected_homes(ward)
    found = [_risks_of(row, infected, ward.as_of.year) for row in remaining]
    return {risk: sum(risk in each for each in found) for risk in RISKS[:-1]} | {
        RISKS[-1]: found.count(frozenset())
    }


def _risks_of(row: dict[str, Any], infected: frozenset[str], year: int) -> frozenset[str]:
    born = row["birth_date"].year if row["birth_date"] else row["birth_year"]
    is_so = {
        "infected_home": row["household_id"] in infected,
        "elderly": born is not None and year - born >= ELDERLY_FROM,
        "disease": bool(row["conditions"]) or row["reason"] == "chronic_disease",
    }
    return frozenset(risk for risk, holds in is_so.items() if holds)


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
    at_risk = listed(ward).filter(
        nw.col("is_remaining"), (nw.col("reason") == "chronic_disease").fill_null(False)
    )
    rows = at_risk.filter(~nw.col("appointment_on").is_null())
    return _share("hospital_appointments", rows, at_risk, ward)


def _share(id_: str, rows: Any, of: Any, ward: Ward) -> Figure:
    if not len(of):
        return no_data(id_, rows.to_native(), as_of=ward.as_of)
    return count(id_, rows.to_native(), as_of=ward.as_of, of=len(of))


def _known(ward: Ward) -> Any:
    """Everybody listed by the day, also in error; adds is_remaining.

    An outcome without a date counts from the day of listing: it is known today.
    """
    outcome = nw.col("outcome").fill_null("remaining")
    return (
        ward.table("unvaccinated")
        .filter(nw.col("listed_on") <= ward.as_of)
        .with_columns(
            is_remaining=(outcome == "remaining")
            | (nw.col("outcome_on") > ward.as_of).fill_null(False) & (outcome != "entered_in_error")
        )
    )


def listed(ward: Ward) -> Any:
    """Residents on the list by the day, without those entered in error; adds is_remaining."""
    return _known(ward).filter(nw.col("outcome").fill_null("remaining") != "entered_in_error")


def unvaccinated_remaining(ward: Ward) -> Figure:
    """Residents of the list who have no first dose on the day / everybody on the list."""
    everyone = listed(ward)
    rows = everyone.filter(nw.col("is_remaining")).to_native()
    if not len(everyone):
        return no_data("unvaccinated_remaining", rows, as_of=ward.as_of)
    return count("unvaccinated_remaining", rows, as_of=ward.as_of, of=len(everyone))
