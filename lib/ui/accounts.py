"""Accounts for the administrator: who may come in, as what, until when."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import pandas as pd
import streamlit as st

from lib.actions.accounts import (
    MANAGE,
    AccountRefused,
    NewAccount,
    change_access,
    last_day_of,
    needs_consent,
    open_account,
    reset_password,
)
from lib.actions.consent import Consent
from lib.reports.accounts import load_accounts, team_names, volunteer_names
from lib.reports.listing import named_groups
from lib.security.actors import ROLES, NotAllowed, is_open
from lib.settings import now
from lib.store.accounts import Account
from lib.store.problems import StoreProblem
from lib.text.catalogue import _, language
from lib.text.formats import format_day
from lib.ui.account_fields import role_place_and_end
from lib.ui.context import PageContext
from lib.ui.header import empty_state

_SAID, _TURN = "accounts.said", "accounts.turn"


def show_accounts(context: PageContext) -> None:
    _show_said()
    accounts = load_accounts(context.store, context.actor)
    if context.store.settings.is_demo:
        st.info(_("The demo has no accounts: choose a person at the door."), icon=":material/info:")
    if not accounts:
        empty_state(_("Nobody has an account yet."))
    else:
        _show_list(context, accounts)
    if context.may(MANAGE) and not context.store.settings.is_demo:
        with st.expander(_("Open an account"), icon=":material/person_add:"):
            _open_form(context)
        if accounts:
            with st.expander(_("Change or close an account"), icon=":material/manage_accounts:"):
                _change(context, accounts)


def _show_said() -> None:
    """A one-time password is shown once and kept nowhere."""
    if said := st.session_state.pop(_SAID, None):
        words, password = said
        st.success(words, icon=":material/check_circle:")
        if password:
            st.code(password, language=None)
            st.caption(_("Read it out to the person now; it is not shown again."))


def _show_list(context: PageContext, accounts: tuple[Account, ...]) -> None:
    store, actor = context.store, context.actor
    places, volunteers = (
        team_names(store, actor) | named_groups(store),
        volunteer_names(store, actor),
    )
    lines = [_line(account, places, volunteers) for account in accounts]
    st.dataframe(pd.DataFrame(lines), hide_index=True, key="accounts.list", placeholder="")


def _line(
    account: Account, places: Mapping[str, str], volunteers: Mapping[str, str]
) -> dict[str, Any]:
    place, volunteer = account.team_id or account.group_id or "", account.member_id or ""
    return {
        _("Sign-in name"): account.login,
        _("Name"): account.name,
        _("Role"): ROLES[account.role].label(language()),
        _("Works for"): places.get(place, ""),
        _("Volunteer"): volunteers.get(volunteer, volunteer),
        _("State"): _state(account),
        _("Until"): format_day(last_day_of(account)),
    }


def _state(account: Account) -> str:
    if account.disabled_at:
        return _("closed")
    return _("open") if is_open(account, now()) else _("over")


def _ask_consent(context: PageContext, key: str, *roles: str | None) -> Consent | None:
    """Where an account of a vice-chair is touched, one of them must agree."""
    if not needs_consent(context.store, context.actor, now(), *roles):
        return None
    turn = st.session_state.setdefault(_TURN, 0)
    st.info(_("A vice-chair must agree: they type their own name and password here."),
            icon=":material/group:")  # fmt: skip
    with st.container(horizontal=True):
        login = st.text_input(_("Sign-in name of a vice-chair"), key=f"{key}.chair.{turn}")
        password = st.text_input(
            _("Password of that vice-chair"), key=f"{key}.word.{turn}", type="password",
            autocomplete="off",
        )  # fmt: skip
    return Consent(login.strip().lower(), password)


def _open_form(context: PageContext) -> None:
    turn = st.session_state.setdefault(_TURN, 0)
    login = st.text_input(_("Sign-in name"), key=f"accounts.login.{turn}", max_chars=40)
    name = st.text_input(_("Name"), key=f"accounts.name.{turn}", max_chars=120)
    chosen = role_place_and_end(context, f"accounts.new.{turn}", None)
    with _sent_together("accounts.new"):
        consent = _ask_consent(context, "accounts.new", chosen["role"])
        is_asked = st.form_submit_button(
            _("Open the account"), key="accounts.open", type="primary",
            disabled=not (login and name and chosen["role"]),
        )  # fmt: skip
    if is_asked:
        new = NewAccount(login.strip().lower(), name, **chosen)
        _do(
            lambda: open_account(context.store, context.actor, new, consent=consent),
            _("The account {login} is open. Its one-time password:").format(login=new.login),
        )


def _sent_together(key: str) -> AbstractContextManager[Any]:
    """A form, for a password that is left by the Tab key is sent by a form only (Streamlit 1.67:
    the eye beside the field takes the key)."""
    return st.form(f"{key}.form", border=False, enter_to_submit=False)


def _change(context: PageContext, accounts: tuple[Account, ...]) -> None:
    by_id = {account.account_id: account for account in accounts}
    chosen = st.selectbox(
        _("Account"), list(by_id), key="accounts.chosen", index=None,
        format_func=lambda id_: f"{by_id[id_].login} \u00b7 {by_id[id_].name}",
        placeholder=_("Choose an account"),
    )  # fmt: skip
    if not chosen:
        return
    account, store, actor = by_id[chosen], context.store, context.actor
    access = role_place_and_end(context, f"accounts.{chosen}", account)
    with _sent_together(f"accounts.{chosen}"):
        consent = _ask_consent(context, f"accounts.{chosen}", account.role, access["role"])
        asked = _asked_of(account)
    done = _("The account {login} has been changed.").format(login=account.login)
    match asked:
        case "save":
            _do(lambda: change_access(store, actor, chosen, access, consent=consent), done)
        case "reset":
            words = _("New one-time password of {login}:").format(login=account.login)
            _do(lambda: reset_password(store, actor, chosen, consent=consent), words)
        case "close" | "reopen":
            moment = {"disabled_at": now() if asked == "close" else None}
            _do(lambda: change_access(store, actor, chosen, moment, consent=consent), done)


def _asked_of(account: Account) -> str | None:
    """Which of the buttons was pressed."""
    labels = {"save": _("Save"), "reset": _("New one-time password")}
    if account.disabled_at is None:
        labels["close"] = _("Close the account")
    else:
        labels["reopen"] = _("Open it again")
    with st.container(horizontal=True):
        pressed = [
            name for name, label in labels.items()
            if st.form_submit_button(
                label, key=f"accounts.{name}", type="primary" if name == "save" else "secondary"
            )
        ]  # fmt: skip
    return next(iter(pressed), None)


def _do(act: Callable[[], str | None], words: str) -> None:
    try:
        password = act()
    except (AccountRefused, NotAllowed, StoreProblem) as problem:
        st.error(problem.sentence(), icon=":material/error:")
        return
    st.session_state[_SAID] = (words, password)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1  # what was typed is forgotten
    st.rerun()
