"""Set-up: from an empty folder to a working ward."""

from lib.reports.setting_up import set_up_state
from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.header import page_header
from lib.ui.setting_up import show_steps

context = page_context()

page_header(
    context,
    _("Set-up"),
    _("what a ward needs before its first morning, step by step"),
    _("Do the step that stands open; you may stop and go on later."),
)
show_steps(context, set_up_state(context.store, context.actor))
