"""Which homes were looked at, what they lacked, and the red sign at each door."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from maker.epidemic import DEMO_DAY, LAST_DAY, ONE, Stay
from maker.people import Home
from maker.troubles import Planted
from maker.words import stream

NEEDED = ("separate_room", "ventilated", "can_self_care", "reachable_by_phone")
# What the ward can help with, and the kind of request that follows.
SUPPORT = {
    "own_toilet": "other", "caregiver": "other", "hygiene_supplies": "shopping",
    "waste_container": "waste", "ambulance_access": "medical_help",
}  # fmt: skip


@dataclass
class Appraisal:
    home: Home
    day: date
    answers: dict[str, bool]
    verdict: str
    lacking: list[str]
    review_on: date | None = None
    id: str = ""


@dataclass
class Sign:
    home: Home
    start: date
    end: date
    posted_on: date
    removed_on: date | None = None
    id: str = ""


@dataclass
class Request:
    appraisal: Appraisal
    stay: Stay
    kind: str
    requested_at: datetime
    delivered_at: datetime | None


@dataclass
class Doors:
    """All that was done at the doors, in the order of the days."""

    appraisals: list[Appraisal] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)


def by_home(stays: list[Stay], planted: Planted) -> list[list[Stay]]:
    homes: dict[int, list[Stay]] = {}
    for stay in stays:
        if stay not in planted.end_before_start:
            homes.setdefault(id(stay.home), []).append(stay)
    return list(homes.values())


def make_doors(stays: list[Stay], planted: Planted) -> Doors:
    doors = Doors()
    for here in by_home(stays, planted):
        _appraise(doors, here, planted)
        _hang(doors, here, planted)
    doors.appraisals.sort(key=lambda row: (row.day, row.home.id))
    doors.signs.sort(key=lambda row: (row.posted_on, row.home.id))
    for prefix, rows in (("TD", doors.appraisals), ("BB", doors.signs)):
        for number, row in enumerate(rows, start=1):
            row.id = f"{prefix}{number:04}"
    doors.requests.sort(key=lambda row: (row.requested_at, row.stay.id, row.kind))
    return doors


def _appraise(doors: Doors, here: list[Stay], planted: Planted) -> None:
    """On the day somebody is reported, again when another one of the home is, and once more
    where something was missing."""
    home, rng = here[0].home, stream(f"appraisals {here[0].home.id}")
    is_quiet = any(stay.is_open_on(DEMO_DAY) for stay in here)
    days = {stay.reported for stay in here}
    while days:
        day = min(days)
        days.remove(day)
        draw = rng.random()
        looked_at = day + ONE if draw > 0.85 and day != DEMO_DAY else day
        if home in planted.not_appraised and looked_at <= DEMO_DAY:
            looked_at = DEMO_DAY + ONE
        elif draw > 0.96 and not is_quiet:
            continue
        if looked_at > LAST_DAY or any(
            row.home is home and row.day == looked_at for row in doors.appraisals
        ):
            continue
        is_again = day not in {stay.reported for stay in here}
        answers = _answers(rng, home, planted, is_again)
        doors.appraisals.append(_judged(home, looked_at, answers))
        _ask_for_support(doors, doors.appraisals[-1], here, planted)
        review_on = doors.appraisals[-1].review_on
        if review_on and any(stay.is_open_on(review_on) for stay in here):
            days.add(review_on)


def _answers(rng: random.Random, home: Home, planted: Planted, is_again: bool) -> dict[str, bool]:
    answers = dict.fromkeys(NEEDED, True)
    answers |= {item: is_again or rng.random() > 0.05 for item in SUPPORT}
    answers["vulnerable_in_home"] = any(p.age >= 60 or p.conditions for p in home.people)
    if home is planted.not_fit:
        answers["separate_room"] = False
    if home in planted.unmet and not is_again:
        answers["hygiene_supplies"] = False
    return answers


def _judged(home: Home, day: date, answers: dict[str, bool]) -> Appraisal:
    lacking = [item for item in NEEDED if not answers[item]]
    if lacking:
        return Appraisal(home, day, answers, "not_fit", lacking)
    lacking = [item for item in SUPPORT if not answers[item]]
    verdict = "fit_with_support" if lacking else "fit"
    return Appraisal(home, day, answers, verdict, lacking, day + timedelta(5) if lacking else None)


def _ask_for_support(
    doors: Doors, appraisal: Appraisal, here: list[Stay], planted: Planted
) -> None:
    """One request for each thing that is missing, on the name of whoever was reported first."""
    rng = stream(f"support {appraisal.home.id} {appraisal.day}")
    known = [stay for stay in here if stay.reported <= appraisal.day]
    there = [stay for stay in known if stay.is_open_on(appraisal.day)] or known
    if appraisal.verdict != "fit_with_support":
        return
    asked = datetime.combine(appraisal.day, time(8)) + timedelta(minutes=5 * rng.randrange(80))
    for kind in sorted({SUPPORT[item] for item in appraisal.lacking}):
        hour, minute = rng.randint(15, 18), 10 * rng.randrange(6)
        delivered = datetime.combine(
            appraisal.day + rng.choice((0, 0, 1)) * ONE, time(hour, minute)
        )
        if appraisal.home in planted.unmet:
            delivered = datetime.combine(DEMO_DAY + ONE, time(10))
        elif appraisal.day <= DEMO_DAY:
            delivered = min(delivered, datetime.combine(DEMO_DAY, time(18)))
        is_there = delivered.date() <= LAST_DAY
        doors.requests.append(
            Request(appraisal, there[0], kind, asked, delivered if is_there else None)
        )


def _hang(doors: Doors, here: list[Stay], planted: Planted) -> None:
    """A sign with the first start and the latest end; another one when they change; none when
    the last stay is closed. Most on the day, some on the day after."""
    home, rng = here[0].home, stream(f"signs {here[0].home.id}")
    up: Sign | None = None
    day = min(stay.reported for stay in here)
    waited = False
    while day <= LAST_DAY:
        wanted = _dates(here, day)
        if not _is_right(up, wanted):
            if _may_act(home, day, planted) and (waited or day == DEMO_DAY or rng.random() < 0.85):
                up = _exchange(doors, home, up, wanted, day)
                waited = False
            else:
                waited = True
        day += ONE


def _dates(here: list[Stay], day: date) -> tuple[date, date] | None:
    """First start and latest end of the stays open at the end of the day. Where the end was lost,
    the sign says what was first typed."""
    there = [
        stay
        for stay in here
        if stay.reported <= day
        and stay.effective_start <= day
        and (stay.closed_on is None or stay.closed_on > day)
    ]
    if not there:
        return None
    start = min(stay.effective_start for stay in there)
    return start, max(stay.end or stay.effective_start + timedelta(13) for stay in there)


def _is_right(up: Sign | None, wanted: tuple[date, date] | None) -> bool:
    if up is None or wanted is None:
        return up is None and wanted is None
    return up.end == wanted[1] and up.start <= wanted[0]


def _may_act(home: Home, day: date, planted: Planted) -> bool:
    """Nothing happened at the planted doors until the day after the demo's."""
    if home in planted.no_sign:
        return day > DEMO_DAY
    frozen = home in planted.old_sign or home in planted.sign_left
    return not frozen or not DEMO_DAY - 4 * ONE <= day <= DEMO_DAY


def _exchange(
    doors: Doors, home: Home, up: Sign | None, wanted: tuple[date, date] | None, day: date
) -> Sign | None:
    if up:
        up.removed_on = day
    if wanted is None:
        return None
    doors.signs.append(Sign(home, *wanted, posted_on=day))
    return doors.signs[-1]
