"""What volunteers did in a period that is paid by the piece, and what was paid without it.

A unit is a visit that was made or attempted, counted for one person and day as often as the dated
rule asks at most, and a sample that was not taken at the station. So many units a day count at
most, when the decision says so. What no volunteer's name stands on can be paid to nobody.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from lib.rules.visiting import VisitRule, visits_a_day

COUNTED = ("seen_ok", "seen_not_ok", "missed")
Who = tuple[str, str]  # team, member
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Work:
    """One piece of work: a row of visits or tests, on a day."""

    table: str
    id: str
    day: date


@dataclass(frozen=True)
class Period:
    """Both days included; `most_per_day` None: no cap."""

    first: date
    last: date
    most_per_day: int | None = None


@dataclass(frozen=True)
class Worked:
    """`by`: who -> what counts, in the order of the days; `nameless`: pieces nobody is named on."""

    by: Mapping[Who, Sequence[Work]]
    nameless: int

    def units(self, who: Who, most_per_day: int | None) -> int:
        return capped(self.by.get(who, ()), most_per_day)


def capped(work: Iterable[Work], most_per_day: int | None) -> int:
    days: defaultdict[date, int] = defaultdict(int)
    for piece in work:
        days[piece.day] += 1
    return sum(n if most_per_day is None else min(n, most_per_day) for n in days.values())


def worked(visits: Any, tests: Any, period: Period, rules: Sequence[VisitRule]) -> Worked:
    """`visits` and `tests` are narwhals frames with the columns of needed.COLUMNS_NEEDED."""
    by: defaultdict[Who, list[Work]] = defaultdict(list)
    nameless = 0
    for row, work in (*_visits(visits, period, rules), *_samples(tests, period)):
        if row["team_id"] and row["member_id"]:
            by[row["team_id"], row["member_id"]].append(work)
        else:
            nameless += 1
    return Worked(
        {who: sorted(of, key=lambda w: (w.day, w.id)) for who, of in sorted(by.items())}, nameless
    )


def _visits(visits: Any, period: Period, rules: Sequence[VisitRule]) -> Iterable[tuple[Row, Work]]:
    """The first visits of a person's day, as many as were due."""
    first, last = period.first.isoformat(), period.last.isoformat()
    day = nw.col("visited_at").str.slice(0, 10)
    rows = visits.filter(nw.col("result").is_in(COUNTED), day >= first, day <= last)
    counted: defaultdict[tuple[str, date], int] = defaultdict(int)
    for row in rows.sort("visited_at", "visit_id").rows(named=True):
        on = date.fromisoformat(row["visited_at"][:10])
        if row["result"] == "missed" and row["missed_reason"] == "team_unavailable":
            continue  # a reason that a corrected row left behind is none
        counted[row["case_id"], on] += 1
        if counted[row["case_id"], on] <= visits_a_day(rules, on):
            yield row, Work("visits", row["visit_id"], on)


def _samples(tests: Any, period: Period) -> Iterable[tuple[Row, Work]]:
    in_period = (nw.col("sample_date") >= period.first) & (nw.col("sample_date") <= period.last)
    by_team = (nw.col("performed_by") != "station").fill_null(True)
    for row in tests.filter(in_period & by_team).sort("sample_date", "test_id").rows(named=True):
        yield row, Work("tests", row["test_id"], row["sample_date"])


@dataclass(frozen=True)
class Held:
    """A sheet held against the record. `over`: line -> units paid beyond what is recorded;
    `under`: line -> units recorded beyond what is paid; `unpaid`: who worked and has no line ->
    units."""

    over: Mapping[str, int]
    under: Mapping[str, int]
    unpaid: Mapping[Who, int]


def hold_against(lines: Sequence[Row], done: Worked) -> Held:
    """`lines` of one period, rows of payments."""
    beyond = {
        line["payment_id"]: line["units"]
        - done.units((line["team_id"], line["member_id"]), line["most_per_day"])
        for line in lines
    }
    over = {id_: int(n) for id_, n in beyond.items() if n > 0}
    under = {id_: int(-n) for id_, n in beyond.items() if n < 0}
    paid = {(line["team_id"], line["member_id"]) for line in lines}
    cap = next((line["most_per_day"] for line in lines), None)
    return Held(over, under, {who: done.units(who, cap) for who in done.by if who not in paid})
