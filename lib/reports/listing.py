"""Rows for people to read: ordered, named, and only with the fields that the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from lib.reports.figures import FigureView
from lib.reports.frames import group_names, visible_frame
from lib.reports.known import known_by, with_days
from lib.schema.tables import OUTSIDE_GROUP, TABLES, UNKNOWN_GROUP
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import saw_list
from lib.store.engine import Store
from lib.text.catalogue import _
from lib.text.collate import name_key, text_key
from lib.text.fold import fold_search

# What a table shows when its rows stand behind a figure; a phone shows the first few columns.
SHOWN: dict[str, tuple[str, ...]] = {
    "cases": (
        "full_name", "quarantine_end", "case_type", "group_id", "address", "quarantine_start",
        "phone", "reported_at", "case_id",
    ),
    "households": ("address", "group_id", "n_people", "n_over_60", "phone", "household_id"),
    "unvaccinated": (
        "full_name", "reason", "next_action_on", "group_id", "owner", "birth_year", "address",
        "conditions", "phone", "hospital", "outcome", "outcome_on",
    ),
    "directives": ("number", "issuer", "task", "responsible", "due_on", "status"),
    "groups": ("name", "leader_name", "leader_phone"),
    "requests": (
        "person_name", "kind", "requested_at", "details", "promised_at", "taken_by",
        "delivered_at", "cost", "case_id",
    ),
    "payments": (
        "person_name", "team_id", "period_start", "period_end", "units", "amount", "due_on",
        "member_id",
    ),
    "teams": ("team_id", "name", "kind"),
    "gatherings": (
        "kind", "group_id", "host_name", "place", "starts_at", "expected_people",
        "expected_delegation", "commitment_signed",
    ),
    "inspections": (
        "inspected_at", "measure", "group_id", "observed_people", "observed_delegation", "action",
        "recheck_on", "inspected_by",
    ),
    "venues": ("name", "kind", "group_id", "status", "status_at", "contact_phone"),
}  # fmt: skip


PEOPLE = ("cases", "unvaccinated")
# Whose name stands beside a code, as "person_name": of the row with this id in that table.
NAMED_BY = {"requests": ("case_id", "cases"), "payments": ("member_id", "members")}
ADDRESS = ("house_number", "alley", "street")


@dataclass(frozen=True)
class Listing:
    """Rows of one table; `ids` are aligned with `frame` and are not shown."""

    table: str
    frame: pl.DataFrame
    ids: tuple[str, ...]

    def __len__(self) -> int:
        return self.frame.height


def listing(store: Store, actor: Actor, as_of: date, table: str, ids: Iterable[str]) -> Listing:
    """The rows with these ids that are within reach, as known on the day, in reading order."""
    actor, spec = allowed(store, actor, "figures.see"), TABLES[table]
    wanted = with_days(table, stored_columns(table, (spec.id, *SHOWN[table])))
    frame = visible_frame(store, actor, table, wanted).filter(pl.col(spec.id).is_in(list(ids)))
    rows = in_order(_with_person(store, actor, table, with_address(known_by(table, frame, as_of))))
    shown = [name for name in SHOWN[table] if name in rows.columns]
    people = NAMED_BY[table][1] if "person_name" in shown else table
    if people in PEOPLE and actor.may("persons.see"):
        saw_list(store, actor, people, len(rows))
    return Listing(table, rows.select(shown), tuple(rows[spec.id].to_list()))


def searched(found: Listing, words: str) -> Listing:
    """The rows of people that hold every word, without regard to diacritics, in name, address or
    telephone, as far as the reader sees them."""
    columns = [n for n in ("full_name", "address", "phone") if n in found.frame.columns]
    texts = [fold_search(" ".join(filter(None, row))) for row in found.frame[columns].iter_rows()]
    wanted = fold_search(words).split()
    at = [i for i, text in enumerate(texts) if all(word in text for word in wanted)]
    return Listing(found.table, found.frame[at], tuple(found.ids[i] for i in at))


def figure_listing(store: Store, actor: Actor, view: FigureView) -> Listing:
    """The rows behind a figure."""
    table, figure = view.indicator.table, view.figure
    return listing(store, actor, figure.as_of, table, figure.rows[TABLES[table].id].to_list())


def stored_columns(table: str, shown: Iterable[str]) -> tuple[str, ...]:
    """What must be read to show these columns; an address is kept in three."""
    names = [name for column in shown for name in (ADDRESS if column == "address" else (column,))]
    return tuple(name for name in dict.fromkeys(names) if name in TABLES[table].columns)


def with_address(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds "address" in the order in which it is said, where the parts may be seen."""
    parts = [name for name in ADDRESS if name in frame.columns]
    if not parts:
        return frame
    return frame.with_columns(address=pl.concat_str(parts, separator=", ", ignore_nulls=True))


def _with_person(store: Store, actor: Actor, table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Adds "person_name" to rows that name somebody by a code, where the name may be seen."""
    if table not in NAMED_BY:
        return frame
    id_, people = NAMED_BY[table]
    names = visible_frame(store, actor, people, (id_, "full_name"))
    if not {id_, "full_name"} <= set(names.columns) or id_ not in frame.columns:
        return frame
    return frame.join(names.select(id_, person_name="full_name"), on=id_, how="left")


_ORDERS = (
    ("full_name", name_key), ("person_name", name_key), ("name", text_key), ("starts_at", text_key)
)  # fmt: skip


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """People by given name; other things by name, moment or group."""
    for column, key in _ORDERS:
        if column in frame.columns:
            order = sorted(range(frame.height), key=lambda i: key(frame[column][i] or "\uffff"))
            return frame[order]
    return frame.sort(frame.columns[0])


def named_groups(store: Store) -> dict[str, str]:
    """group_id -> name in the order of the numbers, the two built-in places last."""
    names = sorted(group_names(store).items(), key=lambda item: text_key(item[1]))
    return dict(names) | {UNKNOWN_GROUP: _("Unknown"), OUTSIDE_GROUP: _("Outside the ward")}
