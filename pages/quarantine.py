"""People in home quarantine: find, filter, read one record."""

import streamlit as st

from lib.reports.listing import named_groups
from lib.reports.quarantine import person_record, quarantine_list
from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.header import empty_state, page_header
from lib.ui.quarantine import choose_filter, show_record
from lib.ui.tables import show_listing

context = page_context()
groups = named_groups(context.store)

page_header(context, _("Quarantine"), _("everybody isolated at home, F0 and F1"))
wanted = choose_filter(groups)
rows, n_known = quarantine_list(context.store, context.actor, context.as_of, wanted)

st.caption(_("{n} of {total} stays").format(n=len(rows), total=n_known))
if not len(rows):
    empty_state(_("Nobody fits. Clear the search or choose another state."))
chosen = show_listing(rows, key="quarantine.list", groups=groups, selectable=True)
if chosen:
    record = person_record(context.store, context.actor, context.as_of, chosen)
    if record:
        show_record(record, groups)
elif len(rows):
    st.caption(_("Tick a row to read the whole record."))
