"""Who looks after whom: people to volunteers, groups to teams, volunteers off the roster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lib.actions.deeds import Deed, Done, Refused, doing
from lib.indicators.workload import Move
from lib.ingest.contacts import read_phones
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.text.fold import clean

RIGHT, REORGANISE = "teams.arrange", "teams.reorganise"


@dataclass(frozen=True)
class Given:
    """One person to a team, and to one of its members when somebody is named."""

    case_id: str
    team_id: str
    member_id: str | None = None


@dataclass(frozen=True)
class Joining:
    """A volunteer for a team: one who is known by `member_id`, else somebody new."""

    team_id: str
    member_id: str | None = None
    full_name: str = ""
    phone: str = ""


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


def join_team(
    store: Store, actor: Actor, joining: Joining, *, on: date, now: datetime | None = None
) -> Done:
    """From the day on; whoever served in other teams leaves them the day before. Raises NotAllowed,
    Refused."""
    with doing(store, actor, "membership.begin", RIGHT, now=now) as deed:
        deed.read("teams", [joining.team_id])
        member_id = joining.member_id or _known_member(deed, joining) or _new_member(deed, joining)
        serving = [
            row
            for row in deed.read("memberships", [member_id], by="member_id").values()
            if row["to_on"] is None or row["to_on"] >= on
        ]
        if any(row["team_id"] == joining.team_id for row in serving):
            raise Refused("IN_TEAM")
        for row in serving:
            last = on - timedelta(1)
            deed.change("memberships", row, {"to_on": max(last, row["from_on"])})
        values = {"member_id": member_id, "team_id": joining.team_id, "from_on": on}
        deed.add("memberships", values)
    return deed.done


def _known_member(deed: Deed, joining: Joining) -> str | None:
    """Who has this name and this telephone is not written down a second time."""
    name, phone = _name(joining), _phone(joining)
    rows = deed.read("members", [name], by="full_name").values()
    return next((row["member_id"] for row in rows if phone and row["phone"] == phone), None)


def _new_member(deed: Deed, joining: Joining) -> str:
    return deed.add("members", {"full_name": _name(joining), "phone": _phone(joining)})


def _name(joining: Joining) -> str:
    name = " ".join(clean(joining.full_name).split())
    if not name:
        raise Refused("NO_NAME_OF_VOLUNTEER")
    return name[:120]


def _phone(joining: Joining) -> str | None:
    if not joining.phone.strip():
        return None
    read = read_phones(joining.phone.strip())
    if read is None:
        raise Refused("NOT_A_PHONE")
    return read[0]


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
    """The area, and everybody of the group who is still at home and was given to a team by name;
    `own` go elsewhere."""
    of_support = _support_teams(deed)
    areas = [
        row
        for row in deed.read("team_areas", [move.id], by="group_id").values()
        if row["team_id"] in of_support
    ]
    values = {"team_id": move.team_id, "group_id": move.id}
    _replace(deed, "team_areas", areas, ("from_on", "to_on"), values, on)
    for case in deed.read("cases", [move.id], by="group_id").values():
        if case["case_id"] in own or (case["closed_on"] and case["closed_on"] < on):
            continue
        if _is_running(deed, case["case_id"], on):
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
