"""What the support teams sent in: a visit a day for most people, with the gaps of real life."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from maker.duty import Absence
from maker.epidemic import DEMO_DAY, LAST_DAY, ONE, Stay
from maker.teams import Team, support_team
from maker.troubles import Planted
from maker.words import WORDS, stream

GIVEN_UP = date(2022, 1, 15)  # after this day nobody visits a stay that has no end
HOLIDAYS = (date(2022, 1, 31), date(2022, 2, 3))
SHARE_SEEN_ON_DEMO_DAY = 0.88
QUIET = (DEMO_DAY - 9 * ONE, DEMO_DAY)  # no danger signs but the planted ones


@dataclass
class Visit:
    stay: Stay
    at: datetime
    team: Team
    member: str
    mode: str
    result: str
    missed_reason: str | None = None
    at_home: bool | None = None
    temperature: float | None = None
    spo2: int | None = None
    respiratory_rate: int | None = None
    pulse: int | None = None
    symptoms: str = ""
    neighbours_say: str | None = None
    action: str | None = None
    note: str = ""


class Log:
    def __init__(
        self, stays: list[Stay], teams: list[Team], planted: Planted, absence: Absence
    ) -> None:
        self.rng = stream("visits")
        self.planted, self.absence = planted, absence
        self.visits: list[Visit] = []
        self._last_seen: dict[int, date] = {}
        self._due = [
            (stay, *_days_due(stay), support_team(teams, stay.home.group.number))
            for stay in stays
            if stay not in planted.end_before_start
        ]

    def write(self) -> list[Visit]:
        day = min(first for _stay, first, _last, _team in self._due)
        while day <= LAST_DAY:
            today = [(s, team) for s, first, last, team in self._due if first <= day <= last]
            unseen = self._unseen_on_demo_day(today) if day == DEMO_DAY else set()
            for stay, team in today:
                result = self._result(stay, team, day, id(stay) in unseen)
                if result:
                    self._add(stay, team, day, result)
            day += ONE
        self.visits.sort(key=lambda visit: (visit.at.date(), visit.team.id, visit.at))
        self._alarm_the_neighbours()
        return self.visits

    def _alarm_the_neighbours(self) -> None:
        """The last time the planted person was seen before the demo's day."""
        of = [v for v in self.visits if v.stay is self.planted.alert and v.result != "missed"]
        last = [visit for visit in of if visit.at.date() < DEMO_DAY][-1]
        last.mode, last.at_home, last.neighbours_say = "visit", True, "alert"

    def _unseen_on_demo_day(self, today: list[tuple[Stay, Team]]) -> set[int]:
        """Who is not seen on the demo's day, all of them seen the day before."""
        visited = [stay for stay, team in today if team is not self.planted.silent_team]
        free = [
            stay
            for stay in visited
            if self._last_seen.get(id(stay)) == DEMO_DAY - ONE and stay not in self.planted.stays
        ]
        n_unseen = round(len(visited) * (1 - SHARE_SEEN_ON_DEMO_DAY)) - 1
        return {id(stay) for stay in self.rng.sample(free, n_unseen)}

    def _result(self, stay: Stay, team: Team, day: date, is_unseen: bool) -> str | None:
        """seen, missed, or None when nothing was written down."""
        planted, draw = self.planted, self.rng.random()
        if day == DEMO_DAY and team is planted.silent_team:
            return None
        if stay is planted.not_seen and DEMO_DAY - 2 * ONE <= day <= DEMO_DAY + ONE:
            return "missed" if DEMO_DAY - ONE <= day <= DEMO_DAY else "seen"
        if day == DEMO_DAY:
            return ("missed" if draw < 0.6 else None) if is_unseen else "seen"
        if day == DEMO_DAY - ONE and (team is planted.silent_team or stay in planted.stays):
            return "seen"
        share = 0.6 if HOLIDAYS[0] <= day <= HOLIDAYS[1] else 0.9
        if draw < share:
            return "seen"
        return "missed" if draw < share + 0.05 else None

    def _add(self, stay: Stay, team: Team, day: date, result: str) -> None:
        rng = self.rng
        minute = rng.choice((rng.randrange(450, 690), rng.randrange(840, 1050)))  # 7:30 to 17:30
        at = datetime.combine(day, time()) + timedelta(minutes=minute // 5 * 5)
        mode = "visit" if rng.random() < (0.8 if stay.case_type == "F0" else 0.55) else "phone"
        member = rng.choice(team.members) if rng.random() < 0.85 else ""
        if member == self.absence.member and day >= self.absence.first:
            member = team.members[0]  # at home since then
        visit = Visit(stay, at, team, member, mode, "missed")
        if result == "missed":
            self._miss(visit)
        else:
            self._see(visit, day)
            self._last_seen[id(stay)] = day
        self.visits.append(visit)

    def _miss(self, visit: Visit) -> None:
        if visit.mode == "visit":
            visit.missed_reason = self.rng.choice(("absent", "absent", "no_answer", "refused"))
            visit.at_home = False if visit.missed_reason == "absent" else None
        else:
            visit.missed_reason = self.rng.choice(("no_answer", "no_answer", "wrong_phone"))

    def _see(self, visit: Visit, day: date) -> None:
        rng, is_f0 = self.rng, visit.stay.case_type == "F0"
        early = (day - visit.stay.effective_start).days < 5
        visit.result = "seen_ok"
        visit.at_home = True if visit.mode == "visit" else None
        visit.temperature = round(rng.uniform(36.2, 37.2), 1)
        if rng.random() < (0.14 if early else 0.04) * (1 if is_f0 else 0.15):
            visit.result, visit.action = "seen_not_ok", "advised"
            visit.temperature = round(rng.uniform(37.4, 38.9), 1)
            visit.symptoms = rng.choice(WORDS["visits"]["mild"])
        if is_f0:
            self._measure(visit)
        if visit.stay.converted_to and visit.stay.closed_on == day:
            visit.action = "tested"
        if visit.mode == "visit" and rng.random() < 0.25:
            visit.neighbours_say = rng.choices(("ok", "not_ok"), (0.96, 0.04))[0]
        if rng.random() < 0.04:
            visit.note = rng.choice(WORDS["visits"]["notes"])

    def _measure(self, visit: Visit) -> None:
        rng, day = self.rng, visit.at.date()
        visit.spo2 = rng.randint(96, 99)
        if visit.stay.person.age >= 18 and visit.mode == "visit":
            visit.respiratory_rate, visit.pulse = rng.randint(15, 20), rng.randint(64, 104)
        chance = rng.random() < 0.006 and not QUIET[0] <= day <= QUIET[1]
        if chance or (visit.stay is self.planted.danger and day == DEMO_DAY):
            visit.result, visit.action, visit.mode = "seen_not_ok", "called_station", "visit"
            visit.at_home, visit.spo2 = True, rng.choice((93, 94, 95))
            visit.symptoms = rng.choice(WORDS["visits"]["danger"])


def _days_due(stay: Stay) -> tuple[date, date]:
    first = max(stay.effective_start, stay.reported)
    if stay.closed_on:  # whoever is closed after the last day is not due on the day of closing
        is_late = stay.end and stay.end < stay.closed_on
        return first, stay.closed_on - ONE if is_late else stay.closed_on
    never_closed = stay.end is None or stay.start is None
    return first, GIVEN_UP if never_closed else LAST_DAY
