"""How many visits a day are due to somebody at home, by dated rows.

Source: data/rules/visiting.toml, and rows that a ward has accepted in the same form.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from lib.rules.quarantine import Dated
from lib.settings import ROOT

VISITING_FILE = ROOT / "data" / "rules" / "visiting.toml"
MOST_TIMES = 4


@dataclass(frozen=True, kw_only=True)
class VisitRule(Dated):
    """From `effective_from` on everybody due a visit is due `times` of them a day."""

    times: int


def load_visit_rules(path: Path = VISITING_FILE) -> tuple[VisitRule, ...]:
    """Raises ValueError naming what the file gets wrong."""
    return tuple(visit_rule(row) for row in tomllib.loads(path.read_text("utf-8"))["visits"])


@lru_cache(maxsize=1)
def shipped_visit_rules() -> tuple[VisitRule, ...]:
    return load_visit_rules()


def visit_rule(row: Mapping[str, Any]) -> VisitRule:
    """One row as TOML or JSON gives it. Raises ValueError."""
    said = dict(row) | {"unverified": tuple(row.get("unverified", ()))}
    try:
        for name in ("effective_from", "issued_on"):
            if isinstance(said.get(name), str):
                said[name] = date.fromisoformat(said[name])
        rule = VisitRule(**said)
    except (TypeError, ValueError) as error:
        raise ValueError(f"visit rule: {error}") from None
    if not isinstance(rule.times, int) or not 1 <= rule.times <= MOST_TIMES:
        raise ValueError("visit rule: times")
    return rule


def visit_rule_on(rules: Iterable[VisitRule], day: date) -> VisitRule | None:
    """The newest row that has begun; of several from one day the one named last."""
    begun = [rule for rule in rules if rule.effective_from <= day]
    newest = max((rule.effective_from for rule in begun), default=None)
    return next((rule for rule in reversed(begun) if rule.effective_from == newest), None)


def visits_a_day(rules: Iterable[VisitRule], day: date) -> int:
    """One where no row says otherwise."""
    rule = visit_rule_on(rules, day)
    return rule.times if rule else 1
