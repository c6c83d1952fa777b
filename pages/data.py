"""Files in: send, preview, save; and what came when from whom."""

from lib.reports.imports import load_imports
from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.data import send_file, show_received
from lib.ui.header import page_header

context = page_context()

page_header(context, _("Data"), _("send a team's file, see what it would do, then save it"))
if context.may("rows.import"):
    send_file(context)
show_received(context, load_imports(context.store, context.actor))
