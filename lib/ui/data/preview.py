"""What a file would do, in the order in which a person must look at it."""

import pandas as pd
import streamlit as st

from lib.actions.imports import Preview
from lib.reports.imports import told
from lib.schema.columns import Level
from lib.schema.findings import Finding
from lib.schema.tables import TABLES
from lib.text.catalogue import N_, _, language
from lib.ui.context import PageContext
from lib.ui.data.conflicts import choose_sides
from lib.ui.data.counts import show_counts
from lib.ui.data.draft import Draft
from lib.ui.data.headings import correct_headings
from lib.ui.data.newcomers import show_listed, show_new
from lib.ui.data.wording import cell_label, value_text
from lib.ui.findings import MOST_LINES, show_findings
from lib.ui.plain import plain

# level, title, icon
_REFUSED: tuple[Level, str, str] = (
    "error", N_("Refused, with the reason ({n})"), ":material/block:",
)  # fmt: skip
_CHECK: tuple[Level, str, str] = ("warning", N_("Please check ({n})"), ":material/warning:")
_SAID: tuple[Level, str, str] = ("note", N_("Said for your information ({n})"), ":material/info:")
# Rows of the file that would go nowhere.
_SKIPPED = {"REMARKS_LEFT", "PARTS_LEFT"}


def show_counts_of(preview: Preview) -> None:
    """Nothing has been written yet."""
    name = TABLES[preview.table].label(language())
    words = _("**{table}**, headings in row {row}. Nothing has been saved yet.")
    st.markdown(words.format(table=name, row=preview.header_row))
    show_counts(
        preview.n_rows, preview.new, len(preview.changed), preview.unchanged, preview.refused
    )


def show_first(context: PageContext, preview: Preview) -> None:
    """What nobody may overlook before saving: rows that were left out, people listed already."""
    skipped = _warnings(preview)
    if any(finding.code in _SKIPPED for finding in skipped):
        _show_level(preview, *_CHECK, findings=skipped, is_open=True)
    show_listed(context, preview)


def show_details(context: PageContext, preview: Preview, draft: Draft) -> None:
    """What must be answered first, then what is refused, then the rest."""
    _ask_whether_short(preview, draft)
    choose_sides(preview.table, preview.conflicts, draft)
    _show_findings(preview)
    show_new(context, preview)
    _show_changes(preview)
    _show_missing(preview)
    correct_headings(preview.mapping, draft)


def _ask_whether_short(preview: Preview, draft: Draft) -> None:
    for finding in preview.asks:
        st.warning(plain(told(finding).words), icon=":material/help:")
    if preview.asks and st.button(
        _("It is meant to be this short"), key="data.confirm", icon=":material/check:"
    ):
        draft.confirmed = True
        st.rerun()


def _show_findings(preview: Preview) -> None:
    """Three lists: what is refused, what to look at, what is only said."""
    is_shown = any(finding.code in _SKIPPED for finding in _warnings(preview))
    for level, title, icon in (_REFUSED, _CHECK, _SAID):
        findings = [f for f in preview.findings if f.level == level and f not in preview.asks]
        if findings and not (level == "warning" and is_shown):
            _show_level(preview, level, title, icon, findings=findings, is_open=level == "error")


def _warnings(preview: Preview) -> list[Finding]:
    return [finding for finding in preview.findings if finding.level == "warning"]


def _show_level(
    preview: Preview, level: Level, title: str, icon: str, *, findings: list[Finding], is_open: bool
) -> None:
    words = _(title).format(n=len(findings))
    with st.expander(words, expanded=is_open, icon=icon):
        show_findings(findings, key=f"data.findings.{level}", cells=_refused_cells(preview))


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
