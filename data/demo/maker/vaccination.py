"""The 114 residents without a first dose on 29/12/2021, and what became of them."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from maker.geography import Group
from maker.people import Home, Person, Town
from maker.words import WORDS, stream

LISTED_ON = date(2021, 12, 29)
N_RESIDENTS = 114
# Of the 114; each reason with the ages it is found at.
REASONS = (
    ("chronic_disease", 42, (50, 88)),
    ("bedbound", 15, (68, 92)),
    ("refused", 14, (45, 85)),
    ("undecided", 13, (24, 80)),
    ("awaiting_vaccine", 9, (18, 70)),
    ("absent", 6, (20, 60)),
    ("pregnant", 5, (20, 36)),
    ("deferred", 5, (30, 75)),
    ("contraindicated", 3, (28, 66)),
    ("other", 1, (40, 60)),
    ("unknown", 1, (40, 60)),
)
# Chance of each outcome by 10/02/2022; the rest remain.
OUTCOMES = (
    ("vaccinated_here", 0.40),
    ("vaccinated_elsewhere", 0.07),
    ("moved_away", 0.03),
    ("died", 0.02),
)
NEVER_HERE = ("contraindicated", "unknown")


@dataclass
class Resident:
    person: Person
    home: Home
    reason: str
    conditions: str = ""
    owner: str = ""
    next_action_on: date | None = None
    registration_number: str = ""
    appointment_on: date | None = None
    outcome: str = "remaining"
    outcome_on: date | None = None
    platform_checked_on: date | None = None
    note: str = ""


def residents_by_group(groups: list[Group]) -> dict[int, int]:
    """How many of the 114 live in each group: one at least, about five."""
    rng = stream("residents by group")
    counts = {group.number: 1 for group in groups}
    for number in rng.choices([group.number for group in groups], k=N_RESIDENTS - len(groups)):
        counts[number] += 1
    return counts


def make_residents(town: Town, counts: dict[int, int], homes: list[Home]) -> list[Resident]:
    """`homes`: homes without a stay, where some of the residents live."""
    rng = stream("residents")
    cases = [(reason, ages) for reason, n, ages in REASONS for _one in range(n)]
    rng.shuffle(cases)
    free = {group.number: [h for h in homes if h.group is group] for group in town.groups}
    residents = []
    for group in town.groups:
        for _one in range(counts[group.number]):
            reason, ages = cases.pop()
            sex = "female" if reason == "pregnant" or rng.random() < 0.56 else "male"
            person = town.new_person(group, sex, rng.randint(*ages))
            home = free[group.number].pop() if free[group.number] else town.new_home(group)
            residents.append(Resident(person, home, reason))
    for number, resident in enumerate(residents, start=1):
        _fill(resident, number, rng)
        resident.person.conditions, resident.person.dose_dates = resident.conditions, ()
        resident.person.pregnant = resident.reason == "pregnant"
        resident.home.people.append(resident.person)
        resident.home.n_unvaccinated += 1
    return residents


def _fill(resident: Resident, number: int, rng: random.Random) -> None:
    words = WORDS["unvaccinated"]
    owner = rng.choice(WORDS["offices"]["owners"])
    resident.owner = owner.format(n=resident.home.group.number)
    if rng.random() < 0.88:
        resident.next_action_on = LISTED_ON + timedelta(rng.choice((0, 1, 1, 2, 2, 3, 4, 5, 7)))
    if resident.reason == "chronic_disease":
        resident.conditions = rng.choice(WORDS["diseases"]["old"])
        if rng.random() < 0.55:
            resident.registration_number = words["registration"].format(n=number)
            resident.appointment_on = LISTED_ON + timedelta(rng.randint(1, 17))
    elif resident.reason == "bedbound":
        resident.conditions = rng.choice(words["bedbound"])
    elif resident.reason in ("contraindicated", "deferred"):
        resident.conditions = words[resident.reason]
    if rng.random() < 0.7:
        resident.platform_checked_on = LISTED_ON - timedelta(rng.randint(1, 3))
    if rng.random() < 0.12:
        resident.note = rng.choice(words["notes"])
    _add_outcome(resident, rng)


def _add_outcome(resident: Resident, rng: random.Random) -> None:
    if resident.reason in NEVER_HERE:
        return
    draw = rng.random()
    for outcome, share in OUTCOMES:
        if draw < share:
            after = resident.appointment_on or LISTED_ON + timedelta(rng.randint(1, 40))
            resident.outcome, resident.outcome_on = outcome, after
            return
        draw -= share
