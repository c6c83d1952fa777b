"""A vice-chair who stands beside the administrator and agrees with the own password."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from lib.security.passwords import is_password
from lib.store.accounts import Account, password_hash_of
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.tables import AUDIT

REFUSED = "account.refused"
# Wrong passwords after which nobody is asked for a while: an administrator must not guess.
_MOST, _WHILE = 5, timedelta(minutes=15)


@dataclass(frozen=True)
class Consent:
    """Typed by a vice-chair, for one deed; kept nowhere."""

    login: str
    password: str


def is_agreed(
    store: Store, author: Author, chairs: Collection[Account], consent: Consent | None
) -> bool:
    """Whether one of these vice-chairs agrees. A wrong password is put on record."""
    if consent is None or not consent.login or _are_guessing(store, author.at):
        return False
    chair = next((each for each in chairs if each.login == consent.login), None)
    with store.read() as conn:
        kept = password_hash_of(conn, store.ward_id, chair.account_id) if chair else None
    if is_password(kept, consent.password):
        return True
    with store.write() as conn:
        subject = chair.login if chair else None
        add_audit(conn, store.ward_id, author, REFUSED, subject=subject, changes=False)
    return False


def _are_guessing(store: Store, now: datetime) -> bool:
    lately = (
        AUDIT.c.ward_id == store.ward_id,
        AUDIT.c.action == REFUSED,
        AUDIT.c.at > now - _WHILE,
    )
    with store.read() as conn:
        n_refused: int = conn.scalar(sa.select(sa.func.count()).where(*lately)) or 0
    return n_refused >= _MOST
