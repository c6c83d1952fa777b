"""Appraise a home at its door, on a phone: what is missing, what follows, who comes next."""

from lib.reports.listing import named_groups
from lib.reports.work_lists import work_board
from lib.text.catalogue import _
from lib.ui.appraisal import appraise, choose_home
from lib.ui.context import page_context
from lib.ui.deeds import say_read_only, show_done
from lib.ui.header import page_header

context = page_context()
groups = named_groups(context.store)
board = work_board(context.store, context.actor, context.as_of)

page_header(
    context,
    _("Appraisal"),
    _("is the home fit? Tap what is missing"),
    _("Choose the home, tap what is missing, save."),
)
show_done(context)
say_read_only(context)
if home := choose_home(context, board, groups):
    appraise(context, board, home, groups)
