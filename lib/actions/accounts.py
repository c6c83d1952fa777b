"""Who may come in: accounts opened, changed, closed, given a new one-time password."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from lib.actions.consent import Consent, note_agreed, who_agrees
from lib.actions.ties import note_tie, tie_problem
from lib.security.access import allowed
from lib.security.actors import ROLES, Actor, is_open
from lib.security.passwords import check_password, hash_password, one_time_password
from lib.security.sessions import end_all_sessions
from lib.settings import now as present
from lib.store.accounts import (
    Account,
    add_account,
    change_account,
    find_account,
    list_accounts,
)
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.ids import new_id
from lib.text.catalogue import N_, _

MANAGE = "accounts.manage"
ADMINISTRATOR, VICE_CHAIR = "administrator", "vice_chair"
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,38}[a-z0-9]")
_SENTENCES = {
    "LOGIN": N_("A sign-in name has 3 to 40 small letters, digits, dots or hyphens, no marks."),
    "LOGIN_TAKEN": N_("This sign-in name is taken."),
    "NAME": N_("The person's name is missing."),
    "TIE_TEAM": N_("This volunteer is not on the roster of the account's team."),
    "TIE_TAKEN": N_("This volunteer has an account already. Untie or close that one first."),
    "PLACE": N_("This role works for one team or one group. Choose it."),
    "UNKNOWN": N_("There is no such account."),
    "LAST": N_("This is the last administrator; open another account first."),
    "ENDLESS": N_(
        "One administrator's account must stay without an end, or nobody could let others in."
    ),
    "SELF": N_("Nobody changes their own account. Ask another administrator."),
    "CONSENT": N_(
        "A vice-chair must agree to this with their own password. Where none can, it is done at "
        "the server's terminal. After five wrong passwords nobody is asked for 15 minutes."
    ),
    "CHOSEN": N_("Your password is set already."),
    "SAME": N_("This is the one-time password. Choose another."),
    "WRONG": N_("The present password is not right."),
}


class AccountRefused(Exception):  # noqa: N818 - expected: the person corrects what was typed
    """Nothing was changed; the reason is in `code`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def sentence(self) -> str:
        return _(_SENTENCES[self.code])


@dataclass(frozen=True)
class NewAccount:
    """`team_id` or `group_id` where the role works for one; `member_id`: the volunteer of the team
    who alone uses it."""

    login: str
    name: str
    role: str
    team_id: str | None = None
    group_id: str | None = None
    expires_at: datetime | None = None
    member_id: str | None = None


def open_account(
    store: Store, actor: Actor, new: NewAccount, *, consent: Consent | None = None,
    now: datetime | None = None,
) -> str:  # fmt: skip
    """Returns the one-time password, which is nowhere else. Raises NotAllowed, AccountRefused."""
    actor = allowed(store, actor, MANAGE)
    author = Author(actor.account, now or present())
    chair = _require_consent(store, actor, author, consent, new.role)
    password = one_time_password()
    _add(store, author, new, password, must_change=True, chair=chair)
    return password


def needs_consent(store: Store, actor: Actor, now: datetime, *roles: str | None) -> bool:
    """Whether a vice-chair must agree before an account with one of these roles is touched: the
    one who stands for the second person must not be made by the first. Not for the very first
    one, nor at the terminal, whose user owns the files."""
    return VICE_CHAIR in roles and actor.account_id is not None and bool(_chairs(store, now))


def end_of(last_day: date | None) -> datetime | None:
    """The moment when an account ends that is open to the end of a day."""
    return datetime.combine(last_day, time.min) + timedelta(days=1) if last_day else None


def last_day_of(account: Account) -> date | None:
    end = account.expires_at
    return (end - timedelta.resolution).date() if end else None


def has_administrator(store: Store, now: datetime | None = None) -> bool:
    """Somebody who can let others in."""
    with store.read() as conn:
        accounts = list_accounts(conn, store.ward_id)
    return any(a.role == ADMINISTRATOR and is_open(a, now or present()) for a in accounts)


def open_first_administrator(
    store: Store, login: str, name: str, password: str, again: str, *, now: datetime | None = None
) -> Account:
    """For whoever knows the code of the console. Raises AccountRefused, PasswordRefused."""
    if has_administrator(store):
        raise AccountRefused("LAST")
    check_password(password, login, again)
    author = Author(login, now or present())
    return _add(store, author, NewAccount(login, name, ADMINISTRATOR), password, must_change=False)


def change_access(
    store: Store, actor: Actor, account_id: str, values: Mapping[str, Any], *,
    consent: Consent | None = None, now: datetime | None = None,
) -> None:  # fmt: skip
    """`values`: role, team_id, group_id, member_id, expires_at, disabled_at. Open sessions see it
    at once. Raises NotAllowed, AccountRefused."""
    actor = allowed(store, actor, MANAGE)
    author = Author(actor.account, now or present())
    roles = (_role_of(store, account_id), values.get("role"))
    chair = _require_consent(store, actor, author, consent, *roles)
    with store.write() as conn:
        account = _known(conn, store, account_id)
        if account.account_id == actor.account_id:
            raise AccountRefused("SELF")
        changed = replace(account, **values)
        _check_last(conn, store, account, values)
        _check_place(changed)
        _check_tie(conn, store, changed, account, author.at)
        change_account(conn, store.ward_id, account_id, values)
        if values.get("disabled_at"):
            end_all_sessions(conn, store, account_id)
        action = "account.close" if values.get("disabled_at") else "account.change"
        add_audit(conn, store.ward_id, author, action, subject=account.login)
        note_agreed(conn, store, chair, account.login, author.at)
        note_tie(conn, store, author, changed, account)


