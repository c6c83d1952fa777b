"""The register of documents and tasks, who has acknowledged them, and the notice's five tasks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lib.indicators.directives import tasks, told_groups
from lib.reports.figures import FigureView, figure_views
from lib.reports.frames import visible_frame, ward_on
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.store.repository import fetch

# The five epidemic tasks of the ward's notice of 29/12/2021, by the figures that show them.
NOTICE_FIGURES = (
    ("groups_told",),
    ("visited_today",),
    ("missing_dates",),
    ("unvaccinated_remaining",),
    ("gatherings_over_limit", "venues_open"),
)
_WANTED = (
    "directive_id", "number", "issuer", "title", "issued_on", "effective_from", "effective_to",
    "subject", "task", "responsible", "due_on", "status", "done_on", "evidence",
)  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One row of the register as of the day. `silent` are groups that have not acknowledged."""

    row: dict[str, Any]
    is_open: bool
    is_overdue: bool
    n_acknowledged: int
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """`notice` holds the figures of the notice's five tasks; `untold` groups nobody has told."""

    tasks: tuple[Task, ...]
    notice: tuple[tuple[FigureView, ...], ...]
    untold: tuple[str, ...]


def register(store: Store, actor: Actor, as_of: date) -> Register:
    """Overdue tasks first, then by due day; those done or cancelled last."""
    actor = allowed(store, actor, "figures.see")
    ward, views = ward_on(store, as_of), figure_views(store, actor, as_of)
    states = tasks(ward).to_native().select("directive_id", "is_open", "is_overdue")
    with store.read() as conn:
        versions = fetch(conn, store.ward_id, "directives", ("directive_id", "row_version"))
    frame = visible_frame(store, actor, "directives", _WANTED)
    frame = frame.join(states, on="directive_id").join(versions, on="directive_id")
    acknowledged = _acknowledged(store, actor, as_of)
    groups = ward.tables["groups"]["group_id"].to_list()
    rows = frame.rows(named=True)
    rows.sort(key=lambda row: (not row["is_open"], row["due_on"] or date.max, row["number"] or ""))
    told = told_groups(ward)
    return Register(
        tasks=tuple(_task(row, acknowledged[row["directive_id"]], groups) for row in rows),
        notice=tuple(tuple(views[id_] for id_ in ids) for ids in NOTICE_FIGURES),
        untold=tuple(group for group in groups if group not in told),
    )


def _task(row: dict[str, Any], acknowledged: set[str], groups: list[str]) -> Task:
    silent = tuple(group for group in groups if group not in acknowledged)
    is_open, is_overdue = row.pop("is_open"), row.pop("is_overdue")
    return Task(row, is_open, is_overdue, len(groups) - len(silent), silent)


def _acknowledged(store: Store, actor: Actor, as_of: date) -> defaultdict[str, set[str]]:
    wanted = ("acknowledgement_id", "directive_id", "group_id", "acknowledged_on")
    rows = visible_frame(store, actor, "acknowledgements", wanted)
    by_task: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows.filter(pl.col("acknowledged_on") <= as_of).rows(named=True):
        if row["group_id"]:
            by_task[row["directive_id"]].add(row["group_id"])
    return by_task
