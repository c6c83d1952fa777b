"""Who of a team watches whom, who moved between teams, and the volunteer who fell ill."""

from dataclasses import dataclass
from datetime import date

from maker.epidemic import DEMO_DAY, ONE, Stay
from maker.teams import SINCE, Member, Team, support_team
from maker.troubles import Planted
from maker.words import stream

GIVEN_AWAY_ON = DEMO_DAY + 2 * ONE  # when the volunteer's people got somebody else


@dataclass
class Absence:
    """A volunteer of a support team who is a stay since `first`."""

    member: str
    team: Team
    stay: Stay

    @property
    def first(self) -> date:
        return self.stay.reported


@dataclass
class Assignment:
    stay: Stay
    team: Team
    member: str
    first: date
    last: date | None
    id: str = ""


@dataclass
class Membership:
    member: str
    team: Team
    first: date
    last: date | None = None


def fall_ill(stays: list[Stay], teams: list[Team], members: list[Member], planted: Planted):
    """One volunteer is a contact of a case since a few days before the demo's day, and nobody has
    taken the name off the list: a member's name and phone are a stay's."""

    def fits(stay: Stay) -> bool:
        team = support_team(teams, stay.home.group.number)
        is_new = DEMO_DAY - 3 * ONE <= stay.reported <= DEMO_DAY - ONE
        stays_on = stay.is_open_on(DEMO_DAY + 2 * ONE) and stay.end and stay.end > DEMO_DAY
        is_plain = stay.case_type == "F1" and not stay.converted_to and stay not in planted.stays
        is_adult = 20 <= stay.person.age <= 60 and bool(stay.person.phone)
        return bool(
            is_new and stays_on and is_plain and is_adult and team is not planted.silent_team
        )

    stay = stream("illness").choice([stay for stay in stays if fits(stay)])
    team = support_team(teams, stay.home.group.number)
    member = next(member for member in members if member.id == team.members[-1])
    member.person = stay.person
    return Absence(member.id, team, stay)


def assign(
    stays: list[Stay], teams: list[Team], planted: Planted, absence: Absence
) -> list[Assignment]:
    """Everybody is given to the covering team and to one of its members, in turn."""
    turn: dict[str, int] = {}
    given: list[Assignment] = []
    for stay in sorted(stays, key=lambda stay: (stay.reported, stay.id)):
        if stay in planted.end_before_start:
            continue
        team = support_team(teams, stay.home.group.number)
        place = turn[team.id] = turn.get(team.id, -1) + 1
        member = team.members[place % len(team.members)]
        first = max(stay.reported, stay.effective_start)
        if member == absence.member and first > absence.first:
            member = team.members[0]
        given += _with_hand_over(Assignment(stay, team, member, first, stay.closed_on), absence)
    for number, row in enumerate(given, start=1):
        row.id = f"PC{number:04}"
    return given


def _with_hand_over(row: Assignment, absence: Absence) -> list[Assignment]:
    """The ill volunteer's people go to the leader two days after the demo's day."""
    is_over = row.last is not None and row.last < GIVEN_AWAY_ON
    if row.member != absence.member or is_over:
        return [row]
    leader = row.team.members[0]
    after = Assignment(row.stay, row.team, leader, GIVEN_AWAY_ON, row.last)
    row.last = GIVEN_AWAY_ON - ONE
    return [row, after]


def serve(teams: list[Team], absence: Absence) -> list[Membership]:
    """Most since the beginning; one moved from the lockdown to the appraisal team, one left."""
    found = [Membership(member, team, SINCE) for team in teams for member in team.members]
    appraisal, lockdown = (next(t for t in teams if t.kind == kind) for kind in
                           ("appraisal", "lockdown"))  # fmt: skip
    moved, left = appraisal.members[-1], lockdown.members[-1]
    for row in found:
        if row.member == moved:
            row.first = date(2021, 12, 16)
        elif row.member == left:
            row.last = date(2022, 1, 5)
        elif row.member == absence.member:
            row.last = GIVEN_AWAY_ON - ONE
    return [*found, Membership(moved, lockdown, SINCE, date(2021, 12, 15))]


def carried_by(given: list[Assignment], absence: Absence, day: date) -> list[Stay]:
    """People of the ill volunteer who were due on the day and had nobody else."""
    return [
        row.stay
        for row in given
        if row.member == absence.member
        and row.first <= day
        and (row.last is None or row.last >= day)
        and row.stay.is_open_on(day)
    ]
