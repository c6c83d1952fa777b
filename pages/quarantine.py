"""Quarantine: what must be decided today, door by door and person by person."""

import streamlit as st

from lib.reports.listing import named_groups
from lib.reports.work_lists import work_board
from lib.text.catalogue import _
from lib.ui.ahead import show_ahead
from lib.ui.contacts import show_contacts
from lib.ui.context import page_context
from lib.ui.deeds import say_read_only, show_done
from lib.ui.found import back_button, is_found
from lib.ui.header import empty_state, page_header
from lib.ui.new_stay import new_stay_button
from lib.ui.paper_batch import show_papers
from lib.ui.quarantine import show_everyone
from lib.ui.stay_glance import show_glance
from lib.ui.work_lists import choose_group, show_doors, show_group

context = page_context()
groups = named_groups(context.store)
board = work_board(context.store, context.actor, context.as_of)

page_header(
    context,
    _("Quarantine"),
    _("who may go, which door is wrong, whom to test"),
    _("Take the first list that has a number; what to do stands beside each row."),
)
show_done(context)
say_read_only(context)
if not board.cases:
    empty_state(_("Nobody is in quarantine. Import a list, or open a first stay."))
group = choose_group(context, board)
new_stay_button(context, groups)
if group == "everyone":
    show_everyone(context, board, groups)
elif group == "ahead":
    show_ahead(context, board, groups)
elif group == "papers":
    show_papers(context, groups)
elif group == "contacts":
    show_contacts(context)
elif group == "homes_all":
    show_doors(context, board, groups)
else:
    if is_found():
        back_button()
    elif group == "release" and "list" not in st.query_params:
        show_glance(board, groups)
    show_group(context, board, group, groups)
