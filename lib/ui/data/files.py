"""Empty lists to fill in, and the ward's own lists to take out."""

from functools import partial

import streamlit as st

from lib.documents.workbooks import NotForWorkbook
from lib.reports.exports import export_csv, export_workbook, rights_to
from lib.reports.templates import Kind, load_template
from lib.schema.tables import TABLES
from lib.security.audit import LONGEST_REASON, SHORTEST_REASON
from lib.text.catalogue import _, language
from lib.ui.context import PageContext

MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_KINDS: tuple[Kind, ...] = ("xlsx", "csv")
_NAMES = {"xlsx": "Excel", "csv": "CSV"}
ICONS = {"csv": ":material/csv:", "xlsx": ":material/table_view:"}


def show_files(context: PageContext) -> None:
    table = st.selectbox(
        _("List"), list(TABLES), key="data.files.table", index=list(TABLES).index("cases"),
        format_func=lambda name: TABLES[name].label(language()),
    )  # fmt: skip
    left, right = st.columns(2)
    with left.container(border=True):
        _offer_template(context, table)
    if all(map(context.may, rights_to(table))):
        with right.container(border=True):
            _offer_list(context, table)


def _offer_template(context: PageContext, table: str) -> None:
    st.subheader(_("Template"), anchor=False)
    words = _(
        "Headings, words to choose from, notes, and one example row, which is left out when the "
        "file comes back."
    )
    st.caption(words)
    with st.container(horizontal=True):
        for kind in _KINDS:
            st.download_button(
                _NAMES[kind], key=f"data.template.{kind}",
                data=partial(load_template, context.store, context.actor, table, kind),
                file_name=_file_name(table) + "-" + _("template") + f".{kind}", mime=MIME[kind],
                on_click="ignore", icon=ICONS[kind],
            )  # fmt: skip


def _offer_list(context: PageContext, table: str) -> None:
    st.subheader(_("The list as it is now"), anchor=False)
    words = _(
        "It can be changed in Excel and sent in again; what others have changed meanwhile is kept."
    )
    st.caption(words)
    reason = st.text_input(
        _("What it is needed for (recorded)"), key="data.export.reason", max_chars=LONGEST_REASON
    )
    is_said = len(reason.strip()) >= SHORTEST_REASON
    with st.container(horizontal=True):
        for kind in _KINDS:
            st.download_button(
                _NAMES[kind], key=f"data.export.{kind}",
                data=partial(_list, context, table, kind, reason),
                file_name=f"{_file_name(table)}.{kind}", mime=MIME[kind], on_click="ignore",
                icon=ICONS[kind], disabled=not is_said,
            )  # fmt: skip
    if not is_said:
        st.caption(_("Say in a few words what the list is needed for; then it can be taken."))


def _list(context: PageContext, table: str, kind: Kind, reason: str) -> bytes:
    """A text too long for a workbook's cell goes into a CSV instead: nothing is cut."""
    if kind == "csv":
        return export_csv(context.store, context.actor, table, "labels", reason=reason)
    try:
        return export_workbook(context.store, context.actor, table, "labels", reason=reason)
    except NotForWorkbook as problem:
        return problem.sentence().encode("utf-8-sig")


def _file_name(table: str) -> str:
    return TABLES[table].label(language()).replace("/", "-")
