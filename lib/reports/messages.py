"""Numbers for messages: as they may be published, and by group for the ward's own people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lib.reports.figures import FigureView, figure_views
from lib.reports.frames import ward_on
from lib.reports.published import PublishedFigure, published_overview
from lib.reports.reporting_day import judged_day
from lib.reports.ward import Ward, ward
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.engine import Store

BY_GROUP = ("ends_today", "awaiting_release", "unvaccinated_remaining")


@dataclass(frozen=True)
class MessageNumbers:
    """`published` may leave the ward; `by_group`: figure id -> group id -> people; `judged_on`: the
    day by which the teams are judged."""

    ward: Ward
    published: Mapping[str, PublishedFigure]
    figures: Mapping[str, FigureView]
    by_group: Mapping[str, Mapping[str, int]]
    judged_on: date


def message_numbers(
    store: Store, actor: Actor, as_of: date, *, now: datetime | None = None
) -> MessageNumbers:
    actor = allowed(store, actor, "figures.see")
    figures = figure_views(store, actor, as_of)
    published = published_overview(store, actor, as_of).figures
    return MessageNumbers(
        ward=ward(store, actor),
        published={figure.indicator.id: figure for figure in published},
        figures=figures,
        by_group={id_: figures[id_].figure.count_by("group_id") for id_ in BY_GROUP},
        judged_on=judged_day(ward_on(store, as_of), now or present()),
    )
