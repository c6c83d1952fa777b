"""What is wrong in the demo ward on purpose. TROUBLES.md is written from this list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from maker.durations import last_day
from maker.epidemic import DEMO_DAY, ONE, Stay
from maker.people import Home
from maker.teams import Team, support_team
from maker.words import stream


@dataclass
class Planted:
    """Stays by trouble; visits.py keeps out of their way."""

    missing_end: list[Stay]
    missing_start: list[Stay]
    awaiting: list[Stay]
    end_before_start: list[Stay]
    one_day_too_long: list[Stay]
    not_seen: Stay
    danger: Stay
    silent_team: Team
    unchecked: list[Stay]
    alert: Stay
    not_appraised: list[Home]
    not_fit: Home
    unmet: list[Home]
    no_sign: list[Home]
    old_sign: list[Home]
    sign_left: list[Home]
    left_home: Home

    @property
    def stays(self) -> list[Stay]:
        several = (self.missing_end, self.missing_start, self.awaiting)
        return [s for stays in several for s in stays] + [self.not_seen, self.danger]


def plant(stays: list[Stay], teams: list[Team]) -> Planted:
    rng = stream("troubles")
    silent = _silent_team(stays, teams)
    used: set[int] = set()

    def pick(n: int, fits) -> list[Stay]:
        fitting = [stay for stay in stays if id(stay) not in used and fits(stay)]
        chosen = sorted(rng.sample(fitting, n), key=lambda stay: stay.id)
        used.update(id(stay) for stay in chosen)
        return chosen

    def is_visited(stay: Stay) -> bool:
        return support_team(teams, stay.home.group.number) is not silent

    def stays_on(stay: Stay) -> bool:
        """In quarantine well around the demo's day, and ending in the ordinary way."""
        plain = stay.end_reason == "completed" and stay.previous_end is None
        first = stay.effective_start <= DEMO_DAY - 3 * ONE and stay.reported <= DEMO_DAY - 3 * ONE
        return plain and first and stay.end >= DEMO_DAY + 3 * ONE

    def is_f0(stay: Stay) -> bool:
        return stays_on(stay) and stay.case_type == "F0" and is_visited(stay)

    def is_f1(stay: Stay) -> bool:
        return stays_on(stay) and stay.case_type == "F1"

    def ended(stay: Stay) -> bool:
        before = DEMO_DAY - 4 * ONE <= stay.end < DEMO_DAY
        return stay.end_reason == "completed" and before and is_visited(stay)

    return Planted(
        missing_end=[_open(stay) for stay in pick(2, is_f0) + pick(2, is_f1)],
        missing_start=[_drop_start(stay) for stay in pick(1, is_f1)],
        awaiting=[_close_late(stay, n) for n, stay in enumerate(pick(3, ended))],
        end_before_start=[_mistype_month(stay) for stay in pick(2, _can_mistype(stays))],
        one_day_too_long=[_count_from_next_day(stay) for stay in pick(4, is_f1)],
        not_seen=pick(1, lambda stay: stays_on(stay) and is_visited(stay))[0],
        danger=pick(1, lambda stay: is_f0(stay) and stay.person.age >= 45)[0],
        silent_team=silent,
        **_unchecked_and_alert(stays, teams, silent),
        **_doors([stay for stay in stays if id(stay) not in used]),
    )


def _unchecked_and_alert(stays: list[Stay], teams: list[Team], silent: Team) -> dict[str, Any]:
    """Two F0 nobody has checked for care at home; one person the neighbours are alarmed about."""
    rng = stream("people's troubles")
    new = [s for s in stays if s.case_type == "F0" and DEMO_DAY - ONE <= s.reported <= DEMO_DAY]
    seen = [
        stay
        for stay in stays
        if stay.reported <= DEMO_DAY - 2 * ONE
        and stay.is_open_on(DEMO_DAY)
        and support_team(teams, stay.home.group.number) is not silent
    ]
    return {"unchecked": rng.sample(new, 2), "alert": rng.choice(seen)}


