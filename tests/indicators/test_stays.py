"""The day convention as tables: a stay, a day, what it is on that day."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.indicators.figure import Ward
from lib.indicators.registry import compute_figures
from lib.indicators.stays import NEVER_WERE, count_in_quarantine_by_day, stays
from tests.indicators.frames import day, tables

# reported, start, end, closed, reason | day -> in quarantine, awaiting release
SPEC = """
    20/12 20/12 26/12 -     -                | 19/12 -  -
    20/12 20/12 26/12 -     -                | 20/12 in -
    20/12 20/12 26/12 -     -                | 26/12 in -
    20/12 20/12 26/12 -     -                | 27/12 -  awaiting
    20/12 20/12 26/12 26/12 completed        | 26/12 in -
    20/12 20/12 26/12 27/12 completed        | 26/12 in -
    20/12 20/12 26/12 27/12 completed        | 27/12 -  -
    20/12 20/12 26/12 29/12 completed        | 28/12 -  awaiting
    20/12 20/12 26/12 29/12 completed        | 29/12 -  -
    20/12 20/12 02/01 24/12 converted_to_f0  | 24/12 in -
    20/12 20/12 02/01 24/12 converted_to_f0  | 25/12 -  -
    20/12 20/12 02/01 24/12 converted_to_f0  | 23/12 in -
    20/12 20/12 -     -     -                | 31/01 in -
    20/12 20/12 -     25/12 moved_away       | 25/12 in -
    20/12 20/12 -     25/12 moved_away       | 26/12 -  -
    20/12 -     26/12 -     -                | 20/12 in -
    20/12 -     26/12 -     -                | 19/12 -  -
    20/12 -     -     -     -                | 20/12 in -
    22/12 20/12 26/12 -     -                | 21/12 -  -
    22/12 20/12 26/12 -     -                | 22/12 in -
    20/12 23/12 26/12 -     -                | 22/12 -  -
    20/12 23/12 26/12 -     -                | 23/12 in -
    20/12 20/12 26/12 -     duplicate        | 22/12 -  -
    20/12 20/12 26/12 30/12 entered_in_error | 28/12 -  -
