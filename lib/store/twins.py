"""Two records about one person: joined into one, or said to be two people."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from lib.store.history import Author
from lib.store.tables import METADATA

DISTINCT = sa.Table(
    "distinct_people",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("table_name", sa.String(40), primary_key=True),
    sa.Column("first_id", sa.String(120), primary_key=True),
    sa.Column("second_id", sa.String(120), primary_key=True),
    sa.Column("said_by", sa.Text, nullable=False),
    sa.Column("said_at", sa.DateTime, nullable=False),
)
# `steps` are the rows that a merge touched, as [table, id, row_version that it left].
MERGES = sa.Table(
    "merges",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("merge_id", sa.String(40), primary_key=True),
    sa.Column("table_name", sa.String(40), nullable=False),
    sa.Column("kept_id", sa.Text, nullable=False),
    sa.Column("other_id", sa.Text, nullable=False),
    sa.Column("merged_by", sa.Text, nullable=False),
    sa.Column("merged_at", sa.DateTime, nullable=False),
    sa.Column("steps", sa.JSON(none_as_null=True), nullable=False),
    sa.Column("undone_at", sa.DateTime),
)


RowStep = tuple[str, str, int]


class Merge(NamedTuple):
    """`other_id` was taken out of the lists; what pointed at it points at `kept_id`. `steps`:
    (table, id, row_version) of each row that was touched, as the merge left it, in order."""

    merge_id: str
    table: str
    kept_id: str
    other_id: str
    steps: tuple[RowStep, ...] = ()
    merged_by: str = ""
    merged_at: datetime | None = None


class TwoPeople(NamedTuple):
    """`ids`: the lower first, of records that somebody has looked at and called two people."""

    ids: tuple[str, str]
    said_by: str
    said_at: datetime


def two_people(conn: sa.Connection, ward_id: str, table: str) -> tuple[TwoPeople, ...]:
    """The newest first."""
    c = DISTINCT.c
    query = (
        sa.select(c.first_id, c.second_id, c.said_by, c.said_at)
        .where(c.ward_id == ward_id, c.table_name == table)
        .order_by(c.said_at.desc(), c.first_id, c.second_id)
    )
    return tuple(
        TwoPeople((first, second), by, at) for first, second, by, at in conn.execute(query)
    )


def note_distinct(
    conn: sa.Connection, ward_id: str, table: str, pair: tuple[str, str], author: Author
) -> None:
    first, second = sorted(pair)
    said = {"ward_id": ward_id, "table_name": table, "first_id": first, "second_id": second}
    conn.execute(sa.insert(DISTINCT), said | {"said_by": author.actor, "said_at": author.at})


def forget_distinct(conn: sa.Connection, ward_id: str, table: str, pair: tuple[str, str]) -> None:
    first, second = sorted(pair)
    conn.execute(
        sa.delete(DISTINCT).where(
            DISTINCT.c.ward_id == ward_id,
            DISTINCT.c.table_name == table,
            DISTINCT.c.first_id == first,
            DISTINCT.c.second_id == second,
        )
    )


def note_merge(conn: sa.Connection, ward_id: str, merge: Merge, author: Author) -> None:
    line = {
        "ward_id": ward_id, "merge_id": merge.merge_id, "table_name": merge.table,
        "kept_id": merge.kept_id, "other_id": merge.other_id, "steps": merge.steps,
        "merged_by": author.actor, "merged_at": author.at,
    }  # fmt: skip
    conn.execute(sa.insert(MERGES), line)


def standing_merges(conn: sa.Connection, ward_id: str) -> tuple[Merge, ...]:
    """Merges that nobody has undone, the newest first."""
    c = MERGES.c
    query = (
        sa.select(
            c.merge_id, c.table_name, c.kept_id, c.other_id, c.steps, c.merged_by, c.merged_at
        )
        .where(c.ward_id == ward_id, c.undone_at.is_(None))
        .order_by(c.merged_at.desc(), c.merge_id)
    )
    return tuple(
        Merge(
            line.merge_id, line.table_name, line.kept_id, line.other_id,
            tuple((table, row_id, version) for table, row_id, version in line.steps),
            line.merged_by, line.merged_at,
        )
        for line in conn.execute(query)
    )  # fmt: skip


def note_merge_undone(conn: sa.Connection, ward_id: str, merge_id: str, author: Author) -> None:
    conn.execute(
        sa.update(MERGES)
        .where(MERGES.c.ward_id == ward_id, MERGES.c.merge_id == merge_id)
        .values(undone_at=author.at)
    )


def joined_ids(conn: sa.Connection, ward_id: str, table: str) -> dict[str, str]:
    """Id taken out -> id that stands for it now, however many merges lie between."""
    step = {m.other_id: m.kept_id for m in standing_merges(conn, ward_id) if m.table == table}
    return {other: _end(step, other) for other in step}


def _end(step: dict[str, str], id_: str) -> str:
    while id_ in step:
        id_ = step[id_]
    return id_
