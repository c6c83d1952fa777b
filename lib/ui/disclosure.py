"""Beside a record: a hidden field for a reason, taking the record out, one outside one's area."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from lib.actions.disclosure import break_glass, reveal_field
from lib.actions.proposals import NotDone, propose_void
from lib.schema.tables import TABLES
from lib.security.actors import NotAllowed
from lib.security.audit import ReasonNeeded
from lib.text.catalogue import _, language
from lib.text.formats import format_day
from lib.ui.context import PageContext


def show_hidden(
    context: PageContext, table: str, row_id: str, hidden: tuple[str, ...], *, key: str
) -> None:
    """Choose a field, type a reason, read it once: the next run has forgotten it."""
    if not hidden or not context.may("persons.reveal"):
        return
    columns = TABLES[table].columns
    with st.expander(_("Hidden fields"), icon=":material/visibility_off:"):
        name = st.selectbox(
            _("Field"), hidden, key=f"{key}.field",
            format_func=lambda name: columns[name].label(language()),
        )  # fmt: skip
        reason = _ask_reason(f"{key}.why")
        if st.button(_("Show once"), key=f"{key}.show", icon=":material/visibility:"):
            say_or(lambda: _tell(context, table, row_id, name, reason))


def _tell(context: PageContext, table: str, row_id: str, name: str, reason: str) -> None:
    value = reveal_field(context.store, context.actor, table, row_id, name, reason)
    words = format_day(value) if isinstance(value, date) else str(value)
    st.text(_("Nothing is recorded.") if value is None else words)
    st.caption(_("That you read this is on record, with your reason."))


def offer_void(context: PageContext, table: str, row_id: str, *, key: str) -> None:
    """Ask a second person to take the record out of the lists."""
    if not context.may("rows.void"):
        return
    with st.expander(_("Take this record out of the lists"), icon=":material/group_remove:"):
        st.caption(_("Another person must agree. Nothing is deleted."))
        reason = _ask_reason(f"{key}.void_why")
        asked = st.button(_("Ask a second person"), key=f"{key}.void")
        if asked and say_or(
            lambda: propose_void(context.store, context.actor, table, row_id, reason)
        ):
            st.success(_("Written down. It waits under Second person and privacy."))


def open_outside(context: PageContext) -> None:
    """A record outside one's area, for one hour."""
    if not context.may("persons.break_glass"):
        return
    with st.expander(_("Open a record outside your area"), icon=":material/emergency_home:"):
        st.caption(_("For an emergency. The record is open to you for one hour; it is on record."))
        case_id = st.text_input(_("Code of the record"), key="glass.case").strip()
        reason = _ask_reason("glass.why")
        if st.button(_("Open for one hour"), key="glass.open"):
            say_or(lambda: _break(context, case_id, reason))


def _break(context: PageContext, case_id: str, reason: str) -> None:
    if break_glass(context.store, context.actor, case_id, reason):
        st.success(_("The record stands in your list now."))
    else:
        st.warning(_("There is no record with this code."))


def _ask_reason(key: str) -> str:
    return st.text_input(
        _("Why you need it"), key=key, max_chars=300, help=_("It is kept for the auditor.")
    )


def say_or(act: Callable[[], object]) -> bool:
    """Do it, or say why not."""
    try:
        act()
    except (NotAllowed, NotDone, ReasonNeeded) as problem:
        st.error(problem.sentence(), icon=":material/block:")
        return False
    return True
