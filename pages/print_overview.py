"""The Overview on one A4 page, for the meeting."""

import streamlit as st

from lib.documents.overview_sheet import render_overview_sheet
from lib.reports.overview import overview
from lib.reports.ward import ward
from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.navigation import page_file
from lib.ui.print import print_button, sheet_values

context = page_context()
report = overview(context.store, context.actor, context.as_of)

with st.container(key="screen_only", horizontal=True):
    st.page_link(page_file("overview"), label=_("Back"), icon=":material/arrow_back:")
    print_button(_("Print"))
st.html(render_overview_sheet(**sheet_values(report, ward(context.store, context.actor), context)))
