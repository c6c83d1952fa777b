"""What the ward prints: its own templates of papers, and alleys whose sheet is approved.

Neither holds anything about a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from lib.store.history import Author
from lib.store.tables import METADATA

_ID, _NAME, _TEXT, _MOMENT = sa.String(40), sa.String(120), sa.Text, sa.DateTime

# One row for each paper that the ward words in its own way; without a row the shipped one holds.
PAPER_TEMPLATES = sa.Table(
    "paper_templates",
    METADATA,
    sa.Column("ward_id", _ID, primary_key=True),
    sa.Column("kind", _ID, primary_key=True),
    sa.Column("docx", sa.LargeBinary, nullable=False),
    sa.Column("changed_by", _TEXT, nullable=False),
    sa.Column("changed_at", _MOMENT, nullable=False),
)

# An alley whose sheet for the neighbours may be printed until a day; never erased, for it says
# who allowed what and to whom it went.
ALLEY_SHEETS = sa.Table(
    "alley_sheets",
    METADATA,
    sa.Column("ward_id", _ID, primary_key=True),
    sa.Column("sheet_id", _ID, primary_key=True),
    sa.Column("group_id", _NAME, nullable=False),
    sa.Column("alley", _TEXT, nullable=False),
    sa.Column("street", _TEXT, nullable=False),
    sa.Column("approved_by", _TEXT, nullable=False),
    sa.Column("approved_on", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date, nullable=False),
    sa.Column("withdrawn_by", _TEXT),
    sa.Column("withdrawn_at", _MOMENT),
    sa.Column("handed_by", _TEXT),
    sa.Column("handed_at", _MOMENT),
)


@dataclass(frozen=True)
class Alley:
    """As it is written in the doors' addresses; `alley` is empty for houses on the street."""

    group_id: str
    alley: str
    street: str


def ward_template(conn: sa.Connection, ward_id: str, kind: str) -> bytes | None:
    """The ward's own template, None when it uses the shipped one."""
    c = PAPER_TEMPLATES.c
    found: bytes | None = conn.scalar(sa.select(c.docx).where(c.ward_id == ward_id, c.kind == kind))
    return found


@dataclass(frozen=True)
class OwnTemplate:
    """Who brought the ward's own template in, and when."""

    changed_by: str
    changed_at: datetime


def own_template(conn: sa.Connection, ward_id: str, kind: str) -> OwnTemplate | None:
    """None when the ward uses the shipped one."""
    c = PAPER_TEMPLATES.c
    query = sa.select(c.changed_by, c.changed_at).where(c.ward_id == ward_id, c.kind == kind)
    row = conn.execute(query).one_or_none()
    return OwnTemplate(*row) if row else None


def put_template(
    conn: sa.Connection, ward_id: str, kind: str, docx: bytes | None, author: Author
) -> None:
    """None goes back to the shipped template."""
    c = PAPER_TEMPLATES.c
    conn.execute(sa.delete(PAPER_TEMPLATES).where(c.ward_id == ward_id, c.kind == kind))
    if docx is not None:
        row = {
            "ward_id": ward_id, "kind": kind, "docx": docx, "changed_by": author.actor,
            "changed_at": author.at,
        }  # fmt: skip
        conn.execute(sa.insert(PAPER_TEMPLATES), row)


def approved_alleys(conn: sa.Connection, ward_id: str, *, on: date) -> list[Mapping[str, Any]]:
    """Rows of ALLEY_SHEETS that stand on the day, the newest approval first."""
    c = ALLEY_SHEETS.c
    query = (
        sa.select(ALLEY_SHEETS)
        .where(c.ward_id == ward_id, c.approved_on <= on, c.valid_to >= on)
        .where(c.withdrawn_at.is_(None))
        .order_by(c.approved_on.desc(), c.sheet_id)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def add_alley_sheet(conn: sa.Connection, ward_id: str, row: Mapping[str, Any]) -> None:
    conn.execute(sa.insert(ALLEY_SHEETS), {"ward_id": ward_id, **row})


def change_alley_sheet(
    conn: sa.Connection, ward_id: str, sheet_id: str, values: Mapping[str, Any]
) -> bool:
    """False when there is no such sheet that still stands."""
    c = ALLEY_SHEETS.c
    standing = (c.ward_id == ward_id, c.sheet_id == sheet_id, c.withdrawn_at.is_(None))
    return bool(conn.execute(sa.update(ALLEY_SHEETS).where(*standing).values(**values)).rowcount)
