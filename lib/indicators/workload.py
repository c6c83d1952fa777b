"""What the coming week asks of each team: visits and tests of the people known today.

A stay goes on until its last day; one without a last day, or whose last day has passed, until a
person closes it. Nobody knows who will come new, so nobody new is counted. A person's team is
that of each day: what was moved from tomorrow on counts from tomorrow on.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

import narwhals as nw

from lib.indicators.cover import NO_TEAM, covering_teams, with_team
from lib.indicators.figure import Ward
from lib.indicators.stay_life import Life
from lib.rules.visiting import visits_a_day

WEEK = 7
Loads = Mapping[tuple[str, date], int]


@dataclass(frozen=True)
class Guest:
    """Somebody who is, or will be, at home: the team of each day from today on, the days of
    visits."""

    case_id: str
    group_id: str
    teams: tuple[str, ...]
    first: date
    last: date | None

    @property
    def team_id(self) -> str:
        """Today's."""
        return self.teams[0]

    def is_due(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Move:
    """A residential group with everybody in it, or one person, goes to another team."""

    what: Literal["group", "case"]
    id: str
    team_id: str


def guests(ward: Ward, *, days: int = WEEK) -> list[Guest]:
    """Everybody known today who is to be seen today or later; last None: until somebody closes."""
    known = ward.stays.filter(nw.col("is_open") | nw.col("is_due"))
    ahead = [_teams_on(ward, known, ward.as_of + timedelta(n)) for n in range(days)]
    return [
        Guest(
            row["case_id"], row["group_id"], tuple(teams[row["case_id"]] for teams in ahead),
            row["first_day"], _last_day(row, ward.as_of),
        )
        for row in known.rows(named=True)
    ]  # fmt: skip


def _teams_on(ward: Ward, people: Any, day: date) -> dict[str, str]:
    """Whose each of these people is on a day, by what is arranged now."""
    on = replace(ward, as_of=day)
    rows = with_team(people, on.covering, on.assigned).select("case_id", "team_id").rows()
    return dict(rows)


def _last_day(stay: Mapping[str, Any], today: date) -> date | None:
    if not stay["is_open"]:
        return today  # closed today, which still counts
    end: date | None = stay["quarantine_end"]
    return None if stay["awaiting_release"] else end


def moved(people: Sequence[Guest], moves: Sequence[Move], *, ahead: int) -> list[Guest]:
    """The same people when the moves hold from so many days ahead on; a person's own move counts
    more than the group's."""
    groups = {move.id: move.team_id for move in moves if move.what == "group"}
    cases = {move.id: move.team_id for move in moves if move.what == "case"}

    def after(guest: Guest) -> Guest:
        to = cases.get(guest.case_id) or groups.get(guest.group_id)
        if not to:
            return guest
        rest = len(guest.teams[ahead:])
        return replace(guest, teams=(*guest.teams[:ahead], *[to] * rest))

    return [after(guest) for guest in people]


def loads(ward: Ward, people: Sequence[Guest]) -> Loads:
    """Visits due per team and day, from today on, for as many days as the people have teams."""
    counts: Counter[tuple[str, date]] = Counter()
    for guest in people:
        for ahead, team in enumerate(guest.teams):
            day = ward.as_of + timedelta(ahead)
            if guest.is_due(day):
                counts[team, day] += visits_a_day(ward.visit_rules, day)
    return counts


def samples_ahead(ward: Ward, *, days: int = WEEK) -> dict[date, list[str]]:
    """Day -> people whose test is due on it by the rule; what is overdue is due today."""
    last = ward.as_of + timedelta(days - 1)
    calendar: dict[date, list[str]] = {ward.as_of + timedelta(n): [] for n in range(days)}
    for id_, life in ward.lives.stays.items():
        for day in _test_days(life, ward.as_of):
            if day <= last:
                calendar[day].append(id_)
    return calendar


def _test_days(life: Life, today: date) -> list[date]:
    """From today on; once for all that are overdue, not again for what was taken today."""
    if not life.is_open:
        return []
    ahead = [
        day
        for day in life.ruling.test_days
        if day > today and (life.end is None or day <= life.end)
    ]
    return ([today] if life.test.state in ("due", "overdue") else []) + ahead


def kits(ward: Ward, *, days: int = WEEK) -> Loads:
    """Rapid tests needed per testing team and day, from today on."""
    areas = covering_teams(
        ward.table("teams"), ward.table("team_areas"), on=ward.as_of, kind="testing"
    )
    team_of = dict(zip(areas["group_id"].to_list(), areas["team_id"].to_list(), strict=True))
    counts: Counter[tuple[str, date]] = Counter()
    for day, ids in samples_ahead(ward, days=days).items():
        for id_ in ids:
            counts[team_of.get(ward.lives.stays[id_].group_id, NO_TEAM), day] += 1
    return counts


def share_out(homes: Sequence[Sequence[str]], carrying: Mapping[str, int]) -> dict[str, str]:
    """People -> volunteers: each home as a whole, in the given order, to whoever has least so far.

    `homes` are codes of the people behind one door each; `carrying` says what each volunteer has
    already. Raises ValueError without a volunteer.
    """
    if not carrying:
        raise ValueError("nobody to give people to")
    has, given = dict(carrying), dict[str, str]()
    for home in homes:
        who = min(sorted(has), key=has.__getitem__)
        has[who] += len(home)
        given |= dict.fromkeys(home, who)
    return given
