"""A team is put in charge of people."""

from collections.abc import Sequence
from datetime import date, datetime

from lib.actions.deeds import Done, doing
from lib.security.actors import Actor
from lib.store.engine import Store


def assign_team(
    store: Store, actor: Actor, case_ids: Sequence[str], team_id: str, *, on: date,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    with doing(store, actor, "assignment.make", "assignments.edit", now=now) as deed:
        deed.read("cases", case_ids)
        for case_id in case_ids:
            row = {"case_id": case_id, "team_id": team_id, "assigned_from": on}
            deed.add("assignments", row)
    return deed.done
