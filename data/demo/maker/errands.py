"""What people at home asked the support teams for, who went, what it cost and who still owes it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from maker.epidemic import DEMO_DAY, LAST_DAY, ONE, Stay
from maker.homes import Request
from maker.teams import Team, support_team
from maker.troubles import Planted
from maker.words import WORDS, stream

KINDS = {"shopping": 0.62, "medicine": 0.2, "waste": 0.1, "other": 0.08}
COSTS = {"shopping": (60, 480), "medicine": (40, 350), "other": (20, 300)}  # thousand VND
QUIET = (DEMO_DAY - 6 * ONE, DEMO_DAY)


@dataclass
class Errand:
    stay: Stay
    kind: str
    requested_at: datetime
    details: str
    taken_by: str
    promised_at: datetime | None = None
    taken_at: datetime | None = None
    delivered_at: datetime | None = None
    cost: int | None = None
    repaid_on: date | None = None
    appraisal: str = ""
    id: str = ""


def run_errands(
    stays: list[Stay], teams: list[Team], planted: Planted, asked: list[Request]
) -> list[Errand]:
    """About every third stay asks once or twice; what an appraisal asked for is among them."""
    rng, errands = stream("errands"), [_promised_support(row, teams) for row in asked]
    for stay in stays:
        if stay in planted.end_before_start or rng.random() > 0.34:
            continue
        for _errand in range(rng.choice((1, 1, 2))):
            errands.append(_errand_of(stay, teams, rng))
    errands = [row for row in errands if row.requested_at.date() <= LAST_DAY]
    _plant(errands)
    errands.sort(key=lambda row: (row.requested_at, row.stay.id, row.kind))
    for number, row in enumerate(errands, start=1):
        row.id = f"YC{number:04}"
    return errands


def _promised_support(row: Request, teams: list[Team]) -> Errand:
    team = support_team(teams, row.stay.home.group.number)
    return Errand(
        row.stay, row.kind, row.requested_at, "", team.name, taken_at=row.requested_at,
        delivered_at=row.delivered_at, appraisal=row.appraisal.id,
    )  # fmt: skip


def _errand_of(stay: Stay, teams: list[Team], rng) -> Errand:
    first = max(stay.reported, stay.effective_start)
    last = stay.closed_on or stay.end or first + timedelta(7)
    day = first + timedelta(rng.randrange(max((last - first).days, 1)))
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    asked = datetime.combine(day, time(7)) + timedelta(minutes=10 * rng.randrange(50))
    taken = asked + timedelta(minutes=5 * rng.randint(2, 30))
    done = taken + timedelta(minutes=10 * rng.randint(3, 30))
    if done.hour >= 19:
        done = datetime.combine(day + ONE, time(8, 30))
    team = support_team(teams, stay.home.group.number)
    errand = Errand(
        stay, kind, asked, rng.choice(WORDS["errands"]["details"][kind]), team.name,
        asked.replace(minute=0) + timedelta(hours=rng.choice((3, 4, 6, 24))), taken, done,
    )  # fmt: skip
    if kind in COSTS:
        errand.cost = 1000 * rng.randint(*COSTS[kind])
        errand.repaid_on = done.date() + timedelta(rng.choice((0, 0, 1, 2, 3)))
    if done.date() > LAST_DAY:
        errand.delivered_at = errand.cost = errand.repaid_on = None
    elif errand.repaid_on and (errand.repaid_on > LAST_DAY or rng.random() < 0.04):
        errand.repaid_on = None
    if QUIET[0] <= day < QUIET[1] and errand.delivered_at:  # no late one but the planted
        errand.delivered_at = min(done, datetime.combine(DEMO_DAY, time(19)))
    return errand


def _plant(errands: list[Errand]) -> None:
    """One that nobody took, one that was taken and promised and never came."""
    new = [row for row in errands if row.requested_at.date() == DEMO_DAY - 2 * ONE
           and not row.appraisal and row.kind == "shopping"]  # fmt: skip
    forgotten, broken = new[:2]
    for row in (forgotten, broken):
        row.delivered_at = datetime.combine(DEMO_DAY + ONE, time(9, 30))
        row.repaid_on = DEMO_DAY + ONE
    forgotten.taken_by, forgotten.taken_at, forgotten.promised_at = "", None, None
    forgotten.delivered_at = datetime.combine(DEMO_DAY + ONE, time(11))
    broken.promised_at = datetime.combine(DEMO_DAY - ONE, time(11))


def late_errands(errands: list[Errand]) -> list[Errand]:
    """Asked for before the demo's day and not there at its end."""
    return [
        row
        for row in errands
        if row.requested_at.date() < DEMO_DAY
        and (row.delivered_at is None or row.delivered_at.date() > DEMO_DAY)
    ]
