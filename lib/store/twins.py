"""Two records about one person: joined into one, or said to be two people."""

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
# `merge_id` stands as import_id in the history of every row that the merge touched.
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
    sa.Column("undone_at", sa.DateTime),
)


class Merge(NamedTuple):
    """`other_id` was taken out of the lists; what pointed at it points at `kept_id`."""

    merge_id: str
    table: str
    kept_id: str
    other_id: str


def distinct_pairs(conn: sa.Connection, ward_id: str, table: str) -> frozenset[tuple[str, str]]:
    """Pairs of ids, the lower first, that somebody has looked at and called two people."""
    query = sa.select(DISTINCT.c.first_id, DISTINCT.c.second_id).where(
        DISTINCT.c.ward_id == ward_id, DISTINCT.c.table_name == table
    )
    return frozenset((first, second) for first, second in conn.execute(query))


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
    line = merge._asdict() | {"table_name": merge.table, "ward_id": ward_id}
    line |= {"merged_by": author.actor, "merged_at": author.at}
    conn.execute(sa.insert(MERGES), {name: line[name] for name in line.keys() - {"table"}})


def standing_merges(conn: sa.Connection, ward_id: str) -> tuple[Merge, ...]:
    """Merges that nobody has undone, the newest first."""
    query = (
        sa.select(MERGES.c.merge_id, MERGES.c.table_name, MERGES.c.kept_id, MERGES.c.other_id)
        .where(MERGES.c.ward_id == ward_id, MERGES.c.undone_at.is_(None))
        .order_by(MERGES.c.merged_at.desc(), MERGES.c.merge_id)
    )
    return tuple(Merge(*line) for line in conn.execute(query))


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
