"""What the epidemic level asks of gatherings and venues, and since when.

Source: data/rules/measures.toml. A row that names a kind beats a general one ("*"); among
equally specific rows the strictest number counts, whatever layer it comes from.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from lib.settings import ROOT

MEASURES_FILE = ROOT / "data" / "rules" / "measures.toml"
EVERY_KIND = "*"
Quantity = Literal["people", "delegation", "open", "advice"]


@dataclass(frozen=True)
class Measure:
    """One dated row. Moments are ISO text in local time; `number` is in people, or 0 for closed."""

    id: str
    measure: str
    target: Literal["gathering", "venue", "public_place"]
    applies_to: tuple[str, ...]
    quantity: Quantity
    operator: Literal["<="]
    number: int
    effective_from: str
    layer: Literal["national", "city", "district", "ward"]
    document: str
    certainty: Literal["verified", "unverified"]
    checked_by: str
    en: str
    vi: str
    effective_to: str = ""
    level: int = 0  # 0: at every epidemic level
    daily_from: str = ""  # "21:00": from that hour on, every day

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.vi

    def is_in_force(self, moment: str) -> bool:
        """`moment` is ISO text; a day stands for its end: a rule from 06:00 on holds that day."""
        at = moment if "T" in moment else f"{moment}T23:59"
        return self.effective_from <= at and (not self.effective_to or at < self.effective_to)

    def judges(self, moment: str) -> bool:
        """In force, and at an hour that it speaks of; a day without an hour is none."""
        return self.is_in_force(moment) and (not self.daily_from or moment[11:] >= self.daily_from)


def load_measures(path: Path = MEASURES_FILE) -> tuple[Measure, ...]:
    rows = tomllib.loads(path.read_text("utf-8"))["measure"]
    return tuple(Measure(**(row | {"applies_to": tuple(row["applies_to"])})) for row in rows)


@cache
def shipped_measures() -> tuple[Measure, ...]:
    """The rows that come with the program."""
    return load_measures()


def at_level(
    measures: Iterable[Measure], level: int | None, since: str | None
) -> tuple[Measure, ...]:
    """Rows of another level end when the declared level begins; without a declaration all stand."""
    if level is None or not since:
        return tuple(measures)
    return tuple(
        replace(measure, effective_to=min(since, measure.effective_to or since))
        if measure.level not in (0, level) and measure.effective_from < since
        else measure
        for measure in measures
    )


def measures_in_force(measures: Iterable[Measure], moment: str) -> tuple[Measure, ...]:
    return tuple(measure for measure in measures if measure.is_in_force(moment))


def strictest(
    measures: Iterable[Measure], *, target: str, kind: str, quantity: Quantity, moment: str
) -> Measure | None:
    """The row that decides for one kind at one moment, or None when nothing limits it."""
    fitting = [
        measure
        for measure in measures
        if measure.judges(moment) and measure.target == target and measure.quantity == quantity
    ]
    named = [measure for measure in fitting if kind in measure.applies_to]
    general = [measure for measure in fitting if EVERY_KIND in measure.applies_to]
    return min(named or general, key=lambda measure: measure.number, default=None)
