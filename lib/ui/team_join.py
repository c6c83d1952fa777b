"""A volunteer for a team: one of those who are known, or somebody new."""

from functools import partial
from typing import Any

import streamlit as st

from lib.actions.teams import Joining, join_team
from lib.reports.teams import Roster, Teams
from lib.text.catalogue import _
from lib.ui.context import PageContext
from lib.ui.deeds import may_act, perform, turn_of
from lib.ui.team_today import team_name


def add_volunteer(context: PageContext, teams: Teams, people: Roster) -> None:
    """What was typed stays until it was taken."""
    if not may_act(context):
        return
    turn = turn_of("teams.join")
    form = f"teams.join.{turn.n}"
    with (
        st.expander(_("Add a volunteer to a team"), icon=":material/person_add:"),
        st.form(form, border=False),
    ):
        team_id = st.selectbox(
            _("Team"), list(teams.names), index=None, key=f"{form}.team",
            format_func=lambda id_: team_name(teams, id_), placeholder=_("Choose a team"),
        )  # fmt: skip
        member_id = st.selectbox(
            _("Somebody known"), list(people.members), index=None, key=f"{form}.member",
            format_func=lambda id_: _volunteer(context, teams, people, id_),
            placeholder=_("Choose a volunteer"),
        )  # fmt: skip
        name = st.text_input(_("Or a new volunteer's full name"), key=f"{form}.name", max_chars=120)
        phone = st.text_input(_("Phone"), key=f"{form}.phone", max_chars=40)
        on: Any = st.date_input(_("From"), context.as_of, format="DD/MM/YYYY", key=f"{form}.on")
        st.caption(_("Whoever served in another team leaves it the day before."))
        if not st.form_submit_button(_("Add to the team"), type="primary"):
            return
        if team_id is None:
            st.error(_("Choose the team."))
            return
        joining = Joining(team_id, member_id, name, phone)
        words = _("A volunteer was added to {team}.").format(team=team_name(teams, team_id))
        act = partial(join_team, context.store, context.actor, joining, on=on)
        perform(context, turn.ending_with(act), words)
        st.rerun()


def _volunteer(context: PageContext, teams: Teams, people: Roster, member_id: str) -> str:
    """With the team of today, as two may have one name."""
    of = [
        team_name(teams, row["team_id"])
        for row in people.history
        if row["member_id"] == member_id
        and row["from_on"] <= context.as_of
        and (row["to_on"] is None or row["to_on"] >= context.as_of)
    ]
    return " \u00b7 ".join([people.members[member_id], *of])
