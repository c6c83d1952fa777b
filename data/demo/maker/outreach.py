"""Calls and visits to the residents without a first dose, from the day of the list on."""

import random
from datetime import date, timedelta

from maker.files import Row
from maker.vaccination import LISTED_ON, NEVER_HERE, Resident
from maker.ward_sheets import group_name
from maker.words import WORDS, label, stream

LAST_DAY = date(2022, 2, 10)
MODES = ("phone", "phone", "phone", "home_visit", "message")
REACHED_ON_FIRST_DAY = 0.15
# What people answer, by why they have no dose; the rest of the chance is "absent".
ANSWERS = {
    "refused": (("refused", 0.55), ("undecided", 0.25), ("agreed", 0.05)),
    "undecided": (("undecided", 0.5), ("agreed", 0.3)),
    "absent": (("agreed", 0.2),),
    "chronic_disease": (("agreed", 0.45), ("undecided", 0.2), ("deferred", 0.15)),
}
OTHERWISE = (("agreed", 0.5), ("deferred", 0.25))


# A team names the resident; only the ward's list knows the code.
NAMED_BY = dict.fromkeys(("full_name", "birth_year", "group_id"), "unvaccinated")


def outreach_rows(residents: list[Resident]) -> list[Row]:
    """In the order of the days."""
    rng = stream("outreach")
    attempts = [
        (on, number, resident, _answer(resident, rng))
        for number, resident in enumerate(residents)
        for on in _days(resident, rng)
    ]
    attempts.sort(key=lambda attempt: attempt[:2])
    return [_row(n, attempt, rng) for n, attempt in enumerate(attempts, start=1)]


def _days(resident: Resident, rng: random.Random) -> list[date]:
    """Every few days until the outcome; some residents are forgotten for long."""
    end = min(resident.outcome_on or LAST_DAY, LAST_DAY)
    begins_at_once = rng.random() < REACHED_ON_FIRST_DAY
    on = LISTED_ON if begins_at_once else LISTED_ON + timedelta(rng.randint(1, 9))
    days = []
    while on <= end:
        days.append(on)
        on += timedelta(rng.choice((3, 4, 5, 7, 7, 10, 21)))
    return [] if resident.reason in NEVER_HERE else days


def _answer(resident: Resident, rng: random.Random) -> str:
    draw = rng.random()
    for answer, share in ANSWERS.get(resident.reason, OTHERWISE):
        if draw < share:
            return answer
        draw -= share
    return "absent"


def _row(number: int, attempt: tuple[date, int, Resident, str], rng: random.Random) -> Row:
    on, _place, resident, answer = attempt
    owner = rng.choice(WORDS["offices"]["owners"]).format(n=resident.home.group.number)
    next_on = on + timedelta(rng.randint(2, 7)) if rng.random() < 0.8 else None
    return {
        "outreach_id": f"VD{number:04}", "full_name": resident.person.name,
        "birth_year": resident.person.birth_year,
        "group_id": group_name(resident.home.group.number), "contacted_on": f"{on:%d/%m/%Y}",
        "contacted_by": owner, "mode": label("outreach_mode", rng.choice(MODES)),
        "result": label("outreach_result", answer),
        "next_action_on": f"{next_on:%d/%m/%Y}" if next_on else "",
    }  # fmt: skip
