"""Dated measures: every shipped row loads, and the strictest fitting row decides."""

from dataclasses import replace

import pytest

from lib.rules.measures import at_level, load_measures, measures_in_force, strictest
from lib.schema.tables import ENUMERATIONS

MEASURES = load_measures()
FUNERAL = next(m for m in MEASURES if m.id == "district-funeral-people")


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_a_shipped_row_is_whole(measure):
    assert measure.measure in ENUMERATIONS["measure"].codes
    assert measure.document
    assert measure.en
    assert measure.vi
    kinds = {"gathering": "gathering_kind", "venue": "venue_kind"}.get(measure.target)
    if kinds:
        assert set(measure.applies_to) <= {"*", *ENUMERATIONS[kinds].codes}


def test_ids_are_unique():
    assert len({measure.id for measure in MEASURES}) == len(MEASURES)


@pytest.mark.parametrize(
    ("moment", "limit"),
    [
        ("2021-12-27T05:59", None),
        ("2021-12-27T06:00", 20),
        ("2021-12-27", 20),
        ("2021-12-26", None),
        ("2022-02-01T00:00", 20),
    ],
)
def test_a_measure_holds_from_its_hour(moment, limit):
    found = strictest(
        MEASURES, target="gathering", kind="funeral", quantity="people", moment=moment
    )
    assert (found.number if found else None) == limit


def test_a_measure_ends_at_its_hour():
    ended = replace(FUNERAL, effective_to="2022-01-26T00:00")
    assert measures_in_force([ended], "2022-01-25T23:59") == (ended,)
    assert measures_in_force([ended], "2022-01-26T00:00") == ()


def test_a_named_kind_beats_a_general_row_and_the_strictest_of_equals_wins():
    general = replace(FUNERAL, id="general", applies_to=("*",), number=3)
    wider = replace(FUNERAL, id="wider", number=30, layer="national")
    rows = [general, wider, FUNERAL]
    at = {"target": "gathering", "quantity": "people", "moment": "2021-12-29T08:00"}
    assert strictest(rows, kind="funeral", **at) is FUNERAL
    assert strictest(rows, kind="wedding", **at) is general
    assert strictest([], kind="wedding", **at) is None


# declared level, since | people at a funeral on 20/01 and on 21/01/2022
@pytest.mark.parametrize(("level", "since", "before", "after"), [
    (3, "2021-12-27T06:00", 20, 20), (None, None, 20, 20), (2, None, 20, 20),
    (2, "2022-01-21T00:00", 20, None),
])  # fmt: skip
def test_another_declared_level_ends_what_belongs_to_the_last(level, since, before, after):
    rows = at_level(MEASURES, level, since)
    at = {"target": "gathering", "kind": "funeral", "quantity": "people"}
    found = [strictest(rows, moment=f"2022-01-{day}T12:00", **at) for day in (20, 21)]
    assert [limit and limit.number for limit in found] == [before, after]
    assert "national-5k" in {row.id for row in measures_in_force(rows, "2022-01-21")}


def test_a_measure_of_the_evening_judges_no_day_and_no_morning():
    at = {"target": "venue", "kind": "restaurant", "quantity": "open"}
    for moment, is_limited in (
        ("2021-12-29", False), ("2021-12-29T20:59", False), ("2021-12-29T21:00", True),
    ):  # fmt: skip
        assert bool(strictest(MEASURES, moment=moment, **at)) is is_limited
