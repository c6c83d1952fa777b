"""Homes, the people in them, and the head counts of the residential groups."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from maker.geography import Group, point_inside
from maker.words import WORDS, PhoneBook, stream

YEAR = 2021
FLATS = (16, 24)  # the two groups with tower blocks
MAPPED = 0.8  # share of homes whose place is known


@dataclass(eq=False)
class Person:
    name: str
    sex: str
    birth_year: int
    birth_date: date | None
    phone: str
    dose_dates: tuple[date, ...]
    conditions: str
    pregnant: bool = False

    @property
    def age(self) -> int:
        return YEAR - self.birth_year

    def doses_before(self, day: date) -> list[date]:
        return [dose for dose in self.dose_dates if dose < day]


@dataclass(eq=False)
class Home:
    group: Group
    house_number: str
    alley: str
    street: str
    place: tuple[float, float] | None  # longitude, latitude
    people: list[Person] = field(default_factory=list)
    n_unvaccinated: int = 0
    id: str = ""

    @property
    def phone(self) -> str:
        return next((person.phone for person in self.people if person.phone), "")


class Town:
    """Makes homes and people, one address and one person at most once."""

    def __init__(self, groups: list[Group]) -> None:
        self.groups = groups
        self.rng = stream("homes")
        self.phones = PhoneBook(stream("phones"))
        self.homes: list[Home] = []
        self._addresses: set[tuple[int, str, str, str]] = set()
        self._persons: set[tuple[str, int, int]] = set()
        self._weights = [
            group.numbers["population"] * self.rng.uniform(0.6, 1.6) for group in groups
        ]
        streets = WORDS["address"]["streets"]
        for group in groups:
            group.streets = tuple(self.rng.sample(streets, 2))

    def new_home(self, group: Group | None = None) -> Home:
        group = group or self.rng.choices(self.groups, self._weights)[0]
        place = point_inside(group, self.rng) if self.rng.random() < MAPPED else None
        home = Home(group, *self._address(group), place)
        ages = _ages(self.rng)
        surname = self._surname()
        for position, (sex, age) in enumerate(ages):
            own_name = surname if position != 1 else self._surname()  # a wife keeps her own
            home.people.append(self.new_person(group, sex, age, own_name))
        self.homes.append(home)
        return home

    def new_person(self, group: Group, sex: str, age: int, surname: str = "") -> Person:
        year = YEAR - age
        while True:
            name = _name(self.rng, surname or self._surname(), sex, year)
            if (name, year, group.number) not in self._persons:
                break
        self._persons.add((name, year, group.number))
        whole = date(year, 1, 1) + timedelta(self.rng.randrange(365))
        birth_date = whole if self.rng.random() < 0.3 and age > 0 else None
        phone = self.phones.next() if 15 <= age < 80 else ""
        pregnant = sex == "female" and 20 <= age <= 38 and self.rng.random() < 0.05
        conditions = _conditions(self.rng, age)
        return Person(
            name, sex, year, birth_date, phone, _dose_dates(self.rng, age), conditions, pregnant
        )

    def _surname(self) -> str:
        names = WORDS["family"]
        return self.rng.choices(list(names), list(names.values()))[0]

    def _address(self, group: Group) -> tuple[str, str, str]:
        while True:
            address = self._draw_address(group)
            key = (group.number, *address)
            if key not in self._addresses:
                self._addresses.add(key)
                return address

    def _draw_address(self, group: Group) -> tuple[str, str, str]:
        words, rng = WORDS["address"], self.rng
        if group.number in FLATS:
            flat = words["flat"].format(floor=rng.randint(2, 18), door=rng.randint(1, 12))
            return flat, words["tower"].format(letter=rng.choice("AB")), words["estate"]
        street = rng.choice(group.streets)
        number = str(rng.randint(1, 120))
        if rng.random() < 0.25:
            return number, "", street
        lane = group.number * 6 + rng.randrange(6)
        if rng.random() < 0.3:
            return number, words["lane"].format(n=lane, m=rng.randint(1, 9) * 4), street
        return number, words["alley"].format(n=lane), street


def count_heads(groups: list[Group], unvaccinated: dict[int, int]) -> None:
    """Head counts of each group; who is on the list of the 114 has no dose, all others have."""
    rng = stream("head counts")
    for group in groups:
        population = rng.randint(760, 1290)
        adults = round(population * rng.uniform(0.72, 0.76))
        older = round(population * rng.uniform(0.26, 0.32))
        group.numbers = {
            "n_households": round(population / rng.uniform(3.3, 3.8)),
            "population": population,
            "adults": adults,
            "adults_one_dose": adults - unvaccinated[group.number],
            "people_50_plus": older,
            "people_50_plus_full": round(older * rng.uniform(0.91, 0.965)),
        }


def _ages(rng: random.Random) -> list[tuple[str, int]]:
    """Who lives behind one door: husband first, wife second, then children, then the old."""
    kind = rng.random()
    if kind < 0.12:
        age = rng.randint(62, 80)
        return [("male", age), ("female", age - rng.randint(0, 6))]
    if kind < 0.24:
        return [
            (rng.choice(("male", "female")), rng.randint(19, 34))
            for _ in range(rng.choice((1, 2, 2)))
        ]
    father = rng.randint(28, 52)
    mother = father - rng.randint(0, 6)
    people = [("male", father), ("female", mother)]
    oldest = max(1, mother - rng.randint(22, 30))
    for child in range(rng.choice((1, 2, 2, 2, 3))):
        age = oldest - child * rng.randint(2, 5)
        if age >= 0:
            people.append((rng.choice(("male", "female")), age))
    if kind > 0.62:
        people.append(("female", min(88, father + rng.randint(23, 30))))
        if rng.random() < 0.5:
            people.append(("male", min(90, father + rng.randint(25, 32))))
    return people


def _generation(year: int) -> str:
    return "old" if year < 1962 else "middle" if year < 1995 else "young"


def _name(rng: random.Random, surname: str, sex: str, year: int) -> str:
    generation = _generation(year)
    given = rng.choice(WORDS["given"][sex][generation])
    middle = rng.choice([w for w in WORDS["middle"][sex][generation] if w not in (given, surname)])
    return f"{surname} {middle} {given}"


def _conditions(rng: random.Random, age: int) -> str:
    share = 0.45 if age >= 60 else 0.12 if age >= 40 else 0.03
    if rng.random() >= share:
        return ""
    return rng.choice(WORDS["diseases"]["old" if age >= 60 else "middle" if age >= 40 else "young"])


def _dose_dates(rng: random.Random, age: int) -> tuple[date, ...]:
    """The city's campaign: adults from August 2021, 12 to 17 from late November, boosters after."""
    if age < 12:
        return ()
    if age < 18:
        first = date(2021, 11, 23) + timedelta(rng.randrange(16))
        return first, first + timedelta(rng.randint(21, 28))
    first = date(2021, 7, 25) + timedelta(rng.randrange(50))
    if rng.random() < 0.05:  # adults without any dose are the 114 and nobody else
        return (first,)
    second = first + timedelta(rng.randint(28, 75))
    third = max(second + timedelta(90), date(2021, 12, 18)) + timedelta(rng.randrange(40))
    return (first, second, third) if rng.random() < 0.6 else (first, second)
