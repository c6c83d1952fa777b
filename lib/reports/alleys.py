"""Alleys with homes in quarantine, whose sheet for the neighbours stands, and the sheet itself."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.documents.door_signs import Issuer
from lib.documents.neighbours_sheet import AlleySheet, render_neighbours_sheet
from lib.documents.neighbours_sheet import Door as SheetDoor
from lib.reports.listing import named_groups
from lib.reports.signs import Door, doors_on
from lib.reports.ward import ward
from lib.security.access import allowed
from lib.security.actors import Actor, NotAllowed
from lib.security.audit import record
from lib.store.engine import Store
from lib.store.printing import Alley, approved_alleys
from lib.text.fold import fold_key

RIGHT = "alleys.print"
_Key = tuple[str, str, str]


@dataclass(frozen=True)
class Approval:
    """Somebody allowed the sheet until a day; `handed_at`: the group leader has it."""

    sheet_id: str
    approved_on: date
    valid_to: date
    handed_at: datetime | None


@dataclass(frozen=True)
class AlleyState:
    """An alley and how many of its homes are in quarantine; no approval, no sheet."""

    alley: Alley
    name: str
    n_homes: int
    approval: Approval | None


def alley_states(store: Store, actor: Actor, as_of: date) -> list[AlleyState]:
    """Alleys within reach that have somebody in quarantine, in the order of a walk."""
    actor = allowed(store, actor, "persons.see", RIGHT)
    approvals = _approvals(store, as_of)
    return [
        AlleyState(doors[0].alley, _name(doors[0].alley), len(doors), approvals.get(key))
        for key, doors in _by_alley(store, actor, as_of).items()
    ]


def alley_sheet(store: Store, actor: Actor, as_of: date, sheet_id: str) -> bytes:
    """The approved sheet as a PDF; noted before it is given.

    Raises NotAllowed when no approval stands on the day or the alley is out of reach.
    """
    actor = allowed(store, actor, "persons.see", RIGHT)
    key, approval = next(
        ((k, a) for k, a in _approvals(store, as_of).items() if a.sheet_id == sheet_id),
        (None, None),
    )
    doors = _by_alley(store, actor, as_of).get(key) if key else None
    if approval is None or not doors:
        raise NotAllowed(RIGHT)
    record(store, actor.account, "alley.export", row_id=sheet_id, n_rows=len(doors))
    its_ward = ward(store, actor)
    sheet = AlleySheet(
        alley=_name(doors[0].alley),
        group=named_groups(store).get(doors[0].group_id, ""),
        as_of=as_of,
        valid_to=approval.valid_to,
        approved_on=approval.approved_on,
        doors=tuple(SheetDoor(d.address, d.first_day, d.last_day) for d in doors if d.first_day),
    )
    return render_neighbours_sheet(sheet, Issuer(its_ward.ward_name or "", its_ward.hotline or ""))


def _by_alley(store: Store, actor: Actor, as_of: date) -> Mapping[_Key, list[Door]]:
    """Doors behind which somebody is in quarantine; a door without alley and street has none."""
    found: defaultdict[_Key, list[Door]] = defaultdict(list)
    for door in doors_on(store, actor, as_of):
        if door.first_day and (door.alley.alley or door.alley.street):
            found[_key(door.alley)].append(door)
    return found


def _approvals(store: Store, as_of: date) -> dict[_Key, Approval]:
    """The newest approval of each alley that stands on the day."""
    with store.read() as conn:
        rows = approved_alleys(conn, store.ward_id, on=as_of)
    return {_key(_alley(row)): _approval(row) for row in reversed(rows)}


def _alley(row: Mapping[str, Any]) -> Alley:
    return Alley(row["group_id"], row["alley"], row["street"])


def _approval(row: Mapping[str, Any]) -> Approval:
    return Approval(row["sheet_id"], row["approved_on"], row["valid_to"], row["handed_at"])


def _key(alley: Alley) -> _Key:
    return alley.group_id, fold_key(alley.alley), fold_key(alley.street)


def _name(alley: Alley) -> str:
    return ", ".join(part for part in (alley.alley, alley.street) if part)
