"""What level the dated rules would indicate; the official level is declared, not counted.

Source: data/rules/levels.toml, which says of every number whether it was verified.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Literal

from lib.settings import ROOT

LEVELS_FILE = ROOT / "data" / "rules" / "levels.toml"
WINDOW_DAYS = 14
Agreement = Literal["consistent", "contradicting", "cannot_tell"]
Why = Literal[
    "indicated", "assumed", "no_coverage", "no_population", "no_cases", "no_rule", "not_verified",
]  # fmt: skip


@dataclass(frozen=True)
class LevelRule:
    """One decision. `cuts` are rates at which the bands 2, 3, 4 begin; percentages are 0 to 100."""

    id: str
    document: str
    effective_from: date
    cuts: tuple[int, ...]
    certainty: str
    note: str
    effective_to: date | None = None
    adult_one_dose: float | None = None
    elderly_full: float | None = None
    levels_met: tuple[int, ...] = ()
    levels_missed: tuple[int, ...] = ()

    def is_in_force(self, day: date) -> bool:
        return self.effective_from <= day and (not self.effective_to or day < self.effective_to)


@dataclass(frozen=True)
class Inputs:
    """What a rule looks at: community cases of 14 days; percentages of 0 to 100. None: unknown."""

    cases_14d: int | None
    population: int | None
    adult_one_dose: float | None = None
    elderly_full: float | None = None


@dataclass(frozen=True)
class Indication:
    """`level` is None whenever `why` says that nothing can be indicated."""

    rate: Decimal | None
    band: int | None
    level: int | None
    why: Why
    rule: LevelRule | None


def load_level_rules(path: Path = LEVELS_FILE) -> tuple[LevelRule, ...]:
    rows = tomllib.loads(path.read_text("utf-8"))["rule"]
    lists = ("cuts", "levels_met", "levels_missed")
    return tuple(
        LevelRule(**(row | {name: tuple(row[name]) for name in lists if name in row}))
        for row in rows
    )


def weekly_rate(cases: float, *, population: int, days: int) -> Decimal:
    """Cases per 100,000 people and week, from a count over `days` days; exact, so that a cut is a
    cut.

    Over 14 days this is the rate of QD 4800/QD-BYT (cases / 2 / population x 100 000); over 7
    days the seven-day incidence of the Robert Koch Institute.
    """
    return Decimal(cases) * 7 * 100_000 / (days * population)


def whole(rate: Decimal) -> int:
    """As notices print it."""
    return int(rate.to_integral_value(ROUND_HALF_UP))


def hold_against_itself(printed_rate: Decimal, cases_14d: int, population: int | None) -> Agreement:
    """Whether a notice's own cases give the rate that it prints, within one of its last digit."""
    if not population:
        return "cannot_tell"
    counted = weekly_rate(cases_14d, population=population, days=WINDOW_DAYS)
    last_digit = Decimal(1).scaleb(int(printed_rate.as_tuple().exponent))
    return "consistent" if abs(counted - printed_rate) <= last_digit else "contradicting"


def indicate_level(
    rules: Iterable[LevelRule], day: date, inputs: Inputs, *, assume_targets_met: bool = False
) -> Indication:
    """The level that the rule in force on `day` would indicate.

    Without coverage there is none, unless `assume_targets_met`, which `why` then says.
    """
    if not inputs.population:
        return Indication(None, None, None, "no_population", rule_on(rules, day))
    if inputs.cases_14d is None:
        return Indication(None, None, None, "no_cases", rule_on(rules, day))
    rate = weekly_rate(inputs.cases_14d, population=inputs.population, days=WINDOW_DAYS)
    return indicate_from_rate(rules, day, rate, inputs, assume_targets_met=assume_targets_met)


def indicate_from_rate(
    rules: Iterable[LevelRule],
    day: date,
    rate: Decimal,
    inputs: Inputs,
    *,
    assume_targets_met: bool = False,
) -> Indication:
    rule = rule_on(rules, day)
    if rule is None:
        return Indication(rate, None, None, "no_rule", None)
    if not rule.levels_met:
        return Indication(rate, None, None, "not_verified", rule)
    band = bisect_right(rule.cuts, rate) + 1
    met = _targets_met(rule, inputs)
    if met is None and not assume_targets_met:
        return Indication(rate, band, None, "no_coverage", rule)
    levels = rule.levels_missed if met is False else rule.levels_met
    return Indication(rate, band, levels[band - 1], "assumed" if met is None else "indicated", rule)


def rule_on(rules: Iterable[LevelRule], day: date) -> LevelRule | None:
    return next((rule for rule in rules if rule.is_in_force(day)), None)


def _targets_met(rule: LevelRule, inputs: Inputs) -> bool | None:
    """One target that is known to be missed is enough; both must be known to be met."""
    pairs = (
        (inputs.adult_one_dose, rule.adult_one_dose),
        (inputs.elderly_full, rule.elderly_full),
    )
    known = [share >= (target or 0) for share, target in pairs if share is not None]
    if not all(known):
        return False
    return True if len(known) == len(pairs) else None
