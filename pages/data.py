"""Files in and out: send, mend, undo, join doubles, templates and lists."""

from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.data import show_data
from lib.ui.header import page_header

context = page_context()

if context.may("rows.import"):
    page_header(
        context,
        _("Data"),
        _("send a team's file, see what it would do, then save it"),
        _("Choose the file; nothing is saved before you have seen what it changes."),
    )
else:
    page_header(
        context,
        _("Data"),
        _("see which files came, from whom, and what became of their rows"),
        _("Whoever keeps the data sends the files; look at the newest first."),
    )
show_data(context)
