"""Thresholds and periods for people's data, and until when a request about it must be answered.

Source: data/rules/privacy.toml, which says of each number how sure it is.
"""

import calendar
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lib.settings import ROOT

PRIVACY_FILE = ROOT / "data" / "rules" / "privacy.toml"
_SATURDAY = 5


@dataclass(frozen=True)
class Policy:
    """A number that the ward may set within its bounds, in steps from the least."""

    name: str
    value: int
    least: int
    most: int
    en: str
    vi: str
    step: int = 1

    def allows(self, value: int) -> bool:
        return self.least <= value <= self.most and (value - self.least) % self.step == 0

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class RequestKind:
    """What may be asked; `reply` in working days, `due` and `longer` in days."""

    name: str
    reply: int
    due: int
    longer: int
    certainty: str
    en: str
    vi: str

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.vi


@dataclass(frozen=True)
class PrivacyRules:
    policies: Mapping[str, Policy]
    kinds: Mapping[str, RequestKind]
    document: str


def load_privacy_rules(path: Path = PRIVACY_FILE) -> PrivacyRules:
    said: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    policies = {name: Policy(name, **spec) for name, spec in said["policies"].items()}
    kinds = {name: RequestKind(name, **spec) for name, spec in said["requests"]["kinds"].items()}
    return PrivacyRules(policies, kinds, said["requests"]["document"])


def reply_due_on(kind: RequestKind, *, received_on: date) -> date:
    """The last of the working days that begin on the day after the request came."""
    day, left = received_on, kind.reply
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def due_on(kind: RequestKind, *, received_on: date, is_extended: bool = False) -> date:
    return received_on + timedelta(days=kind.due + (kind.longer if is_extended else 0))


def review_on(ended_on: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(ended_on.year * 12 + ended_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(ended_on.day, last))


PRIVACY = load_privacy_rules()
