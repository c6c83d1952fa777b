"""Pay: what the volunteers did, by which decision it is paid, who approved, what is late."""

from lib.reports.paying import pay_page
from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.deeds import say_read_only, show_done
from lib.ui.header import page_header
from lib.ui.paying import prepare, show_sheets

context = page_context()

page_header(
    context,
    _("Pay"),
    _("every line rests on visits, a decision and two people"),
    _("Look at what differs from the record, then approve."),
)
show_done(context)
say_read_only(context)
pay = pay_page(context.store, context.actor, context.as_of)
show_sheets(context, pay)
prepare(context, pay)
