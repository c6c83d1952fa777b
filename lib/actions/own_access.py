"""Signing in and out, and the own password: what everybody does with their own account."""

import logging
from datetime import datetime

from lib.actions.accounts import AccountRefused, set_password
from lib.security.actors import is_open
from lib.security.passwords import check_password, is_password
from lib.security.sessions import begin_session, end_all_sessions
from lib.settings import now as present
from lib.store.accounts import Account, find_account, password_hash_of
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.problems import StoreProblem

LOGGER = logging.getLogger("ward")


def change_own_password(
    store: Store, account: Account, old: str, new: str, again: str, *, now: datetime | None = None
) -> None:
    """Ends every session of the account. Raises AccountRefused, PasswordRefused."""
    with store.read() as conn:
        kept = password_hash_of(conn, store.ward_id, account.account_id)
    if not is_password(kept, old):
        raise AccountRefused("WRONG")
    check_password(new, account.login, again)
    set_password(store, account.login, account.account_id, new, False, now or present())


def choose_first_password(
    store: Store, account: Account, new: str, again: str, *, now: datetime
) -> str:
    """In place of the one-time password, by whoever has just come in with it; a new session's
    token. Raises AccountRefused, PasswordRefused."""
    with store.read() as conn:
        kept = password_hash_of(conn, store.ward_id, account.account_id)
    if not account.must_change:
        raise AccountRefused("CHOSEN")
    check_password(new, account.login, again)
    if is_password(kept, new):
        raise AccountRefused("SAME")
    set_password(store, account.login, account.account_id, new, False, now)
    return begin_session(store, account.account_id, account.login, now)


def sign_out_everywhere(store: Store, account: Account, *, now: datetime | None = None) -> int:
    """Ends every session of one's own account; returns how many."""
    with store.write() as conn:
        n_ended = end_all_sessions(conn, store, account.account_id)
        author = Author(account.login, now or present())
        add_audit(conn, store.ward_id, author, "session.end", n_rows=n_ended, changes=False)
    return n_ended


def sign_in(store: Store, login: str, password: str, *, now: datetime) -> str | None:
    """A session's token, or None: the answer and the work are the same whatever was wrong."""
    with store.read() as conn:
        account = find_account(conn, store.ward_id, login=login)
        kept = password_hash_of(conn, store.ward_id, account.account_id) if account else None
    is_right = is_password(kept, password)
    if account is None or not is_right or not is_open(account, now):
        _note_refusal(store, account.login if account else None, now)
        return None
    return begin_session(store, account.account_id, account.login, now)


def _note_refusal(store: Store, login: str | None, now: datetime) -> None:
    """The answer stays the same also when it cannot be written down."""
    try:
        with store.write() as conn:
            author = Author("?", now)
            add_audit(conn, store.ward_id, author, "session.refused", subject=login, changes=False)
    except StoreProblem as problem:
        LOGGER.warning("a refused sign-in could not be noted: %s", problem.code)
