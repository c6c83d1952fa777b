"""Accounts as tests need them: a row in the store, and who that makes."""

from datetime import datetime

from lib.security.actors import Actor, actor_of
from lib.store.accounts import add_account, find_account
from lib.store.engine import Store

OPENED_AT = datetime.fromisoformat("2021-12-01T08:00")


def given_actor(
    store: Store, login: str, role: str, *, team_id: str | None = None, group_id: str | None = None
) -> Actor:
    """Somebody with an account that nobody can sign in to."""
    values = {
        "account_id": f"TK-{login}", "login": login, "name": login.title(), "role": role,
        "team_id": team_id, "group_id": group_id, "password_hash": "", "must_change": False,
        "created_at": OPENED_AT,
    }  # fmt: skip
    with store.write() as conn:
        if find_account(conn, store.ward_id, login=login) is None:
            add_account(conn, store.ward_id, values)
        account = find_account(conn, store.ward_id, login=login)
    assert account is not None
    return actor_of(account)
