"""The top of every page: its name, the day of the figures, and what is demo."""

import streamlit as st

from lib.reports.ward import ward
from lib.text.catalogue import _
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.plain import plain


def page_header(context: PageContext, title: str, purpose: str, first: str) -> None:
    """`purpose` says in one line what the page is for, `first` what to do first."""
    name = ward(context.store, context.actor).ward_name or _("Ward not named yet")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(title, anchor=False, width="content")
        if context.store.settings.is_demo:
            st.badge(_("Demo ward, everybody is invented"), icon=":material/science:", color="gray")
    day = _("figures as of the end of {day}").format(day=format_day(context.as_of))
    st.caption(f"{plain(name)} \u00b7 {day} \u00b7 {purpose}  \n{first}")


def empty_state(text: str, *, page: str | None = None, label: str = "") -> None:
    """What to say when there is nothing to show, and where to go next."""
    st.info(text, icon=":material/info:")
    if page:
        st.page_link(page, label=label, icon=":material/arrow_forward:")
