"""The ward's groups coloured by a chosen figure, with doors and venues as points."""

from lib.text.catalogue import _
from lib.ui.boundaries import show_boundaries
from lib.ui.context import page_context
from lib.ui.header import page_header
from lib.ui.ward_map import choose_indicator, show_ward_map

context = page_context()

page_header(
    context,
    _("Map"),
    _("where it is, group by group"),
    _("Choose a figure, then tap a group to see its rows."),
)
show_ward_map(context, choose_indicator())
show_boundaries(context)
