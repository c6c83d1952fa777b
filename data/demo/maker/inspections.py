"""What the inspectors saw at venues, gatherings, in the street and at homes."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from maker.compliance import (
    LEVEL_3_FROM,
    MUST_CLOSE,
    Gathering,
    Venue,
    a_moment,
    planted_venues,
)
from maker.epidemic import DEMO_DAY, LAST_DAY, ONE, Stay
from maker.geography import Group
from maker.troubles import Planted
from maker.words import WORDS, stream

# Seen at the funeral of that day instead of what was announced.
SEEN_PEOPLE = {date(2021, 12, 30): 19, date(2022, 1, 14): 24}
SEEN_DELEGATION = {date(2022, 1, 24): 7}


@dataclass
class Inspection:
    at: datetime
    by: str
    target: str
    group: Group
    measure: str
    result: str = "complies"
    venue_id: str = ""
    gathering_id: str = ""
    household_id: str = ""
    people: int | None = None
    delegation: int | None = None
    is_open: bool | None = None
    action: str = "none"
    recheck_on: date | None = None
    resolved_on: date | None = None
    note: str = ""

    def breach(self, action: str, recheck_on: date, resolved_on: date | None) -> "Inspection":
        self.result, self.action = "breach", action
        self.recheck_on, self.resolved_on = recheck_on, resolved_on
        return self


def make_inspections(
    groups: list[Group],
    venues: list[Venue],
    gatherings: list[Gathering],
    stays: list[Stay],
    planted: Planted,
) -> list[Inspection]:
    rows = [
        *_at_venues(venues),
        *_at_gatherings(gatherings),
        *_in_public(groups),
        *_at_homes(stays),
        _left_home(planted),
    ]
    return sorted(rows, key=lambda row: (row.at, row.group.number, row.measure))


def _inspector(rng: random.Random, group: Group) -> str:
    return rng.choice(WORDS["offices"]["inspectors"]).format(n=group.number)


def _at_venues(venues: list[Venue]) -> list[Inspection]:
    rng, rows = stream("venue inspections"), []
    worship, gym, pool = planted_venues(venues)

    def add(venue: Venue, at: datetime, is_open: bool | None, **more) -> Inspection:
        measure = "takeaway_only" if venue.kind == "restaurant" else "venue_closed"
        by = _inspector(rng, venue.group)
        rows.append(Inspection(at, by, "venue", venue.group, measure, venue_id=venue.id, **more))
        rows[-1].is_open = is_open
        return rows[-1]

    for venue in venues:
        if venue.kind in MUST_CLOSE:
            late = venue in (worship, gym, pool)
            if not late and rng.random() < 0.5:
                add(venue, a_moment(rng, date(2021, 12, 28), date(2021, 12, 29)), False)
            add(venue, a_moment(rng, date(2022, 1, 4), date(2022, 1, 20)), False)
            if rng.random() < 0.5:
                add(venue, a_moment(rng, date(2022, 1, 21), LAST_DAY), False)
        elif venue.kind == "restaurant":
            add(venue, a_moment(rng, date(2021, 12, 28), date(2022, 2, 9)), None)
    found = add(worship, worship.status_at, True, note=WORDS["inspections"]["open_note"])
    found.breach("reminded", date(2021, 12, 29), date(2021, 12, 30))
    add(worship, datetime.fromisoformat("2021-12-30 09:00"), False)
    found = add(
        gym, datetime.fromisoformat("2021-12-27 19:30"), True, note=WORDS["inspections"]["gym_note"]
    )
    found.breach("closed", date(2021, 12, 28), date(2021, 12, 28))
    add(gym, gym.status_at, False)
    add(pool, datetime.fromisoformat("2021-12-30 10:30"), False)
    _later_breaches(venues, add)
    return rows


def _later_breaches(venues: list[Venue], add) -> None:
    """After the demo's day: one that closed when told, and one after Tet that is still open."""
    sport = [venue for venue in venues if venue.kind == "sport"]
    religious = [venue for venue in venues if venue.kind == "religious"]
    found = add(sport[3], datetime.fromisoformat("2022-01-22 18:30"), True)
    found.breach("fined", date(2022, 1, 24), date(2022, 1, 24))
    add(sport[3], datetime.fromisoformat("2022-01-24 18:30"), False)
    add(religious[0], datetime.fromisoformat("2022-02-09 17:00"), True).breach(
        "reminded", LAST_DAY, None
    )


def _at_gatherings(gatherings: list[Gathering]) -> list[Inspection]:
    rng, rows = stream("gathering inspections"), []
    for gathering in gatherings:
        if gathering.starts_at < LEVEL_3_FROM:
            continue
        day, at = gathering.starts_at.date(), gathering.starts_at + timedelta(hours=1)
        by = _inspector(rng, gathering.group)

        def add(measure: str, at=at, by=by, gathering=gathering) -> Inspection:
            rows.append(Inspection(at, by, "gathering", gathering.group, measure))
            rows[-1].gathering_id = gathering.id
            return rows[-1]

        if gathering.kind == "funeral":
            row = add("funeral_people")
            row.people = SEEN_PEOPLE.get(day, gathering.people - rng.randint(0, 4))
            if row.people > 20:
                row.breach("reminded", day, day)
            row = add("funeral_delegation")
            row.delegation = SEEN_DELEGATION.get(day, rng.randint(2, gathering.delegation))
            if row.delegation > 5:
                row.breach("reminded", day, day)
        elif gathering.kind == "wedding":
            add("no_party").people = 0
        else:
            measure = "outdoor_crowd" if gathering.kind == "outdoor" else "indoor_crowd"
            add(measure).people = gathering.people - 1
    return rows


def _in_public(groups: list[Group]) -> list[Inspection]:
    rng, rows = stream("public inspections"), []
    for _place in range(30):
        group, at = rng.choice(groups), a_moment(rng, date(2021, 12, 27), LAST_DAY)
        measure = rng.choice(("mask", "mask", "outdoor_crowd", "distance", "disinfection"))
        row = Inspection(at, _inspector(rng, group), "public_place", group, measure)
        is_breach = rng.random() < 0.2
        if measure == "outdoor_crowd":
            row.people = rng.randint(10, 16) if is_breach else rng.randint(2, 9)
        if is_breach:
            row.breach(rng.choice(("reminded", "fined")), at.date(), at.date())
        rows.append(row)
    return rows


def _at_homes(stays: list[Stay]) -> list[Inspection]:
    """Is everybody where the order says? Two were not; nobody is named in the note."""
    rng, rows = stream("home inspections"), []
    for number in range(10):
        at = a_moment(rng, date(2021, 12, 27), LAST_DAY)
        there = [s for s in stays if s.is_open_on(at.date()) and s.end and s.end >= at.date()]
        home = rng.choice(there).home
        row = Inspection(
            at, _inspector(rng, home.group), "household", home.group, "left_quarantine"
        )
        row.household_id = home.id
        if number in (3, 7):
            row.breach("fined", at.date() + timedelta(1), at.date() + timedelta(1))
        rows.append(row)
    return rows


def _left_home(planted: Planted) -> Inspection:
    """Found away two days before the demo's day; nobody has gone back yet."""
    at, home = datetime.combine(DEMO_DAY - 2 * ONE, time(16, 30)), planted.left_home
    by = WORDS["offices"]["inspectors"][0]
    row = Inspection(at, by, "household", home.group, "left_quarantine", household_id=home.id)
    row.note = WORDS["inspections"]["left_note"]
    return row.breach("reminded", DEMO_DAY, DEMO_DAY + ONE)
