"""One household on one A4 page: who lives there, every stay, and what happened in time order."""

import streamlit as st

from lib.documents.household_sheet import household_sheet
from lib.reports.home_story import home_record
from lib.reports.listing import named_groups
from lib.reports.ward import ward
from lib.reports.work_lists import work_board
from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.header import empty_state
from lib.ui.home_dialogs import choose_printed
from lib.ui.household_sheet import sheet_values
from lib.ui.navigation import page_file
from lib.ui.print import print_button

context = page_context()
known, groups = (context.store, context.actor), named_groups(context.store)
with st.container(key="screen_only", horizontal=True, vertical_alignment="bottom"):
    st.page_link(page_file("quarantine"), label=_("Back"), icon=":material/arrow_back:")
    chosen = choose_printed(work_board(*known, context.as_of), groups)
    print_button(_("Print"), key="print_home.print")
record = home_record(*known, context.as_of, chosen) if chosen else None
if record:
    st.html(household_sheet(**sheet_values(record, ward(*known), context, groups)))
else:
    empty_state(_("Choose a home."))
