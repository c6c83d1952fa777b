"""A day of the coming week, and whom to test on it."""

from datetime import date, timedelta

import streamlit as st

from lib.indicators.workload import WEEK
from lib.reports.sample_calendar import may_see_tests, samples_on
from lib.schema.tables import TABLES
from lib.text.catalogue import _, language, ngettext
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.header import empty_state
from lib.ui.plain import show_table


@st.fragment
def show_calendar(context: PageContext, *, team_id: str | None = None) -> None:
    """Nobody is named before a day is chosen."""
    if not may_see_tests(context.actor):
        return
    days = [context.as_of + timedelta(n) for n in range(WEEK)]
    with st.expander(_("Whom to test on which day"), icon=":material/calendar_month:"):
        day: date | None = st.selectbox(
            _("Day"), days, key="samples.day", index=None, format_func=format_day,
            placeholder=_("Choose a day"),
        )  # fmt: skip
        if day:
            _show_day(context, day, team_id)


def _show_day(context: PageContext, day: date, team_id: str | None) -> None:
    people = samples_on(context.store, context.actor, context.as_of, day, team_id=team_id)
    if not people:
        empty_state(_("No test is due on this day."))
        return
    words = ngettext("{n} person to test", "{n} people to test", len(people))
    st.caption(words.format(n=len(people)))
    columns = TABLES["cases"].columns
    group, name = (columns[field].label(language()) for field in ("group_id", "full_name"))
    show_table([
        {
            group: person.group, _("Address"): person.address,
            name: f"{person.name} \u00b7 {person.case_type}",
        }
        for person in people
    ])  # fmt: skip
