"""Everything about one door: who lives there, every stay, and what happened in time order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lib.indicators.homes import Home
from lib.reports.frames import visible_frame, ward_on
from lib.reports.known import known_by
from lib.reports.listing import with_address
from lib.reports.stay_story import Event, events_until
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import saw_record
from lib.store.engine import Store

_OF_HOME = (
    "household_id", "group_id", "house_number", "alley", "street", "phone", "n_people",
)  # fmt: skip
_OF_STAYS = (
    "case_id", "household_id", "full_name", "birth_year", "case_type", "reported_at",
    "quarantine_start", "quarantine_end", "previous_quarantine_end", "change_reason", "closed_on",
    "end_reason",
)  # fmt: skip
Row = Mapping[str, Any]


@dataclass(frozen=True)
class HomeRecord:
    """`row` is the door, `stays` are rows of cases from the first reported on, each with what the
    reader may see; `home` is the day's state, None when nobody is or was lately there."""

    row: Row
    home: Home | None
    stays: tuple[Row, ...]
    events: tuple[Event, ...]


def home_record(store: Store, actor: Actor, as_of: date, household_id: str) -> HomeRecord | None:
    """Up to the end of the day; None when there is no such door within reach."""
    actor = allowed(store, actor, "persons.see")
    doors = with_address(visible_frame(store, actor, "households", _OF_HOME))
    found = doors.filter(pl.col("household_id") == household_id).rows(named=True)
    if not found:
        return None
    saw_record(store, actor, "households", household_id)
    cases = visible_frame(store, actor, "cases", _OF_STAYS).filter(
        pl.col("household_id") == household_id,
        pl.col("reported_at").str.slice(0, 10) <= as_of.isoformat(),
    )
    stays = tuple(known_by("cases", cases, as_of).sort("reported_at", "case_id").rows(named=True))
    ids = [stay["case_id"] for stay in stays]
    home = ward_on(store, as_of).lives_of(everyone=True).homes.get(household_id)
    events = events_until(store, actor, as_of, ids, [household_id])
    return HomeRecord(found[0], home, stays, tuple(events))
