"""Sheets for the neighbours: allowed by the vice-chair, printed for the leader, handed over."""

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from lib.actions.alleys import LONGEST, approve_alley, note_handed_over, withdraw_alley
from lib.actions.deeds import Refused
from lib.reports.alleys import AlleyState, Approval, alley_sheet, alley_states
from lib.security.actors import NotAllowed
from lib.store.problems import StoreProblem
from lib.text.catalogue import _, ngettext
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.deeds import may_act, say_problem
from lib.ui.plain import plain

USUAL = timedelta(days=7)


def show_alleys(context: PageContext, groups: dict[str, str]) -> None:
    """Each alley with homes in quarantine, whether its sheet is allowed, and until when."""
    if not context.may("alleys.print"):
        return
    st.subheader(_("Sheets for the neighbours"), anchor=False)
    st.caption(_("Addresses and dates of one alley, no names, no illness. Off until the "
                 "vice-chair allows it; it goes to the group leader, and each print is on "
                 "record."))  # fmt: skip
    states = alley_states(context.store, context.actor, context.as_of)
    if context.may("alleys.approve") and may_act(context):
        _allow(context, [state for state in states if not state.approval], groups)
    allowed = [state for state in states if state.approval]
    if not allowed:
        st.caption(_("No alley's sheet is allowed now."))
    for state in allowed:
        _show_alley(context, state, groups)


def _allow(context: PageContext, states: list[AlleyState], groups: dict[str, str]) -> None:
    """One alley at a time, until a day."""
    if not states:
        return
    with st.expander(_("Allow an alley's sheet"), icon=":material/verified:"):
        number: int = st.selectbox(
            _("Alley"), range(len(states)), key="alleys.which",
            format_func=lambda number: _alley_words(states[number], groups),
        )  # fmt: skip
        until = st.date_input(
            _("Until"), context.as_of + USUAL, key="alleys.until", format="DD/MM/YYYY",
            min_value=context.as_of, max_value=context.as_of + LONGEST,
        )  # fmt: skip
        _button(
            _("Allow this sheet"), "alleys.allow",
            lambda: approve_alley(
                context.store, context.actor, states[number].alley, on=context.as_of,
                valid_to=until,
            ),
        )  # fmt: skip


def _alley_words(state: AlleyState, groups: dict[str, str]) -> str:
    homes = ngettext("{n} home", "{n} homes", state.n_homes).format(n=state.n_homes)
    group = groups.get(state.alley.group_id, state.alley.group_id)
    return f"{state.name} \u00b7 {group} \u00b7 {homes}"


def _show_alley(context: PageContext, state: AlleyState, groups: dict[str, str]) -> None:
    approval = state.approval
    if approval is None:
        return
    key = f"alleys.{approval.sheet_id}"
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=key):
        with st.container(gap=None):
            st.markdown(plain(_alley_words(state, groups)))
            said = _("allowed until {day}").format(day=format_day(approval.valid_to))
            st.caption(said + ", " + _("handed over") if approval.handed_at else said)
        with st.container(horizontal=True, width="content", gap="xsmall"):
            _alley_buttons(context, approval, key)


def _alley_buttons(context: PageContext, approval: Approval, key: str) -> None:
    store, actor, day, sheet_id = context.store, context.actor, context.as_of, approval.sheet_id
    st.download_button(
        _("Print"), key=f"{key}.print", icon=":material/print:", on_click="ignore",
        mime="application/pdf", data=lambda: alley_sheet(store, actor, day, sheet_id),
        file_name=f"thong-bao-ngo-{day:%Y%m%d}.pdf",
    )  # fmt: skip
    if not may_act(context):
        return
    if not approval.handed_at:
        _button(_("Handed over"), f"{key}.hand",
                lambda: note_handed_over(store, actor, sheet_id, on=day))  # fmt: skip
    if context.may("alleys.approve"):
        _button(_("Withdraw"), f"{key}.off", lambda: withdraw_alley(store, actor, sheet_id))


def _button(label: str, key: str, act: Callable[[], object]) -> None:
    st.button(label, key=key, on_click=_try, args=(act,))


def _try(act: Callable[[], object]) -> None:
    try:
        act()
    except (Refused, NotAllowed, StoreProblem) as problem:
        say_problem(problem.sentence())
