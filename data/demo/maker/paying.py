"""The first half of December as it was paid: a line per volunteer, and what is wrong with two."""

from dataclasses import dataclass
from datetime import date

from maker.teams import Team
from maker.testing import Sample
from maker.visits import Visit
from maker.words import WORDS

FIRST, LAST = date(2021, 12, 1), date(2021, 12, 15)
RATE, MOST_PER_DAY = 30_000, 8
PREPARED_ON, APPROVED_ON = date(2021, 12, 17), date(2021, 12, 20)
DUE_ON, PAID_ON = date(2021, 12, 25), date(2021, 12, 24)
TOO_MANY = 6


@dataclass
class Payment:
    team: Team
    member: str
    units: int
    paid_on: date | None
    id: str = ""


@dataclass
class PaySheets:
    """`overdue`, `too_many`: ids of lines; `left_out`: whose work has no line."""

    lines: list[Payment]
    overdue: list[str]
    too_many: str
    left_out: str


def pay(teams: list[Team], visits: list[Visit], samples: list[Sample]) -> PaySheets:
    """One unit a visit or sample, so many a day at most. The last support team is not paid yet."""
    daily: dict[tuple[str, str, date], int] = {}
    for visit in visits:
        _count(daily, visit.team, visit.member, visit.at.date())
    for sample in samples:
        if sample.performed_by != "station":
            _count(daily, sample.team, sample.member, sample.day)
    units: dict[tuple[str, str], int] = {}
    for (team, member, _day), n in daily.items():
        units[team, member] = units.get((team, member), 0) + min(n, MOST_PER_DAY)
    support = [team for team in teams if team.kind == "support"]
    late, left_out = support[-2], support[1].members[2]
    lines = [
        Payment(team, member, units[team.id, member], None if team is late else PAID_ON)
        for team in teams
        for member in team.members
        if units.get((team.id, member)) and member != left_out
    ]
    too_many = next(line for line in lines if line.member == support[0].members[1])
    too_many.units += TOO_MANY
    for number, line in enumerate(lines, start=1):
        line.id = f"CT{number:03}"
    overdue = [line.id for line in lines if line.paid_on is None]
    return PaySheets(lines, overdue, too_many.id, left_out)


def _count(daily: dict[tuple[str, str, date], int], team: Team, member: str, day: date) -> None:
    if member and FIRST <= day <= LAST:
        key = (team.id, member, day)
        daily[key] = daily.get(key, 0) + 1


def decision() -> dict[str, str]:
    return WORDS["payments"]
