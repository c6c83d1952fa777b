"""Who is signed in: a token in the browser's cookie, its hash and the account in the store.

A session ends when nothing is asked for half an hour, twelve hours after it began, when its owner
signs out, and with the account. It is looked up at every request and every run of a page. While
the store cannot be written it lives in memory: reading goes on.
"""

import hashlib
import logging
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from lib.security.actors import DEMO_PLACES, ROLES, AccountClosed, Actor, actor_of, demo_actor
from lib.security.held import Begun, HeldSessions
from lib.store.accounts import (
    Account,
    Session,
    add_session,
    end_sessions,
    find_account,
    find_session,
    forget_sessions,
    list_sessions,
    password_hash_of,
    touch_session,
)
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.problems import StoreProblem
from lib.text.catalogue import language

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
_TOUCHED_EACH = timedelta(minutes=1)
DEMO = "demo:"
LOGGER = logging.getLogger("ward")
_HELD = HeldSessions()


def begin_session(store: Store, account_id: str, login: str, now: datetime) -> str:
    """A new token; it is nowhere else than in the answer."""
    token = secrets.token_urlsafe(32)
    try:
        with store.write() as conn:
            forget_sessions(conn, store.ward_id, now - ABSOLUTE)
            _add(conn, store, token_hash(token), account_id, login, now)
    except StoreProblem as problem:
        LOGGER.warning("a session is held in memory: %s", problem.code)
        _hold(store, token_hash(token), account_id, login, now)
    return token


def _add(
    conn: sa.Connection, store: Store, key: str, account_id: str, login: str, now: datetime
) -> None:
    add_session(conn, store.ward_id, key, account_id, now)
    add_audit(conn, store.ward_id, Author(login, now), "session.begin", changes=False)


def _hold(store: Store, key: str, account_id: str, login: str, now: datetime) -> None:
    with store.read() as conn:
        proof = password_hash_of(conn, store.ward_id, account_id)
    _HELD.begun[key] = Begun(Session(account_id, now, now), login, proof)


def signed_in(store: Store, token: str | None, now: datetime) -> tuple[Actor, Account] | None:
    """Who it is at this moment, with the account as it is now; None: nobody. It counts as use."""
    if not token or not (found := _look_up(store, token, now)):
        return None
    actor, account, session = found
    if now - session.seen_at >= _TOUCHED_EACH:
        _touch(store, token_hash(token), now)
    return actor, account


def _touch(store: Store, key: str, now: datetime) -> None:
    """A page that is only read must not depend on the store being writable."""
    try:
        with store.write() as conn:
            held = _HELD.begun.get(key)
            if held and find_session(conn, store.ward_id, key) is None:
                session = held.session
                _add(conn, store, key, session.account_id, held.login, session.begun_at)
            touch_session(conn, store.ward_id, key, now)
    except StoreProblem:
        _HELD.saw(key, now)
    else:
        _HELD.stored(key)


def is_signed_in(store: Store, token: str | None, now: datetime) -> bool:
    """The same without counting as use: a page that is left open does not keep its session."""
    return bool(token and _look_up(store, token, now))


def _look_up(store: Store, token: str, now: datetime) -> tuple[Actor, Account, Session] | None:
    with store.read() as conn:
        session = _session(conn, store, token_hash(token))
        if session is None or not _lasts(session.begun_at, session.seen_at, now):
            return None
        account = _account(conn, store, session.account_id)
    if account is None:
        return None
    try:
        actor = demo_actor(account.role) if _is_demo(account) else actor_of(account, now)
    except AccountClosed:
        return None
    return actor, account, session


def _session(conn: sa.Connection, store: Store, key: str) -> Session | None:
    """As the store knows it, and as memory does where the store could not be written."""
    if _HELD.is_ended(key):
        return None
    session = find_session(conn, store.ward_id, key)
    if session is None and (held := _HELD.begun.get(key)):
        is_same = password_hash_of(conn, store.ward_id, held.session.account_id) == held.proof
        session = held.session if is_same else None
    return session and replace(session, seen_at=_HELD.last_seen(key, session.seen_at))


def open_sessions(store: Store, account_id: str, now: datetime) -> dict[str, Session]:
    """Of one account, by the token's hash, the one that was used last first."""
    with store.read() as conn:
        known = {*list_sessions(conn, store.ward_id, account_id), *_HELD.begun_by(account_id)}
        found = {key: session for key in known if (session := _session(conn, store, key))}
    lasting = [
        (key, session) for key, session in found.items()
        if _lasts(session.begun_at, session.seen_at, now)
    ]  # fmt: skip
    return dict(sorted(lasting, key=lambda item: item[1].seen_at, reverse=True))


def end_session(store: Store, token: str, now: datetime) -> None:
    """Of a token that nobody was ever given nothing is kept, and nothing written."""
    found, key = signed_in(store, token, now), token_hash(token)
    if not _is_known(store, key):
        return
    _HELD.end(key)
    try:
        with store.write() as conn:
            end_sessions(conn, store.ward_id, token_hash=key)
            if found:
                author = Author(found[0].account, now)
                add_audit(conn, store.ward_id, author, "session.end", changes=False)
    except StoreProblem as problem:
        LOGGER.warning("the end of a session could not be noted: %s", problem.code)
    else:
        _HELD.forgotten(key)


def _is_known(store: Store, key: str) -> bool:
    with store.read() as conn:
        return key in _HELD.begun or find_session(conn, store.ward_id, key) is not None


def end_all_sessions(conn: sa.Connection, store: Store, account_id: str) -> int:
    """Of one account; returns how many."""
    n_held = _HELD.end_all(account_id)
    return n_held + end_sessions(conn, store.ward_id, account_id=account_id)


def demo_account(role: str) -> Account:
    """One of the demo's people. They exist in the demo only."""
    place = DEMO_PLACES.get(role, {})
    name = ROLES[role].label(language())
    return Account(
        DEMO + role, DEMO + role, name, role, place.get("team_id"), place.get("group_id"),
        member_id=place.get("member_id"),
    )  # fmt: skip


def _account(conn: sa.Connection, store: Store, account_id: str) -> Account | None:
    role = account_id.removeprefix(DEMO)
    if account_id.startswith(DEMO):
        return demo_account(role) if store.settings.is_demo and role in ROLES else None
    return find_account(conn, store.ward_id, account_id=account_id)


def _is_demo(account: Account) -> bool:
    return account.account_id.startswith(DEMO)


def _lasts(begun_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """A clock that was set back ends no session early, and lets none last for ever."""
    return abs(now - seen_at) < IDLE and abs(now - begun_at) < ABSOLUTE


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