def reset_password(
    store: Store, actor: Actor, account_id: str, *, consent: Consent | None = None,
    now: datetime | None = None,
) -> str:  # fmt: skip
    """A one-time password, shown once; ends the account's sessions. Raises NotAllowed,
    AccountRefused."""
    actor = allowed(store, actor, MANAGE)
    author = Author(actor.account, now or present())
    chair = _require_consent(store, actor, author, consent, _role_of(store, account_id))
    password = one_time_password()
    set_password(store, actor.account, account_id, password, True, author.at, chair)
    return password


def set_password(
    store: Store, by: str, account_id: str, password: str, must_change: bool, now: datetime,
    chair: Account | None = None,
) -> None:  # fmt: skip
    """Of whoever may, which the caller has asked; ends every session of the account. `chair`: the
    vice-chair who agreed. Raises AccountRefused."""
    hashed = hash_password(password)
    with store.write() as conn:
        account = _known(conn, store, account_id)
        values = {"password_hash": hashed, "must_change": must_change}
        change_account(conn, store.ward_id, account_id, values)
        end_all_sessions(conn, store, account_id)
        author = Author(by, now)
        add_audit(conn, store.ward_id, author, "account.password", subject=account.login)
        note_agreed(conn, store, chair, account.login, now)


def _add(
    store: Store,
    author: Author,
    new: NewAccount,
    password: str,
    *,
    must_change: bool,
    chair: Account | None = None,
) -> Account:
    if not _LOGIN.fullmatch(new.login):
        raise AccountRefused("LOGIN")
    if not new.name.strip():
        raise AccountRefused("NAME")
    account = Account(
        new_id("TK"), new.login, new.name.strip(), new.role, new.team_id, new.group_id,
        must_change, None, new.expires_at, new.member_id,
    )  # fmt: skip
    _check_place(account)
    hashed = hash_password(password)
    with store.write() as conn:
        if find_account(conn, store.ward_id, login=new.login):
            raise AccountRefused("LOGIN_TAKEN")
        _check_tie(conn, store, account, None, author.at)
        values = vars(account) | {"password_hash": hashed, "created_at": author.at}
        add_account(conn, store.ward_id, values)
        add_audit(conn, store.ward_id, author, "account.open", subject=new.login)
        note_agreed(conn, store, chair, new.login, author.at)
        note_tie(conn, store, author, account, None)
    return account


def _require_consent(
    store: Store, actor: Actor, author: Author, consent: Consent | None, *roles: str | None
) -> Account | None:
    """The vice-chair who agrees, None where nobody need. Raises AccountRefused."""
    if not needs_consent(store, actor, author.at, *roles):
        return None
    chair = who_agrees(store, author, _chairs(store, author.at), consent)
    if chair is None:
        raise AccountRefused("CONSENT")
    return chair


def _chairs(store: Store, now: datetime) -> list[Account]:
    """Vice-chairs who can come in with a password of their own choice."""
    with store.read() as conn:
        accounts = list_accounts(conn, store.ward_id)
    chairs = [each for each in accounts if each.role == VICE_CHAIR and not each.must_change]
    return [each for each in chairs if is_open(each, now)]


def _role_of(store: Store, account_id: str) -> str:
    with store.read() as conn:
        return _known(conn, store, account_id).role


def _check_place(account: Account) -> None:
    places = {"team": account.team_id, "group": account.group_id}
    if not places.get(ROLES[account.role].scope, "whole ward"):
        raise AccountRefused("PLACE")


def _check_tie(
    conn: sa.Connection, store: Store, account: Account, before: Account | None, at: datetime
) -> None:
    if problem := tie_problem(conn, store, account, before, at):
        raise AccountRefused(problem)


def _check_last(
    conn: sa.Connection, store: Store, account: Account, values: Mapping[str, Any]
) -> None:
    if not _is_last(conn, store, account):
        return
    if values.get("role", account.role) != ADMINISTRATOR or values.get("disabled_at"):
        raise AccountRefused("LAST")
    if values.get("expires_at"):
        raise AccountRefused("ENDLESS")


def _known(conn: sa.Connection, store: Store, account_id: str) -> Account:
    account = find_account(conn, store.ward_id, account_id=account_id)
    if account is None:
        raise AccountRefused("UNKNOWN")
    return account


def _is_last(conn: sa.Connection, store: Store, account: Account) -> bool:
    """Whether no other administrator would be left who stays."""
    others = [
        other for other in list_accounts(conn, store.ward_id)
        if other.role == ADMINISTRATOR and other.disabled_at is None and other.expires_at is None
        and other.account_id != account.account_id
    ]  # fmt: skip
    return account.role == ADMINISTRATOR and not others
