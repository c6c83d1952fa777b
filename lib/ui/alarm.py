"""Danger signs that volunteers found since the page was drawn, without anybody reloading it."""

import streamlit as st

from lib.reports.overview import Overview, danger_ids
from lib.text.catalogue import _, ngettext
from lib.ui.context import PageContext
from lib.ui.navigation import page_file

EVERY = 30  # seconds


@st.fragment(run_every=EVERY)
def watch_danger(context: PageContext, report: Overview) -> None:
    """Nothing at all while nobody new is in danger."""
    known = set(report.danger_ids)
    new = danger_ids(context.store, context.actor, context.as_of) - known
    if not new:
        return
    words = ngettext(
        "{n} person with danger signs since this page was opened.",
        "{n} people with danger signs since this page was opened.",
        len(new),
    )
    st.error(words.format(n=len(new)), icon=":material/emergency:")
    if context.may("persons.see"):
        st.page_link(
            page_file("quarantine"), label=_("Open the list of danger signs"),
            icon=":material/arrow_forward:", query_params={"list": "danger_signs_open"},
        )  # fmt: skip
