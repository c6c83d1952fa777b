"""A small town with namesakes, families and twins, and people in it who were listed twice."""

import random
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from lib.reports.likeness import PERSON
from lib.text.fold import fold_search

FAMILY = {
    "Nguyễn": 36, "Trần": 11, "Lê": 9, "Phạm": 7, "Hoàng": 5, "Vũ": 5, "Đặng": 3, "Bùi": 3,
    "Đỗ": 3, "Mai": 1,
}  # fmt: skip
MIDDLE = ("Văn", "Vân", "Thị", "Thị", "Đức", "Minh", "Thanh", "Ngọc", "Hữu", "Thu", "Quang", "Kim")
# Given names that differ in one mark or one letter are the hard part.
GIVEN = (
    "Hoa", "Hòa", "Hóa", "Hương", "Hường", "Hưởng", "An", "Anh", "Ánh", "Đức", "Lan", "Lân",
    "Thúy", "Thủy", "Thùy", "Tuấn", "Toàn", "Toán", "Dung", "Dũng", "Hà", "Hạ", "Hải", "Hai",
    "Sơn", "Son", "Nam", "Năm", "Bình", "Bính", "Mạnh", "Mai", "Tâm", "Tám", "Quý", "Quy",
    "Long", "Lộng", "Phương", "Phượng", "Linh", "Lĩnh", "Khánh", "Khanh", "Cường", "Cương",
)  # fmt: skip
N_GROUPS, FIRST_YEAR, LAST_YEAR = 24, 1935, 2020


@dataclass(frozen=True)
class Listed:
    full_name: str
    sex: str | None
    birth_date: date | None
    birth_year: int | None
    phone: str | None
    group_id: str | None
    door: str | None


def town(rng: random.Random, n: int) -> list[Listed]:
    """Families behind one door and mostly one telephone; every tenth has a namesake who differs
    in one mark, of the same year and group."""
    people: list[Listed] = []
    while len(people) < n:
        group, house = f"T{rng.randrange(N_GROUPS):02}", rng.randrange(900)
        door, phone, family = f"{group} {house} ngo {house // 9}", _phone(rng), _of(rng, FAMILY)
        for _member in range(rng.randint(1, 5)):
            year = rng.randint(FIRST_YEAR, LAST_YEAR)
            day = date(year, 1, 1) + timedelta(rng.randrange(365)) if rng.random() < 0.4 else None
            own = phone if rng.random() < 0.6 else _phone(rng)
            name = f"{family} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
            sex = rng.choice(("male", "female"))
            people.append(Listed(name, sex, day, year, own, group, door))
            if rng.random() < 0.1:
                other = _namesake(rng, name), _phone(rng), f"{group} {rng.randrange(900)}"
                name, own, elsewhere = other
                people.append(
                    replace(people[-1], full_name=name, phone=own, door=elsewhere, birth_date=None)
                )
    return people[:n]


def listed_again(rng: random.Random, person: Listed) -> Listed:
    """The same person as another team writes it down."""
    return replace(
        person,
        full_name=_written(rng, person.full_name),
        sex=person.sex if rng.random() < 0.8 else None,
        birth_date=person.birth_date if rng.random() < 0.5 else None,
        birth_year=_year(rng, person.birth_year),
        phone=rng.choices((person.phone, None, _phone(rng)), (60, 30, 10))[0],
        group_id=rng.choices((person.group_id, None), (85, 15))[0],
        door=rng.choices((person.door, None), (60, 40))[0],
    )


def as_frame(people: list[Listed]) -> pl.DataFrame:
    rows = [_row(number, person) for number, person in enumerate(people)]
    return pl.DataFrame(rows, schema=PERSON)


def _row(number: int, person: Listed) -> dict[str, Any]:
    about = {name: getattr(person, name, None) for name in PERSON}
    return about | {"id": f"P{number:05}", "phones": [person.phone] if person.phone else []}


def _namesake(rng: random.Random, name: str) -> str:
    head, given = name.rsplit(" ", 1)
    near = [other for other in GIVEN if other != given and fold_search(other) == fold_search(given)]
    return f"{head} {rng.choice(near or [given + 'g'])}"


def _written(rng: random.Random, name: str) -> str:
    family, *middle, given = name.split()
    ways = {
        name: 25,
        fold_search(name).title(): 30,
        name.upper(): 10,
        unicodedata.normalize("NFD", name): 5,
        _other_tone_place(name): 5,
        _misspelt(rng, name): 10,
        " ".join((family[:2] + ".", *middle, given)): 5,
        " ".join((family, *(word[0] + "." for word in middle), given)): 5,
        " ".join((family, given)): 5,
    }
    return rng.choices(list(ways), list(ways.values()))[0]


def _other_tone_place(name: str) -> str:
    pairs = {"òa": "oà", "óa": "oá", "úy": "uý", "ủy": "uỷ", "ùy": "uỳ"}
    for one, other in pairs.items():
        name = name.replace(one, other)
    return name


def _misspelt(rng: random.Random, name: str) -> str:
    at = rng.randrange(1, len(name) - 1)
    letter = rng.choice("aeghinoty")
    return rng.choice((name[:at] + name[at + 1 :], name[:at] + letter + name[at:]))


def _year(rng: random.Random, year: int | None) -> int | None:
    return rng.choices((year, None, (year or 0) + rng.choice((-1, 1))), (85, 10, 5))[0]


def _phone(rng: random.Random) -> str:
    return f"0190{rng.randrange(1_000_000):06}"


def _of(rng: random.Random, weighted: dict[str, int]) -> str:
    return rng.choices(list(weighted), list(weighted.values()))[0]
