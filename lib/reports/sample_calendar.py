"""Whom to test on a day of the coming week, by name and in walking order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lib.indicators.cover import covering_teams
from lib.indicators.figure import Ward
from lib.indicators.workload import samples_ahead
from lib.reports.frames import group_names, visible_frame, ward_before_visits
from lib.reports.listing import ADDRESS, with_address
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import saw_list
from lib.security.fields import visible_columns
from lib.store.engine import Store
from lib.text.collate import alley_key, text_key


@dataclass(frozen=True)
class Sample:
    """Somebody whose test is due on the day by the rule."""

    case_id: str
    name: str
    case_type: str
    group: str
    address: str


def may_see_tests(actor: Actor) -> bool:
    """Who may read neither people nor results has no such list."""
    seen = visible_columns(actor, "tests", ("result",))
    return actor.may("persons.see") and bool(seen)


def samples_on(
    store: Store, actor: Actor, as_of: date, day: date, *, team_id: str | None = None
) -> tuple[Sample, ...]:
    """As known on `as_of`; of one testing team's groups, else of all that the actor reaches.

    Raises NotAllowed.
    """
    actor = allowed(store, actor, "persons.see")
    if not may_see_tests(actor):
        return ()
    ward = ward_before_visits(store, as_of)
    ids, names = set(samples_ahead(ward).get(day, ())), group_names(store)
    within = _groups_of(ward, team_id) if team_id else None
    wanted = ("case_id", "full_name", "case_type", "group_id", *ADDRESS)
    people = with_address(visible_frame(store, actor, "cases", wanted)).rows(named=True)
    due = [
        row
        for row in people
        if row["case_id"] in ids and (within is None or row["group_id"] in within)
    ]
    saw_list(store, actor, "tests", len(due))
    return tuple(_sample(row, names) for row in sorted(due, key=lambda row: _place(row, names)))


def _groups_of(ward: Ward, team_id: str) -> set[str]:
    areas = covering_teams(
        ward.table("teams"), ward.table("team_areas"), on=ward.as_of, kind="testing"
    )
    return set(areas.filter(areas["team_id"] == team_id)["group_id"].to_list())


def _sample(row: Mapping[str, Any], names: Mapping[str, str]) -> Sample:
    group = names.get(row["group_id"], row["group_id"])
    name = row.get("full_name") or row["case_id"]
    return Sample(row["case_id"], name, row["case_type"], group, row.get("address") or "")


def _place(row: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Any, ...]:
    group = names.get(row["group_id"], row["group_id"])
    house, alley, street = (row.get(name) or "" for name in ADDRESS)
    return text_key(group), text_key(street), alley_key(alley), text_key(house), row["case_id"]
