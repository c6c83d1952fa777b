"""Door signs: print those of the day, note what hangs and what is down; the neighbours' sheets."""

import streamlit as st

from lib.reports.listing import named_groups
from lib.reports.signs import sign_board
from lib.text.catalogue import _
from lib.ui.alleys import show_alleys
from lib.ui.context import page_context
from lib.ui.deeds import say_read_only, show_done
from lib.ui.header import page_header
from lib.ui.signs import choose_state, print_button, show_doors

context = page_context()
groups = named_groups(context.store)
board = sign_board(context.store, context.actor, context.as_of)

page_header(
    context,
    _("Door signs"),
    _("print, hang up, take down"),
    _("Choose the group, print the signs to hang up, tap once they hang."),
)
show_done(context)
say_read_only(context)
group = st.selectbox(
    _("Residential group"), ["", *groups], key="signs.group",
    format_func=lambda id_: groups[id_] if id_ else _("All groups"),
)  # fmt: skip
print_button(context, board, group)
show_doors(context, board, choose_state(board, group), group, groups)
show_alleys(context, groups)
