"""Who saw, changed, took out and brought in what; and whether that account of it is whole."""

from lib.reports.audit import ALL, AuditFilter, load_audit
from lib.text.catalogue import _
from lib.ui.audit import choose_filter, show_chain, show_lines
from lib.ui.context import page_context
from lib.ui.header import page_header

context = page_context()
purpose = _("who did what") if context.may(ALL) else _("what was done under your name")

page_header(
    context,
    _("Audit"),
    purpose,
    _("Choose who or what, then the days."),
)
everybody = load_audit(context.store, context.actor, AuditFilter()).actors
wanted = choose_filter(context, everybody)
show_lines(load_audit(context.store, context.actor, wanted))
show_chain(context)
