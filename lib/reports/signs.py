"""Which door needs which sign today, in the order of a walk, and the signs themselves to print."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lib.documents.door_signs import DoorSign, Issuer, render_signs
from lib.indicators.homes import Home, SignState
from lib.reports.frames import standing_tables, visible_frame, ward_on
from lib.reports.listing import named_groups, with_address
from lib.reports.ward import ward
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import record, saw_list
from lib.store.engine import Store
from lib.store.printing import Alley
from lib.text.collate import text_key

PRINTABLE: tuple[SignState, ...] = ("to_post", "to_replace")
_ADDRESS = ("household_id", "group_id", "house_number", "alley", "street")


@dataclass(frozen=True)
class Door:
    """One door of the day. `first_day` and `last_day` are what a right sign says; `hanging` is
    what the sign at the door says and since when it hangs; `sign_id` a sign with the right days
    that is printed and not yet posted."""

    household_id: str
    address: str
    alley: Alley
    state: SignState
    first_day: date | None
    last_day: date | None
    hanging: tuple[date, date, date] | None
    sign_id: str | None

    @property
    def group_id(self) -> str:
        return self.alley.group_id


@dataclass(frozen=True)
class SignBoard:
    """Doors by what must be done; `n_unknown`: people in quarantine whose door nobody knows."""

    doors: Mapping[SignState, tuple[Door, ...]]
    n_unknown: int

    def of(self, state: SignState, group_id: str = "") -> list[Door]:
        return [d for d in self.doors.get(state, ()) if not group_id or d.group_id == group_id]


def sign_board(store: Store, actor: Actor, as_of: date) -> SignBoard:
    """Every door within reach that needs a sign or has one. Raises NotAllowed."""
    actor = allowed(store, actor, "persons.see")
    doors = doors_on(store, actor, as_of)
    saw_list(store, actor, "signs", len(doors))
    states: dict[SignState, tuple[Door, ...]] = {}
    for door in doors:
        states[door.state] = (*states.get(door.state, ()), door)
    return SignBoard(states, _n_unknown(store, actor, as_of))


def sign_sheet(store: Store, actor: Actor, as_of: date, household_ids: Collection[str]) -> bytes:
    """A PDF with one sign for each of the doors whose days are known; noted before it is given.

    Raises NotAllowed; ValueError when there is nothing to print.
    """
    actor = allowed(store, actor, "persons.see", "signs.edit")
    doors = [d for d in doors_on(store, actor, as_of) if d.household_id in set(household_ids)]
    groups, its_ward = named_groups(store), ward(store, actor)
    signs = [
        DoorSign(d.address, groups.get(d.group_id, ""), d.first_day, d.last_day, d.sign_id or "")
        for d in doors
        if d.first_day and d.last_day
    ]
    record(store, actor.account, "signs.export", table="signs", n_rows=len(signs))
    return render_signs(signs, Issuer(its_ward.ward_name or "", its_ward.hotline or ""))


def doors_on(store: Store, actor: Actor, as_of: date) -> list[Door]:
    """Doors within reach that need a sign or have one, in the order of a walk."""
    homes = ward_on(store, as_of).lives.homes
    rows = with_address(visible_frame(store, actor, "households", _ADDRESS)).rows(named=True)
    waiting = _waiting(store, as_of)
    found = [
        _door(homes[row["household_id"]], row, waiting)
        for row in sorted(rows, key=_walk)
        if row["household_id"] in homes
    ]
    return [door for door in found if door.state != "none"]


def _walk(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Group by group, street by street, alley by alley, house by house."""
    parts = ("group_id", "street", "alley", "house_number")
    return (*(text_key(row.get(part) or "") for part in parts), row["household_id"])


def _door(home: Home, row: Mapping[str, Any], waiting: Mapping[Any, str]) -> Door:
    sign = home.sign
    return Door(
        household_id=home.household_id,
        address=row.get("address") or home.household_id,
        alley=Alley(row["group_id"], row.get("alley") or "", row.get("street") or ""),
        state=home.sign_state,
        first_day=home.first_start,
        last_day=home.latest_end,
        hanging=(sign["printed_start"], sign["printed_end"], sign["posted_on"]) if sign else None,
        sign_id=waiting.get((home.household_id, home.first_start, home.latest_end)),
    )


def _waiting(store: Store, as_of: date) -> dict[tuple[str, date, date], str]:
    """Signs that are printed and were not posted by the end of the day: door and days -> id."""
    signs = standing_tables(store)["signs"].rows(named=True)
    return {
        (row["household_id"], row["printed_start"], row["printed_end"]): row["sign_id"]
        for row in signs
        if all(row[day] is None or row[day] > as_of for day in ("posted_on", "removed_on"))
    }


def _n_unknown(store: Store, actor: Actor, as_of: date) -> int:
    reached = set(visible_frame(store, actor, "cases", ("case_id",))["case_id"])
    lives = ward_on(store, as_of).lives.stays
    return sum(
        life.household_id is None and life.state in ("in_quarantine", "awaiting_release")
        for id_, life in lives.items()
        if id_ in reached
    )
