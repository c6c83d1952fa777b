"""The samples the testing teams took: on the days the rules name, with the gaps of real life."""

from dataclasses import dataclass
from datetime import date, timedelta

from maker.durations import F0_HOME_FROM, F0_SHORT_FROM, last_day
from maker.epidemic import LAST_DAY, ONE, Stay
from maker.teams import Team, team_for
from maker.troubles import Planted
from maker.words import stream


@dataclass
class Sample:
    stay: Stay
    day: date
    team: Team
    member: str
    test_type: str
    result: str
    performed_by: str = "team"
    is_supervised: bool = True
    ct: float | None = None


class Laboratory:
    def __init__(self, stays: list[Stay], teams: list[Team], planted: Planted) -> None:
        self.rng = stream("samples")
        self.stays = [stay for stay in stays if stay not in planted.end_before_start]
        self.teams = teams
        self.planted = planted
        self.samples: list[Sample] = []

    def write(self) -> list[Sample]:
        for stay in self.stays:
            self._first_positive(stay)
            for day in _days_on_the_way(stay):
                self._on_the_way(stay, day)
            self._last(stay)
        self.samples.sort(key=lambda sample: (sample.day, sample.team.id, sample.stay.id))
        return self.samples

    def _first_positive(self, stay: Stay) -> None:
        if stay.case_type == "F0":
            self._add(stay, stay.first_positive, "positive", stay.test_type)
        elif stay.converted_to:
            self._add(stay, stay.closed_on, "positive", stay.converted_to.test_type)

    def _on_the_way(self, stay: Stay, day: date) -> None:
        """Most on the day, some a day late, some never; a spoilt kit is followed by a good one."""
        draw = self.rng.random()
        day = max(day, stay.reported) + (ONE if 0.92 <= draw < 0.96 else timedelta(0))
        if draw < 0.96 and _is_here(stay, day):
            if self.rng.random() < 0.012:
                self._add(stay, day, "invalid", "rapid_antigen")
                self._add(stay, day, "negative", "pcr")
            else:
                self._add(stay, day, "negative")

    def _last(self, stay: Stay) -> None:
        """Whoever is released was negative; whoever stayed longer was positive before."""
        if stay.converted_to or stay.end is None or stay.end_reason not in (None, "completed"):
            return
        due = last_test_day(stay)
        if stay.previous_end:
            self._add(stay, stay.previous_end, "positive")
            due = stay.end
        if stay is self.planted.awaiting[-1]:
            due = stay.closed_on  # on the demo's day it had not been taken yet
        due = max(due, stay.reported)
        if _is_here(stay, due):
            self._add(stay, due, "pending" if due == LAST_DAY else "negative")

    def _add(self, stay: Stay, day: date, result: str, test_type: str | None = None) -> None:
        if day > LAST_DAY:
            return
        rng, team = self.rng, team_for("testing", self.teams, stay.home.group.number)
        kind = test_type or ("pcr" if rng.random() < 0.12 else "rapid_antigen")
        sample = Sample(stay, day, team, rng.choice(team.members), kind, result)
        if kind == "pcr" and result == "positive":
            sample.ct = round(rng.uniform(17, 33), 1)
        elif kind == "rapid_antigen":
            sample.performed_by = rng.choices(("team", "self", "station"), (72, 20, 8))[0]
        self.samples.append(sample)


def last_test_day(stay: Stay) -> date:
    """The rule's last test day: the seventh or fourteenth of an F1, the tenth or seventh after
    the positive sample of an F0. Where no rule was known, the last day."""
    if stay.case_type == "F1":
        return last_day(stay.effective_start, _rule_days(stay))
    if stay.start < F0_HOME_FROM:
        return stay.end
    return last_day(stay.first_positive, 10 if stay.start < F0_SHORT_FROM else 7)


def _rule_days(stay: Stay) -> int:
    return 7 if (stay.end - stay.effective_start).days < 10 else 14


def _days_on_the_way(stay: Stay) -> list[date]:
    """An F1's test days before the last one."""
    if stay.case_type == "F0":
        return []
    is_long = stay.end is None or _rule_days(stay) == 14
    return [last_day(stay.effective_start, number) for number in ((1, 7) if is_long else (1,))]


def _is_here(stay: Stay, day: date) -> bool:
    """Closed on the day counts when nobody turned positive, went to hospital or moved on it."""
    if day > LAST_DAY:
        return False
    if stay.closed_on is None:
        return True
    return day <= stay.closed_on if stay.end_reason == "completed" else day < stay.closed_on
