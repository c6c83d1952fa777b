"""The rules the ward goes by, with their documents; and what a new one would move."""

from lib.reports.rule_book import rules_page
from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.header import page_header
from lib.ui.rules import show_homes, show_measures, show_stays
from lib.ui.try_rule import show_proposed, try_a_rule
from lib.ui.visit_rules import show_visits

context = page_context()
rules = rules_page(context.store, context.actor, context.as_of)

page_header(
    context,
    _("Rules"),
    _("every date and limit, with the document it comes from"),
    _("Open a rule to see its document; what is unverified says so."),
)
show_stays(context, rules)
if context.may("persons.see"):
    show_proposed(context)
    try_a_rule(context)
show_visits(context, rules)
show_homes(rules)
show_measures(rules)
