"""A stay from its beginning, line by line, to read and to print."""

from collections.abc import Mapping

import streamlit as st

from lib.reports.listing import named_groups
from lib.reports.stay_story import Event, stay_story
from lib.reports.work_lists import CaseItem
from lib.schema.tables import TABLES
from lib.text.catalogue import _, language
from lib.text.formats import format_day, format_moment
from lib.ui.context import PageContext
from lib.ui.plain import plain
from lib.ui.tables import cell_words


def show_story(context: PageContext, item: CaseItem) -> None:
    """Everything that was written about the stay and its door, in time order."""
    with st.expander(_("In time order"), icon=":material/history:"):
        names = named_groups(context.store)
        show_events(context, item.case_id, item.life.household_id, names)


def show_events(
    context: PageContext, case_id: str, household_id: str | None, names: Mapping[str, str]
) -> None:
    """`names` say who or what an id stands for."""
    events = stay_story(context.store, context.actor, context.as_of, case_id, household_id)
    lines = [
        {
            _("When"): plain(format_moment(event.when)),
            _("What"): plain(what_words(event)),
            _("Details"): plain(detail_words(event, names)),
        }
        for event in events
    ]
    st.table(lines)


def what_words(event: Event) -> str:
    """The column's own name; of another list also which list."""
    table = TABLES[event.table]
    label = table.columns[event.column].label(language())
    return label if event.table == "cases" else f"{table.label(language())}: {label}"


def detail_words(event: Event, names: Mapping[str, str]) -> str:
    columns = TABLES[event.table].columns
    parts = []
    for name, value in event.details.items():
        words = cell_words(columns[name], value, names)
        said = format_day(words) if columns[name].is_day else str(words)
        known = columns[name].enum is not None
        parts.append(said if known else f"{columns[name].label(language())} {said}")
    return "; ".join(parts)
