"""The ward's teams, their people and the groups they look after."""

from dataclasses import dataclass
from datetime import date

from maker.geography import NUMBERS
from maker.people import Person, Town
from maker.words import WORDS, stream

SINCE = date(2021, 12, 1)
SUPPORT_SIZES = (4, 4, 4, 4, 4, 3)
TESTING_SIZES = (8, 8, 7)


@dataclass
class Team:
    id: str
    kind: str
    name: str
    areas: tuple[int, ...]
    members: list[str]  # member ids, the leader first


@dataclass
class Member:
    id: str
    person: Person


def make_teams(town: Town) -> tuple[list[Team], list[Member]]:
    rng, members = stream("teams"), []
    plan = [
        *(("HT", "support", areas, 4) for areas in _split(SUPPORT_SIZES)),
        *(("XN", "testing", areas, 3) for areas in _split(TESTING_SIZES)),
        ("TD", "appraisal", NUMBERS, 3),
        ("PT", "lockdown", NUMBERS, 3),
    ]
    teams: list[Team] = []
    for prefix, kind, areas, size in plan:
        number = 1 + sum(team.kind == kind for team in teams)
        ids = []
        for _place in range(size):
            group = rng.choice([group for group in town.groups if group.number in areas])
            sex = rng.choice(("female", "male"))
            person = town.new_person(group, sex, rng.randint(22, 62))
            members.append(Member(f"M{len(members) + 1:03}", person))
            ids.append(members[-1].id)
        name = WORDS["teams"][kind].format(n=number)
        teams.append(Team(f"{prefix}{number}", kind, name, tuple(areas), ids))
    return teams, members


def make_leaders(town: Town) -> list[Person]:
    """The leader of each residential group, in the order of the groups."""
    rng = stream("leaders")
    return [
        town.new_person(group, rng.choice(("male", "male", "female")), rng.randint(48, 70))
        for group in town.groups
    ]


def support_team(teams: list[Team], group_number: int) -> Team:
    return team_for("support", teams, group_number)


def team_for(kind: str, teams: list[Team], group_number: int) -> Team:
    return next(team for team in teams if team.kind == kind and group_number in team.areas)


def _split(sizes: tuple[int, ...]) -> list[tuple[int, ...]]:
    areas, begin = [], 0
    for size in sizes:
        areas.append(NUMBERS[begin : begin + size])
        begin += size
    return areas
