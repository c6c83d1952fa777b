"""Figures with yesterday beside them, for the screen and for the command line."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from lib.indicators.figure import Figure, Indicator
from lib.indicators.registry import INDICATORS
from lib.reports.frames import figures_on, group_names
from lib.schema.tables import TABLES
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.engine import Store


@dataclass(frozen=True)
class FigureView:
    """An indicator, its figure on the day and on the day before."""

    indicator: Indicator
    figure: Figure
    before: Figure

    @property
    def change(self) -> float | None:
        if self.figure.value is None or self.before.value is None:
            return None
        return self.figure.value - self.before.value

    @property
    def of_the_day_before(self) -> Self:
        """Yesterday's figure, with nothing to compare it with."""
        return replace(self, figure=self.before, before=replace(self.before, value=None))

    @property
    def needs_decision(self) -> bool:
        return self.indicator.is_decision and bool(self.figure.numerator)


def figure_views(store: Store, actor: Actor, as_of: date) -> dict[str, FigureView]:
    """Every indicator by id, as of the day."""
    allowed(store, actor, "figures.see")
    today, before = figures_on(store, as_of), figures_on(store, as_of - timedelta(days=1))
    return {
        id_: FigureView(indicator, today[id_], before[id_]) for id_, indicator in INDICATORS.items()
    }


def figures_payload(store: Store, actor: Actor, as_of: date, by_group: bool) -> dict[str, Any]:
    """What `python -m lib.cli indicators --json` prints: numbers and ids, nobody's name."""
    allowed(store, actor, "figures.see")
    figures = figures_on(store, as_of)
    groups = tuple(group_names(store)) if by_group else None
    payload: dict[str, Any] = {"as_of": as_of.isoformat()}
    for id_, figure in figures.items():
        payload[id_] = _figure_payload(INDICATORS[id_], figure, groups)
    return payload


def _figure_payload(
    indicator: Indicator, figure: Figure, groups: tuple[str, ...] | None
) -> dict[str, Any]:
    rows = figure.rows
    entry: dict[str, Any] = {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "left_out": figure.left_out,
        "rows": sorted(rows[TABLES[indicator.table].id].to_list()),
    }
    if groups is not None and "group_id" in rows.columns:
        entry["by_group"] = _by_group(figure, groups)
    return entry


def _by_group(figure: Figure, groups: tuple[str, ...]) -> dict[str, int | None]:
    """Every group of the ward with its number, also 0, and None where there is no data; the two
    built-in places where somebody is counted there."""
    nothing = None if figure.value is None else 0
    counted: dict[str, int | None] = {**figure.count_by("group_id")}
    return dict(sorted((dict.fromkeys(groups, nothing) | counted).items()))
