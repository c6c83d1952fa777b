"""The vice-chair's morning: decisions first."""

import streamlit as st

from lib.reports.listing import named_groups
from lib.reports.overview import overview
from lib.text.catalogue import _
from lib.ui.alarm import watch_danger
from lib.ui.context import page_context
from lib.ui.crossings import show_crossings
from lib.ui.figures import show_figure
from lib.ui.header import empty_state, page_header
from lib.ui.navigation import page_file
from lib.ui.overview import show_decisions, show_series, show_teams
from lib.ui.setting_up import set_up_link

context = page_context()
report = overview(context.store, context.actor, context.as_of)

page_header(
    context,
    _("Overview"),
    _("what needs a decision today, then the figures"),
    _("Take the decisions from top to bottom; every number opens its rows."),
)
if report.is_empty:
    empty_state(
        _("Nothing has been brought in yet. Begin with the residential groups, then the cases."),
    )
    if not set_up_link(context) and context.may("imports.see"):
        st.page_link(page_file("data"), label=_("Go to Data"), icon=":material/arrow_forward:")
    st.stop()
if context.may("ward.edit"):
    set_up_link(context)

watch_danger(context, report)
show_decisions(context, report)
show_crossings(context, named_groups(context.store))

st.subheader(_("Figures of the day"), anchor=False)
with st.grid(min_column_width=150):
    for view in report.figures.values():
        show_figure(context, view, place="overview.figure")

left, right = st.columns([3, 2], gap="large")
with right:
    show_teams(report)

st.page_link(
    page_file("print_overview"), label=_("One A4 page for the meeting"), icon=":material/print:"
)
with left:
    show_series(report)
