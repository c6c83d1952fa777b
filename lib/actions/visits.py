"""A visit as it is made: one row at once, its measurements when somebody takes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lib.actions.deeds import Deed, Refused, doing
from lib.indicators.homes import age_on
from lib.rules.home import danger_signs, home_rules
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.security.actors import Actor
from lib.store.engine import Store

RIGHT = "visits.edit"
FEVER = 37.5
MEASUREMENTS = (
    "temperature", "spo2", "respiratory_rate", "pulse", "systolic", "diastolic", "symptoms",
)  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """What happened at a door or on the phone. `at` is ISO text to the minute; `measured` holds
    values under the names of MEASUREMENTS."""

    case_id: str
    at: str
    result: str
    team_id: str | None = None
    member_id: str | None = None
    mode: str = "visit"
    missed_reason: str | None = None
    action: str | None = None
    measured: Mapping[str, Any] = field(default_factory=dict)


def record_visit(store: Store, actor: Actor, visit: Visit, *, now: datetime | None = None) -> str:
    """Write it down; returns its id once it is on the disk.

    The same team at the same person in the same minute is the same visit: a second tap of an
    impatient thumb changes nothing. By an account that is tied to a volunteer it is that one's,
    whoever was named. Raises NotAllowed, Refused, StoreProblem.
    """
    with doing(store, actor, "visit.record", RIGHT, now=now) as deed:
        deed.read("cases", [visit.case_id])
        if found := _same_visit(deed, visit):
            return found
        return deed.add("visits", _row(visit) | {"member_id": deed.goes(visit.member_id)})


def measure(
    store: Store, actor: Actor, visit_id: str, measured: Mapping[str, Any], *,
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Add measurements to a visit at which the person was seen; signs of illness make it unwell.

    Raises NotAllowed, Refused, StoreProblem.
    """
    with doing(store, actor, "visit.measure", RIGHT, now=now) as deed:
        (row,) = deed.read("visits", [visit_id]).values()
        if not row["result"].startswith("seen"):
            raise Refused("NOT_SEEN")
        (person,) = deed.read("cases", [row["case_id"]]).values()
        values = _checked(measured)
        is_ill = looks_ill(values, age_on(person, datetime.fromisoformat(row["visited_at"]).date()))
        deed.change("visits", row, values | ({"result": "seen_not_ok"} if is_ill else {}))


def note_action(
    store: Store, actor: Actor, visit_id: str, action: str, *, now: datetime | None = None
) -> None:
    """What was done about what was found, e.g. "called_station". Raises as `measure` does."""
    if action not in ENUMERATIONS["visit_action"].codes:
        raise ValueError("no such action")
    with doing(store, actor, "visit.measure", RIGHT, now=now) as deed:
        (row,) = deed.read("visits", [visit_id]).values()
        deed.change("visits", row, {"action": action})


def looks_ill(measured: Mapping[str, Any], age: int | None) -> bool:
    """A fever, a symptom or a danger sign."""
    signs, _is_urgent = danger_signs(measured, home_rules().danger, age=age)
    return bool(signs or measured.get("symptoms") or (measured.get("temperature") or 0) >= FEVER)


def _same_visit(deed: Deed, visit: Visit) -> str | None:
    for id_, row in deed.read("visits", [visit.case_id], by="case_id").items():
        if (row["visited_at"], row["team_id"]) == (visit.at, visit.team_id):
            return id_
    return None


def _row(visit: Visit) -> dict[str, Any]:
    is_seen = visit.result.startswith("seen")
    at_home = True if is_seen else False if visit.missed_reason == "absent" else None
    return {
        "case_id": visit.case_id, "visited_at": visit.at, "team_id": visit.team_id,
        "mode": visit.mode, "result": visit.result,
        "missed_reason": None if is_seen else visit.missed_reason,
        "at_home": at_home if visit.mode == "visit" else None, "action": visit.action,
    } | _checked(visit.measured)  # fmt: skip


def _checked(measured: Mapping[str, Any]) -> dict[str, Any]:
    """Within the bounds of the schema. Raises Refused."""
    for name, value in measured.items():
        column = TABLES["visits"].columns[name]
        if name not in MEASUREMENTS or (
            value is not None
            and column.type != "text"
            and not (column.min or 0) <= value <= (column.max or 1_000)
        ):
            raise Refused("OUT_OF_BOUNDS")
    return {name: value for name, value in measured.items() if value not in (None, "")}
