"""Seen, silent, not seen: spec rows and a slow recount."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lib.indicators.figure import Ward
from lib.indicators.registry import compute_figures
from lib.indicators.visiting import CAUSES, VisitDay
from lib.rules.visiting import visit_rule
from tests.indicators.frames import day, tables

TEAMS = [
    {"team_id": "HT1", "name": "Team 1", "kind": "support"},
    {"team_id": "HT2", "name": "Team 2", "kind": "support"},
    {"team_id": "XN1", "name": "Tests", "kind": "testing"},
]
AREAS = [
    {"team_id": "HT1", "group_id": "TDP01", "from_on": "01/12"},
    {"team_id": "HT2", "group_id": "TDP02", "from_on": "01/12"},
    {"team_id": "HT2", "group_id": "TDP03", "from_on": "01/12", "to_on": "10/12"},
    {"team_id": "XN1", "group_id": "TDP04", "from_on": "01/12"},
]


def person(case_id: str, group: str, start: str = "20/12") -> dict:
    return {
        "case_id": case_id, "case_type": "F1", "group_id": group,
        "reported_at": day(start).isoformat(), "quarantine_start": start,
        "quarantine_end": "10/01",
    }  # fmt: skip


def visit(case_id: str, on: str, result: str = "seen_ok", team: str | None = "HT1") -> dict:
    visited_at = f"{day(on).isoformat()}T08:00"
    return {
        "visit_id": f"{case_id}{on}{result}", "case_id": case_id, "visited_at": visited_at,
        "team_id": team, "result": result,
    }  # fmt: skip


def figures(cases, visits, on="29/12"):
    rows = tables(cases=cases, visits=visits, teams=TEAMS, team_areas=AREAS)
    return compute_figures(Ward(rows, (), day(on)))


def test_a_silent_team_is_left_out_and_counted():
    cases = [person("C1", "TDP01"), person("C2", "TDP01"), person("C3", "TDP02")]
    found = figures(cases, [visit("C1", "29/12"), visit("C2", "29/12", "missed")])
    seen = found["visited_today"]
    assert (seen.value, seen.numerator, seen.denominator, seen.left_out) == (0.5, 1, 2, 1)
    assert found["silent_teams"].rows["team_id"].to_list() == ["HT2"]


def test_a_team_that_only_missed_people_did_report():
    found = figures([person("C1", "TDP01")], [visit("C1", "29/12", "missed")])
    assert found["visited_today"].value == 0
    assert found["silent_teams"].value == 0


def test_nobody_recorded_anything_is_no_data_not_zero():
    found = figures([person("C1", "TDP01")], [visit("C1", "28/12")])
    assert found["visited_today"].value is None
    assert found["visited_today"].left_out == 1


def test_two_visits_to_one_person_count_once():
    found = figures(
        [person("C1", "TDP01")], [visit("C1", "29/12"), visit("C1", "29/12", "seen_not_ok")]
    )
    assert found["visited_today"].value == 1


def test_a_visit_without_a_team_is_that_of_the_persons_team():
    found = figures(
        [person("C1", "TDP01"), person("C2", "TDP02")], [visit("C1", "29/12", team=None)]
    )
    assert found["visited_today"].denominator == 1
    assert found["silent_teams"].rows["team_id"].to_list() == ["HT2"]


def test_an_area_that_has_ended_and_a_testing_team_cover_nobody():
    found = figures([person("C1", "TDP03"), person("C2", "TDP04")], [])
    assert found["silent_teams"].value == 0


def test_not_seen_counts_from_the_last_day_seen():
    cases = [person("C1", "TDP01"), person("C2", "TDP01"), person("C3", "TDP01", "28/12")]
    visits = [
        visit("C1", "27/12"), visit("C1", "28/12", "missed"), visit("C1", "29/12", "missed"),
        visit("C2", "28/12"),
    ]  # fmt: skip
    found = figures(cases, visits)
    # C1 last seen two days ago; C2 yesterday; C3 never, but here only since yesterday
    assert found["not_seen_2_days"].rows["case_id"].to_list() == ["C1"]
    later = figures(cases, visits, on="30/12")
    assert sorted(later["not_seen_2_days"].rows["case_id"].to_list()) == ["C1", "C2", "C3"]


def test_one_two_and_three_days_are_counted_from_the_last_day_seen():
    cases = [person("C1", "TDP01"), person("C2", "TDP01"), person("C3", "TDP01")]
    visits = [visit("C1", "29/12"), visit("C2", "28/12"), visit("C3", "26/12")]
    found = figures(cases, visits)
    rows = {n: sorted(found[f"not_seen_{n}"].rows["case_id"].to_list())
            for n in ("1_day", "2_days", "3_days")}  # fmt: skip
    assert rows == {"1_day": ["C2", "C3"], "2_days": ["C3"], "3_days": ["C3"]}


def test_somebody_given_to_another_team_is_that_teams():
    given = [
        {"assignment_id": "P1", "case_id": "C1", "team_id": "HT2", "assigned_from": "20/12"},
        {"assignment_id": "P2", "case_id": "C2", "team_id": "HT2", "assigned_from": "20/12",
         "assigned_to": "28/12"},
        {"assignment_id": "P3", "case_id": "C3", "team_id": "XN1", "assigned_from": "20/12"},
    ]  # fmt: skip
    cases = [person(f"C{n}", "TDP01") for n in (1, 2, 3)]
    rows = tables(cases=cases, teams=TEAMS, team_areas=AREAS, assignments=given)
    due = VisitDay(Ward(rows, (), day("29/12"))).due
    assert dict(due.select("case_id", "team_id").rows()) == {"C1": "HT2", "C2": "HT1", "C3": "HT1"}


CASES = [person(f"C{n}", "TDP01") for n in range(1, 5)]
TWICE = (visit_rule({
    "effective_from": date(2021, 12, 29), "times": 2, "document": "x", "issuer": "", "en": "",
    "certainty": "unverified", "checked_by": "", "vi": "",
}),)  # fmt: skip


def outcomes(visits, on="29/12", rules=()):
    rows = tables(cases=CASES, visits=visits, teams=TEAMS, team_areas=AREAS)
    found = VisitDay(Ward(rows, (), day(on), visit_rules=rules)).outcomes
    return {
        row["case_id"]: {cause: row[cause] for cause in CAUSES if row[cause]}
        for row in found.rows(named=True)
    }


def test_missed_not_attempted_and_not_written_down_are_three_things():
    visits = [
        visit("C1", "29/12"), visit("C2", "29/12", "missed") | {"missed_reason": "wrong_phone"},
        visit("C3", "29/12", "not_attempted"),
    ]  # fmt: skip
    assert outcomes(visits) == {
        "C1": {"seen": 1}, "C2": {"wrong_phone": 1}, "C3": {"team": 1}, "C4": {"unrecorded": 1},
    }  # fmt: skip


def test_seen_after_a_miss_is_seen():
    missed = visit("C1", "29/12", "missed") | {"missed_reason": "absent"}
    assert outcomes([missed, visit("C1", "29/12")])["C1"] == {"seen": 1}


def test_a_double_visit_hides_no_missed_day():
    twice = [visit("C1", "28/12"), visit("C1", "28/12", "seen_not_ok"), visit("C2", "29/12")]
    assert outcomes(twice, on="28/12")["C1"] == {"seen": 1}
    assert outcomes(twice)["C1"] == {"unrecorded": 1}


def test_twice_a_day_by_the_rule_one_visit_is_half():
    visits = [visit("C1", "29/12"), visit("C2", "29/12"), visit("C2", "29/12", "seen_not_ok")]
    found = outcomes(visits, rules=TWICE)
    assert (found["C1"], found["C2"]) == ({"seen": 1, "unrecorded": 1}, {"seen": 2})
    assert outcomes(visits, on="28/12", rules=TWICE)["C1"] == {"unrecorded": 1}


def test_due_and_not_recorded_is_counted_over_the_teams_that_reported():
    cases = [person("C1", "TDP01"), person("C2", "TDP01"), person("C3", "TDP02")]
    found = figures(cases, [visit("C1", "29/12")])["visits_not_recorded"]
    assert found.rows["case_id"].to_list() == ["C2"]
    assert (found.numerator, found.denominator, found.left_out) == (1, 2, 1)
    assert figures(cases, [])["visits_not_recorded"].value is None


def test_a_visit_after_the_day_is_not_seen_yet():
    found = figures([person("C1", "TDP01")], [visit("C1", "30/12")])
    assert found["not_seen_2_days"].value == 1


people = st.lists(
    st.tuples(st.sampled_from(["TDP01", "TDP02", "TDP05"]), st.integers(15, 29)),
    min_size=1, max_size=6,
)  # fmt: skip
recorded = st.lists(
    st.tuples(
        st.integers(0, 5), st.integers(24, 30),
        st.sampled_from(["seen_ok", "seen_not_ok", "missed", "not_attempted"]),
        st.sampled_from(["HT1", "HT2", None]),
    ),
    max_size=12,
)  # fmt: skip


@given(people, recorded)
def test_figures_equal_the_slow_recount(groups, rows):
    cases = [person(f"C{n}", group, f"{start}/12") for n, (group, start) in enumerate(groups)]
    visits = [
        visit(f"C{n}", f"{d}/12", result, team) | {"visit_id": f"V{k}"}
        for k, (n, d, result, team) in enumerate(rows)
        if n < len(cases)
    ]
    found = figures(cases, visits)
    today = date(2021, 12, 29)
    team_of = {"TDP01": "HT1", "TDP02": "HT2"}
    team = {case["case_id"]: team_of.get(case["group_id"], "-") for case in cases}

    spoke = set()
    for v in visits:
        if v["visited_at"].startswith("2021-12-29"):
            spoke.add(v["team_id"] or team[v["case_id"]])
            if team[v["case_id"]] == "-":
                spoke.add("-")
    judged = [c["case_id"] for c in cases if team[c["case_id"]] in spoke]
    seen, unseen = [], []
    for case in cases:
        days = [
            date.fromisoformat(v["visited_at"][:10])
            for v in visits
            if v["case_id"] == case["case_id"] and v["result"].startswith("seen")
        ]
        days = [d for d in days if d <= today]
        if today in days and case["case_id"] in judged:
            seen.append(case["case_id"])
        last = max([*days, day(case["quarantine_start"])])
        if (today - last) >= timedelta(days=2):
            unseen.append(case["case_id"])
    figure = found["visited_today"]
    assert sorted(figure.rows["case_id"].to_list()) == sorted(seen)
    assert figure.denominator == (len(judged) or None)
    assert figure.left_out == len(cases) - len(judged)
    assert sorted(found["not_seen_2_days"].rows["case_id"].to_list()) == sorted(unseen)
    silent = {team[c["case_id"]] for c in cases} - spoke - {"-"}
    assert sorted(found["silent_teams"].rows["team_id"].to_list()) == sorted(silent)
