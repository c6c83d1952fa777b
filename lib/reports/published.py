"""The figures as they may leave the ward's staff: small ones hidden, the others rounded."""

from dataclasses import dataclass
from datetime import date

from lib.indicators.figure import Figure, Indicator
from lib.indicators.suppression import Disclosure, publish_count, publish_share
from lib.reports.figures import FigureView
from lib.reports.overview import overview
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.store.policies import policies_of

# Figures whose value is numerator / denominator.
SHARES = ("visited_today",)


@dataclass(frozen=True)
class PublishedFigure:
    """`value` is None when there is no data and when it is hidden; `change` is worked out from
    two published values, so that it tells no more than they do."""

    indicator: Indicator
    value: float | None
    is_hidden: bool
    change: float | None


@dataclass(frozen=True)
class PublishedOverview:
    figures: tuple[PublishedFigure, ...]
    rule: Disclosure


def published_overview(store: Store, actor: Actor, as_of: date) -> PublishedOverview:
    """The headline figures for whoever is not of the ward's staff."""
    actor = allowed(store, actor, "figures.see")
    with store.read() as conn:
        rule = Disclosure(policies_of(conn, store.ward_id)["suppress_at_most"])
    views = overview(store, actor, as_of).figures.values()
    return PublishedOverview(tuple(_published(view, rule) for view in views), rule)


def _published(view: FigureView, rule: Disclosure) -> PublishedFigure:
    value, before = _value(view.figure, view, rule), _value(view.before, view, rule)
    change = None if value is None or before is None else value - before
    is_hidden = value is None and view.figure.value is not None
    return PublishedFigure(view.indicator, value, is_hidden, change)


def _value(figure: Figure, view: FigureView, rule: Disclosure) -> float | None:
    if figure.value is None or figure.numerator is None:
        return None
    if view.indicator.id in SHARES and figure.denominator is not None:
        return publish_share(figure.numerator, figure.denominator, rule)
    told = publish_count(figure.numerator, rule)
    if told is None or view.indicator.unit != "rate":
        return told
    return figure.value * told / figure.numerator if figure.numerator else 0.0
