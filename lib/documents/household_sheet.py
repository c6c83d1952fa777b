"""A household's record on one A4 page, as HTML with its own print style."""

from collections.abc import Sequence
from typing import NamedTuple

from lib.documents.overview_sheet import sheet_template


class StayLine(NamedTuple):
    """Who, F0 or F1, from when to when, and how it stands or ended (all already words)."""

    name: str
    kind: str
    days: str
    remark: str


class DayLines(NamedTuple):
    """A day, and what happened on it."""

    day: str
    told: Sequence[str]


def household_sheet(
    *, heading: Sequence[str], title: str, day: str, door: Sequence[str], stays_title: str,
    stays: Sequence[StayLine], days_title: str, days: Sequence[DayLines], footer: str,
) -> str:  # fmt: skip
    """Every text is escaped. The more there is to tell, the smaller it is printed."""
    n_letters = sum(len(line) + 12 for each in days for line in each.told)
    size = next((points for limit, points in _SIZES if n_letters <= limit), _SMALLEST)
    return sheet_template("household_sheet.html").render(
        heading=heading, title=title, day=day, door=door, stays_title=stays_title, stays=stays,
        days_title=days_title, days=days, footer=footer, size=size,
    )  # fmt: skip


# Letters up to which a size in points still fits the page beside the table of stays.
_SIZES = ((2_500, 9.0), (4_500, 8.0), (6_000, 7.0), (7_000, 6.0))
_SMALLEST = 5.5
