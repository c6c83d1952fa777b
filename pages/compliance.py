"""Level 3: measures in force, gatherings and venues against them, breaches."""

from lib.reports.compliance import PLACE_FIGURES, compliance
from lib.reports.listing import named_groups
from lib.reports.ward import ward
from lib.text.catalogue import _
from lib.ui.compliance import (
    show_announcement,
    show_breaches,
    show_change,
    show_figures,
    show_gatherings,
    show_kept,
    show_measures,
    show_venues,
)
from lib.ui.context import page_context
from lib.ui.deeds import say_read_only, show_done
from lib.ui.header import page_header
from lib.ui.level import show_level, show_notice_check
from lib.ui.ward_map import choose_indicator, show_ward_map

context = page_context()
groups = named_groups(context.store)
report = compliance(context.store, context.actor, context.as_of)

page_header(
    context,
    _("Level 3"),
    _("what is allowed today, and who does not keep to it"),
    _("Look at the open breaches first; every number opens its rows."),
)
show_done(context)
say_read_only(context)
its_ward = ward(context.store, context.actor)
show_level(report, its_ward)
show_notice_check(context.as_of)
show_figures(context, report)
show_measures(report, its_ward)
show_announcement(report, its_ward)
show_change(report, its_ward)
show_gatherings(report, groups)
show_venues(report, groups)
show_breaches(context, report, groups)
show_ward_map(context, choose_indicator(PLACE_FIGURES))
show_kept(report, groups)
