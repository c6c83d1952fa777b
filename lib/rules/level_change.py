"""What would change if the epidemic level changed.

Source: data/rules/measures.toml for what is in force, data/rules/other_levels.toml for the rest.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from lib.rules.measures import Measure
from lib.settings import ROOT

OTHER_LEVELS_FILE = ROOT / "data" / "rules" / "other_levels.toml"
What = Literal["changes", "begins", "stays", "unknown"]


@dataclass(frozen=True)
class OtherMeasure:
    """A measure as it is at other levels than the one that is in force."""

    levels: tuple[int, ...]
    measure: str
    document: str
    certainty: Literal["verified", "unverified"]
    en: str
    vi: str

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class Change:
    """One measure: `now` in force, of one layer or several; `then` at the other level, or None."""

    measure: str
    now: tuple[Measure, ...]
    then: OtherMeasure | None

    @property
    def what(self) -> What:
        if self.then is None:
            return "unknown"
        if not self.now:
            return "begins"
        return "stays" if {each.vi for each in self.now} == {self.then.vi} else "changes"


@cache
def other_measures() -> tuple[OtherMeasure, ...]:
    rows = tomllib.loads(OTHER_LEVELS_FILE.read_text("utf-8"))["measure"]
    return tuple(OtherMeasure(**(row | {"levels": tuple(row["levels"])})) for row in rows)


def other_levels() -> list[int]:
    return sorted({level for row in other_measures() for level in row.levels})


def level_change(in_force: Sequence[Measure], level: int) -> tuple[Change, ...]:
    """Every measure in force, in its order, against `level`; then what only `level` knows."""
    then = {row.measure: row for row in other_measures() if level in row.levels}
    return tuple(
        Change(measure, tuple(m for m in in_force if m.measure == measure), then.get(measure))
        for measure in dict.fromkeys([*(m.measure for m in in_force), *then])
    )
