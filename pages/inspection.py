"""An inspection on the spot, judged against the measures of the hour."""

from lib.reports.inspecting import inspection_round
from lib.reports.listing import named_groups
from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.header import page_header
from lib.ui.inspecting import show_form

context = page_context()

page_header(
    context,
    _("Inspection"),
    _("what you see on the spot, judged at once"),
    _("Choose the place and write down what you see; the rule of the day judges it."),
)
places = inspection_round(context.store, context.actor, context.as_of)
show_form(context, places, named_groups(context.store))
