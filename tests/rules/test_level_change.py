"""What would change at another level: known, unknown, the same."""

import pytest

from lib.rules.level_change import level_change, other_levels, other_measures
from lib.rules.measures import load_measures, measures_in_force
from lib.schema.tables import ENUMERATIONS

LEVEL_3 = measures_in_force(load_measures(), "2021-12-29")


def test_a_row_is_whole_and_nothing_is_said_twice():
    said = [(level, row.measure) for row in other_measures() for level in row.levels]
    assert len(said) == len(set(said))
    assert other_levels() == [1, 2, 4]
    assert all(row.document and row.en and row.vi for row in other_measures())
    assert {row.measure for row in other_measures()} <= set(ENUMERATIONS["measure"].codes)
    assert {row.certainty for row in other_measures()} <= {"verified", "unverified"}


@pytest.mark.parametrize(("level", "expected"), [
    (1, {"indoor_crowd": "changes", "outdoor_crowd": "changes", "takeaway_only": "changes",
         "no_party": "unknown", "mask": "stays"}),
    (2, {"no_party": "changes", "indoor_crowd": "changes", "takeaway_only": "changes",
         "outdoor_crowd": "unknown", "venue_closed": "unknown", "mask": "stays"}),
    (4, {"takeaway_only": "changes", "funeral_people": "unknown", "mask": "stays"}),
])  # fmt: skip
def test_each_measure_in_force_against_another_level(level, expected):
    found = {change.measure: change.what for change in level_change(LEVEL_3, level)}
    assert found.keys() == {measure.measure for measure in LEVEL_3}
    assert {measure: found[measure] for measure in expected} == expected


def test_what_only_the_other_level_knows_begins_there():
    found = level_change((), 2)
    assert {change.what for change in found} == {"begins"}
    assert [change.measure for change in found] == [
        row.measure for row in other_measures() if 2 in row.levels
    ]
