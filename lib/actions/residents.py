"""What becomes of a resident without a first dose: the hospital, the dose, the platform."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from lib.actions.deeds import Done, doing, seen_at
from lib.security.actors import Actor
from lib.store.engine import Store

RIGHT = "unvaccinated.edit"
# What a person writes down on the page; the rest comes with a list.
FIELDS = (
    "owner", "next_action_on", "hospital", "registration_number", "appointment_on", "outcome",
    "outcome_on", "platform_checked_on",
)  # fmt: skip


def change_resident(
    store: Store, actor: Actor, resident_id: str, row_version: int, values: Mapping[str, Any],
    *, now: datetime | None = None,
) -> Done:  # fmt: skip
    """New values of FIELDS for a resident as it was read at `row_version`.

    Raises NotAllowed, Refused, and StoreBusy when somebody else has written meanwhile.
    """
    if unknown := values.keys() - set(FIELDS):
        raise KeyError(*unknown)
    with doing(store, actor, "resident.change", RIGHT, now=now) as deed:
        (row,) = deed.read("unvaccinated", [resident_id]).values()
        seen_at(row, row_version)
        deed.change("unvaccinated", row, values)
    return deed.done


def confirm_on_platform(
    store: Store, actor: Actor, versions: Mapping[str, int], on: date,
    *, now: datetime | None = None,
) -> Done:  # fmt: skip
    """Somebody has looked: the platform shows the dose of each of these residents, as they were
    read at these versions. All of them or, when one has moved on, none. Raises as above."""
    with doing(store, actor, "resident.change", RIGHT, now=now) as deed:
        for resident_id, row in deed.read("unvaccinated", list(versions)).items():
            seen_at(row, versions[resident_id])
            deed.change("unvaccinated", row, {"platform_checked_on": on})
    return deed.done
