"""Residents without a first dose one by one: who waits for the hospital, who refused, a record."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from lib.indicators.cohort import listed, with_disease
from lib.reports.frames import visible_frame, ward_on
from lib.reports.known import known_by
from lib.security.access import allowed
from lib.security.actors import Actor, NotAllowed
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.text.collate import name_key

# In this order: the day is over and nobody has said what came of it; not registered; registered
# without a day; the day is to come.
State = Literal["passed", "unregistered", "no_day", "waiting"]
STATES: tuple[State, ...] = ("passed", "unregistered", "no_day", "waiting")
_TALK = ("outreach_id", "resident_id", "contacted_on", "contacted_by", "result", "reason")
_WANTED = (
    "resident_id", "full_name", "group_id", "owner", "next_action_on", "hospital",
    "registration_number", "appointment_on", "outcome", "outcome_on",
)  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """Somebody with an underlying disease, and how far they are with the hospital."""

    row: dict[str, Any]
    state: State


def hospital_queue(store: Store, actor: Actor, as_of: date) -> tuple[Waiting, ...]:
    """Those who remain and have an underlying disease. Raises NotAllowed."""
    actor = allowed(store, actor, "persons.see")
    ill = with_disease(ward_on(store, as_of)).to_native()
    rows = _people(store, actor, as_of)
    found = rows.join(ill.select("resident_id"), on="resident_id", how="semi").rows(named=True)
    queue = [Waiting(row, _state(row, as_of)) for row in found]
    return tuple(sorted(queue, key=_by_need))


def _state(row: dict[str, Any], as_of: date) -> State:
    on = row.get("appointment_on")
    if on is not None:
        return "passed" if on < as_of else "waiting"
    return "no_day" if row.get("registration_number") else "unregistered"


def _by_need(waiting: Waiting) -> tuple[Any, ...]:
    on = waiting.row.get("appointment_on") or date.min
    name = name_key(waiting.row.get("full_name") or "")
    return (STATES.index(waiting.state), on, name)


@dataclass(frozen=True)
class Refusal:
    """Somebody whose latest word was no: when, to whom, and what was said and answered."""

    row: dict[str, Any]
    on: date
    by: str | None
    said: str | None


def refusals(store: Store, actor: Actor, as_of: date) -> tuple[Refusal, ...]:
    """Of those who remain, the latest refusal first. Raises NotAllowed."""
    actor = allowed(store, actor, "persons.see")
    remaining = listed(ward_on(store, as_of)).to_native().filter("is_remaining")
    people = _people(store, actor, as_of)
    talks = visible_frame(store, actor, "outreach", _TALK)
    if "result" not in talks.columns:
        return ()
    latest = (
        talks.filter(pl.col("contacted_on") <= as_of, pl.col("result") != "absent")
        .sort("contacted_on", "outreach_id")
        .unique("resident_id", keep="last", maintain_order=True)
        .filter(pl.col("result") == "refused")
        .join(remaining.select("resident_id"), on="resident_id", how="semi")
    )
    rows = {row["resident_id"]: row for row in people.rows(named=True)}
    found = [
        Refusal(rows[talk["resident_id"]], talk["contacted_on"], talk.get("contacted_by"),
                talk.get("reason"))
        for talk in latest.rows(named=True)
        if talk["resident_id"] in rows
    ]  # fmt: skip
    return tuple(sorted(
        found, key=lambda each: (-each.on.toordinal(), name_key(each.row.get("full_name") or ""))
    ))  # fmt: skip


def resident_record(store: Store, actor: Actor, as_of: date, resident_id: str) -> dict[str, Any]:
    """What the actor may see of the fields that are written down here, and the version read; an
    outcome of a later day has not come yet.

    Raises NotAllowed, also for somebody beyond the actor's reach.
    """
    actor = allowed(store, actor, "persons.see")
    rows = _people(store, actor, as_of)
    found = rows.filter(pl.col("resident_id") == resident_id).rows(named=True)
    if not found:
        raise NotAllowed("persons.see")
    where = {"resident_id": resident_id}
    with store.read() as conn:
        version = fetch(conn, store.ward_id, "unvaccinated", ("row_version",), where=where)
    return found[0] | {"row_version": version["row_version"][0]}


def _people(store: Store, actor: Actor, as_of: date) -> pl.DataFrame:
    return known_by("unvaccinated", visible_frame(store, actor, "unvaccinated", _WANTED), as_of)
