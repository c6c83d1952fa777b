"""How each support team's days went, by cause, and teams side by side in a way that is fair.

A day without a word is no data and counts in no share. What the household caused (absent, wrong
telephone, refused) is told apart from what the team left undone (did not go, wrote nothing).
Teams are compared with what all teams do under the same load: team-days are put into three classes
by visits per serving member, and a team's expected number is the sum over its days of what all
teams together reach in that class (indirect standardisation).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from lib.indicators.cover import NO_TEAM
from lib.indicators.duty import serving
from lib.indicators.figure import Ward
from lib.indicators.visiting import CAUSES, visit_day
from lib.text.collate import text_key

WINDOW = 14  # days
# Fewer visits within the team's power than this say little: the difference may be chance.
SMALL = 50
HOUSEHOLD = ("absent", "wrong_phone", "refused")
CLASSES = 3


@dataclass(frozen=True)
class TeamDay:
    """`causes` sum up to `n_visits`; without data they are all "unrecorded"."""

    team_id: str
    day: date
    n_people: int
    n_visits: int
    causes: Mapping[str, int]
    has_data: bool
    n_members: int

    @property
    def share(self) -> float | None:
        return self.causes["seen"] / self.n_visits if self.has_data and self.n_visits else None

    @property
    def within_power(self) -> int:
        """Visits that did not fail because of the household."""
        return self.n_visits - sum(self.causes[cause] for cause in HOUSEHOLD)

    @property
    def load(self) -> float:
        """Visits due per serving member; a team without members carries them alone."""
        return self.n_visits / max(self.n_members, 1)


@dataclass(frozen=True)
class Comparison:
    """One team over the days. `share` of all visits, `own_share` of those within its power;
    `ratio`: seen / expected under the same load, 1 is like the others."""

    team_id: str
    n_days: int
    n_silent: int
    n_visits: int
    causes: Mapping[str, int]
    load: float | None
    share: float | None
    own_share: float | None
    expected: float
    ratio: float | None
    is_small: bool


def team_days(ward: Ward) -> list[TeamDay]:
    """One row per support team with people due on the day, in the order of the codes."""
    people = visit_day(ward).outcomes.filter(nw.col("team_id") != NO_TEAM)
    sums = people.group_by("team_id").agg(
        nw.len().alias("n_people"), nw.col("n_visits", *CAUSES).sum(), nw.col("has_data").max()
    )
    members = _n_members(ward)
    in_order = sorted(sums.rows(named=True), key=lambda row: text_key(row["team_id"]))
    return [_team_day(row, ward.as_of, members) for row in in_order]


def _team_day(row: Mapping[str, Any], day: date, members: Mapping[str, int]) -> TeamDay:
    return TeamDay(
        row["team_id"], day, row["n_people"], row["n_visits"],
        {cause: row[cause] for cause in CAUSES}, bool(row["has_data"]),
        members.get(row["team_id"], 0),
    )  # fmt: skip


def _n_members(ward: Ward) -> dict[str, int]:
    counts = serving(ward).group_by("team_id").agg(nw.len().alias("n"))
    return dict(zip(counts["team_id"].to_list(), counts["n"].to_list(), strict=True))


def last_words(ward: Ward) -> dict[str, str]:
    """Team -> the moment or day of the last visit or test it wrote down, up to the day."""
    day, said = ward.as_of.isoformat(), dict[str, str]()
    visits = ward.table("visits").filter(nw.col("visited_at").str.slice(0, 10) <= day)
    tests = ward.table("tests").filter(nw.col("sample_date") <= ward.as_of)
    for team_id, moment in _latest(visits, "visited_at"):
        said[team_id] = moment
    for team_id, sampled in _latest(tests, "sample_date"):
        said[team_id] = max(said.get(team_id, ""), sampled.isoformat())
    return said


def _latest(frame: Any, column: str) -> Iterable[tuple[str, Any]]:
    of_teams = frame.filter(~nw.col("team_id").is_null())
    latest = of_teams.group_by("team_id").agg(nw.col(column).max())
    return zip(latest["team_id"].to_list(), latest[column].to_list(), strict=True)


def compare(days: Sequence[TeamDay]) -> list[Comparison]:
    """Teams side by side over the days, in the order of their codes."""
    told = [day for day in days if day.has_data]
    classes = _load_classes(told)
    rates = {
        number: _rate([day for day in told if classes[day.team_id, day.day] == number])
        for number in set(classes.values())
    }
    return [
        _compared(team, [d for d in days if d.team_id == team], classes, rates)
        for team in sorted({day.team_id for day in days}, key=text_key)
    ]


def _load_classes(told: Sequence[TeamDay]) -> dict[tuple[str, date], int]:
    """Team-days in three classes of equal size by load, equal loads in the same class."""
    loads = sorted(day.load for day in told)
    cuts = [loads[len(loads) * number // CLASSES] for number in range(1, CLASSES)] if loads else []
    return {(day.team_id, day.day): sum(day.load >= cut for cut in cuts) for day in told}


def _rate(days: Sequence[TeamDay]) -> float:
    power = sum(day.within_power for day in days)
    return sum(day.causes["seen"] for day in days) / power if power else 0.0


def _compared(
    team: str, days: Sequence[TeamDay], classes: Mapping[tuple[str, date], int],
    rates: Mapping[int, float],
) -> Comparison:  # fmt: skip
    told = [day for day in days if day.has_data]
    causes = {cause: sum(day.causes[cause] for day in told) for cause in CAUSES}
    n_visits, power = sum(causes.values()), sum(day.within_power for day in told)
    expected = sum(day.within_power * rates[classes[team, day.day]] for day in told)
    return Comparison(
        team_id=team, n_days=len(days), n_silent=len(days) - len(told), n_visits=n_visits,
        causes=causes, load=sum(day.load for day in told) / len(told) if told else None,
        share=causes["seen"] / n_visits if n_visits else None,
        own_share=causes["seen"] / power if power else None,
        expected=expected, ratio=causes["seen"] / expected if expected else None,
        is_small=power < SMALL,
    )  # fmt: skip
