"""The ledger of door signs: what was printed, hung up and taken down, each with a way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.actions.deeds import Deed, Done, doing
from lib.actions.stays import has_come
from lib.indicators.homes import is_up
from lib.security.actors import Actor
from lib.store.engine import Store

RIGHT = "signs.edit"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class DoorDates:
    """A home and the days that its sign says."""

    household_id: str
    first_day: date
    last_day: date


def note_printed(
    store: Store, actor: Actor, doors: Sequence[DoorDates], *, on: date,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """Each door has a sign on paper with these days; one that waits to be posted is not doubled.

    Raises NotAllowed, Refused.
    """
    with doing(store, actor, "sign.print", RIGHT, now=now) as deed:
        deed.read("households", [door.household_id for door in doors])
        for door in doors:
            if not any(_is_waiting(row, door, on) for row in _signs(deed, door.household_id)):
                deed.add("signs", _values(door))
    return deed.done


def note_posted(
    store: Store, actor: Actor, doors: Sequence[DoorDates], *, on: date,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """A sign with these days hangs at each door since that day, any other one was taken down."""
    with doing(store, actor, "sign.post", RIGHT, now=now) as deed:
        deed.read("households", [door.household_id for door in doors])
        for door in doors:
            _post(deed, door, on)
    return deed.done


def note_taken_down(
    store: Store, actor: Actor, household_ids: Sequence[str], *, on: date,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """No sign hangs at these doors since that day."""
    with doing(store, actor, "sign.take_down", RIGHT, now=now) as deed:
        deed.read("households", household_ids)
        for household_id in household_ids:
            for row in _signs(deed, household_id):
                if row["posted_on"] is not None and not has_come(row["removed_on"], on):
                    deed.change("signs", row, {"removed_on": on})
    return deed.done


def _post(deed: Deed, door: DoorDates, on: date) -> None:
    signs = _signs(deed, door.household_id)
    if any(is_up(row, on) and _says(row, door) for row in signs):
        return
    for row in signs:
        if is_up(row, on):
            deed.change("signs", row, {"removed_on": on})
    posted = {"posted_on": on, "posted_by": deed.author.actor}
    waiting = next((row for row in signs if _is_waiting(row, door, on)), None)
    if waiting is None:
        deed.add("signs", _values(door) | posted)
    else:
        deed.change("signs", waiting, posted)


def _signs(deed: Deed, household_id: str) -> list[dict[str, Any]]:
    return list(deed.read("signs", [household_id], by="household_id").values())


def _values(door: DoorDates) -> dict[str, Any]:
    return {
        "household_id": door.household_id, "printed_start": door.first_day,
        "printed_end": door.last_day,
    }  # fmt: skip


def _says(row: Row, door: DoorDates) -> bool:
    return (row["printed_start"], row["printed_end"]) == (door.first_day, door.last_day)


def _is_waiting(row: Row, door: DoorDates, on: date) -> bool:
    """Printed with these days and not posted by the end of the day."""
    is_used = has_come(row["posted_on"], on) or has_come(row["removed_on"], on)
    return not is_used and _says(row, door)
