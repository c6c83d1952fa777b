"""Who reads: the session of the browser's cookie, looked up anew on every run."""

import html
from dataclasses import dataclass

import streamlit as st

from lib.actions.accounts import AccountRefused
from lib.actions.own_access import change_own_password
from lib.security.actors import ROLES, Actor
from lib.security.passwords import SHORTEST, PasswordRefused
from lib.security.sessions import signed_in, token_hash
from lib.settings import now, plain_network_is_accepted
from lib.store.accounts import Account
from lib.store.engine import Store
from lib.text.catalogue import _, language
from lib.ui.gate import COOKIE, SECURE_COOKIE, SIGN_IN


@dataclass(frozen=True)
class Reader:
    """`session`: the hash of the token that this browser came with."""

    actor: Actor
    account: Account
    session: str


def session_token() -> str | None:
    cookies = st.context.cookies
    return cookies.get(SECURE_COOKIE) or cookies.get(COOKIE)


def current_reader(store: Store) -> Reader | None:
    """None: the session is over, whatever the page still shows."""
    token = session_token()
    found = signed_in(store, token, now())
    return Reader(*found, token_hash(token)) if found and token else None


def ask_to_sign_in() -> None:
    st.warning(_("Your session is over. What was saved is saved."), icon=":material/lock_clock:")
    _link_to_sign_in()


def _link_to_sign_in() -> None:
    words = _("Sign in again")
    st.html(f'<a class="sign-in" href="{SIGN_IN}">{html.escape(words)}</a>')


def show_reader(reader: Reader) -> None:
    """In the sidebar: who it is, and the way out."""
    role = ROLES[reader.account.role].label(language())
    is_demo = reader.account.account_id.startswith("demo:")
    name = role if is_demo else f"{reader.account.name} \u00b7 {role}"
    out = _("Be somebody else") if is_demo else _("Sign out")
    st.html(
        f'<p class="reader">{html.escape(name)} '
        f'<a href="/sign-out">{html.escape(out)}</a></p>'
    )  # fmt: skip
    if plain_network_is_accepted():
        words = _("Without encryption: others in this network can read along.")
        st.warning(words, icon=":material/no_encryption:")


def password_form(store: Store, account: Account) -> None:
    rule = _("At least {n} characters; four words that do not belong together.")
    with st.form("account.password", width=420):
        old = st.text_input(_("Present password"), type="password", key="account.old")
        new = st.text_input(
            _("New password"), type="password", key="account.new", help=rule.format(n=SHORTEST)
        )
        again = st.text_input(_("New password once more"), type="password", key="account.again")
        if not st.form_submit_button(_("Set the password"), type="primary"):
            return
    try:
        change_own_password(store, account, old, new, again)
    except (AccountRefused, PasswordRefused) as problem:
        st.error(problem.sentence(), icon=":material/error:")
    else:
        st.success(_("The password is set. Sign in with it."), icon=":material/check_circle:")
        _link_to_sign_in()
