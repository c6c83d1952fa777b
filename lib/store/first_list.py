"""Who stood on the first list of residents without a first dose: told from the history, so that no
later file can change it.

A group's list is closed by the first file that names residents of the group; rows of that file
that were refused and mended belong to it, and so does the same file sent again. Somebody whose
group is not known belongs only when the very first file of all names them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl
import sqlalchemy as sa

from lib.schema.tables import BUILT_IN_GROUPS, UNKNOWN_GROUP
from lib.store.tables import HISTORY, IMPORTS
from lib.store.waiting import SETTLED, STANDS

TABLE = "unvaccinated"
SCHEMA = {
    "resident_id": pl.String, "group_id": pl.String, "first_listed_on": pl.Date,
    "closed_on": pl.Date,
}  # fmt: skip


@dataclass(frozen=True)
class _Entry:
    """A resident as a file first named them; `file` is equal for what counts as one file."""

    resident_id: str
    group_id: str
    listed_on: date | None
    file: str


def first_list(conn: sa.Connection, ward_id: str) -> pl.DataFrame:
    """resident_id, group_id, first_listed_on, closed_on of everybody on the first list, also of
    those whose record is gone; closed_on is the day of the list, the same in every row."""
    entries = _entries(conn, ward_id)
    members = [entry for entry in entries if _is_first(entry, *_closing(entries))]
    days = Counter(sorted(entry.listed_on for entry in members if entry.listed_on))
    if not days:
        return pl.DataFrame(schema=SCHEMA)
    closed_on = days.most_common(1)[0][0]
    rows = [
        (entry.resident_id, entry.group_id, entry.listed_on or closed_on, closed_on)
        for entry in members
        if entry.listed_on is None or entry.listed_on <= closed_on
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _closing(entries: Iterable[_Entry]) -> tuple[str, Mapping[str, str]]:
    """The very first file, and the first that names each group."""
    by_group: dict[str, str] = {}
    for entry in entries:
        by_group.setdefault(entry.group_id, entry.file)
    return next(iter(by_group.values()), ""), by_group


def _is_first(entry: _Entry, first: str, by_group: Mapping[str, str]) -> bool:
    if entry.group_id in BUILT_IN_GROUPS:
        return entry.file == first
    return entry.file == by_group[entry.group_id]


def _entries(conn: sa.Connection, ward_id: str) -> list[_Entry]:
    """In the order in which they came; of a row that an undo took out and a later file brought
    in again, the later word."""
    c = HISTORY.c
    of_import = (IMPORTS.c.ward_id == c.ward_id) & (IMPORTS.c.import_id == c.import_id)
    query = (
        sa.select(c.row_id, c.new, c.import_id, IMPORTS.c.sha256)
        .join(IMPORTS, of_import)
        .where(c.ward_id == ward_id, c.table_name == TABLE, c.action == "create")
        .where(IMPORTS.c.status == STANDS)
        .order_by(c.seq)
    )
    answers = _answered(conn, ward_id)
    found: dict[str, _Entry] = {}
    for row_id, new, import_id, sha256 in conn.execute(query):
        on = new.get("listed_on")
        found.pop(row_id, None)
        found[row_id] = _Entry(
            row_id, new.get("group_id") or UNKNOWN_GROUP, date.fromisoformat(on) if on else None,
            answers.get(import_id, sha256),
        )  # fmt: skip
    return list(found.values())


def _answered(conn: sa.Connection, ward_id: str) -> dict[str, str]:
    """Import that took refused rows in -> the bytes that they first came in."""
    query = (
        sa.select(SETTLED.c.answer, SETTLED.c.import_id, IMPORTS.c.sha256)
        .join(IMPORTS, (IMPORTS.c.ward_id == SETTLED.c.ward_id)
              & (IMPORTS.c.import_id == SETTLED.c.import_id))
        .where(SETTLED.c.ward_id == ward_id, SETTLED.c.answer.is_not(None))
        .order_by(SETTLED.c.settled_at)
    )  # fmt: skip
    found: dict[str, str] = {}
    for answer, import_id, sha256 in conn.execute(query):
        found[answer] = found.get(import_id, sha256)
    return found
