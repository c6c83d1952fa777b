"""What somebody has typed and not saved yet, for a day. Not data: no history, no audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lib.store.tables import METADATA

KEPT_FOR = timedelta(days=1)

DRAFTS = sa.Table(
    "drafts",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("actor", sa.String(120), primary_key=True),
    sa.Column("form", sa.String(200), primary_key=True),
    sa.Column("kept_at", sa.DateTime, nullable=False),
    sa.Column("fields", sa.JSON(none_as_null=True), nullable=False),
)


@dataclass(frozen=True)
class Draft:
    """`fields`: what JSON can hold, under the names of the form's fields."""

    kept_at: datetime
    fields: Mapping[str, Any]


def put_draft(conn: sa.Connection, ward_id: str, actor: str, form: str, draft: Draft) -> None:
    drop_draft(conn, ward_id, actor, form)
    conn.execute(sa.insert(DRAFTS), {
        "ward_id": ward_id, "actor": actor, "form": form, "kept_at": draft.kept_at,
        "fields": dict(draft.fields),
    })  # fmt: skip


def find_drafts(
    conn: sa.Connection, ward_id: str, actor: str, *, since: datetime
) -> dict[str, Draft]:
    """The account's own, by form."""
    c = DRAFTS.c
    query = sa.select(c.form, c.kept_at, c.fields).where(
        c.ward_id == ward_id, c.actor == actor, c.kept_at >= since
    )
    return {form: Draft(kept_at, fields) for form, kept_at, fields in conn.execute(query)}


def drop_draft(conn: sa.Connection, ward_id: str, actor: str, form: str) -> None:
    c = DRAFTS.c
    own = (c.ward_id == ward_id, c.actor == actor, c.form == form)
    conn.execute(sa.delete(DRAFTS).where(*own))


def forget_drafts(conn: sa.Connection, ward_id: str, *, before: datetime | None = None) -> None:
    """Everybody's; those kept before a moment, or all."""
    c = DRAFTS.c
    old = c.kept_at < before if before else sa.true()
    conn.execute(sa.delete(DRAFTS).where(c.ward_id == ward_id, old))