"""


def spec_rows() -> list[tuple[dict[str, object], date, bool, bool]]:
    rows = []
    for line in SPEC.strip().splitlines():
        stay, expected = line.split("|")
        reported, start, end, closed, reason = (None if x == "-" else x for x in stay.split())
        on, inside, awaiting = expected.split()
        row = {
            "case_id": "C1", "case_type": "F0", "group_id": "TDP01",
            "reported_at": day(reported).isoformat(), "quarantine_start": start,
            "quarantine_end": end, "closed_on": closed, "end_reason": reason,
        }  # fmt: skip
        rows.append((row, day(on), inside == "in", awaiting == "awaiting"))
    return rows


@pytest.mark.parametrize(("row", "on", "inside", "awaiting"), spec_rows())
def test_state_of_a_stay_on_a_day(row, on, inside, awaiting):
    figures = compute_figures(Ward(tables(cases=[row]), (), on))
    assert figures["in_quarantine_f0"].value == inside
    assert figures["awaiting_release"].value == awaiting
    assert figures["in_quarantine_f1"].value == 0


def test_moment_of_report_counts_by_its_day():
    row = {"case_id": "C1", "case_type": "F1", "reported_at": "2021-12-20T23:50"}
    assert (
        compute_figures(Ward(tables(cases=[row]), (), day("20/12")))["in_quarantine_f1"].value == 1
    )
    assert (
        compute_figures(Ward(tables(cases=[row]), (), day("19/12")))["in_quarantine_f1"].value == 0
    )


def test_no_case_ever_brought_in_is_no_data_not_zero():
    assert compute_figures(Ward(tables(), (), day("20/12")))["in_quarantine_f0"].value is None


days = st.dates(date(2021, 12, 1), date(2021, 12, 20))
maybe = st.none() | days
generated = st.lists(
    st.fixed_dictionaries(
        {
            "case_type": st.sampled_from(["F0", "F1"]),
            "group_id": st.sampled_from(["TDP01", "TDP02", "unknown"]),
            "reported_at": days.map(lambda d: d.isoformat())
            | days.map(lambda d: d.isoformat() + "T07:30"),
            "quarantine_start": maybe,
            "quarantine_end": maybe,
            "closed_on": maybe,
            "end_reason": st.sampled_from([None, "completed", "converted_to_f0", *NEVER_WERE]),
        }
    ),
    min_size=1,
    max_size=12,
)


def with_ids(rows):
    return [row | {"case_id": f"C{n}"} for n, row in enumerate(rows)]


def slow_state(row: dict, on: date) -> str:
    """The convention read aloud, one stay and one day at a time."""
    reported = date.fromisoformat(row["reported_at"][:10])
    start, end, closed = (
        row["quarantine_start"] or reported,
        row["quarantine_end"],
        row["closed_on"],
    )
    if row["end_reason"] in NEVER_WERE or reported > on:
        return "unknown"
    if end is not None and end < on:
        return "awaiting" if closed is None or closed > on else "over"
    if closed is not None and closed < on:
        return "over"
    return "in" if start <= on else "later"


@given(generated, days)
def test_figures_equal_the_slow_recount(rows, on):
    rows = with_ids(rows)
    figures = compute_figures(Ward(tables(cases=rows), (), on))
    state = {row["case_id"]: slow_state(row, on) for row in rows}

    def ids(condition):
        return sorted(row["case_id"] for row in rows if condition(row))

    def still_open(row):
        known = state[row["case_id"]] != "unknown"
        return known and (row["closed_on"] is None or row["closed_on"] > on)

    def starts_on(row, d):
        start = row["quarantine_start"] or date.fromisoformat(row["reported_at"][:10])
        return still_open(row) and start == d

    def ends_on(row, d):
        later = state[row["case_id"]] == "later" and still_open(row)
        return row["quarantine_end"] == d and (state[row["case_id"]] == "in" or later)

    tomorrow = on + timedelta(days=1)
    missing = lambda r: r["quarantine_start"] is None or r["quarantine_end"] is None  # noqa: E731
    expected = {
        "in_quarantine_f0": ids(lambda r: state[r["case_id"]] == "in" and r["case_type"] == "F0"),
        "in_quarantine_f1": ids(lambda r: state[r["case_id"]] == "in" and r["case_type"] == "F1"),
        "awaiting_release": ids(lambda r: state[r["case_id"]] == "awaiting"),
        "missing_dates": ids(lambda r: still_open(r) and missing(r)),
        "starts_today": ids(lambda r: starts_on(r, on)),
        "starts_tomorrow": ids(lambda r: starts_on(r, tomorrow)),
        "ends_today": ids(lambda r: ends_on(r, on)),
        "ends_tomorrow": ids(lambda r: ends_on(r, tomorrow)),
    }
    for id_, wanted in expected.items():
        assert sorted(figures[id_].rows["case_id"].to_list()) == wanted, id_
        assert figures[id_].value == figures[id_].numerator == len(wanted)
    assert figures["missing_dates"].denominator == len(ids(still_open))


@given(generated)
def test_the_series_equals_the_figure_of_each_day(rows):
    cases = tables(cases=with_ids(rows))["cases"]
    first, last = date(2021, 12, 1), date(2021, 12, 22)
    series = count_in_quarantine_by_day(cases, first=first, last=last)
    counted = {(r["day"], r["case_type"]): r["n"] for r in series.rows(named=True)}
    for offset in range((last - first).days + 1):
        on = first + timedelta(days=offset)
        inside = stays(cases, as_of=on).filter("in_quarantine")
        for case_type in ("F0", "F1"):
            n = inside.filter(pl.col("case_type") == case_type).height
            assert counted.get((on, case_type), 0) == n


@given(generated, days)
def test_by_group_adds_up(rows, on):
    figure = compute_figures(Ward(tables(cases=with_ids(rows)), (), on))["in_quarantine_f0"]
    assert sum(figure.count_by("group_id").values()) == figure.value
