"""The residents without a first dose: by group, reason and next step."""

import streamlit as st

from lib.reports.listing import named_groups
from lib.reports.reconciling import reconcile
from lib.reports.residents import hospital_queue, refusals
from lib.reports.session_list import session
from lib.reports.vaccination import vaccination
from lib.text.catalogue import _
from lib.ui.context import page_context
from lib.ui.deeds import say_read_only, show_done
from lib.ui.header import empty_state, page_header
from lib.ui.navigation import page_file
from lib.ui.residents import (
    show_hospital,
    show_platform,
    show_refusals,
)
from lib.ui.session import show_session
from lib.ui.vaccination import (
    show_by_group,
    show_coverage,
    show_people,
    show_summary,
)

context = page_context()
groups = named_groups(context.store)

page_header(
    context,
    _("Vaccination"),
    _("residents without a first dose, and the next step"),
    _("Choose a group, then take the people whose next step is due."),
)
say_read_only(context)
asked = (context.store, context.actor, context.as_of)
report = vaccination(*asked)

if report.figure.figure.value is None:
    empty_state(
        _("The list of residents without a first dose has not been brought in yet."),
        page=page_file("data") if context.may("imports.see") else None,
        label=_("Go to Data"),
    )
    st.stop()

show_done(context)
show_summary(context, report)
show_by_group(report, groups)
show_coverage(report, groups)
if context.may("persons.see"):
    show_hospital(context, hospital_queue(*asked), groups)
    show_refusals(context, refusals(*asked), groups)
    show_platform(context, reconcile(*asked), groups)
    show_session(context, session(*asked), groups)
    show_people(context, groups)
