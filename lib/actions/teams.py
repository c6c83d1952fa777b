"""Who looks after whom: people to volunteers, groups to teams, volunteers off the roster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lib.actions.deeds import Deed, Done, Refused, doing
from lib.indicators.workload import Move
from lib.security.actors import Actor
from lib.store.engine import Store

RIGHT, REORGANISE = "teams.arrange", "teams.reorganise"


@dataclass(frozen=True)
class Given:
    """One person to a team, and to one of its members when somebody is named."""

    case_id: str
    team_id: str
    member_id: str | None = None


def give_people(
    store: Store, actor: Actor, given: Sequence[Given], *, on: date, now: datetime | None = None
) -> Done:
    """From the day on; what ran until then ends the day before. Raises NotAllowed, Refused."""
    with doing(store, actor, "assignment.make", RIGHT, now=now) as deed:
        deed.read("cases", {row.case_id for row in given})
        for row in given:
            _give(deed, row, on)
    return deed.done


def reorganise(
    store: Store, actor: Actor, moves: Sequence[Move], *, on: date, now: datetime | None = None
) -> Done:
    """Groups and people go to other teams from the day on, as the simulator showed it; one deed,
    so that it is taken back as a whole. Raises NotAllowed, Refused."""
    if not moves:
        raise Refused("NOTHING_TO_MOVE")
    with doing(store, actor, REORGANISE, RIGHT, now=now) as deed:
        if not {move.team_id for move in moves} <= _support_teams(deed):
            raise Refused("NOT_A_SUPPORT_TEAM")
        own = {move.id for move in moves if move.what == "case"}
        for move in moves:
            if move.what == "case":
                deed.read("cases", [move.id])
                _give(deed, Given(move.id, move.team_id), on)
            else:
                _move_group(deed, move, own, on)
    return deed.done


def leave_team(
    store: Store, actor: Actor, membership_ids: Sequence[str], *, on: date,
    now: datetime | None = None,
) -> Done:  # fmt: skip
    """The last day of a volunteer in a team; the row stays as history."""
    with doing(store, actor, "membership.end", RIGHT, now=now) as deed:
        for row in deed.read("memberships", membership_ids).values():
            deed.change("memberships", row, {"to_on": max(on, row["from_on"])})
    return deed.done


def _give(deed: Deed, given: Given, on: date) -> None:
    values = {"case_id": given.case_id, "team_id": given.team_id, "member_id": given.member_id}
    of_support = _support_teams(deed)
    rows = [
        row
        for row in deed.read("assignments", [given.case_id], by="case_id").values()
        if row["team_id"] in of_support
    ]
    _replace(deed, "assignments", rows, ("assigned_from", "assigned_to"), values, on)


def _move_group(deed: Deed, move: Move, own: set[str], on: date) -> None:
    """The area, and everybody of the group who was given to a team by name; `own` go elsewhere."""
    of_support = _support_teams(deed)
    areas = [
        row
        for row in deed.read("team_areas", [move.id], by="group_id").values()
        if row["team_id"] in of_support
    ]
    values = {"team_id": move.team_id, "group_id": move.id}
    _replace(deed, "team_areas", areas, ("from_on", "to_on"), values, on)
    for case in deed.read("cases", [move.id], by="group_id").values():
        if case["case_id"] not in own and _is_running(deed, case["case_id"], on):
            _give(deed, Given(case["case_id"], move.team_id), on)


def _replace(
    deed: Deed, table: str, rows: Sequence[dict[str, Any]], span: tuple[str, str],
    values: Mapping[str, Any], on: date,
) -> None:  # fmt: skip
    """What still runs ends the day before, what had not begun becomes the new row."""
    first, last = span
    lasting = [row for row in rows if row[last] is None or row[last] >= on]
    ahead = [row for row in lasting if row[first] >= on]
    for row in lasting:
        if row[first] < on:
            deed.change(table, row, {last: on - timedelta(1)})
    if ahead:
        deed.change(table, ahead[0], {**values, first: on, last: None})
    else:
        deed.add(table, {**values, first: on})


def _support_teams(deed: Deed) -> set[str]:
    return set(deed.read("teams", ["support"], by="kind"))


def _is_running(deed: Deed, case_id: str, on: date) -> bool:
    rows = deed.read("assignments", [case_id], by="case_id").values()
    return any(row["assigned_to"] is None or row["assigned_to"] >= on for row in rows)
