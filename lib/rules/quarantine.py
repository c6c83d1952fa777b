"""How long a stay lasts, from when on, and after which document: dated rows, read strictly.

Source: data/rules/quarantine.toml, and rows that a ward has accepted in the same form. What a row
gives for one stay is worked out in lib.rules.rulings.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from lib.settings import ROOT

RULES_FILE = ROOT / "data" / "rules" / "quarantine.toml"
Certainty = Literal["verified", "unverified"]
CaseType = Literal["F0", "F1"]
CountFrom = Literal["start", "positive", "exposure"]
Release = Literal["none", "negative", "supervised"]


@dataclass(frozen=True)
class Dated:
    """What every rule says of itself: since when, after which document, how sure we are.

    `unverified` names fields of a verified row that the source seen does not state.
    """

    effective_from: date
    document: str
    issuer: str
    certainty: Certainty
    checked_by: str
    en: str
    vi: str
    source: str = ""
    issued_on: date | None = None
    unverified: tuple[str, ...] = ()
    confirmed_by: str = ""

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.vi

    @property
    def is_doubtful(self) -> bool:
        return self.certainty == "unverified" or bool(self.unverified)


@dataclass(frozen=True)
class Condition:
    """Whom a rule covers. All that is given must hold; doses and recovery count back from the
    start of the stay, in days or in calendar months, both ends included."""

    doses: int | None = None
    dose_days_ago: int | None = None
    dose_months_ago: int | None = None
    recovered_months_ago: int | None = None


@dataclass(frozen=True)
class Longer:
    """How many days in all for whoever is still positive on the last test day."""

    days: int
    condition: Condition = Condition()


@dataclass(frozen=True, kw_only=True)
class Rule(Dated):
    """One row of the rule book. Days are counted so that the day named by `count_from` bears the
    number `first_day`; the last day of quarantine bears the number `days`."""

    id: str
    case_type: CaseType
    days: int
    tests_on: tuple[int, ...]
    then_days: int
    count_from: CountFrom
    first_day: Literal[0, 1]
    release: Release
    any_of: tuple[Condition, ...] = ()
    if_positive: tuple[Longer, ...] = ()
    effective_to: date | None = None
    covers_open_stays: bool = False


@dataclass(frozen=True)
class RuleBook:
    """Rules in the order in which they are tried: the newest first, conditions before everyone."""

    rules: tuple[Rule, ...] = field(default=())

    @classmethod
    def of(cls, *rules: Rule) -> "RuleBook":
        ids = [rule.id for rule in rules]
        if repeated := {id_ for id_ in ids if ids.count(id_) > 1}:
            raise ValueError(f"rule book: the same id twice: {', '.join(sorted(repeated))}")
        tried = sorted(rules, key=lambda r: (r.effective_from, bool(r.any_of)), reverse=True)
        return cls(tuple(tried))

    def with_rules(self, *more: Rule) -> "RuleBook":
        return RuleBook.of(*self.rules, *more)

    def without(self, *ids: str) -> "RuleBook":
        return RuleBook.of(*(rule for rule in self.rules if rule.id not in ids))


def load_rule_book(path: Path = RULES_FILE) -> RuleBook:
    """Raises ValueError naming what the file gets wrong."""
    return RuleBook.of(*(rule_from(row) for row in tomllib.loads(path.read_text("utf-8"))["rule"]))


@lru_cache(maxsize=1)
def shipped_book() -> RuleBook:
    """The rules that come with the program."""
    return load_rule_book()


def rule_from(row: Mapping[str, Any]) -> Rule:
    """One row of a rule file, as TOML or JSON gives it. Raises ValueError without repeating what
    was typed, but for names of fields."""
    said = dict(row)
    try:
        said["any_of"] = tuple(Condition(**each) for each in said.get("any_of", ()))
        said["if_positive"] = tuple(_longer(each) for each in said.get("if_positive", ()))
        for name in ("tests_on", "unverified"):
            said[name] = tuple(said.get(name, ()))
        for name in ("effective_from", "effective_to", "issued_on"):
            if isinstance(said.get(name), str):
                said[name] = date.fromisoformat(said[name])
        rule = Rule(**said)
    except (TypeError, ValueError) as error:
        raise ValueError(f"rule {said.get('id', '?')}: {error}") from None
    _check(rule)
    return rule


def _longer(said: Mapping[str, Any]) -> Longer:
    rest = {name: value for name, value in said.items() if name != "days"}
    return Longer(said["days"], Condition(**rest))


def _check(rule: Rule) -> None:
    choices = {
        "case_type": get_args(CaseType), "count_from": get_args(CountFrom),
        "release": get_args(Release), "certainty": get_args(Certainty), "first_day": (0, 1),
    }  # fmt: skip
    wrong = [name for name, allowed in choices.items() if getattr(rule, name) not in allowed]
    wrong += ["days"] * (rule.days < 0) + ["then_days"] * (rule.then_days < 0)
    wrong += ["tests_on"] * any(not rule.first_day <= n <= max(rule.days, 1) for n in rule.tests_on)
    wrong += ["tests_on"] * (list(rule.tests_on) != sorted(set(rule.tests_on)))
    wrong += ["release"] * (rule.release != "none" and not rule.tests_on)
    wrong += ["if_positive"] * any(longer.days < rule.days for longer in rule.if_positive)
    wrong += ["effective_to"] * bool(rule.effective_to and rule.effective_to < rule.effective_from)
    if wrong:
        raise ValueError(f"rule {rule.id}: {', '.join(dict.fromkeys(wrong))}")


def rule_row(rule: Rule) -> dict[str, Any]:
    """The row as JSON keeps it; `rule_from` reads it again."""
    row: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in vars(rule).items()
        if value not in (None, "", (), False)
    }
    for name in ("tests_on", "unverified"):
        row[name] = list(getattr(rule, name))
    row["any_of"] = [_given(each) for each in rule.any_of]
    row["if_positive"] = [{"days": each.days} | _given(each.condition) for each in rule.if_positive]
    asked = ("first_day", "days", "then_days", "issuer", "document", "checked_by", "en", "vi")
    return row | {name: getattr(rule, name) for name in asked}


def _given(condition: Condition) -> dict[str, int]:
    return {name: value for name, value in vars(condition).items() if value is not None}
