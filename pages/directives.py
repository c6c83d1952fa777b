"""Documents and their tasks: what is overdue, who has been told, the notice's five tasks."""

from lib.reports.directives import register
from lib.reports.listing import named_groups
from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.deeds import say_read_only, show_done
from lib.ui.directives import (
    add_document,
    show_notice,
    show_register,
    show_task,
    show_untold,
)
from lib.ui.header import page_header

context = page_context()
groups = named_groups(context.store)
report = register(context.store, context.actor, context.as_of)

page_header(
    context,
    _("Directives"),
    _("documents, tasks, and who has been told"),
    _("Look at what is overdue, then at the groups nobody has told."),
)
show_done(context)
say_read_only(context)
show_notice(context, report)
show_untold(report, groups)
if task := show_register(report):
    show_task(context, report, task, groups)
add_document(context)
