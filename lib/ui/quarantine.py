"""Everyone: the filters of the whole list, and one person's record."""

import streamlit as st

from lib.reports.quarantine import (
    STATES,
    PersonRecord,
    QuarantineFilter,
    State,
    person_record,
    quarantine_list,
)
from lib.reports.work_lists import Board, any_stay
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.text.catalogue import N_, _, language
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.header import empty_state
from lib.ui.home_dialogs import open_record
from lib.ui.plain import plain
from lib.ui.print import print_button
from lib.ui.stay_dialogs import manage
from lib.ui.stay_story import show_events
from lib.ui.tables import STATE_LABELS, cell_words, show_listing

FILTER_LABELS: dict[State, str] = {
    "present": N_("In quarantine or awaiting release"),
    "in_quarantine": N_("In quarantine"),
    "awaiting_release": N_("Awaiting release"),
    "missing_dates": N_("Date missing"),
    "closed": N_("Closed"),
    "all": N_("All"),
}
ENDS_WITHIN: dict[int, str] = {
    0: N_("Today"), 1: N_("Today or tomorrow"), 3: N_("Within 3 days"), 7: N_("Within 7 days"),
}  # fmt: skip


def show_everyone(context: PageContext, board: Board, groups: dict[str, str]) -> None:
    """Find, filter, read one record."""
    wanted = choose_filter(groups)
    rows, n_known = quarantine_list(context.store, context.actor, context.as_of, wanted)
    st.caption(_("{n} of {total} stays").format(n=len(rows), total=n_known))
    if not len(rows):
        empty_state(_("Nobody fits. Clear the search or choose another state."))
    chosen = show_listing(rows, key="quarantine.list", groups=groups, selectable=True)
    if chosen:
        record = person_record(context.store, context.actor, context.as_of, chosen)
        if record:
            show_record(context, board, record, groups)
    elif len(rows):
        st.caption(_("Tick a row to read the whole record."))


def choose_filter(groups: dict[str, str]) -> QuarantineFilter:
    """One row of filters on a wide screen, one below the other on a phone."""
    search, state, kind, group, ends = st.columns([3, 3, 2, 3, 2])
    return QuarantineFilter(
        search=search.text_input(
            _("Search"), key="quarantine.search", placeholder=_("Name, code, address, phone"),
            help=_("Diacritics do not matter."),
        ),
        state=state.selectbox(
            _("State"), STATES, key="quarantine.state", format_func=lambda s: _(FILTER_LABELS[s])
        ),
        case_type=kind.selectbox(
            _("Type"), ("", *ENUMERATIONS["case_type"].codes), key="quarantine.type",
            format_func=lambda code: code or _("F0 and F1"),
        ),
        groups=tuple(group.multiselect(
            _("Residential group"), list(groups), key="quarantine.group",
            format_func=lambda id_: groups[id_], placeholder=_("All groups"),
        )),
        ends_within=ends.selectbox(
            _("Last day"), (None, *ENDS_WITHIN), key="quarantine.ends",
            format_func=lambda n: _(ENDS_WITHIN[n]) if n is not None else _("Any"),
        ),
    )  # fmt: skip


def show_record(
    context: PageContext, board: Board, record: PersonRecord, groups: dict[str, str]
) -> None:
    """Everything the reader may see of one stay and its door; on paper nothing else."""
    names = groups | {id_: f"{name} ({id_})" for id_, name in record.names.items()}
    with st.container(border=True, key="record"):
        st.subheader(plain(record.title), anchor=False)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(_(STATE_LABELS[record.state]))
            item = board.cases.get(record.case_id) or any_stay(
                context.store, context.actor, context.as_of, record.case_id
            )
            if item and st.button(_("What to do"), key="record.manage", icon=":material/edit:"):
                manage(context, board, item, groups)
            print_button(_("Print"), key="record.print")
            if record.household_id and st.button(
                _("The whole household"), key="record.home", icon=":material/contact_page:"
            ):
                open_record(record.household_id)
        with st.grid(min_column_width=200):
            for name, value in record.fields.items():
                column = TABLES["cases"].columns[name]
                words = cell_words(column, value, names)
                shown = format_day(words) if column.is_day else str(words)
                with st.container(gap=None):
                    st.caption(column.label(language()))
                    st.text(shown)
        st.markdown("**" + _("In time order") + "**")
        show_events(context, record.case_id, record.household_id, names)
        st.markdown("**" + _("Others behind the same door") + "**")
        if not len(record.household):
            st.caption(_("Nobody else of this household is in quarantine."))
        show_listing(record.household, key="quarantine.household", groups=groups)
        st.markdown(f"**{TABLES['visits'].label(language())}**")
        if not len(record.visits):
            st.caption(_("No visit has been recorded yet."))
        show_listing(record.visits, key="quarantine.visits", groups=names)
