"""A list that has not come is no data, never a zero."""

import pytest

from lib.indicators.figure import Ward
from lib.indicators.periods import period_counts
from lib.indicators.registry import INDICATORS, compute_figures
from lib.rules.measures import shipped_measures
from lib.schema.tables import TABLES
from tests.indicators.frames import day, tables

TODAY = day("29/12")
NEEDS = {id_: each.needs for id_, each in INDICATORS.items() if each.needs}


def ward_of(frames):
    return Ward(frames, shipped_measures(), TODAY)


def test_an_empty_ward_has_no_number_at_all():
    figures = compute_figures(ward_of(tables()))
    assert {figure.value for figure in figures.values()} == {None}
    assert {figure.numerator for figure in figures.values()} == {None}


def test_an_empty_ward_reports_no_number_to_the_district():
    assert set(period_counts(ward_of(tables()), TODAY, TODAY).values()) == {None}


@pytest.mark.parametrize("id_", NEEDS)
def test_without_the_list_that_it_needs_a_figure_is_not_known(demo_frames, id_):
    table = NEEDS[id_]
    assert table in TABLES
    assert INDICATORS[id_].figure(ward_of(demo_frames)).value is not None
    without = demo_frames | {table: demo_frames[table].head(0)}
    assert INDICATORS[id_].figure(ward_of(without)).value is None


def test_without_inspections_no_breach_is_reported_and_not_none(demo_frames):
    without = demo_frames | {"inspections": demo_frames["inspections"].head(0)}
    assert period_counts(ward_of(without), TODAY, TODAY)["breaches"] is None
    assert period_counts(ward_of(demo_frames), TODAY, TODAY)["breaches"] is not None


@pytest.fixture(scope="module")
def demo_frames(demo_store):
    from lib.reports.frames import counting_tables

    return counting_tables(demo_store)