def _doors(stays: list[Stay]) -> dict[str, Any]:
    """Homes where something is wrong on the demo's day, each home with one trouble only."""
    rng, used = stream("doors' troubles"), set[int]()
    here: dict[int, list[Stay]] = {}
    for stay in stays:
        here.setdefault(id(stay.home), []).append(stay)

    def pick(n: int, fits) -> list[Home]:
        homes = [of[0].home for of in here.values() if id(of[0].home) not in used and fits(of)]
        chosen = sorted(rng.sample(homes, n), key=lambda home: home.id)
        used.update(id(home) for home in chosen)
        return chosen

    return {
        "not_appraised": pick(4, _is_new),
        "not_fit": pick(1, _is_new)[0],
        "unmet": pick(2, _is_new),
        "no_sign": pick(2, _is_new),
        "old_sign": pick(2, _has_later_end),
        "sign_left": pick(2, _is_free_again),
        "left_home": pick(1, lambda of: all(_is_there(stay) for stay in of))[0],
    }


def _is_there(stay: Stay) -> bool:
    return stay.reported <= DEMO_DAY - 3 * ONE and stay.end >= DEMO_DAY + 2 * ONE


def _is_new(here: list[Stay]) -> bool:
    """Everybody in the home was reported in the days just before, and stays for some more."""
    days = {stay.reported for stay in here if stay.reported <= DEMO_DAY}
    there = all(stay.closed_on is None or stay.closed_on > DEMO_DAY + ONE for stay in here)
    return there and bool(days) and min(days) >= DEMO_DAY - 3 * ONE and max(days) < DEMO_DAY


def _has_later_end(here: list[Stay]) -> bool:
    """Since Christmas somebody came to stay longer than those before, who are still there."""
    new = [s for s in here if DEMO_DAY - 4 * ONE <= s.reported < DEMO_DAY]
    old = [s for s in here if s.reported < DEMO_DAY - 6 * ONE]
    still = [s for s in old if s.closed_on is None or s.closed_on >= DEMO_DAY - 4 * ONE]
    return bool(new and still) and max(s.end for s in new) > max(s.end for s in old)


def _is_free_again(here: list[Stay]) -> bool:
    closed = [stay.closed_on for stay in here if stay.reported <= DEMO_DAY]
    return bool(closed) and None not in closed and DEMO_DAY - 3 * ONE <= max(closed) < DEMO_DAY


def _silent_team(stays: list[Stay], teams: list[Team]) -> Team:
    """The support team with the fewest people in quarantine, so that most visits still happen."""

    def n_due(team: Team) -> int:
        here = [stay for stay in stays if stay.home.group.number in team.areas]
        return sum(stay.is_open_on(DEMO_DAY) and stay.end >= DEMO_DAY for stay in here)

    return min((team for team in teams if team.kind == "support"), key=n_due)


def _open(stay: Stay) -> Stay:
    stay.end = stay.closed_on = stay.end_reason = None
    return stay


def _drop_start(stay: Stay) -> Stay:
    stay.start = stay.closed_on = stay.end_reason = None
    return stay


def _close_late(stay: Stay, number: int) -> Stay:
    stay.closed_on = (date(2021, 12, 31), date(2022, 1, 3), date(2022, 1, 6))[number]
    return stay


def _can_mistype(stays: list[Stay]):
    """Stays that nobody refers to and whose end in November instead would lie before the start."""
    referred = {id(stay.source) for stay in stays} | {id(stay.converted_to) for stay in stays}

    def fits(stay: Stay) -> bool:
        free = id(stay) not in referred and stay.converted_to is None
        return free and stay.end_reason == "completed" and stay.end <= date(2021, 12, 22)

    return fits


def _mistype_month(stay: Stay) -> Stay:
    stay.end = stay.end.replace(month=11)
    return stay


def _count_from_next_day(stay: Stay) -> Stay:
    days = (stay.end - stay.start).days + 1
    stay.end = last_day(stay.start + ONE, days)
    if stay.closed_on and stay.closed_on < stay.end:
        stay.closed_on = stay.end
    return stay
