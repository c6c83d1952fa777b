"""What is wrong in the demo ward on purpose. TROUBLES.md is written from this list."""

from dataclasses import dataclass
from datetime import date

from maker.durations import last_day
from maker.epidemic import DEMO_DAY, ONE, Stay
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
    )


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
