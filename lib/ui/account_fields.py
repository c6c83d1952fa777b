"""What an account may be: its role, whom it works for, which volunteer uses it, until when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from lib.actions.accounts import end_of, last_day_of
from lib.reports.accounts import load_accounts, team_names, team_roster, volunteer_names
from lib.reports.listing import named_groups
from lib.security.actors import ROLES, is_open
from lib.settings import now
from lib.store.accounts import Account
from lib.text.catalogue import _, language
from lib.ui.context import PageContext

_PLACES = ("team_id", "group_id", "member_id")


def role_place_and_end(context: PageContext, key: str, account: Account | None) -> dict[str, Any]:
    """The values of an account that were chosen, in widgets below `key`."""
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
    """Of the team's roster, without those who have another account; whoever left keeps the own one
    in the same team, and takes it along to the next."""
    store, actor = context.store, context.actor
    accounts = load_accounts(store, actor)
    held = {each.member_id for each in accounts if each != account and is_open(each, now())}
    own = account.member_id if account else None
    names = {
        id_: f"{name} \u00b7 {id_}"
        for id_, name in team_roster(store, actor, team_id).items()
        if id_ not in held
    }
    if account and own and own not in names and account.team_id == team_id:
        left = _("{name}, not on the roster any more")
        names[own] = left.format(name=volunteer_names(store, actor).get(own, own))
    options = ["", *names]
    chosen: str = st.selectbox(
        _("Volunteer"), options, key=f"{key}.member",
        index=options.index(own) if own in names else 0,
        format_func=lambda id_: names.get(id_) or _("None: a telephone of the team"),
        help=_("My day then knows who goes and does not ask. Who has an account already is not "
               "listed."),
    )  # fmt: skip
    return chosen or None
