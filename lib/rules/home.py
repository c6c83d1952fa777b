"""Who may stay at home, what a home needs, when help is called, who counts as lost, the sign.

Source: data/rules/quarantine_home.toml. Pure functions of a rule and what somebody saw.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from lib.rules.quarantine import Dated
from lib.settings import ROOT
from lib.text.fold import fold_search

HOME_FILE = ROOT / "data" / "rules" / "quarantine_home.toml"
Verdict = Literal["fit", "fit_with_support", "not_fit"]


# "khong", "khong bi", "khong con", "chua thay", "het", but neither "chua het" nor "khong het".
_DENIED = re.compile(
    r"\b(?:khong|chua)(?: (?:bi|co|con|thay|he))* $|(?<!khong )(?<!chua )\bhet(?: (?:bi|han))* $"
)


@dataclass(frozen=True, kw_only=True)
class HomeCare(Dated):
    """One of `any_of` must hold, each a mapping of what it asks for."""

    any_of: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class Appraisal(Dated):
    """Items of the checklist: `needed` ones decide, `support` ones the ward can provide
    (`request` names the kind of request), `caution` ones are said and change nothing.
    """

    needed: tuple[str, ...]
    support: tuple[str, ...]
    caution: tuple[str, ...]
    request: Mapping[str, str]

    @property
    def items(self) -> tuple[str, ...]:
        return (*self.needed, *self.support, *self.caution)


@dataclass(frozen=True)
class Limit:
    """A measurement is dangerous beyond the one bound that is given, for ages from..to."""

    field: str
    below: float | None = None
    above: float | None = None
    at_least: float | None = None
    from_age: int | None = None
    to_age: int | None = None


@dataclass(frozen=True, kw_only=True)
class Danger(Dated):
    limits: tuple[Limit, ...]
    urgent: tuple[Limit, ...]
    symptoms: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Lost(Dated):
    """Not seen for `days_unseen` days although somebody tried on `days_tried` days since."""

    days_unseen: int
    days_tried: int


@dataclass(frozen=True)
class HomeRules:
    home_care: HomeCare
    appraisal: Appraisal
    danger: Danger
    lost: Lost
    sign: Dated

    @property
    def all(self) -> tuple[Dated, ...]:
        return (self.home_care, self.appraisal, self.danger, self.lost, self.sign)


def load_home_rules(path: Path = HOME_FILE) -> HomeRules:
    said = tomllib.loads(path.read_text("utf-8"))
    danger = said["danger"] | {
        "limits": tuple(_limit(each) for each in said["danger"]["limits"]),
        "urgent": tuple(_limit(each) for each in said["danger"]["urgent"]),
    }
    return HomeRules(
        HomeCare(**_tuples(said["home_care"])),
        Appraisal(**_tuples(said["appraisal"])),
        Danger(**_tuples(danger)),
        Lost(**_tuples(said["lost"])),
        Dated(**_tuples(said["sign"])),
    )


@lru_cache(maxsize=1)
def home_rules() -> HomeRules:
    return load_home_rules()


def _tuples(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in said.items()}


def _limit(said: Mapping[str, Any]) -> Limit:
    ages = {"from": "from_age", "to": "to_age"}
    return Limit(**{ages.get(name, name): value for name, value in said.items()})


@dataclass(frozen=True)
class Patient:
    """What 4038 asks about an F0; None is not known."""

    age: int | None
    doses: int | None
    days_since_dose: int | None
    has_condition: bool | None
    is_pregnant: bool | None
    has_no_or_mild_symptoms: bool
    has_pneumonia: bool


def may_stay_at_home(patient: Patient, rule: HomeCare) -> tuple[bool, tuple[str, ...]]:
    """Whether the patient may be cared for at home, and the codes of what speaks against it.

    What is not known is not taken for good; "HEALTH_UNKNOWN": a disease or a pregnancy that nobody
    has said anything about is what it would depend on.
    """
    against = ["SYMPTOMS"] * (not patient.has_no_or_mild_symptoms)
    against += ["PNEUMONIA"] * patient.has_pneumonia
    if not any(_fits(patient, one) for one in rule.any_of):
        against.append("HEALTH_UNKNOWN" if _hangs_on_health(patient, rule) else "DOSES_OR_AGE")
    return not against, tuple(against)


def _hangs_on_health(patient: Patient, rule: HomeCare) -> bool:
    well = replace(
        patient, has_condition=patient.has_condition or False,
        is_pregnant=patient.is_pregnant or False,
    )  # fmt: skip
    return any(_fits(well, one) for one in rule.any_of)


def _fits(patient: Patient, asked: Mapping[str, Any]) -> bool:
    age, doses, since = patient.age, patient.doses, patient.days_since_dose
    tests: dict[str, Callable[[Any], bool]] = {
        "doses": lambda n: doses is not None and doses >= n,
        "dose_days_ago": lambda n: since is not None and since >= n,
        "older_than": lambda n: age is not None and age > n,
        "younger_than": lambda n: age is not None and age < n,
        "no_condition": lambda wanted: patient.has_condition is (not wanted),
        "not_pregnant": lambda wanted: patient.is_pregnant is (not wanted),
    }
    return all(tests[name](value) for name, value in asked.items())


def verdict_on(answers: Mapping[str, bool | None], rule: Appraisal) -> tuple[Verdict, list[str]]:
    """The verdict that the answers give, and the items that led to it, those of `caution` last;
    an item without an answer is not there."""
    lacking = [item for item in rule.needed if not answers.get(item)]
    if lacking:
        return "not_fit", lacking
    wanting = [item for item in rule.support if not answers.get(item)]
    caution = [item for item in rule.caution if answers.get(item)]
    return ("fit_with_support" if wanting else "fit"), [*wanting, *caution]


def danger_signs(
    values: Mapping[str, Any], rule: Danger, *, age: int | None
) -> tuple[tuple[str, ...], bool]:
    """Fields of a visit beyond a limit (and "symptoms"), and whether it is urgent. Without an age
    an adult is assumed; ages for which no limit is known have none."""
    years = 18 if age is None else age
    found = [limit.field for limit in rule.limits if _is_beyond(values, limit, years)]
    if any(_says(values.get("symptoms") or "", symptom) for symptom in rule.symptoms):
        found.append("symptoms")
    is_urgent = any(_is_beyond(values, limit, years) for limit in rule.urgent)
    return tuple(dict.fromkeys(found)), is_urgent


def _says(text: str, symptom: str) -> bool:
    """The symptom is named and, at least once, not denied just before."""
    folded, named = fold_search(text), fold_search(symptom)
    found = re.finditer(rf"\b{re.escape(named)}\b", folded)
    return any(not _DENIED.search(folded[: each.start()]) for each in found)


def _is_beyond(values: Mapping[str, Any], limit: Limit, age: int) -> bool:
    value = values.get(limit.field)
    if value is None or not (limit.from_age or 0) <= age <= (limit.to_age or 200):
        return False
    return (
        (limit.below is not None and value < limit.below)
        or (limit.above is not None and value > limit.above)
        or (limit.at_least is not None and value >= limit.at_least)
    )
