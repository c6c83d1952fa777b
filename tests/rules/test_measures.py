"""Dated measures: every shipped row loads, and the strictest fitting row decides."""

from dataclasses import replace

import pytest

from lib.rules.measures import load_measures, measures_in_force, strictest
from lib.schema.tables import ENUMERATIONS

MEASURES = load_measures()
FUNERAL = next(m for m in MEASURES if m.id == "ward-funeral-people")


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
