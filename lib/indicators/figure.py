"""A number that is never alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeVar

import narwhals as nw

from lib.indicators.cover import assigned_teams, covering_teams, looked_after
from lib.indicators.stay_rows import Lives, Tables, lives_on
from lib.indicators.stays import stays
from lib.rules.home import HomeRules, home_rules
from lib.rules.measures import Measure
from lib.rules.quarantine import RuleBook, shipped_book
from lib.rules.visiting import VisitRule, shipped_visit_rules, visits_a_day

T = TypeVar("T")
Unit = Literal[
    "people", "stays", "teams", "homes", "gatherings", "venues", "tasks", "groups", "rate", "rows"
]


@dataclass(frozen=True)
class Ward:
    """All that an indicator may look at: stored tables, rules in force, one day.

    `tables` maps names to native frames with the columns of needed.COLUMNS_NEEDED. What several
    indicators need is worked out once.
    """

    tables: Mapping[str, Any]
    measures: tuple[Measure, ...]
    as_of: date
    book: RuleBook = field(default_factory=shipped_book)
    rules: HomeRules = field(default_factory=home_rules)
    visit_rules: tuple[VisitRule, ...] = field(default_factory=shipped_visit_rules)

    def table(self, name: str) -> Any:
        """A table as an eager narwhals frame."""
        return nw.from_native(self.tables[name], eager_only=True)

    @cached_property
    def stays(self) -> Any:
        """Stays known on the day with their state, see lib.indicators.stays."""
        return nw.from_native(stays(self.tables["cases"], as_of=self.as_of), eager_only=True)

    @cached_property
    def lives(self) -> Lives:
        """What was done and is due for every stay and door that is not over and done with."""
        return self.lives_of(everyone=False)

    def lives_of(self, *, everyone: bool) -> Lives:
        day, assignments = self.as_of, self.table("assignments")
        cared_for = looked_after(self.stays, self.covering, assignments, on=day)
        tables = Tables(self.stays, self.tables, cared_for)
        return lives_on(tables, self.book, self.rules, on=day, everyone=everyone)

    @cached_property
    def covering(self) -> Any:
        """The support team of each residential group on the day, see lib.indicators.cover."""
        return covering_teams(self.table("teams"), self.table("team_areas"), on=self.as_of)

    @cached_property
    def assigned(self) -> Any:
        """The support team that each person was given to on the day."""
        return assigned_teams(self.table("teams"), self.table("assignments"), on=self.as_of)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What an indicator works out for this day and others use too."""
        made: dict[str, Any] = self.__dict__.setdefault("_made", {})
        if name not in made:
            made[name] = make()
        return made[name]  # type: ignore[no-any-return]

    @property
    def visits_a_day(self) -> int:
        return visits_a_day(self.visit_rules, self.as_of)


@dataclass(frozen=True)
class Figure:
    """One indicator as of one day.

    `value` is None when there is nothing to count from ("no data" is not 0). `rows` is a native
    frame of what was counted (the numerator), with the id column of `table`. `left_out` counts
    what could not be judged, e.g. people of a team that sent nothing.
    """

    id: str
    as_of: date
    value: float | None
    numerator: int | None
    denominator: int | None
    rows: Any
    left_out: int = 0

    def count_by(self, column: str) -> dict[str, int]:
        """Numerator per value of a column of the rows, e.g. group_id."""
        rows = nw.from_native(self.rows, eager_only=True)
        counts = rows.group_by(column).agg(nw.len().alias("n"))
        return dict(zip(counts[column].to_list(), counts["n"].to_list(), strict=True))


@dataclass(frozen=True)
class Indicator:
    """How a figure is made and said. Texts are English catalogue sentences.

    `sentence` says the figure with {n} and, where it has a denominator, {total}. `needs`: the table
    without whose rows nobody has looked, so that there is no data and not a zero.
    """

    id: str
    label: str
    definition: str
    table: str
    unit: Unit
    compute: Callable[[Ward], Figure]
    is_decision: bool = False  # somebody must act when it is above zero
    action: str = ""
    rule: str = ""
    sentence: str = ""
    needs: str = ""

    def figure(self, ward: Ward) -> Figure:
        """As of the ward's day; no data while the list that it needs has not come."""
        found = self.compute(ward)
        if not self.needs or len(ward.table(self.needs)):
            return found
        return no_data(self.id, found.rows, as_of=ward.as_of)


def among(column: str, values: list[str]) -> nw.Expr:
    """is_in that also takes an empty list; pyarrow cannot type one."""
    return nw.col(column).is_in(values) if values else nw.col(column).is_null() & nw.lit(False)


def count(id_: str, rows: Any, *, as_of: date, of: int | None = None) -> Figure:
    """A plain count; `of` is the denominator where one makes sense."""
    n = len(nw.from_native(rows, eager_only=True))
    return Figure(id=id_, as_of=as_of, value=n, numerator=n, denominator=of, rows=rows)


def no_data(id_: str, rows: Any, *, as_of: date) -> Figure:
    return Figure(id=id_, as_of=as_of, value=None, numerator=None, denominator=None, rows=rows)
