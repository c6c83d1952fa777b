"""What the rule book gives for a stay that is being opened, converted or exposed again.

The facts are those of the store, also those that the reader may not see: what comes out is a day,
a verdict and codes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import narwhals as nw

from lib.indicators.homes import age_on
from lib.reports.frames import ward_on
from lib.reports.work_lists import CaseItem
from lib.rules.home import Patient, home_rules, may_stay_at_home
from lib.rules.quarantine import CaseType
from lib.rules.rulings import Facts, Ruling, ruling_for
from lib.store.engine import Store


def new_ruling(
    store: Store, as_of: date, *, case_type: str, start: date, like: CaseItem,
    positive_on: date | None = None, exposed_on: date | None = None,
) -> Ruling:  # fmt: skip
    """The ruling for another stay of the same person."""
    stored = _stored(store, as_of, like)
    facts = replace(
        _facts(stored, case_type, start), positive_on=positive_on, exposed_on=exposed_on
    )
    return ruling_for(ward_on(store, as_of).book, facts, as_of=as_of)


def _stored(store: Store, as_of: date, item: CaseItem) -> Mapping[str, Any]:
    """What the counting reads of a stay, for no screen."""
    found = ward_on(store, as_of).stays.filter(nw.col("case_id") == item.case_id)
    return next(iter(found.rows(named=True)), {})


def ruling_of_values(store: Store, as_of: date, values: Mapping[str, Any]) -> Ruling:
    """The ruling for a stay that is being typed: columns of cases."""
    start = values.get("quarantine_start") or as_of
    facts = replace(
        _facts(values, values["case_type"], start),
        positive_on=values.get("first_positive_date"),
        exposed_on=values.get("last_exposure_date"),
    )
    return ruling_for(ward_on(store, as_of).book, facts, as_of=as_of)


def _facts(row: Mapping[str, Any], case_type: str, start: date) -> Facts:
    kind: CaseType = "F0" if case_type == "F0" else "F1"
    return Facts(
        kind, start, doses=row.get("vaccine_doses"), last_dose_on=row.get("last_dose_date"),
        recovered_on=row.get("recovered_on"),
    )  # fmt: skip


def suggested_ends(
    store: Store, as_of: date, others: Iterable[CaseItem], *, exposed_on: date
) -> dict[str, date | None]:
    """The last day that a new last contact gives each of them, None where it moves nothing."""
    book = ward_on(store, as_of).book
    ends: dict[str, date | None] = {}
    for other in others:
        facts = replace(
            _facts(_stored(store, as_of, other), other.life.case_type, other.life.first_day),
            exposed_on=exposed_on,
        )
        end = ruling_for(book, facts, as_of=as_of).end
        counts = other.life.ruling.rule is not None
        from_contact = counts and other.life.ruling.rule.count_from == "exposure"  # type: ignore[union-attr]
        ends[other.case_id] = end if from_contact and end != other.life.end else None
    return ends


@dataclass(frozen=True)
class Asked:
    """What is asked about a patient when care at home is weighed. `is_frail`: an underlying
    disease or a pregnancy, None when nobody asked."""

    is_mild: bool
    has_pneumonia: bool
    is_frail: bool | None = None


def home_care(
    store: Store, as_of: date, item: CaseItem, asked: Asked
) -> tuple[bool, tuple[str, ...]]:
    """Whether 4038 lets the patient stay at home, and the codes of what speaks against it."""
    return may_stay_at_home(_patient(store, as_of, item, asked), home_rules().home_care)


def _patient(store: Store, as_of: date, item: CaseItem, asked: Asked) -> Patient:
    row = {"birth_date": None, "birth_year": None} | dict(_stored(store, as_of, item))
    dose, is_pregnant = row.get("last_dose_date"), row.get("pregnant")
    if is_pregnant is None and item.row.get("sex") == "male":
        is_pregnant = False
    return Patient(
        age=age_on(row, as_of), doses=row.get("vaccine_doses"),
        days_since_dose=(as_of - dose).days if dose else None,
        has_condition=True if row.get("conditions") else asked.is_frail,
        is_pregnant=asked.is_frail if is_pregnant is None else is_pregnant,
        has_no_or_mild_symptoms=asked.is_mild, has_pneumonia=asked.has_pneumonia,
    )  # fmt: skip
