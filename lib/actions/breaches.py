"""Somebody left home, or the neighbours raised an alarm: written down with what follows."""

from dataclasses import dataclass
from datetime import date, datetime

from lib.actions.deeds import Done, doing
from lib.actions.stays import has_come
from lib.security.actors import Actor
from lib.store.engine import Store

RIGHT = "inspections.edit"


@dataclass(frozen=True)
class DoorCheck:
    """Somebody went to the door. `is_breach`: not everybody was in. `at` is ISO text."""

    household_id: str
    at: str
    is_breach: bool
    action: str | None = None
    recheck_on: date | None = None
    note: str = ""


def record_door_check(
    store: Store, actor: Actor, check: DoorCheck, *, now: datetime | None = None
) -> Done:
    """A breach stays open until somebody resolves it; an alarm is answered by any check."""
    with doing(store, actor, "breach.record", RIGHT, now=now) as deed:
        home = deed.read("households", [check.household_id])[check.household_id]
        row = {
            "inspected_at": check.at, "inspected_by": deed.author.actor, "target": "household",
            "household_id": check.household_id, "group_id": home["group_id"],
            "measure": "left_quarantine", "result": "breach" if check.is_breach else "complies",
            "action": check.action if check.is_breach else None,
            "recheck_on": check.recheck_on if check.is_breach else None,
            "note": check.note or None,
        }  # fmt: skip
        deed.add("inspections", row)
    return deed.done


def resolve_home_breaches(
    store: Store, actor: Actor, household_id: str, *, on: date, now: datetime | None = None
) -> Done:
    """All open breaches of the home are put right."""
    with doing(store, actor, "breach.resolve", RIGHT, now=now) as deed:
        for row in deed.read("inspections", [household_id], by="household_id").values():
            is_open = row["result"] == "breach" and not has_come(row["resolved_on"], on)
            if is_open and row["measure"] == "left_quarantine":
                deed.change("inspections", row, {"resolved_on": on})
    return deed.done
