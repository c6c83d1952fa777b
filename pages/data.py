"""Files in and out: send, mend, undo, join doubles, templates and lists."""

from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.data import show_data
from lib.ui.header import page_header

context = page_context()

page_header(
    context,
    _("Data"),
    _("send a team's file, see what it would do, then save it"),
    _("Choose the file; nothing is saved before you have seen what it changes."),
)
show_data(context)
