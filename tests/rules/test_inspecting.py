"""Every limit at its boundary, by kind and by hour."""

import pytest

from lib.rules.inspecting import FIVE_K, Observation, judge
from lib.rules.measures import load_measures

MEASURES = load_measures()
AT = "2021-12-29T10:00"


# target, kind, what was seen, moment | measure and result of each
@pytest.mark.parametrize(("target", "kind", "seen", "moment", "expected"), [
    ("gathering", "funeral", {"people": 20}, AT, [("funeral_people", "complies")]),
    ("gathering", "funeral", {"people": 21}, AT, [("funeral_people", "breach")]),
    ("gathering", "funeral", {"delegation": 5}, AT, [("funeral_delegation", "complies")]),
    ("gathering", "funeral", {"delegation": 6}, AT, [("funeral_delegation", "breach")]),
    ("gathering", "funeral", {"people": 26}, "2021-12-27T05:59", [("indoor_crowd", "not_checked")]),
    ("gathering", "funeral", {"people": 26}, "2021-12-27T06:00", [("funeral_people", "breach")]),
    ("gathering", "wedding", {"people": 1}, AT, [("no_party", "breach")]),
    ("gathering", "funeral", {"people": 21, "delegation": 5}, AT,
     [("funeral_people", "breach"), ("funeral_delegation", "complies")]),
    ("venue", "worship", {"is_open": True}, AT, [("venue_closed", "breach")]),
    ("venue", "worship", {"is_open": False}, AT, [("venue_closed", "complies")]),
    ("venue", "worship", {"is_open": True}, "2021-12-27T05:59", [("venue_closed", "not_checked")]),
    ("venue", "market", {"is_open": True}, AT, [("venue_closed", "not_checked")]),
    ("venue", "market", {"people": 80}, AT, [("indoor_crowd", "not_checked")]),
    ("venue", "restaurant", {"people": 20}, AT, [("indoor_crowd", "complies")]),
    ("venue", "restaurant", {"people": 21}, AT, [("indoor_crowd", "breach")]),
    ("venue", "restaurant", {"is_open": True}, "2021-12-29T20:59",
     [("venue_closed", "not_checked")]),
    ("venue", "restaurant", {"is_open": True}, "2021-12-29T21:00", [("takeaway_only", "breach")]),
    ("venue", "restaurant", {"is_open": False}, "2021-12-29T22:00",
     [("takeaway_only", "complies")]),
    ("public_place", "", {"people": 9}, AT, [("outdoor_crowd", "complies")]),
    ("public_place", "", {"people": 10}, AT, [("outdoor_crowd", "breach")]),
    ("public_place", "", {"people": 500}, "2021-12-27T05:59", [("outdoor_crowd", "not_checked")]),
    ("gathering", "wedding", {"delegation": 50}, AT, []),
    ("public_place", "", {"five_k": {"mask": True, "distance": False}}, AT,
     [("mask", "complies"), ("distance", "breach")]),
    ("public_place", "", {"is_open": True}, AT, []),
    ("venue", "market", {}, AT, []),
])  # fmt: skip
def test_verdicts(target, kind, seen, moment, expected):
    found = judge(MEASURES, target, kind, Observation(**seen), moment)
    assert [(verdict.measure, verdict.result) for verdict in found] == expected


def test_the_5k_come_in_the_order_people_say_them():
    everything = Observation(five_k=dict.fromkeys(reversed(FIVE_K), True))
    found = judge(MEASURES, "public_place", "", everything, AT)
    assert [verdict.measure for verdict in found] == list(FIVE_K)
