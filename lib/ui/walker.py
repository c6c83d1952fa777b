"""Who goes on My day: the volunteer to whom the account is tied, else whoever is chosen.

A telephone that a team shares has an account of the team's, and asks.
"""

from collections.abc import Mapping

import streamlit as st

from lib.reports.my_day import Round, Stop
from lib.text.catalogue import _
from lib.ui.plain import plain

MEMBER, WHOSE, KEPT, ME = "my_day.member", "my_day.whose", "my_day.me", "me"


def ask_who(round_: Round) -> None:
    """An account of one volunteer is not asked; then whose people are to be shown."""
    say_who(round_)
    if not round_.walker and round_.members:
        _choose_who(round_.members)
    me = own_id(round_)
    if me is None and any(stop.member_id for stop in round_.stops):
        st.caption(_("Without a name, what you write counts for whoever the person was given to."))
    elif me is not None and (n := sum(stop.member_id == me for stop in round_.stops)):
        labels = {"mine": _("My people"), "all": _("The whole team")}
        numbers = {"mine": n, "all": len(round_.stops)}
        st.segmented_control(
            _("Whose"), list(labels), key=WHOSE, default="mine", required=True,
            format_func=lambda which: f"{labels[which]} ({numbers[which]})",
            label_visibility="collapsed",
        )  # fmt: skip


def own_id(round_: Round) -> str | None:
    """Whoever goes: the account's volunteer, else whoever was chosen."""
    if round_.walker:
        return round_.walker.member_id
    chosen: str | None = st.session_state.get(MEMBER)
    return chosen if chosen in round_.members else None


def say_who(round_: Round) -> None:
    """To whom the account is tied, and what stands against going."""
    walker = round_.walker
    if walker is None:
        return
    st.markdown(f":material/person: **{plain(walker.name)}**")
    if walker.has_left:
        words = _("You are not on the team's roster on this day. Ask the administrator.")
        st.warning(words, icon=":material/person_off:")
    if walker.is_out:
        words = _("You are in quarantine yourself on this day. Stay at home and tell your team.")
        st.warning(words, icon=":material/home:")


def _choose_who(members: Mapping[str, str]) -> None:
    """Once: the session keeps the answer from page to page, and the address, as a code that names
    nobody, through a reload."""
    if st.session_state.get(MEMBER) not in members:
        asked = st.query_params.get(ME) or st.session_state.get(KEPT)
        st.session_state[MEMBER] = asked if asked in members else None
    st.selectbox(
        _("Who are you?"), list(members), key=MEMBER, index=None, on_change=_keep_who,
        format_func=lambda id_: members[id_], placeholder=_("Choose your name"),
    )  # fmt: skip


def _keep_who() -> None:
    st.session_state[KEPT] = me = st.session_state.get(MEMBER)
    if me:
        st.query_params[ME] = me
    else:
        st.query_params.pop(ME, None)


def own_stops(round_: Round) -> list[Stop]:
    """The people of whoever goes, when that is known, else everybody."""
    me = own_id(round_)
    mine = [stop for stop in round_.stops if me and stop.member_id == me]
    return mine if mine and st.session_state.get(WHOSE, "mine") == "mine" else list(round_.stops)
