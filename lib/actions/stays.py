"""A stay is opened, its dates change, the patient is checked, and it ends other than by release."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.actions.deeds import Deed, Done, Refused, doing, said, seen_at
from lib.actions.doors import ADDRESS, Doors
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.text.fold import fold_key

RIGHT = "cases.edit"
_SAME = ("full_name", "external_id", "birth_year")
# What lies behind us when a stay is opened; its own days may lie ahead.
_HAPPENED = (
    "first_positive_date", "last_exposure_date", "last_dose_date", "recovered_on",
    "symptom_onset_date",
)  # fmt: skip
# How a stay may end without having met its rule; becoming F0 and release have their own ways.
OTHER_ENDS = ("moved_away", "died", "duplicate", "entered_in_error")


@dataclass(frozen=True)
class Seen:
    """A stay as the person saw it."""

    case_id: str
    row_version: int


@dataclass(frozen=True)
class NewDates:
    """The dates that shall stand. A change of a start or an end that was there needs a reason."""

    seen: Seen
    start: date | None
    end: date | None
    reason: str = ""


@dataclass(frozen=True)
class PatientCheck:
    """Whether the patient may stay at home, and codes of what speaks against it."""

    seen: Seen
    may_stay: bool
    on: date
    reasons: tuple[str, ...] = ()


def open_stay(
    store: Store, actor: Actor, values: Mapping[str, Any], *, now: datetime | None = None
) -> Done:
    """A new stay; `values` are columns of cases. The door is found by its address, or opened.

    Raises NotAllowed, Refused: also when the same person's stay is open already, and when
    something is said to have happened after the day of the report.
    """
    with doing(store, actor, "stay.open", RIGHT, now=now) as deed:
        if not (values.get("full_name") or values.get("external_id")):
            raise Refused("NO_NAME")
        reported_on = date.fromisoformat(values["reported_at"][:10])
        if any(values.get(name) and values[name] > reported_on for name in _HAPPENED):
            raise Refused("FUTURE_DAY")
        row = dict(values) | {"household_id": door_of(deed, values)}
        if any(_is_same_person(row, other) for other in _open_in_group(deed, row, reported_on)):
            raise Refused("ALREADY_OPEN")
        deed.add("cases", row)
    return deed.done


def _open_in_group(deed: Deed, row: Mapping[str, Any], on: date) -> Iterable[Mapping[str, Any]]:
    columns = (*_SAME, "household_id", "reported_at", "closed_on")
    where = {"group_id": row["group_id"]}
    stays = fetch(deed.conn, deed.store.ward_id, "cases", columns, where=where)
    for stay in stays.iter_rows(named=True):
        if date.fromisoformat(stay["reported_at"][:10]) <= on and not has_come(
            stay["closed_on"], on
        ):
            yield stay


def _is_same_person(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """The importer's key without the day; of two who live behind two known doors nothing is said.
    Without a birth year the same name at the same door is enough, never without a door."""
    doors, years = (
        {each for each in (row.get(name), other[name]) if each}
        for name in ("household_id", "birth_year")
    )
    if any(_folded(row, name) != _folded(other, name) for name in ("full_name", "external_id")):
        return False
    has_door = row.get("household_id") == other["household_id"] is not None
    has_year = row.get("birth_year") == other["birth_year"] is not None
    return len(doors) < 2 and len(years) < 2 and (has_door or has_year)


def _folded(row: Mapping[str, Any], name: str) -> str:
    return fold_key(row.get(name) or "")


def door_of(deed: Deed, row: Mapping[str, Any]) -> str | None:
    """The household of the address; a door nobody knew is opened in the same deed."""
    doors = Doors.of(fetch(deed.conn, deed.store.ward_id, "households", ("household_id", *ADDRESS)))
    household = doors.household(row, 0)
    for _row, opened in doors.opened:
        deed.add("households", opened)
    return household


def change_dates(
    store: Store, actor: Actor, changes: Sequence[NewDates], *, on: date,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """Fill in, lengthen or shorten; the end before the change is kept beside the new one.

    Raises NotAllowed, Refused, StoreBusy; then nothing of it is written.
    """
    with doing(store, actor, "stay.dates", RIGHT, now=now) as deed:
        rows = open_as_seen(deed, [change.seen for change in changes], on=on)
        for change, row in zip(changes, rows, strict=True):
            values: dict[str, Any] = {"quarantine_start": change.start}
            if row["quarantine_start"] and row["quarantine_start"] != change.start:
                values |= {"change_reason": said(change.reason)}
            if row["quarantine_end"] and row["quarantine_end"] != change.end:
                values |= moved_end(row, change.reason)
            deed.change("cases", row, values | {"quarantine_end": change.end})
    return deed.done


def moved_end(row: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """What is kept of the end before. Raises Refused without a reason."""
    return {"previous_quarantine_end": row["quarantine_end"], "change_reason": said(reason)}


def keep_dates(
    store: Store, actor: Actor, stays: Sequence[Seen], reason: str, *, on: date,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """The typed end stands although the rule gives another; the reason explains it."""
    with doing(store, actor, "stay.dates", RIGHT, now=now) as deed:
        words = said(reason)
        for row in open_as_seen(deed, stays, on=on):
            deed.change("cases", row, {"change_reason": words})
    return deed.done


def check_patient(
    store: Store, actor: Actor, check: PatientCheck, *, now: datetime | None = None
) -> Done:
    with doing(store, actor, "stay.check", RIGHT, now=now) as deed:
        (row,) = open_as_seen(deed, [check.seen], on=check.on)
        values = {"home_care_eligible": check.may_stay, "home_care_checked_on": check.on}
        against = ", ".join(check.reasons) or None
        deed.change("cases", row, values | {"home_care_reasons": against})
    return deed.done


def close_otherwise(
    store: Store, actor: Actor, stays: Sequence[Seen], end_reason: str, *, on: date, note: str = "",
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """Moved away, died, listed twice, entered in error: closed without a release."""
    if end_reason not in OTHER_ENDS:
        raise ValueError(end_reason)
    with doing(store, actor, "stay.close", RIGHT, now=now) as deed:
        for row in open_as_seen(deed, stays, on=on):
            values = {"closed_on": on, "closed_by": deed.author.actor, "end_reason": end_reason}
            deed.change("cases", row, values | {"note": note or row["note"]})
    return deed.done


def as_seen(deed: Deed, stays: Sequence[Seen]) -> list[dict[str, Any]]:
    """Their rows in the same order. Raises NotAllowed, StoreBusy when one was changed since."""
    rows = deed.read("cases", [seen.case_id for seen in stays])
    for seen in stays:
        seen_at(rows[seen.case_id], seen.row_version)
    return [rows[seen.case_id] for seen in stays]


def open_as_seen(deed: Deed, stays: Sequence[Seen], *, on: date) -> list[dict[str, Any]]:
    """The same for stays that nobody has closed by that day. Raises Refused.

    What is dated after the day has not happened: the demo's files know the future.
    """
    rows = as_seen(deed, stays)
    if any(has_come(row["closed_on"], on) for row in rows):
        raise Refused("CLOSED")
    return rows


def has_come(day: date | None, on: date) -> bool:
    return day is not None and day <= on
