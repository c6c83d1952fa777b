"""A vice-chair who stands beside the administrator and agrees with the own password."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

import sqlalchemy as sa

from lib.security.passwords import is_password
from lib.store.accounts import Account, password_hash_of
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.tables import AUDIT

AGREED, REFUSED = "account.agree", "account.refused"
# Wrong passwords after which nobody is asked for a while: an administrator must not guess.
_MOST, _WHILE = 5, timedelta(minutes=15)
# Asked one after the other: of guesses sent at the same time each would see too few before it.
_ONE_BY_ONE = Lock()


@dataclass(frozen=True)
class Consent:
    """Typed by a vice-chair, for one deed; kept nowhere."""

    login: str
    password: str


def who_agrees(
    store: Store, author: Author, chairs: Collection[Account], consent: Consent | None
) -> Account | None:
    """Which of these vice-chairs agrees. A wrong password is put on record, none is not."""
    if consent is None or not (consent.login and consent.password):
        return None
    with _ONE_BY_ONE:
        if _are_guessing(store, author.at):
            return None
        chair = next((each for each in chairs if each.login == consent.login), None)
        if _is_right(store, chair, consent.password):
            return chair
        with store.write() as conn:
            subject = chair.login if chair else None
            add_audit(conn, store.ward_id, author, REFUSED, subject=subject, changes=False)
    return None


def note_agreed(
    conn: sa.Connection, store: Store, chair: Account | None, login: str, at: datetime
) -> None:
    """Beside the deed, under the name of whoever agreed; `login`: whose account it is about."""
    if chair:
        author = Author(chair.login, at)
        add_audit(conn, store.ward_id, author, AGREED, subject=login, changes=False)


def _is_right(store: Store, chair: Account | None, password: str) -> bool:
    with store.read() as conn:
        kept = password_hash_of(conn, store.ward_id, chair.account_id) if chair else None
    return is_password(kept, password)


def _are_guessing(store: Store, now: datetime) -> bool:
    lately = (
        AUDIT.c.ward_id == store.ward_id,
        AUDIT.c.action == REFUSED,
        AUDIT.c.at > now - _WHILE,
    )
    with store.read() as conn:
        n_refused: int = conn.scalar(sa.select(sa.func.count()).where(*lately)) or 0
    return n_refused >= _MOST
