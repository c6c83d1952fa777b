"""An account that one volunteer alone uses: whom it may be tied to, and the line in the audit."""

from datetime import datetime

import sqlalchemy as sa

from lib.security.actors import ROLES, is_open
from lib.store.accounts import Account, list_accounts
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.rosters import roster_of


def tie_problem(
    conn: sa.Connection, store: Store, account: Account, before: Account | None, at: datetime
) -> str | None:
    """Why the account cannot be tied to its `member_id`: TIE_TEAM, TIE_TAKEN; None when it can.

    Whoever left the team keeps the tie that was there `before`; nobody gets it anew.
    """
    if account.member_id is None:
        return None
    is_new = before is None or _tie(before) != _tie(account)
    if is_new and not _is_on_roster(conn, store, account, at):
        return "TIE_TEAM"
    if is_open(account, at) and _is_taken(conn, store, account, at):
        return "TIE_TAKEN"
    return None


def note_tie(
    conn: sa.Connection, store: Store, author: Author, account: Account, before: Account | None
) -> None:
    """Codes only: who it is stands in the roster."""
    old, new = before.member_id if before else None, account.member_id
    for action, member_id in (("account.untie", old), ("account.tie", new)):
        if member_id and old != new:
            add_audit(
                conn, store.ward_id, author, action, table="members", row_id=member_id,
                subject=account.login,
            )  # fmt: skip


def _tie(account: Account) -> tuple[str | None, ...]:
    return account.role, account.team_id, account.member_id


def _is_on_roster(conn: sa.Connection, store: Store, account: Account, at: datetime) -> bool:
    if ROLES[account.role].scope != "team" or account.team_id is None:
        return False
    return account.member_id in roster_of(conn, store.ward_id, account.team_id, at.date())


def _is_taken(conn: sa.Connection, store: Store, account: Account, at: datetime) -> bool:
    """By another account that opens."""
    return any(
        other.member_id == account.member_id
        and other.account_id != account.account_id
        and is_open(other, at)
        for other in list_accounts(conn, store.ward_id)
    )
