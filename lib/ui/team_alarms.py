"""Who stands behind the warnings of the teams' page, by name, and the way to give them anew."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from lib.indicators.cover import NO_TEAM
from lib.reports.teams import Carried, Roster, Teams
from lib.text.catalogue import N_, _
from lib.text.collate import text_key
from lib.ui.context import PageContext
from lib.ui.deeds import may_act
from lib.ui.plain import plain
from lib.ui.team_assign import PEOPLE, TEAM, person_words
from lib.ui.team_today import team_name

PART = "teams.part"
PARTS = {
    "today": N_("Today"), "compare": N_("Side by side"), "assign": N_("Who has whom"),
    "move": N_("Reorganise"),
}  # fmt: skip


def show_whom(context: PageContext, teams: Teams, people: Roster, groups: dict[str, str]) -> None:
    """One list a team, those without a team first."""
    ids = {*teams.uncovered, *teams.carers_out}
    waiting = sorted(
        (person for person in people.people if person.case_id in ids),
        key=lambda person: (person.team_id != NO_TEAM, text_key(person.team_id)),
    )
    if not waiting:
        return
    with st.expander(_("Who they are"), expanded=True):
        for team_id, their in groupby(waiting, key=lambda person: person.team_id):
            _show_list(context, teams, team_id, list(their), groups)


def _show_list(
    context: PageContext, teams: Teams, team_id: str, their: Sequence[Carried],
    groups: dict[str, str],
) -> None:  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(team_name(teams, team_id))}**", width="stretch")
        if may_act(context):
            st.button(
                _("Give them anew"), key=f"teams.anew.{team_id}", on_click=_choose,
                args=([person.case_id for person in their], team_id),
            )  # fmt: skip
    with st.container(gap="xsmall"):
        for person in their:
            st.text(person_words(person, groups))


def _choose(ids: list[str], team_id: str) -> None:
    """The part where people are given by hand, with these people chosen."""
    st.session_state[PART] = "assign"
    st.session_state[PEOPLE] = ids
    if team_id != NO_TEAM:
        st.session_state[TEAM] = team_id
