"""Errands: what people at home asked for, from the call to the money."""

from lib.reports.errands import errand_board
from lib.reports.listing import named_groups
from lib.text.catalogue import _
from lib.ui.connection import say_when_lost
from lib.ui.context import page_context
from lib.ui.deeds import say_read_only, show_done
from lib.ui.errands import new_errand, show_done_errands, show_open, show_owing, show_sums
from lib.ui.header import page_header

context = page_context()
groups = named_groups(context.store)
board = errand_board(context.store, context.actor, context.as_of)

page_header(
    context,
    _("Errands"),
    _("what people at home asked for"),
    _("Take the oldest one first, promise a time, note what it cost."),
)
say_when_lost()
show_done(context)
say_read_only(context)
show_sums(context, board)
new_errand(context, board)
show_open(context, board, groups)
show_owing(context, board, groups)
show_done_errands(board)
