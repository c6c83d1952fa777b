"""Accounts for the administrator: who may come in, as what, until when."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.actions.accounts import (
    MANAGE,
    AccountRefused,
    NewAccount,
    change_access,
    end_of,
    last_day_of,
    needs_consent,
    open_account,
    reset_password,
)
from lib.actions.consent import Consent
from lib.reports.accounts import load_accounts, team_names, team_roster, volunteer_names
from lib.reports.listing import named_groups
from lib.security.actors import ROLES, NotAllowed, is_open
from lib.settings import now
from lib.store.accounts import Account
from lib.text.catalogue import _, language
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.header import empty_state

_SAID, _TURN = "accounts.said", "accounts.turn"
_PLACES = ("team_id", "group_id", "member_id")


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


def _role_place_and_end(context: PageContext, key: str, account: Account | None) -> dict[str, Any]:
    roles = list(ROLES)
    role = st.selectbox(
        _("Role"), roles, key=f"{key}.role", index=roles.index(account.role) if account else None,
        format_func=lambda name: ROLES[name].label(language()), placeholder=_("Choose a role"),
    )  # fmt: skip
    chosen: dict[str, Any] = {"role": role} | dict.fromkeys(_PLACES)
    if role and ROLES[role].scope == "team":
        teams = team_names(context.store, context.actor)
        team_id = chosen["team_id"] = st.selectbox(
            _("Team"), list(teams), key=f"{key}.team", format_func=teams.__getitem__,
            index=_place_of(account.team_id if account else None, list(teams)),
            placeholder=_("Choose a team"),
        )  # fmt: skip
        if team_id:
            chosen["member_id"] = _choose_volunteer(context, f"{key}.{team_id}", team_id, account)
    if role and ROLES[role].scope == "group":
        groups = named_groups(context.store)
        chosen["group_id"] = st.selectbox(
            _("Residential group"), list(groups), key=f"{key}.group",
            index=_place_of(account.group_id if account else None, list(groups)),
            format_func=groups.__getitem__, placeholder=_("Choose a group"),
        )  # fmt: skip
    last_day: date | None = st.date_input(
        _("Last day"), key=f"{key}.until", format="DD/MM/YYYY",
        value=last_day_of(account) if account else None,
        help=_("For somebody who helps for a while. Empty: without an end."),
    )  # fmt: skip
    return chosen | {"expires_at": end_of(last_day)}


def _place_of(id_: str | None, ids: Sequence[str]) -> int | None:
    return ids.index(id_) if id_ in ids else None


def _choose_volunteer(
    context: PageContext, key: str, team_id: str, account: Account | None
) -> str | None:
    """Of the team's roster, without those who have an account; whoever left keeps the own one."""
    store, actor = context.store, context.actor
    held = {each.member_id for each in load_accounts(store, actor) if is_open(each, now())}
    own = account.member_id if account and account.team_id == team_id else None
    names = {
        id_: f"{name} \u00b7 {id_}"
        for id_, name in team_roster(store, actor, team_id).items()
        if id_ not in held or id_ == own
    }
    if own and own not in names:
        left = _("{name}, not on the roster any more")
        names[own] = left.format(name=volunteer_names(store, actor).get(own, own))
    options = ["", *names]
    chosen: str = st.selectbox(
        _("Volunteer"), options, key=f"{key}.member", index=options.index(own or ""),
        format_func=lambda id_: names.get(id_) or _("None: a telephone of the team"),
        help=_("My day then knows who goes and does not ask. Who has an account already is not "
               "listed."),
    )  # fmt: skip
    return chosen or None


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
    chosen = _role_place_and_end(context, f"accounts.new.{turn}", None)
    consent = _ask_consent(context, "accounts.new", chosen["role"])
    if st.button(_("Open the account"), key="accounts.open", type="primary",
                 disabled=not (login and name and chosen["role"])):  # fmt: skip
        new = NewAccount(login.strip().lower(), name, **chosen)

        _do(
            lambda: open_account(context.store, context.actor, new, consent=consent),
            _("The account {login} is open. Its one-time password:").format(login=new.login),
        )


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
    access = _role_place_and_end(context, f"accounts.{chosen}", account)
    consent = _ask_consent(context, f"accounts.{chosen}", account.role, access["role"])
    done = _("The account {login} has been changed.").format(login=account.login)
    with st.container(horizontal=True):
        if st.button(_("Save"), key="accounts.save", type="primary"):
            _do(lambda: change_access(store, actor, chosen, access, consent=consent), done)
        if st.button(_("New one-time password"), key="accounts.reset"):
            words = _("New one-time password of {login}:").format(login=account.login)
            _do(lambda: reset_password(store, actor, chosen, consent=consent), words)
        if account.disabled_at is None:
            if st.button(_("Close the account"), key="accounts.close"):
                closed = {"disabled_at": now()}
                _do(lambda: change_access(store, actor, chosen, closed, consent=consent), done)
        elif st.button(_("Open it again"), key="accounts.reopen"):
            opened = {"disabled_at": None}
            _do(lambda: change_access(store, actor, chosen, opened, consent=consent), done)


def _do(act: Callable[[], str | None], words: str) -> None:
    try:
        password = act()
    except (AccountRefused, NotAllowed) as problem:
        st.error(problem.sentence(), icon=":material/error:")
        return
    st.session_state[_SAID] = (words, password)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1  # what was typed is forgotten
    st.rerun()
