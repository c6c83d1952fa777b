"""The level that dated rules indicate, at every boundary and on every published row."""

import csv
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lib.rules.levels import (
    Inputs,
    hold_against_itself,
    indicate_from_rate,
    indicate_level,
    load_level_rules,
    whole,
)

RULES = load_level_rules()
DAY = date(2021, 12, 29)
SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
MET = {"adult_one_dose": 94.0, "elderly_full": 82.0}
PER_100K = 100_000
CITY = {"city": 8_200_000}  # what the notices of the city count with
BANDS = ((20, 1), (50, 2), (150, 3))


def test_kham_thien_on_10_december():
    found = indicate_level(RULES, date(2021, 12, 10), Inputs(82, 9552, **MET))
    assert (whole(found.rate), found.band, found.level) == (429, 4, 3)


# cases of 14 days among 100,000 people | band | level with targets met | missed
@pytest.mark.parametrize(("cases", "band", "met", "missed"), [
    (0, 1, 1, 2), (39, 1, 1, 2), (40, 2, 2, 3), (99, 2, 2, 3), (100, 3, 2, 3), (299, 3, 2, 3),
    (300, 4, 3, 4),
])  # fmt: skip
def test_each_cut_belongs_to_the_band_above(cases, band, met, missed):
    found = indicate_level(RULES, DAY, Inputs(cases, PER_100K, **MET))
    assert (found.band, found.level, found.why) == (band, met, "indicated")
    for short in ({"elderly_full": 79.9}, {"adult_one_dose": 69.9}):
        assert indicate_level(RULES, DAY, Inputs(cases, PER_100K, **(MET | short))).level == missed
    exact = {"adult_one_dose": 70.0, "elderly_full": 80.0}
    assert indicate_level(RULES, DAY, Inputs(cases, PER_100K, **exact)).level == met


# day | why
@pytest.mark.parametrize(("day", "why"), [
    ("2021-10-11", "no_rule"), ("2021-10-12", "indicated"), ("2022-01-26", "indicated"),
    ("2022-01-27", "not_verified"),
])  # fmt: skip
def test_the_day_a_rule_takes_effect(day, why):
    found = indicate_level(RULES, date.fromisoformat(day), Inputs(300, PER_100K, **MET))
    assert found.why == why
    assert (found.level is not None) == (why == "indicated")
    assert found.rate == Decimal(150)


def test_without_coverage_nothing_is_indicated_unless_assumed():
    inputs = Inputs(300, PER_100K)
    assert indicate_level(RULES, DAY, inputs).why == "no_coverage"
    assert indicate_level(RULES, DAY, inputs).level is None
    assumed = indicate_level(RULES, DAY, inputs, assume_targets_met=True)
    assert (assumed.level, assumed.why) == (3, "assumed")
    half = Inputs(300, PER_100K, adult_one_dose=94.0)
    assert indicate_level(RULES, DAY, half).level is None
    missed = Inputs(300, PER_100K, elderly_full=48.0)
    assert indicate_level(RULES, DAY, missed, assume_targets_met=True).level == 4


def test_without_population_there_is_no_rate():
    found = indicate_level(RULES, DAY, Inputs(5, None, **MET))
    assert (found.rate, found.level, found.why) == (None, None, "no_population")


@pytest.mark.skipif(not SHARED.exists(), reason="the real files are not beside this checkout")
def test_every_published_row_gives_its_band_and_level():
    path = SHARED / "published" / "hanoi_qd4800_rates_and_levels.csv"
    with path.open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    assert len(rows) == 26
    for row in rows:
        shares = {
            "adult_one_dose": float(row["pct_18plus_1dose"]) if row["pct_18plus_1dose"] else None,
            "elderly_full": float(row["pct_older_full"]) if row["pct_older_full"] else None,
        }
        inputs = Inputs(int(row["cases_14d"]), None, **shares)
        day, rate = (
            date.fromisoformat(row["notice_date"]),
            Decimal(row["rate_per_100k_week_published"]),
        )
        found = indicate_from_rate(RULES, day, rate, inputs, assume_targets_met=True)
        assert found.level == int(row["level_published"]), row["notice_date"]
        assert found.band == next((band for cut, band in BANDS if rate < cut), 4)
        strict = indicate_from_rate(RULES, day, rate, inputs)
        assert strict.level == (found.level if shares["elderly_full"] is not None else None)


# printed rate | cases of 14 days | people | what is said of it
@pytest.mark.parametrize(("rate", "cases", "people", "expected"), [
    ("20", 1124, 8_200_000, "contradicting"), ("20", 3292, 8_200_000, "consistent"),
    ("429", 82, 9552, "consistent"), ("429.2", 82, 9552, "consistent"),
    ("429.4", 82, 9552, "contradicting"), ("431", 82, 9552, "contradicting"),
    ("20", 1124, None, "cannot_tell"), ("3", 580, 8_200_000, "consistent"),
])  # fmt: skip
def test_a_notice_is_held_against_its_own_numbers(rate, cases, people, expected):
    assert hold_against_itself(Decimal(rate), cases, people) == expected


@pytest.mark.skipif(not SHARED.exists(), reason="the real files are not beside this checkout")
def test_of_the_published_rows_one_contradicts_itself():
    """A row without a population is held against that of the same unit's row that agrees."""
    path = SHARED / "published" / "hanoi_qd4800_rates_and_levels.csv"
    with path.open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    found = [
        (row["notice_date"], row["cases_14d"])
        for row in rows
        if hold_against_itself(
            Decimal(row["rate_per_100k_week_published"]), int(row["cases_14d"]),
            int(row["population_published"] or 0) or CITY.get(row["unit_type"]),
        ) == "contradicting"
    ]  # fmt: skip
    assert found == [("2021-11-27", "1124")]
