"""Ten weeks of F0 and F1 at home: who, when, until when, and how each stay ended."""

from dataclasses import dataclass
from datetime import date, timedelta

from maker.durations import end_of_f0, end_of_f1, is_fully_dosed
from maker.people import Home, Person, Town
from maker.words import stream

FIRST_DAY, LAST_DAY = date(2021, 12, 1), date(2022, 2, 10)
DEMO_DAY = date(2021, 12, 29)
TET = (date(2022, 2, 1), date(2022, 2, 6))
ONE = timedelta(1)


@dataclass(eq=False)
class Stay:
    person: Person
    home: Home
    case_type: str
    reported: date
    start: date | None
    end: date | None
    source: "Stay | None" = None
    relation: str | None = None
    last_exposure: date | None = None
    detected_in: str | None = None
    onset: date | None = None
    first_positive: date | None = None
    test_type: str | None = None
    previous_end: date | None = None
    closed_on: date | None = None
    end_reason: str | None = None
    converted_to: "Stay | None" = None
    checked_on: date | None = None
    proposed_on: date | None = None
    paper_on: date | None = None
    id: str = ""

    @property
    def effective_start(self) -> date:
        return self.start or self.reported

    def is_open_on(self, day: date) -> bool:
        known = self.reported <= day and self.effective_start <= day
        return known and (self.closed_on is None or self.closed_on >= day)


class Epidemic:
    def __init__(self, town: Town) -> None:
        self.town = town
        self.rng = stream("epidemic")
        self.stays: list[Stay] = []
        self._to_convert: dict[date, list[Stay]] = {}

    def run(self) -> list[Stay]:
        day = FIRST_DAY
        while day <= LAST_DAY:
            converted = self._to_convert.get(day, [])
            for stay in converted:
                self._convert(stay, day)
            missing = self._n_new_f0(day) - len(converted)
            while missing > 0:
                missing -= self._outbreak(day)
            day += ONE
        for stay in self.stays:
            self._finish(stay)
        self.stays.sort(key=lambda stay: stay.reported)
        for number, stay in enumerate(self.stays, start=1):
            stay.id = f"C{number:04}"
        return self.stays

    def _n_new_f0(self, day: date) -> int:
        """2 or 3 a day at first, 5 at the end of December, 12 to 13 at the end of January."""
        t = (day - FIRST_DAY).days
        rate = 2.6 + 0.09 * t + 0.0014 * t * t
        if TET[0] <= day <= TET[1]:
            rate *= 0.6
        return max(1, round(self.rng.gauss(rate, 0.5 * rate**0.5)))

    def _outbreak(self, day: date) -> int:
        """A home with one new F0, at times two; the others in it and some friends become F1."""
        rng, home = self.rng, self.town.new_home()
        lag = rng.choices((0, 1, -1), (0.84, 0.09, 0.07))[0]  # report after or before the start
        members = rng.sample(home.people, len(home.people))
        index = self._new_f0(members.pop(), home, day, lag)
        index.detected_in = rng.choices(("community", "lockdown_area"), (0.85, 0.15))[0]
        n_f0 = 1
        if members and rng.random() < 0.18:
            second = self._new_f0(members.pop(), home, day, lag)
            second.detected_in, n_f0 = index.detected_in, 2
            second.source, second.relation = index, "same_household"
        traced = _share_traced(day)
        for person in members:
            if rng.random() < traced:
                self._new_f1(person, home, index, "same_household", index.reported)
        while rng.random() < 0.5 * traced * traced:
            self._outside_contact(index)
        return n_f0

    def _outside_contact(self, index: Stay) -> None:
        home = self.town.new_home()
        relation = self.rng.choice(("family_or_friend", "family_or_friend", "same_environment"))
        adults = [person for person in home.people if person.age >= 16]
        reported = max(index.start, index.reported)
        self._new_f1(self.rng.choice(adults), home, index, relation, reported)

    def _new_f0(self, person: Person, home: Home, day: date, lag: int) -> Stay:
        rng = self.rng
        start = day + ONE if lag == -1 else day
        reported = min(day + ONE if lag == 1 else day, LAST_DAY)
        onset = day - timedelta(rng.randrange(4)) if rng.random() < 0.65 else None
        stay = Stay(person, home, "F0", reported, start, end_of_f0(start, day))
        stay.first_positive, stay.onset = day, onset
        stay.test_type = "pcr" if rng.random() < 0.45 or lag == -1 else "rapid_antigen"
        self.stays.append(stay)
        return stay

    def _new_f1(
        self, person: Person, home: Home, index: Stay, relation: str, reported: date
    ) -> None:
        rng, start = self.rng, index.start
        stay = Stay(person, home, "F1", reported, start, end_of_f1(person, start))
        stay.source, stay.relation = index, relation
        back = 0 if relation == "same_household" else rng.randrange(1, 4)
        stay.last_exposure = index.first_positive - timedelta(back)
        self.stays.append(stay)
        if rng.random() < (0.3 if relation == "same_household" else 0.1):
            day = start + timedelta(rng.randint(2, 6))
            day += ONE if day == DEMO_DAY else timedelta(0)  # nothing is closed on the demo's day
            if day <= LAST_DAY:
                self._to_convert.setdefault(day, []).append(stay)

    def _convert(self, stay: Stay, day: date) -> None:
        f0 = self._new_f0(stay.person, stay.home, day, 0)
        f0.detected_in, f0.source, f0.relation = "home_quarantine", stay.source, stay.relation
        stay.closed_on, stay.end_reason, stay.converted_to = day, "converted_to_f0", f0

    def _finish(self, stay: Stay) -> None:
        """Close the stay as the health station would, if its last day has come by LAST_DAY."""
        rng = self.rng
        if stay.converted_to:
            return
        if stay.case_type == "F0":
            if rng.random() < (0.08 if stay.person.age >= 65 else 0.025):
                self._close_early(stay, "transferred_hospital", rng.randint(2, 5))
                return
            if stay.end >= date(2022, 1, 6) and rng.random() < 0.07:
                more = 3 if is_fully_dosed(stay.person, stay.start) else 7
                stay.previous_end, stay.end = stay.end, stay.end + timedelta(more)
        elif rng.random() < 0.015:
            self._close_early(stay, "moved_away", rng.randint(2, 5))
            return
        stay.closed_on = stay.end + timedelta(rng.choices((0, 1, 2, 3), (70, 22, 6, 2))[0])
        if stay.end < DEMO_DAY:
            stay.closed_on = min(stay.closed_on, DEMO_DAY - ONE)
        self._settle(stay, "completed")

    def _close_early(self, stay: Stay, reason: str, after: int) -> None:
        stay.closed_on = stay.start + timedelta(after)
        self._settle(stay, reason)

    def _settle(self, stay: Stay, reason: str) -> None:
        if stay.closed_on == DEMO_DAY:
            stay.closed_on += ONE
        if stay.closed_on > LAST_DAY:
            stay.closed_on = None
        else:
            stay.end_reason = reason


def _share_traced(day: date) -> float:
    """Nearly every contact is listed in December; by February few homes are asked any more."""
    after = max(0, (day - date(2021, 12, 31)).days)
    return 0.97 if after == 0 else max(0.08, 0.4 - 0.016 * after)
