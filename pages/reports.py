"""What leaves the meeting: the brief itself, the report to the district, messages."""

import streamlit as st

from lib.documents.brief import brief_document, brief_sheet
from lib.reports.brief import morning_brief
from lib.reports.papers import DOCX
from lib.reports.ward import ward
from lib.text.catalogue import N_, _
from lib.ui.brief import brief_values, show_why
from lib.ui.context import page_context
from lib.ui.district import show_district
from lib.ui.header import page_header
from lib.ui.messages import show_messages
from lib.ui.paper_templates import show_templates
from lib.ui.print import print_button

PARTS = {
    "brief": N_("Morning brief"),
    "district": N_("Report to the district"),
    "messages": N_("Messages"),
    "templates": N_("Templates"),
}

context = page_context()
known = context.store, context.actor
parts = [name for name in PARTS if name != "templates" or context.may("papers.issue")]
with st.container(key="screen_only"):
    page_header(
        context,
        _("Reports"),
        _("the meeting's page, the day's report, texts to send"),
        _("Choose the paper, read it through, then print or copy it."),
    )
    part = st.segmented_control(
        _("Show"), parts, key="reports.part", default="brief", required=True,
        format_func=lambda name: _(PARTS[name]), label_visibility="collapsed",
    )  # fmt: skip
if part == "district":
    show_district(context)
elif part == "messages":
    show_messages(context)
elif part == "templates":
    show_templates(context)
else:
    brief = morning_brief(*known, context.as_of)
    values = brief_values(brief, ward(*known), context)
    with st.container(key="screen_only_buttons", horizontal=True):
        print_button(_("Print"), key="reports.print")
        st.download_button(
            _("As a Word document"), key="reports.docx", on_click="ignore", mime=DOCX,
            icon=":material/description:", file_name=f"tom-tat-{context.as_of:%Y%m%d}.docx",
            data=lambda: brief_document(**values),
        )  # fmt: skip
    st.html(brief_sheet(**values))
    with st.container(key="screen_only_why"):
        show_why(context, brief)
