"""Units that count, capped by the day; what was paid without a record and done without pay."""

from collections import Counter
from datetime import date

import narwhals as nw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.indicators.paying import Period, hold_against, worked
from lib.rules.visiting import load_visit_rules
from tests.indicators.frames import tables

FIRST, LAST = date(2021, 12, 1), date(2021, 12, 15)
RULES = load_visit_rules()


def visit(n, on="2021-12-05", who="M1", result="seen_ok", reason=None, case_id=None, team="HT1"):
    return {
        "visit_id": f"V{n}", "case_id": case_id or f"C{n}", "visited_at": f"{on}T08:00",
        "team_id": team, "member_id": who, "result": result, "missed_reason": reason,
    }  # fmt: skip


def done(visits=(), tests=(), most=None):
    rows = tables(visits=list(visits), tests=list(tests))
    frames = (nw.from_native(rows[name], eager_only=True) for name in ("visits", "tests"))
    return worked(*frames, Period(FIRST, LAST, most), RULES)


def test_what_counts_and_what_does_not():
    found = done(
        [
            visit(1), visit(2, result="missed", reason="absent"), visit(3, result="not_attempted"),
            visit(4, result="missed", reason="team_unavailable"), visit(5, on="2021-12-16"),
            visit(6, on="2021-11-30"), visit(7, who=None), visit(8, case_id="C1"),
            visit(9, reason="team_unavailable"),  # a list corrected "missed" and left the reason
        ],
        [{"test_id": "T1", "case_id": "C1", "sample_date": "01/12", "team_id": "XN1",
          "member_id": "M9"},
         {"test_id": "T2", "case_id": "C1", "sample_date": "15/12", "team_id": "XN1",
          "member_id": "M9", "performed_by": "station"}],
    )  # fmt: skip
    assert {who: [work.id for work in of] for who, of in found.by.items()} == {
        ("HT1", "M1"): ["V1", "V2", "V9"], ("XN1", "M9"): ["T1"],
    }  # fmt: skip
    assert found.nameless == 1


@pytest.mark.parametrize(("most", "units"), [(None, 7), (3, 5), (1, 2)])
def test_a_day_counts_so_many_units_at_most(most, units):
    visits = [visit(n) for n in range(5)] + [visit(n, on="2021-12-06") for n in (7, 8)]
    assert done(visits).units(("HT1", "M1"), most) == units


def test_a_sheet_is_held_against_the_record():
    found = done([visit(n) for n in range(4)] + [visit(9, who="M2")])
    lines = [
        {"payment_id": "P1", "team_id": "HT1", "member_id": "M1", "units": 6, "most_per_day": None},
        {"payment_id": "P2", "team_id": "HT1", "member_id": "M3", "units": 1, "most_per_day": None},
    ]
    held = hold_against(lines, found)
    assert (held.over, held.under) == ({"P1": 2, "P2": 1}, {})
    assert held.unpaid == {("HT1", "M2"): 1}
    less = hold_against([lines[0] | {"units": 3}], found)
    assert (less.over, less.under) == ({}, {"P1": 1})
    capped = hold_against([lines[0] | {"units": 2, "most_per_day": 2}], found)
    assert (capped.over, capped.under) == ({}, {})


@given(
    st.lists(st.tuples(st.integers(1, 15), st.sampled_from(["M1", "M2"]), st.integers(0, 4)),
             max_size=25),
    st.one_of(st.none(), st.integers(1, 3)),
)  # fmt: skip
def test_units_equal_the_slow_count(rows, most):
    visits = [
        visit(n, on=f"2021-12-{d:02}", who=who, case_id=f"C{case}")
        for n, (d, who, case) in enumerate(rows)
    ]
    first_of_day, days = set(), Counter()
    for row in sorted(visits, key=lambda v: (v["visited_at"], v["visit_id"])):
        key = (row["case_id"], row["visited_at"][:10])
        if key not in first_of_day:  # once a day is due: a second visit is not paid
            first_of_day.add(key)
            days[row["member_id"], row["visited_at"][:10]] += 1
    found = done(visits)
    for who in ("M1", "M2"):
        expected = sum(min(n, most or n) for (member, _day), n in days.items() if member == who)
        assert found.units(("HT1", who), most) == expected
