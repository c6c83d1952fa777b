"""A file that waits for a second person, row by row, before somebody agrees to it."""

import pandas as pd
import streamlit as st

from lib.actions.comparison import RowDiff
from lib.actions.waiting_files import WaitingFile, look_into
from lib.reports.listing import named_groups
from lib.store.repository import MASK
from lib.text.catalogue import _
from lib.text.formats import format_number
from lib.ui.context import PageContext
from lib.ui.data.wording import cell_label, title_of, value_text
from lib.ui.findings import MOST_LINES


def show_waiting_file(context: PageContext, proposal_id: str) -> None:
    """Only when asked for: the file is read again."""
    if not context.may("persons.see"):
        return
    if not st.toggle(_("Show the rows that would change"), key=f"privacy.rows.{proposal_id}"):
        return
    with st.spinner(_("Reading the file ...")):
        file = look_into(context.store, context.actor, proposal_id)
    if file is None:
        st.warning(_("The file can no longer be read. Refuse it and send it anew."))
        return
    if not file.is_same:
        words = _("The list was changed since this was proposed. Refuse it and send the file anew.")
        st.warning(words, icon=":material/sync_problem:")
    if file.new or file.refused:
        words = _("Besides, {new} new rows would come in and {refused} stay refused.")
        counts = {"new": format_number(file.new), "refused": format_number(file.refused)}
        st.caption(words.format(**counts))
    groups = named_groups(context.store)
    lines = [_line(file, groups, diff, name) for diff in file.changed for name in diff.cells]
    shown = pd.DataFrame(lines[:MOST_LINES])
    st.dataframe(shown, hide_index=True, placeholder="", key=f"privacy.changes.{proposal_id}")
    if any(MASK in line.values() for line in lines):
        st.caption(_("*** stands for what your role does not see here."))
    if len(lines) > MOST_LINES:
        words = _("The first {n} of {total} are shown.")
        st.caption(words.format(n=MOST_LINES, total=format_number(len(lines))))


def _line(file: WaitingFile, groups: dict[str, str], diff: RowDiff, name: str) -> dict[str, str]:
    old, new = diff.cells[name]
    title = title_of(file.table, dict(file.titles.get(diff.row_id, {})))
    return {
        _("Record"): f"{title} ({diff.row_id})" if title else diff.row_id,
        _("Column"): cell_label(file.table, name),
        _("Now"): value_text(file.table, name, old, groups),
        _("In the file"): value_text(file.table, name, new, groups),
    }
