"""The teams of one day: last word, the day by cause, the fortnight side by side, the week ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from lib.indicators.cover import NO_TEAM
from lib.indicators.duty import carers, carers_out, members_out, serving
from lib.indicators.figure import Ward
from lib.indicators.teamwork import WINDOW, Comparison, TeamDay, compare, last_words, team_days
from lib.indicators.workload import Guest, Loads, guests, kits, loads
from lib.reports.frames import kept, version_key, visible_frame, ward_on
from lib.reports.listing import with_address
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import saw_list
from lib.store.engine import Store
from lib.text.collate import name_key, text_key

_PEOPLE = ("case_id", "full_name", "group_id", "house_number", "alley", "street")
Named = Mapping[str, str]


@dataclass(frozen=True)
class Teams:
    """`names` of all teams, `kinds` theirs; `trend`: the days until yesterday, the oldest first.

    `uncovered` and `carers_out` are codes of people, `members` well members per team.
    """

    as_of: date
    names: Named
    kinds: Named
    words: Mapping[str, str]
    today: Sequence[TeamDay]
    trend: Sequence[TeamDay]
    compared: Sequence[Comparison]
    people: Sequence[Guest]
    loads: Loads
    kits: Loads
    members: Mapping[str, Sequence[str]]
    uncovered: Sequence[str]
    carers_out: Sequence[str]

    @property
    def support(self) -> list[str]:
        return [id_ for id_, kind in self.kinds.items() if kind == "support"]

    @property
    def silent(self) -> list[str]:
        return [day.team_id for day in self.today if not day.has_data]


def teams_page(store: Store, actor: Actor, as_of: date) -> Teams:
    """Numbers and codes, nobody's name. Raises NotAllowed."""
    allowed(store, actor, "figures.see")
    return kept(("teams", *version_key(store), as_of), lambda: _teams(store, as_of))


def _teams(store: Store, as_of: date) -> Teams:
    ward = ward_on(store, as_of)
    rows = sorted(ward.table("teams").rows(named=True), key=lambda row: text_key(row["name"]))
    # Until yesterday: what is due today is not done in the morning.
    wards = [replace(ward, as_of=as_of - timedelta(n)) for n in range(WINDOW, 0, -1)]
    trend = [day for each in wards for day in team_days(each)]
    people = guests(ward)
    return Teams(
        as_of=as_of,
        names={row["team_id"]: row["name"] for row in rows},
        kinds={row["team_id"]: row["kind"] for row in rows},
        words=last_words(ward),
        today=team_days(ward),
        trend=trend,
        compared=compare(trend),
        people=people,
        loads=loads(ward, people),
        kits=kits(ward),
        members=_members(ward),
        uncovered=[g.case_id for g in people if g.team_id == NO_TEAM and g.is_due(as_of)],
        carers_out=carers_out(ward).rows["case_id"].to_list(),
    )


def _members(ward: Ward) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for member_id, team_id in serving(ward).rows():
        found.setdefault(team_id, []).append(member_id)
    return {team: sorted(ids) for team, ids in found.items()}


@dataclass(frozen=True)
class Carried:
    """Somebody due, with the team and the volunteer of the day; `home` is the door."""

    case_id: str
    name: str
    address: str
    group_id: str
    team_id: str
    member_id: str | None
    home: str


@dataclass(frozen=True)
class Roster:
    """`members` by id; `history`: rows of memberships, the newest first; `out`: who is in
    quarantine; `people` due a visit in walking order."""

    members: Named
    history: Sequence[Mapping[str, Any]]
    out: Sequence[str]
    people: Sequence[Carried]

    def carrying(self, member_ids: Sequence[str]) -> dict[str, int]:
        """How many people each of these volunteers has."""
        counts = dict.fromkeys(member_ids, 0)
        for person in self.people:
            if person.member_id in counts:
                counts[person.member_id] += 1
        return counts


def roster(store: Store, actor: Actor, as_of: date) -> Roster:
    """With names, for whoever arranges the teams. Raises NotAllowed."""
    actor = allowed(store, actor, "persons.see", "teams.arrange")
    ward = ward_on(store, as_of)
    names = visible_frame(store, actor, "members", ("member_id", "full_name"))
    wanted = ("membership_id", "member_id", "team_id", "from_on", "to_on")
    history = visible_frame(store, actor, "memberships", wanted).sort("from_on", descending=True)
    people = _carried(store, actor, ward)
    saw_list(store, actor, "teams", len(people))
    return Roster(
        members=dict(names.select("member_id", "full_name").iter_rows()),
        history=history.rows(named=True),
        out=members_out(ward),
        people=people,
    )


def _carried(store: Store, actor: Actor, ward: Ward) -> list[Carried]:
    due = {guest.case_id: guest for guest in guests(ward, days=1) if guest.is_due(ward.as_of)}
    whose = carers(ward)
    doors = dict(ward.table("cases").select("case_id", "household_id").rows())
    rows = with_address(visible_frame(store, actor, "cases", _PEOPLE)).rows(named=True)
    found = [
        Carried(
            row["case_id"], row.get("full_name") or row["case_id"], row.get("address") or "",
            row["group_id"], due[row["case_id"]].team_id, whose.get(row["case_id"]),
            doors.get(row["case_id"]) or row["case_id"],
        )
        for row in rows
        if row["case_id"] in due
    ]  # fmt: skip
    return sorted(
        found, key=lambda p: (text_key(p.group_id), text_key(p.address), name_key(p.name))
    )
