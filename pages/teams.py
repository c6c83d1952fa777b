"""Teams: who spoke, who did what, who is overloaded, and how to move the work."""

import streamlit as st

from lib.reports.listing import named_groups
from lib.reports.teams import roster, teams_page
from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.deeds import say_read_only, show_done
from lib.ui.header import page_header
from lib.ui.messages import show_team_texts
from lib.ui.sample_calendar import show_calendar
from lib.ui.team_alarms import PART, PARTS, show_whom
from lib.ui.team_assign import show_assignment, show_history
from lib.ui.team_compare import show_comparison
from lib.ui.team_join import add_volunteer
from lib.ui.team_reorganise import show_week, simulate
from lib.ui.team_today import show_alarms, show_kits, show_today
from lib.ui.team_undo import show_reorganisations

context = page_context()
groups = named_groups(context.store)
teams = teams_page(context.store, context.actor, context.as_of)

page_header(
    context,
    _("Teams"),
    _("who spoke, who did what, who has too much"),
    _("Look at the warnings first: people nobody looks after, teams that are silent."),
)
show_done(context)
say_read_only(context)
show_alarms(teams)
people = None
if context.may("teams.arrange"):
    people = roster(context.store, context.actor, context.as_of)
if people and (teams.uncovered or teams.carers_out):
    show_whom(context, teams, people, groups)
parts = list(PARTS) if people else ["today", "compare"]
part = st.segmented_control(
    _("Show"), parts, key=PART, default="today", required=True,
    format_func=lambda name: _(PARTS[name]), label_visibility="collapsed",
)  # fmt: skip
if part == "compare":
    show_comparison(teams)
elif part == "assign":
    show_assignment(context, teams, people, groups)
    add_volunteer(context, teams, people)
    show_history(teams, people)
elif part == "move":
    show_week(teams)
    simulate(context, teams, people, groups)
    show_reorganisations(context, groups)
else:
    show_today(teams)
    show_kits(teams)
    show_calendar(context)
    if context.may("persons.see"):
        show_team_texts(context, groups)
