"""Accounts and their sessions. Neither a password nor a session's token is kept: only hashes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.store.tables import METADATA

ACCOUNTS = sa.Table(
    "accounts",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("account_id", sa.String(40), primary_key=True),
    sa.Column("login", sa.String(40), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.String(40), nullable=False),
    sa.Column("team_id", sa.String(120)),
    sa.Column("group_id", sa.String(120)),
    sa.Column("member_id", sa.Text),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("disabled_at", sa.DateTime),
    sa.Column("expires_at", sa.DateTime),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.UniqueConstraint("ward_id", "login"),
)
# `account_id` is "demo:ROLE" for the demo's people, who have no account.
SESSIONS = sa.Table(
    "sessions",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("account_id", sa.String(60), nullable=False, index=True),
    sa.Column("begun_at", sa.DateTime, nullable=False),
    sa.Column("seen_at", sa.DateTime, nullable=False),
)


@dataclass(frozen=True)
class Account:
    """One person's account, without the password's hash. `member_id` is the volunteer of the team
    who alone uses it; a team's shared telephone has none."""

    account_id: str
    login: str
    name: str
    role: str
    team_id: str | None = None
    group_id: str | None = None
    must_change: bool = False
    disabled_at: datetime | None = None
    expires_at: datetime | None = None
    member_id: str | None = None


@dataclass(frozen=True)
class Session:
    account_id: str
    begun_at: datetime
    seen_at: datetime


_SHOWN = [ACCOUNTS.c[name] for name in Account.__dataclass_fields__]


def list_accounts(conn: sa.Connection, ward_id: str) -> tuple[Account, ...]:
    query = sa.select(*_SHOWN).where(ACCOUNTS.c.ward_id == ward_id).order_by(ACCOUNTS.c.login)
    return tuple(Account(*row) for row in conn.execute(query))


def find_account(conn: sa.Connection, ward_id: str, **where: str) -> Account | None:
    """By account_id or by login."""
    query = sa.select(*_SHOWN).where(ACCOUNTS.c.ward_id == ward_id, *_equal(ACCOUNTS, where))
    row = conn.execute(query).first()
    return Account(*row) if row else None


def password_hash_of(conn: sa.Connection, ward_id: str, account_id: str) -> str | None:
    query = sa.select(ACCOUNTS.c.password_hash).where(
        ACCOUNTS.c.ward_id == ward_id, ACCOUNTS.c.account_id == account_id
    )
    found: str | None = conn.scalar(query)
    return found


def add_account(conn: sa.Connection, ward_id: str, values: Mapping[str, Any]) -> None:
    conn.execute(sa.insert(ACCOUNTS), {"ward_id": ward_id, **values})


def change_account(
    conn: sa.Connection, ward_id: str, account_id: str, values: Mapping[str, Any]
) -> None:
    own = (ACCOUNTS.c.ward_id == ward_id, ACCOUNTS.c.account_id == account_id)
    conn.execute(sa.update(ACCOUNTS).where(*own).values(**values))


def add_session(
    conn: sa.Connection, ward_id: str, token_hash: str, account_id: str, at: datetime
) -> None:
    conn.execute(sa.insert(SESSIONS), {
        "ward_id": ward_id, "token_hash": token_hash, "account_id": account_id,
        "begun_at": at, "seen_at": at,
    })  # fmt: skip


def find_session(conn: sa.Connection, ward_id: str, token_hash: str) -> Session | None:
    c = SESSIONS.c
    query = sa.select(c.account_id, c.begun_at, c.seen_at).where(
        c.ward_id == ward_id, c.token_hash == token_hash
    )
    row = conn.execute(query).first()
    return Session(*row) if row else None


def list_sessions(conn: sa.Connection, ward_id: str, account_id: str) -> dict[str, Session]:
    """By the token's hash; those that are over too."""
    c = SESSIONS.c
    own = (c.ward_id == ward_id, c.account_id == account_id)
    query = sa.select(c.token_hash, c.account_id, c.begun_at, c.seen_at).where(*own)
    return {key: Session(*session) for key, *session in conn.execute(query)}


def touch_session(conn: sa.Connection, ward_id: str, token_hash: str, at: datetime) -> None:
    own = (SESSIONS.c.ward_id == ward_id, SESSIONS.c.token_hash == token_hash)
    conn.execute(sa.update(SESSIONS).where(*own).values(seen_at=at))


def end_sessions(conn: sa.Connection, ward_id: str, **where: str) -> int:
    """By token_hash or by account_id, else everybody's; returns how many."""
    query = sa.delete(SESSIONS).where(SESSIONS.c.ward_id == ward_id, *_equal(SESSIONS, where))
    return conn.execute(query).rowcount


def forget_sessions(conn: sa.Connection, ward_id: str, begun_before: datetime) -> None:
    """Those that are long over."""
    query = sa.delete(SESSIONS).where(
        SESSIONS.c.ward_id == ward_id, SESSIONS.c.begun_at < begun_before
    )
    conn.execute(query)


def _equal(table: sa.Table, where: Mapping[str, str]) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == value for name, value in where.items()]
