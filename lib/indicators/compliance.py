"""Gatherings and venues against the measures in force on the day.

Wards have tens of these rows, so they are judged one by one with the rule functions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import narwhals as nw

from lib.indicators.figure import Figure, Ward, among, count, no_data
from lib.rules.measures import Measure, Quantity, strictest

WEEK = timedelta(days=7)
QUANTITIES: tuple[Quantity, ...] = ("people", "delegation")


@dataclass(frozen=True)
class Limited:
    """A number that a measure limits: as announced, and as an inspection saw it; None: no word."""

    measure: Measure
    announced: int | None
    seen: int | None

    @property
    def is_over_before(self) -> bool:
        """A forbidden party is, even when nobody said how many are invited."""
        return self.measure.number == 0 or (self.announced or 0) > self.measure.number

    @property
    def is_over_after(self) -> bool:
        return self.seen is not None and self.seen > self.measure.number

    @property
    def is_over(self) -> bool:
        """What was seen decides; until then what was announced."""
        return self.is_over_before if self.seen is None else self.is_over_after


@dataclass(frozen=True)
class GatheringVerdict:
    """`limits`: one for people and one for a delegation, as far as a measure limits them."""

    row: dict[str, Any]
    limits: tuple[Limited, ...]

    @property
    def is_over(self) -> bool:
        return any(limit.is_over for limit in self.limits)


@dataclass(frozen=True)
class VenueVerdict:
    """`status` is the latest word up to the day; `said_at` its moment ("" when there is none)."""

    row: dict[str, Any]
    measure: Measure | None
    status: str
    said_at: str

    @property
    def is_open_against_measure(self) -> bool:
        return self.measure is not None and self.status == "open"


def judge_gatherings(ward: Ward) -> list[GatheringVerdict]:
    """Gatherings from six days before to seven days after the day, with the limits they pass."""
    as_of = ward.as_of
    first, last = (as_of - WEEK + timedelta(days=1)).isoformat(), (as_of + WEEK).isoformat()
    window = (
        ward.table("gatherings")
        .filter(
            nw.col("starts_at").str.slice(0, 10) >= first,
            nw.col("starts_at").str.slice(0, 10) <= last,
        )
        .sort("starts_at")
    )
    observed = _observed_counts(ward)
    return [
        GatheringVerdict(row, tuple(_limits(row, observed.get(row["gathering_id"], {}), ward)))
        for row in window.rows(named=True)
    ]


def _limits(row: dict[str, Any], seen: dict[str, int], ward: Ward) -> Iterator[Limited]:
    for quantity in QUANTITIES:
        measure = strictest(
            ward.measures, target="gathering", kind=row["kind"], quantity=quantity,
            moment=row["starts_at"],
        )  # fmt: skip
        if measure is not None:
            yield Limited(measure, row[f"expected_{quantity}"], seen.get(quantity))


def _observed_counts(ward: Ward) -> dict[str, dict[str, int]]:
    """Largest numbers an inspection saw at each gathering, up to the day."""
    seen: dict[str, dict[str, int]] = {}
    for row in _inspections(ward):
        for quantity in QUANTITIES if row["gathering_id"] else ():
            numbers = seen.setdefault(row["gathering_id"], {})
            if (number := row[f"observed_{quantity}"]) is not None:
                numbers[quantity] = max(number, numbers.get(quantity, 0))
    return seen


def judge_venues(ward: Ward) -> list[VenueVerdict]:
    """Every venue with its latest word: its own status or what an inspection found, if later."""
    day_end = f"{ward.as_of.isoformat()}T23:59"
    words: dict[str, tuple[str, str]] = {}
    venues = ward.table("venues").rows(named=True)
    for row in venues:
        if row["status"] and (row["status_at"] or "") <= day_end:
            words[row["venue_id"]] = (row["status_at"] or "", row["status"])
    for row in _inspections(ward):
        if row["venue_id"] and row["observed_open"] is not None:
            found = (row["inspected_at"], "open" if row["observed_open"] else "closed")
            words[row["venue_id"]] = max(words.get(row["venue_id"], ("", "")), found)
    return [_venue_verdict(row, words, ward) for row in venues]


def _venue_verdict(
    row: dict[str, Any], words: dict[str, tuple[str, str]], ward: Ward
) -> VenueVerdict:
    said_at, status = words.get(row["venue_id"], ("", "unknown"))
    measure = strictest(
        ward.measures, target="venue", kind=row["kind"], quantity="open",
        moment=ward.as_of.isoformat(),
    )  # fmt: skip
    return VenueVerdict(row, measure, status, said_at)


def _inspections(ward: Ward) -> list[dict[str, Any]]:
    by_now = nw.col("inspected_at").str.slice(0, 10) <= ward.as_of.isoformat()
    rows: list[dict[str, Any]] = ward.table("inspections").filter(by_now).rows(named=True)
    return rows


def gatherings_over_limit(ward: Ward) -> Figure:
    """Gatherings around the day that pass a limit in force at their hour / all of them."""
    verdicts = judge_gatherings(ward)
    over = [verdict.row["gathering_id"] for verdict in verdicts if verdict.is_over]
    rows = ward.table("gatherings").filter(among("gathering_id", over)).to_native()
    return count("gatherings_over_limit", rows, as_of=ward.as_of, of=len(verdicts))


def venues_open(ward: Ward) -> Figure:
    """Venues that must be closed and whose latest word is "open" / venues that must be closed."""
    must_close = [verdict for verdict in judge_venues(ward) if verdict.measure is not None]
    is_open = [v.row["venue_id"] for v in must_close if v.is_open_against_measure]
    rows = ward.table("venues").filter(among("venue_id", is_open)).to_native()
    if not must_close:
        return no_data("venues_open", rows, as_of=ward.as_of)
    return Figure(
        id="venues_open", as_of=ward.as_of, value=len(is_open), numerator=len(is_open),
        denominator=len(must_close), rows=rows,
        left_out=sum(1 for verdict in must_close if verdict.status == "unknown"),
    )  # fmt: skip
