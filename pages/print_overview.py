"""The Overview on one A4 page: for the meeting, or to hand out."""

import streamlit as st

from lib.documents.overview_sheet import render_overview_sheet
from lib.reports.overview import overview
from lib.reports.published import published_overview
from lib.reports.ward import ward
from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.navigation import page_file
from lib.ui.print import choose_readers, print_button, public_sheet_values, sheet_values

context = page_context()
known = context.store, context.actor
with st.container(key="screen_only", horizontal=True, vertical_alignment="bottom"):
    st.page_link(page_file("overview"), label=_("Back"), icon=":material/arrow_back:")
    is_public = choose_readers()
    print_button(_("Print"), key="print_overview.print")
if is_public:
    values = public_sheet_values(published_overview(*known, context.as_of), ward(*known), context)
else:
    values = sheet_values(overview(*known, context.as_of), ward(*known), context)
st.html(render_overview_sheet(**values))
