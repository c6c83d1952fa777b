"""What a file would do, in the order in which a person must look at it."""

import pandas as pd
import streamlit as st

from lib.actions.imports import Preview
from lib.reports.imports import told
from lib.schema.tables import TABLES
from lib.text.catalogue import _, language
from lib.ui.data.conflicts import choose_sides
from lib.ui.data.counts import show_counts
from lib.ui.data.draft import Draft
from lib.ui.data.headings import correct_headings
from lib.ui.data.wording import cell_label, value_text
from lib.ui.findings import MOST_LINES, show_findings


def show_counts_of(preview: Preview) -> None:
    """Nothing has been written yet."""
    name = TABLES[preview.table].label(language())
    words = _("**{table}**, headings in row {row}. Nothing has been saved yet.")
    st.markdown(words.format(table=name, row=preview.header_row))
    show_counts(
        preview.n_rows, preview.new, len(preview.changed), preview.unchanged, preview.refused
    )


def show_details(preview: Preview, draft: Draft) -> None:
    """What must be answered first, then what is refused, then the rest."""
    _ask_whether_short(preview, draft)
    choose_sides(preview.table, preview.conflicts, draft)
    _show_findings(preview)
    _show_changes(preview)
    _show_missing(preview)
    correct_headings(preview.mapping, draft)


def _ask_whether_short(preview: Preview, draft: Draft) -> None:
    for finding in preview.asks:
        st.warning(told(finding).words, icon=":material/help:")
    if preview.asks and st.button(
        _("It is meant to be this short"), key="data.confirm", icon=":material/check:"
    ):
        draft.confirmed = True
        st.rerun()


def _show_findings(preview: Preview) -> None:
    """Three lists: what is refused, what to look at, what is only said."""
    cells = _refused_cells(preview)
    for level, title, icon, is_open in (
        ("error", _("Refused, with the reason ({n})"), ":material/block:", True),
        ("warning", _("Please check ({n})"), ":material/warning:", False),
        ("note", _("Said for your information ({n})"), ":material/info:", False),
    ):
        findings = [f for f in preview.findings if f.level == level and f not in preview.asks]
        if findings:
            with st.expander(title.format(n=len(findings)), expanded=is_open, icon=icon):
                show_findings(findings, key=f"data.findings.{level}", cells=cells)


def _refused_cells(preview: Preview) -> dict[tuple[int, str], str]:
    places = {name: str(at) for name, at in preview.mapping.columns.items()}
    return {
        (row["row"], name): row[at] or ""
        for row in preview.checked.refused.head(MOST_LINES).iter_rows(named=True)
        for name, at in places.items()
        if at in row
    }


def _show_changes(preview: Preview) -> None:
    if not preview.changed:
        return
    lines = [
        {
            _("Row"): diff.row,
            _("Column"): cell_label(preview.table, name),
            _("Now"): value_text(preview.table, name, old),
            _("In the file"): value_text(preview.table, name, new),
        }
        for diff in preview.changed[:MOST_LINES]
        for name, (old, new) in diff.cells.items()
    ]
    title = _("What would change ({n} rows)").format(n=len(preview.changed))
    with st.expander(title, icon=":material/edit:"):
        st.dataframe(pd.DataFrame(lines), hide_index=True, placeholder="", key="data.changes")


def _show_missing(preview: Preview) -> None:
    if not preview.missing:
        return
    words = _("{n} records of the list that went out are not in the file. Nothing happens to them.")
    st.info(words.format(n=len(preview.missing)), icon=":material/visibility_off:")
