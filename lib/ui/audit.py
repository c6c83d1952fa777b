"""The parts of the Audit page."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.reports.audit import ALL, MOST_LINES, AuditFilter, AuditPage, chain_state
from lib.schema.tables import TABLES
from lib.security.audit import ACTIONS
from lib.text.catalogue import N_, _, language
from lib.text.formats import format_moment, format_number
from lib.ui.context import PageContext
from lib.ui.header import empty_state

BROKEN = {
    "missing": N_("Line {number} is missing. Lines were taken out of the audit."),
    "altered": N_("Line {number} was changed after it was written."),
    "cut": N_("The audit ends before line {number}: lines were cut off its end."),
}


def choose_filter(context: PageContext, actors: tuple[str, ...]) -> AuditFilter:
    """One row of filters on a wide screen, one below the other on a phone."""
    who, what, record, days = st.columns([3, 4, 3, 4])
    chosen: tuple[date, ...] = days.date_input(
        _("Days"), value=[], key="audit.days", format="DD/MM/YYYY"
    )
    return AuditFilter(
        actor=who.selectbox(
            _("Person"), ("", *actors), key="audit.actor",
            format_func=lambda name: name or _("Everybody"),
        ) if len(actors) > 1 else "",
        action=what.selectbox(
            _("What was done"), ("", *ACTIONS), key="audit.action",
            format_func=lambda code: _(ACTIONS[code]) if code else _("Everything"),
        ),
        code=record.text_input(_("Code of a record or an import"), key="audit.row").strip(),
        first=chosen[0] if chosen else None,
        last=chosen[-1] if chosen else None,
    )  # fmt: skip


def show_lines(page: AuditPage) -> None:
    if page.lines.is_empty():
        empty_state(_("Nothing fits. Choose other days or another person."))
        return
    shown = page.lines.height
    words = _("{n} of {total} entries, the newest first")
    st.caption(words.format(n=format_number(shown), total=format_number(page.n_lines)))
    frame = pd.DataFrame([_line(row) for row in page.lines.rows(named=True)])
    st.dataframe(frame, hide_index=True, placeholder="", key="audit.lines", height=560)
    if page.n_lines > MOST_LINES:
        st.caption(_("Older entries appear when the days are narrowed down."))


def _line(row: dict[str, Any]) -> dict[str, Any]:
    table, action = row["table_name"], row["action"]
    return {
        _("When"): format_moment(row["at"]),
        _("Person"): row["actor"],
        _("What was done"): _(ACTIONS[action]) if action in ACTIONS else action,
        _("List"): TABLES[table].label(language()) if table in TABLES else table or "",
        _("Record"): row["row_id"] or row["import_id"] or "",
        _("About"): _subject(table, row["subject"]),
        _("Rows"): row["n_rows"],
        _("Reason given"): row["reason"] or "",
        _("Number of the entry"): row["number"],
    }


def _subject(table: str | None, subject: str | None) -> str:
    """A field or a list by its name; what else was noted as it is."""
    if table in TABLES and subject in TABLES[table].columns:
        return TABLES[table].columns[subject].label(language())
    return TABLES[subject].label(language()) if subject in TABLES else subject or ""


def show_chain(context: PageContext) -> None:
    """Whether the audit is whole; on request, for a long one takes a while to read."""
    if not context.may(ALL):
        return
    label = _("Check that the audit is whole")
    if not st.button(label, key="audit.verify", icon=":material/link:"):
        return
    state = chain_state(context.store, context.actor)
    if state.broken:
        words = _(BROKEN[state.broken.what])
        st.error(words.format(number=state.broken.number), icon=":material/link_off:")
        return
    words = _("The audit is whole: {n} entries, each bound to the one before.")
    st.success(words.format(n=format_number(state.head.number)), icon=":material/check_circle:")
    st.caption(_("Write down the end of the chain elsewhere, so that a cut would be noticed:"))
    st.code(state.noted, language=None)
