"""How a sender's headings were explained once: used again for files of the same shape.

A file that waits for a second person has an entry of its own, with its import's id as the sender.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from lib.store.history import Author
from lib.store.tables import METADATA

MAPPINGS = sa.Table(
    "import_mappings",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("sender", sa.String(120), primary_key=True),
    sa.Column("shape", sa.String(64), primary_key=True),
    sa.Column("table_name", sa.String(40), nullable=False),
    sa.Column("corrections", sa.JSON(none_as_null=True), nullable=False),
    sa.Column("constants", sa.JSON(none_as_null=True), nullable=False),
    sa.Column("said_by", sa.Text, nullable=False),
    sa.Column("said_at", sa.DateTime, nullable=False),
)


@dataclass(frozen=True)
class Remembered:
    """`corrections`: heading -> column, None for none; `constants`: column -> text."""

    table: str
    corrections: Mapping[str, str | None] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    said_at: datetime | None = None


def remembered(conn: sa.Connection, ward_id: str, sender: str, shape: str) -> Remembered | None:
    c = MAPPINGS.c
    query = sa.select(c.table_name, c.corrections, c.constants, c.said_at).where(
        c.ward_id == ward_id, c.sender == sender, c.shape == shape
    )
    found = conn.execute(query).one_or_none()
    return Remembered(*found) if found else None


def remember(
    conn: sa.Connection, ward_id: str, sender: str, shape: str, said: Remembered, author: Author
) -> None:
    """The latest word holds."""
    forget_mapping(conn, ward_id, sender, shape)
    own = {"ward_id": ward_id, "sender": sender, "shape": shape}
    line = {
        "table_name": said.table, "corrections": dict(said.corrections),
        "constants": dict(said.constants), "said_by": author.actor, "said_at": author.at,
    }  # fmt: skip
    conn.execute(sa.insert(MAPPINGS), own | line)


def forget_mapping(conn: sa.Connection, ward_id: str, sender: str, shape: str) -> None:
    conn.execute(sa.delete(MAPPINGS).filter_by(ward_id=ward_id, sender=sender, shape=shape))
