"""What needs a second person, what people ask about their data, what is kept for how long."""

from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.header import page_header
from lib.ui.privacy import show_policies, show_proposals, show_review
from lib.ui.requests import record_form, show_requests

context = page_context()

page_header(
    context,
    _("Second person and privacy"),
    _("what nobody decides alone"),
    _("Begin with what waits for a second person."),
)
show_proposals(context)
show_requests(context)
record_form(context)
show_review(context)
show_policies(context)
