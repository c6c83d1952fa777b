"""Whom to talk to about a first dose, and in which order: for a group leader on one evening."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lib.indicators.cohort import ELDERLY_FROM, infected_homes, listed, with_disease
from lib.reports.frames import visible_frame, ward_on
from lib.reports.listing import with_address
from lib.rules.outreach import again_on
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import saw_list
from lib.store.engine import Store
from lib.text.collate import name_key

_WANTED = (
    "resident_id", "full_name", "birth_year", "group_id", "house_number", "alley", "street",
    "phone", "household_id", "reason", "conditions", "next_action_on", "appointment_on",
)  # fmt: skip
# Reasons for which a call cannot change anything now.
_SETTLED = ("contraindicated",)


@dataclass(frozen=True)
class Call:
    """One resident to talk to. What the reader may not see is None; `age` is as of the year;
    `is_ill`: has an underlying disease, told to those who see the reasons, never which one.

    `next_on` is the day last agreed upon, or after a talk without one the day by the ward's custom
    (`is_agreed_day` is False); `last_on`, `last_result` the latest attempt.
    """

    resident_id: str
    full_name: str | None
    age: int | None
    group_id: str
    address: str | None
    phone: str | None
    reason: str | None
    conditions: str | None
    home_has_f0: bool
    is_ill: bool
    next_on: date | None
    is_agreed_day: bool
    last_on: date | None
    last_result: str | None
    n_attempts: int

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """False first: an infected home, then age or disease."""
        is_elderly = self.age is not None and self.age >= ELDERLY_FROM
        return (not self.home_has_f0, not (is_elderly or self.is_ill), not is_elderly)

    def is_due(self, on: date) -> bool:
        """Nobody has talked to them yet and no day is set, or the day has come."""
        if self.last_on == on:
            return False
        return self.next_on is None or self.next_on <= on


@dataclass(frozen=True)
class _Risks:
    """Households with an F0, and residents with an underlying disease."""

    infected_homes: frozenset[str]
    ill: frozenset[str]


@dataclass(frozen=True)
class CallSheet:
    """`due` in calling order; `later` in the order of their days; `done` today."""

    due: tuple[Call, ...]
    done: tuple[Call, ...]
    later: tuple[Call, ...]


def call_sheet(store: Store, actor: Actor, as_of: date, group_id: str = "") -> CallSheet:
    """The residents within the actor's reach who remain without a first dose on the day."""
    actor = allowed(store, actor, "persons.see")
    ward = ward_on(store, as_of)
    remaining = listed(ward).to_native().filter("is_remaining")
    people = with_address(visible_frame(store, actor, "unvaccinated", _WANTED)).join(
        remaining.select("resident_id"), on="resident_id", how="semi"
    )
    if group_id:
        people = people.filter(pl.col("group_id") == group_id)
    ill = with_disease(ward)["resident_id"].to_list() if "reason" in people.columns else []
    risks = _Risks(infected_homes(ward), frozenset(ill))
    attempts = _latest_attempts(store, actor, as_of)
    calls = [_call(row, attempts, risks, as_of) for row in people.rows(named=True)]
    saw_list(store, actor, "calls", len(calls))
    return _sorted(calls, as_of)


def _sorted(calls: list[Call], as_of: date) -> CallSheet:
    def by_need(call: Call) -> tuple[Any, ...]:
        return (call.rank, call.next_on or date.min, name_key(call.full_name or ""))

    open_calls = [call for call in calls if call.reason not in _SETTLED]
    due = sorted((call for call in open_calls if call.is_due(as_of)), key=by_need)
    done = [call for call in open_calls if call.last_on == as_of]
    others = [call for call in calls if call not in due and call not in done]
    later = sorted(
        others, key=lambda call: (call.next_on or date.max, name_key(call.full_name or ""))
    )
    return CallSheet(tuple(due), tuple(done), tuple(later))


def _call(
    row: dict[str, Any], attempts: dict[str, dict[str, Any]], risks: _Risks, on: date
) -> Call:
    latest = attempts.get(row["resident_id"], {})
    born, agreed_on = row.get("birth_year"), _agreed_on(row, latest)
    last_on, last_result = latest.get("contacted_on"), latest.get("result")
    custom = again_on(last_result, talked_on=last_on) if last_on else None
    return Call(
        resident_id=row["resident_id"],
        full_name=row.get("full_name"),
        age=on.year - born if born else None,
        group_id=row["group_id"],
        address=row.get("address"),
        phone=row.get("phone"),
        reason=row.get("reason"),
        conditions=row.get("conditions"),
        home_has_f0=row.get("household_id") in risks.infected_homes,
        is_ill=row["resident_id"] in risks.ill,
        next_on=agreed_on or custom,
        is_agreed_day=agreed_on is not None,
        last_on=last_on,
        last_result=last_result,
        n_attempts=latest.get("n_attempts", 0),
    )


def _agreed_on(row: dict[str, Any], latest: dict[str, Any]) -> date | None:
    """In the latest talk, else in the list itself when that day lies after the talk."""
    in_talk: date | None = latest.get("next_action_on")
    in_list: date | None = row.get("next_action_on")
    if in_talk or not latest:
        return in_talk or in_list
    return in_list if in_list and in_list > latest["contacted_on"] else None


def _latest_attempts(store: Store, actor: Actor, as_of: date) -> dict[str, dict[str, Any]]:
    wanted = ("outreach_id", "resident_id", "contacted_on", "result", "next_action_on")
    attempts = visible_frame(store, actor, "outreach", wanted).filter(
        pl.col("contacted_on") <= as_of
    )
    if attempts.is_empty():
        return {}
    latest = (
        attempts.sort("contacted_on", "outreach_id")
        .group_by("resident_id")
        .agg(
            pl.col("contacted_on", *(n for n in wanted[3:] if n in attempts.columns)).last(),
            pl.len().alias("n_attempts"),
        )
    )
    return {row["resident_id"]: row for row in latest.rows(named=True)}
