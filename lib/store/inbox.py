"""Whose files in the inbox folder are taken without a person looking; nobody's until allowed."""

import sqlalchemy as sa

from lib.store.history import Author
from lib.store.tables import METADATA

SENDERS = sa.Table(
    "inbox_senders",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("sender", sa.String(120), primary_key=True),
    sa.Column("allowed_by", sa.Text, nullable=False),
    sa.Column("allowed_at", sa.DateTime, nullable=False),
)


def allowed_senders(conn: sa.Connection, ward_id: str) -> frozenset[str]:
    return frozenset(conn.scalars(sa.select(SENDERS.c.sender).where(SENDERS.c.ward_id == ward_id)))


def allow_sender(conn: sa.Connection, ward_id: str, sender: str, author: Author) -> None:
    forget_sender(conn, ward_id, sender)
    said = {"allowed_by": author.actor, "allowed_at": author.at}
    conn.execute(sa.insert(SENDERS), {"ward_id": ward_id, "sender": sender} | said)


def forget_sender(conn: sa.Connection, ward_id: str, sender: str) -> None:
    conn.execute(sa.delete(SENDERS).filter_by(ward_id=ward_id, sender=sender))
