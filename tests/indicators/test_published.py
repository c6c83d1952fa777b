"""Numbers that others published come out of our own indicators."""

import csv
import os
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from lib.indicators.figure import Ward
from lib.indicators.registry import compute_figures
from lib.rules.levels import weekly_rate
from tests.indicators.frames import tables

FACTS = tomllib.loads(
    (Path(__file__).parent.parent / "fixtures" / "published_facts.toml").read_text("utf-8")
)
SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
needs_shared = pytest.mark.skipif(
    not SHARED.exists(), reason="the collection of real files is not beside this checkout"
)


def decimals(number: float) -> int:
    return 0 if isinstance(number, int) else 1


@pytest.mark.parametrize("fact", FACTS["weekly_rate"], ids=lambda fact: fact["where"])
def test_weekly_rate_as_printed(fact):
    rate = float(weekly_rate(fact["cases"], population=fact["population"], days=fact["days"]))
    assert round(rate, decimals(fact["printed"])) == fact["printed"]


def test_the_seven_day_figure_as_printed():
    week = FACTS["german_week"]
    last, counts = week["last_day"], week["new_cases"]
    # the eighth day back must not count, nor the day after
    days = [(last - timedelta(days=len(counts) - 1 - k), n) for k, n in enumerate(counts)]
    days += [(last - timedelta(days=len(counts)), 500), (last + timedelta(days=1), 500)]
    cases = [
        {"case_id": f"{on}-{k}", "case_type": "F0", "reported_at": on.isoformat()}
        for on, n in days
        for k in range(n)
    ]
    ward = tables(cases=cases, ward=[{"ward_name": "x", "population": week["population"]}])
    figure = compute_figures(Ward(ward, (), last))["rate_7d"]
    assert round(figure.value, 1) == week["printed"]
    assert figure.numerator == sum(counts)


@needs_shared
def test_robert_koch_rates_on_every_row_with_its_seven_days():
    path = SHARED / "published" / "rki_7-tage-inzidenz_deutschland.csv"
    history: dict[str, list[tuple[date, int]]] = {}
    checked = 0
    with path.open(encoding="utf-8-sig") as source:
        for row in csv.DictReader(source):
            on = date.fromisoformat(row["Meldedatum"])
            days = history.setdefault(row["Altersgruppe"], [])
            days.append((on, int(row["Faelle_neu"])))
            week = [n for d, n in days[-7:] if d > on - timedelta(days=7)]
            if len(week) < 7 or not int(row["Bevoelkerung"]):
                continue
            assert sum(week) == int(row["Faelle_7-Tage"])
            rate = float(weekly_rate(sum(week), population=int(row["Bevoelkerung"]), days=7))
            # the institute rounds halves up, Python to even: compare within half a unit
            assert abs(rate - float(row["Inzidenz_7-Tage"])) <= 0.05 + 1e-9
            checked += 1
    assert checked > 10_000


@needs_shared
def test_singapore_opened_minus_closed_is_in_quarantine_on_each_day():
    published = _published_discharges()
    stays = _singapore_stays()
    first, last = date(2020, 1, 23), date(2020, 2, 26)
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    assert len(days) == 35
    for on in days:
        ward = Ward(tables(cases=stays), (), on)
        inside = compute_figures(ward)["in_quarantine_f0"].value
        opened = sum(1 for stay in stays if stay["quarantine_start"] <= on)
        closed = sum(
            1 for stay in stays if stay["closed_on"] is not None and stay["closed_on"] < on
        )
        recount = sum(
            1
            for stay in stays
            if stay["quarantine_start"] <= on
            and (stay["closed_on"] is None or on <= stay["closed_on"])
        )
        assert inside == opened - closed == recount
        assert closed == published[on], on
    assert compute_figures(ward)["in_quarantine_f0"].value == 31


def _day(text: str) -> date:
    return date(*map(int, reversed(text.split("/"))))


def _singapore_stays() -> list[dict]:
    """The day of discharge does not count there; our last day does: it is the day before."""
    path = SHARED / "isolation" / "sg_tindale_93cases_ddmmyyyy.csv"
    with path.open(encoding="utf-8-sig") as source:
        rows = list(csv.DictReader(source))
    stays = []
    for row in rows:
        start = _day(row["date_confirmation"])
        out = row["date_discharge"]
        end = _day(out) - timedelta(days=1) if out else None
        stays.append({
            "case_id": f"C{row['CaseID']}", "case_type": "F0", "reported_at": start.isoformat(),
            "quarantine_start": start, "quarantine_end": end, "closed_on": end,
        })  # fmt: skip
    return stays


def _published_discharges() -> dict[date, int]:
    path = SHARED / "isolation" / "sg_moh_daily_published.csv"
    with path.open(encoding="utf-8-sig") as source:
        return {
            date.fromisoformat(row["Date"]): int(row["Cumulative_Discharged"])
            for row in csv.DictReader(source)
            if row["Date"] <= "2020-02-26"
        }
