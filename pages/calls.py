"""Whom to talk to about a first dose today, one tap a result."""

from lib.reports.call_sheet import call_sheet
from lib.reports.listing import named_groups
from lib.text.catalogue import _
from lib.ui.calls import choose_group, show_calls
from lib.ui.context import page_context
from lib.ui.header import page_header

context = page_context()
groups = named_groups(context.store)

page_header(
    context,
    _("Calls about the first dose"),
    _("who is due, most at risk first"),
    _("Call the first on the list, then tap what came of it."),
)
group_id = choose_group(context, groups)
show_calls(context, call_sheet(context.store, context.actor, context.as_of, group_id), groups)
