"""Teams by cause and under the same load; the week ahead; sharing people out."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.indicators.figure import Ward
from lib.indicators.teamwork import CAUSES, TeamDay, compare, last_words, team_days
from lib.indicators.workload import Move, guests, kits, loads, moved, share_out
from tests.indicators.frames import day, tables

TODAY = date(2021, 12, 29)
TEAMS = [
    {"team_id": "HT1", "name": "One", "kind": "support"},
    {"team_id": "HT2", "name": "Two", "kind": "support"},
    {"team_id": "XN1", "name": "Tests", "kind": "testing"},
]
AREAS = [
    {"team_id": "HT1", "group_id": "TDP01", "from_on": "01/12"},
    {"team_id": "HT2", "group_id": "TDP02", "from_on": "01/12"},
    {"team_id": "XN1", "group_id": "TDP01", "from_on": "01/12"},
    {"team_id": "XN1", "group_id": "TDP02", "from_on": "01/12"},
]


def person(case_id, group="TDP01", end: str | None = "31/12", start="20/12", **more):
    return {
        "case_id": case_id, "case_type": "F1", "group_id": group, "quarantine_start": start,
        "reported_at": day(start).isoformat(), "quarantine_end": end,
    } | more  # fmt: skip


def ward(**rows):
    return Ward(tables(teams=TEAMS, team_areas=AREAS, **rows), (), TODAY)


def test_a_teams_day_by_cause_and_a_silent_day_is_no_data():
    visits = [
        {"visit_id": "1", "case_id": "C1", "visited_at": "2021-12-29T08:00", "team_id": "HT1",
         "result": "seen_ok"},
        {"visit_id": "2", "case_id": "C2", "visited_at": "2021-12-29T09:00", "team_id": "HT1",
         "result": "missed", "missed_reason": "team_unavailable"},
        {"visit_id": "3", "case_id": "C4", "visited_at": "2021-12-28T09:30", "team_id": "HT2",
         "result": "seen_ok"},
    ]  # fmt: skip
    cases = [person("C1"), person("C2"), person("C3"), person("C4", "TDP02")]
    served = [{"membership_id": "1", "member_id": "M1", "team_id": "HT1", "from_on": "01/12"}]
    found = ward(cases=cases, visits=visits, memberships=served)
    one, two = team_days(found)
    assert {c: n for c, n in one.causes.items() if n} == {"seen": 1, "team": 1, "unrecorded": 1}
    assert (one.share, one.n_members, one.load) == (pytest.approx(1 / 3), 1, 3)
    assert (two.has_data, two.share, two.n_visits) == (False, None, 1)
    assert last_words(found) == {"HT1": "2021-12-29T09:00", "HT2": "2021-12-28T09:30"}


def a_day(team, number, seen, absent=0, unrecorded=0, n_members=1, has_data=True):
    causes = dict.fromkeys(CAUSES, 0) | {"seen": seen, "absent": absent, "unrecorded": unrecorded}
    n = seen + absent + unrecorded
    return TeamDay(team, TODAY + timedelta(number), n, n, causes, has_data, n_members)


def test_the_tenth_team_stands_after_the_second():
    lines = compare([a_day(team, 0, 60) for team in ("HT10", "HT2", "HT1")])
    assert [line.team_id for line in lines] == ["HT1", "HT2", "HT10"]


def test_absent_households_are_not_held_against_a_team():
    kind, idle = compare([a_day("HT1", 0, 60, absent=40), a_day("HT2", 0, 60, unrecorded=40)])
    assert (kind.share, kind.own_share, idle.share, idle.own_share) == (0.6, 1.0, 0.6, 0.6)


def test_under_more_load_less_is_expected():
    """Two heavy and two light days: each team is like the other of its class, not like all."""
    days = [
        a_day("HT1", 0, 90, unrecorded=10, n_members=20), a_day("HT2", 0, 60, unrecorded=40),
        a_day("HT3", 0, 90, unrecorded=10, n_members=20), a_day("HT4", 0, 60, unrecorded=40),
    ]  # fmt: skip
    assert [line.ratio for line in compare(days)] == [pytest.approx(1)] * 4


def test_silence_is_left_out_and_few_visits_are_flagged():
    days = [a_day("HT1", n, 30) for n in range(3)] + [a_day("HT1", 3, 0, 0, 30, has_data=False)]
    (line,) = compare([*days])
    assert (line.n_days, line.n_silent, line.n_visits, line.share, line.is_small) == (
        4, 1, 90, 1.0, False,
    )  # fmt: skip
    (few,) = compare([a_day("HT1", 0, 49)])
    assert few.is_small
    (mute,) = compare([a_day("HT1", 0, 0, 0, 9, has_data=False)])
    assert (mute.share, mute.own_share, mute.ratio, mute.load) == (None, None, None, None)


team_day = st.builds(
    a_day, st.sampled_from(["HT1", "HT2", "HT3"]), st.integers(0, 3), st.integers(0, 30),
    st.integers(0, 9), st.integers(0, 9), st.integers(1, 4), st.booleans(),
)  # fmt: skip


@given(st.lists(team_day, max_size=12, unique_by=lambda d: (d.team_id, d.day)))
def test_all_teams_together_are_exactly_what_is_expected(days):
    lines = compare(days)
    seen = sum(d.causes["seen"] for d in days if d.has_data)
    assert sum(line.expected for line in lines) == pytest.approx(seen)
    assert sum(line.n_visits for line in lines) == sum(d.n_visits for d in days if d.has_data)
    for line in lines:
        own = [d for d in days if d.team_id == line.team_id]
        told = [d for d in own if d.has_data]
        assert (line.n_days, line.n_silent) == (len(own), len(own) - len(told))
        power = sum(d.causes["seen"] + d.causes["team"] + d.causes["unrecorded"] for d in told)
        own_seen = sum(d.causes["seen"] for d in told)
        assert line.own_share == (pytest.approx(own_seen / power) if power else None)


def test_the_week_ahead_ends_with_each_stay_and_waits_for_whoever_awaits_release():
    found = ward(cases=[
        person("C1", end="30/12"), person("C2", end=None), person("C3", end="27/12"),
        person("C4", start="29/12", end="10/01", reported_at="2021-12-29"),
        person("C5", end="31/12", closed_on="29/12"),
        person("C6", "TDP02", start="31/12", end="31/12", reported_at="2021-12-29"),
    ])  # fmt: skip
    ahead = loads(found, guests(found))
    assert [ahead.get(("HT1", TODAY + timedelta(n)), 0) for n in range(4)] == [5, 4, 3, 3]
    assert [ahead.get(("HT2", TODAY + timedelta(n)), 0) for n in range(4)] == [0, 0, 1, 0]


def test_a_group_moves_with_everybody_and_one_person_elsewhere():
    found = ward(cases=[person("C1"), person("C2"), person("C3", "TDP02")])
    moves = [Move("group", "TDP01", "HT2"), Move("case", "C2", "HT1")]
    people = moved(guests(found), moves, ahead=1)
    assert {g.case_id: g.teams[:3] for g in people} == {
        "C1": ("HT1", "HT2", "HT2"), "C2": ("HT1", "HT1", "HT1"), "C3": ("HT2", "HT2", "HT2"),
    }  # fmt: skip
    before, after = loads(found, guests(found)), loads(found, people)
    for ahead in range(7):
        on = TODAY + timedelta(ahead)
        assert sum(n for (_t, d), n in before.items() if d == on) == sum(
            n for (_t, d), n in after.items() if d == on
        )


def test_what_is_arranged_for_later_in_the_week_counts_from_its_day_on():
    """The area changes hands on 31/12, one person is given away from 30/12 to 31/12."""
    areas = [
        {"team_id": "HT1", "group_id": "TDP01", "from_on": "01/12", "to_on": "30/12"},
        {"team_id": "HT2", "group_id": "TDP01", "from_on": "31/12"},
    ]
    given = [{"assignment_id": "A1", "case_id": "C2", "team_id": "HT2",
              "assigned_from": "30/12", "assigned_to": "31/12"}]  # fmt: skip
    rows = tables(
        teams=TEAMS, team_areas=areas, assignments=given,
        cases=[person("C1", end="05/01"), person("C2", end="05/01"), person("C3", "TDP02")],
    )  # fmt: skip
    found = Ward(rows, (), TODAY)
    one, two, three = guests(found)
    assert one.teams[:4] == ("HT1", "HT1", "HT2", "HT2")
    assert two.teams[:4] == ("HT1", "HT2", "HT2", "HT2")
    assert set(three.teams) == {"-"}
    ahead = loads(found, [one, two])
    assert [ahead.get(("HT1", TODAY + timedelta(n)), 0) for n in range(4)] == [2, 1, 0, 0]


def test_twice_a_day_doubles_the_visits_from_its_day_on():
    rows = tables(teams=TEAMS, team_areas=AREAS, cases=[person("C1", end="20/02")])
    found = Ward(rows, (), date(2022, 2, 10))
    ahead = loads(found, guests(found))
    assert [ahead["HT1", date(2022, 2, n)] for n in (10, 11, 12, 13)] == [1, 1, 2, 2]


def test_kits_for_what_is_due_overdue_and_coming_not_for_what_was_taken():
    """F1 without doses, 14 days from the start: tests on days 1, 7 and 14."""
    long = {"vaccine_doses": 0}
    cases = [
        person("C1", start="23/12", end="05/01", **long),  # day 7 is today, day 14 on 05/01
        person("C2", start="20/12", end="02/01", **long),  # day 7 was on 26/12, day 14 on 02/01
        person("C3", start="23/12", end="05/01", **long),
    ]
    tests = [
        {"test_id": f"T{n}", "case_id": code, "sample_date": on, "result": "negative"}
        for n, (code, on) in enumerate((("C1", "23/12"), ("C3", "23/12"), ("C3", "29/12")))
    ]
    assert kits(ward(cases=cases, tests=tests)) == {
        ("XN1", TODAY): 2, ("XN1", date(2022, 1, 2)): 1,
    }  # fmt: skip


@given(
    st.lists(st.lists(st.integers(), min_size=1, max_size=4), max_size=12),
    st.dictionaries(st.sampled_from("ABCD"), st.integers(0, 6), min_size=1),
)
def test_homes_stay_together_and_nobody_has_a_whole_home_more_than_needed(sizes, carrying):
    homes = [[f"{n}.{k}" for k in range(len(home))] for n, home in enumerate(sizes)]
    shared = share_out(homes, carrying)
    assert sorted(shared) == sorted(p for home in homes for p in home)
    for home in homes:
        assert len({shared[p] for p in home}) == 1
    has = Counter(carrying) + Counter(shared.values())
    if homes:
        heaviest = max(has[m] for m in set(shared.values()))
        largest = max(map(len, homes))
        assert heaviest - min(has.get(m, 0) for m in carrying) <= largest or heaviest <= max(
            carrying.values()
        )


def test_without_volunteers_nothing_is_shared_out():
    with pytest.raises(ValueError, match="nobody"):
        share_out([["C1"]], {})
