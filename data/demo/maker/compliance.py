"""Level 3 in the ward: venues and announced gatherings."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from maker.geography import Group, point_inside
from maker.people import PhoneBook, Town
from maker.words import WORDS, stream

LEVEL_3_FROM = datetime.fromisoformat("2021-12-27 06:00")
MUST_CLOSE = ("religious", "worship", "performance", "culture", "sport")
KINDS = ("religious", "worship", "performance", "sport", "restaurant", "market", "other")
CULTURE_HOUSES = 12
OPEN_WORSHIP, LATE_GYM, UNKNOWN_VENUE = "worship", "sport", "sport"

# kind, first moment, people, largest delegation
GATHERINGS = (
    ("wedding", "2021-12-20 10:30", 60, None),
    ("funeral", "2021-12-21 07:30", 35, 10),
    ("wedding", "2021-12-22 10:00", 45, None),
    ("funeral", "2021-12-24 13:00", 30, 8),
    ("wedding", "2021-12-25 10:30", 80, None),
    ("wedding", "2021-12-26 11:00", 70, None),
    ("funeral", "2021-12-27 14:00", 18, 5),
    ("funeral", "2021-12-29 13:30", 16, 4),
    ("funeral", "2021-12-30 07:00", 26, 5),
    ("wedding", "2022-01-01 10:30", 60, None),
    ("funeral", "2022-01-02 07:30", 20, 5),
    ("funeral", "2022-01-05 13:00", 15, 4),
    ("other", "2022-01-08 19:30", 18, None),
    ("funeral", "2022-01-09 07:30", 20, 5),
    ("funeral", "2022-01-14 13:30", 20, 5),
    ("funeral", "2022-01-18 07:00", 12, 3),
    ("funeral", "2022-01-24 07:30", 18, 5),
    ("outdoor", "2022-01-26 09:00", 9, None),
    ("funeral", "2022-01-29 13:00", 20, 5),
    ("funeral", "2022-02-05 07:00", 14, 4),
    ("funeral", "2022-02-09 07:30", 19, 5),
)
FUNERAL_OF_26 = datetime.fromisoformat("2021-12-30 07:00")
NEW_YEAR_WEDDING = datetime.fromisoformat("2022-01-01 10:30")


@dataclass
class Venue:
    id: str
    name: str
    kind: str
    group: Group
    place: tuple[float, float]
    phone: str
    status: str = "closed"
    status_at: datetime | None = None


@dataclass
class Gathering:
    id: str
    kind: str
    host: str
    group: Group
    place: str
    starts_at: datetime
    people: int
    delegation: int | None
    signed: bool | None
    note: str


def make_venues(groups: list[Group], phones: PhoneBook) -> list[Venue]:
    rng, words, venues = stream("venues"), WORDS["venues"], []
    named = [(kind, name, rng.choice(groups)) for kind in KINDS for name in words[kind]]
    houses = sorted(rng.sample(groups, CULTURE_HOUSES), key=lambda group: group.number)
    named += [("culture", words["culture"].format(n=group.number), group) for group in houses]
    for number, (kind, name, group) in enumerate(named, start=1):
        place, phone = point_inside(group, rng), phones.next() if rng.random() < 0.7 else ""
        venue = Venue(f"CS{number:02}", name, kind, group, place, phone)
        venue.status_at = a_moment(rng, LEVEL_3_FROM.date(), date(2021, 12, 28))
        if kind not in MUST_CLOSE:
            venue.status = "open" if kind == "other" else "restricted"
        venues.append(venue)
    _plant_venues(venues)
    return venues


def _plant_venues(venues: list[Venue]) -> None:
    worship, gym, pool = planted_venues(venues)
    worship.status, worship.status_at = "open", datetime.fromisoformat("2021-12-28 15:30")
    gym.status_at = datetime.fromisoformat("2021-12-28 09:00")
    pool.status, pool.status_at = "unknown", datetime.fromisoformat("2021-12-27 16:00")


def planted_venues(venues: list[Venue]) -> tuple[Venue, Venue, Venue]:
    """The worship place found open, the gym that closed late, the pool nobody has seen."""
    worship = [venue for venue in venues if venue.kind == OPEN_WORSHIP]
    sport = [venue for venue in venues if venue.kind == LATE_GYM]
    return worship[1], sport[0], sport[2]


def make_gatherings(town: Town) -> list[Gathering]:
    rng, words, gatherings = stream("gatherings"), WORDS["gatherings"], []
    for number, (kind, moment, people, delegation) in enumerate(GATHERINGS, start=1):
        starts_at, group = datetime.fromisoformat(moment), rng.choice(town.groups)
        host = "" if kind in ("other", "outdoor") else _host(town, group, rng)
        signed = None if starts_at < LEVEL_3_FROM else starts_at != NEW_YEAR_WEDDING
        gatherings.append(
            Gathering(
                f"SK{number:02}", kind, host, group, _place(kind, group, rng), starts_at,
                people, delegation, signed, _gathering_note(kind, starts_at, words),
            )
        )  # fmt: skip
        if starts_at == FUNERAL_OF_26:
            gatherings[-1].signed = False
    return gatherings


def _host(town: Town, group: Group, rng: random.Random) -> str:
    return town.new_person(group, rng.choice(("male", "female")), rng.randint(38, 66)).name


def _place(kind: str, group: Group, rng: random.Random) -> str:
    words = WORDS["gatherings"]
    if kind == "wedding":
        return words["hall"]
    if kind == "other":
        return words["meeting"]
    if kind == "outdoor":
        return words["court"].format(n=group.number)
    if rng.random() < 0.4:
        return words["funeral_home"]
    return words["home"].format(address=f"{rng.randint(1, 120)} {group.streets[0]}")


def _gathering_note(kind: str, starts_at: datetime, words: dict[str, str]) -> str:
    if starts_at in (FUNERAL_OF_26, NEW_YEAR_WEDDING):
        return words[f"{kind}_note"]
    return {"other": words["meeting_note"], "outdoor": words["outdoor_note"]}.get(kind, "")


def a_moment(rng: random.Random, first: date, last: date) -> datetime:
    day = first + timedelta(rng.randrange((last - first).days + 1))
    return datetime.combine(day, time(rng.randint(8, 16), rng.choice((0, 15, 30, 45))))
