"""The parts of the Data page: send a file, see what it would do, save it, see what came."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import pandas as pd
import polars as pl
import streamlit as st

from lib.actions.bounds import importable_tables
from lib.actions.imports import ImportReport, Preview, accept_import, preview_import
from lib.ingest.refusal import FileRefused
from lib.reports.imports import load_refused_rows, told, told_line
from lib.schema.findings import Finding
from lib.schema.tables import TABLES
from lib.text.catalogue import _, language
from lib.text.formats import format_moment
from lib.ui.context import PageContext
from lib.ui.findings import finding_row
from lib.ui.tables import cell_words

MOST_LINES, MOST_WAITING = 500, 10
_DONE, _TURN = "data.done", "data.turn"


def send_file(context: PageContext) -> None:
    """Upload, preview, save. The uploader is emptied after a save by giving it a new key."""
    turn = st.session_state.setdefault(_TURN, 0)
    writable = [table.name for table in importable_tables(context.actor)]
    st.subheader(_("Send a file"), anchor=False)
    left, right = st.columns([3, 2])
    upload = left.file_uploader(
        _("CSV file"), type=["csv", "tsv", "txt"], key=f"data.file.{turn}",
        help=_("Vietnamese or English headings, with or without diacritics; dates as dd/mm/yyyy."),
    )  # fmt: skip
    chosen = right.selectbox(
        _("What is in it"), (None, *writable), key=f"data.table.{turn}",
        format_func=lambda name: TABLES[name].label(language()) if name else _("Find out"),
    )  # fmt: skip
    if done := st.session_state.get(_DONE):
        show_done(done)
    if upload is None:
        return
    st.session_state.pop(_DONE, None)
    _preview(context, upload.getvalue(), upload.name, chosen)


def _preview(context: PageContext, raw: bytes, file_name: str, table: str | None) -> None:
    constants = st.session_state.get("data.constants", {})
    fitting = {k: v for k, v in constants.items() if v and table and k in TABLES[table].columns}
    try:
        with st.spinner(_("Reading the file ...")):
            preview = preview_import(
                context.store, context.actor, raw, file_name, table, constants=fitting
            )
    except FileRefused as refusal:
        _show_refusal(refusal.findings, table)
        return
    show_preview(preview)
    st.button(
        _("Save {n} rows").format(n=preview.accepted), key="data.accept", type="primary",
        disabled=preview.accepted == 0, on_click=_accept,
        args=(context, raw, file_name, preview.table, fitting),
    )  # fmt: skip
    if preview.refused:
        st.caption(_("{n} refused rows are kept with their reasons.").format(n=preview.refused))


def _accept(
    context: PageContext, raw: bytes, file_name: str, table: str, constants: dict[str, str]
) -> None:
    report = accept_import(context.store, context.actor, raw, file_name, table, constants=constants)
    st.session_state[_DONE] = report
    st.session_state[_TURN] += 1
    st.session_state["data.constants"] = {}


def _show_refusal(findings: Sequence[Finding], table: str | None) -> None:
    for finding in findings:
        st.error(told(finding).words, icon=":material/block:")
        if finding.code == "FILE_COLUMNS_MISSING" and finding.table in TABLES:
            if table is None:
                name = TABLES[finding.table].label(language())
                st.caption(_("Taken for: {table}. Choose another list if not.").format(table=name))
            else:
                _ask_constants(finding)


def _ask_constants(finding: Finding) -> None:
    """One value for all rows of a column that the file lacks."""
    columns = TABLES[finding.table].columns
    with st.form("data.constants_form"):
        given = {
            name: st.text_input(
                columns[name].label(language()), key=f"data.constant.{name}",
                placeholder=columns[name].example,
            )
            for name in finding.params["columns"]
        }  # fmt: skip
        if st.form_submit_button(_("Use for all rows"), key="data.constants_use"):
            st.session_state["data.constants"] = given
            st.rerun()


def show_preview(preview: Preview) -> None:
    """What the file would do; nothing has been written yet."""
    name = TABLES[preview.table].label(language())
    st.markdown(
        _("**{table}**, headings in row {row}. Nothing has been saved yet.").format(
            table=name, row=preview.header_row
        )
    )
    show_counts(
        preview.n_rows, preview.new, len(preview.changed), preview.unchanged, preview.refused
    )
    if preview.findings:
        show_findings(preview.findings)
    if preview.changed:
        _show_changes(preview)
    _show_mapping(preview)


def show_counts(rows: int, new: int, changed: int, unchanged: int, refused: int) -> None:
    """Accepted (new, changed, unchanged) + refused = rows, always said."""
    with st.grid(min_column_width=130):
        for label, n in (
            (_("Rows in the file"), rows), (_("New"), new), (_("Changed"), changed),
            (_("Unchanged"), unchanged), (_("Refused"), refused),
        ):  # fmt: skip
            st.metric(label, n, border=True)


def show_findings(findings: Sequence[Finding]) -> None:
    st.markdown(f"**{_('What was found')}**")
    frame = pd.DataFrame([finding_row(finding) for finding in findings[:MOST_LINES]])
    frame = frame.convert_dtypes()  # a finding about the whole file has no row number
    st.dataframe(frame, hide_index=True, placeholder="", key="data.findings")
    if len(findings) > MOST_LINES:
        words = _("The first {n} of {total} are shown.")
        st.caption(words.format(n=MOST_LINES, total=len(findings)))


def _show_changes(preview: Preview) -> None:
    columns = TABLES[preview.table].columns
    lines = [
        {
            _("Row"): diff.row,
            _("Column"): columns[name].label(language()) if name in columns else name,
            _("Now"): _cell(preview.table, name, old),
            _("In the file"): _cell(preview.table, name, new),
        }
        for diff in preview.changed[:MOST_LINES]
        for name, (old, new) in diff.cells.items()
    ]
    with st.expander(_("What would change ({n} rows)").format(n=len(preview.changed))):
        st.dataframe(pd.DataFrame(lines), hide_index=True, placeholder="", key="data.changes")


def _cell(table: str, name: str, value: Any) -> str:
    column = TABLES[table].columns.get(name)
    words = cell_words(column, value, {}) if column else value
    return "" if words is None else (f"{words:%d/%m/%Y}" if hasattr(words, "day") else str(words))


def _show_mapping(preview: Preview) -> None:
    columns = TABLES[preview.table].columns
    mapping = preview.mapping
    known = [columns[name].label(language()) for name in mapping.columns]
    unknown = [heading or _("(no heading)") for _position, heading in mapping.unknown]
    with st.expander(_("Columns: {n} recognised, {m} not").format(n=len(known), m=len(unknown))):
        st.markdown(_("Recognised: {columns}").format(columns=", ".join(known)))
        if unknown:
            st.text(_("Kept but not used: {columns}").format(columns=", ".join(unknown)))


def show_done(report: ImportReport) -> None:
    """Shown only after the commit has returned."""
    st.success(
        _("Saved: {accepted} accepted + {refused} refused = {rows} rows.").format(
            accepted=report.accepted, refused=report.refused, rows=report.rows
        ),
        icon=":material/check_circle:",
    )
    if report.refused:
        st.caption(
            _("The refused rows are kept; download them below, mend them and send them again.")
        )


def download_refused(context: PageContext, import_id: str) -> None:
    """The refused rows as CSV, the reason beside each, in the file's own columns."""
    st.download_button(
        _("Download the refused rows"), key=f"data.refused.{import_id}",
        data=lambda: refused_csv(context, import_id), file_name=f"{import_id}.csv",
        mime="text/csv", on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def refused_csv(context: PageContext, import_id: str) -> bytes:
    """UTF-8 with BOM, so that Excel shows Vietnamese."""
    rows = load_refused_rows(context.store, context.actor, import_id)
    headings = list(dict.fromkeys(heading for row in rows for heading in row.cells))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*headings, _("Row"), _("Reason")])
    for row in rows:
        reasons = "; ".join(told_line(finding) for finding in row.findings)
        writer.writerow([*(row.cells.get(h, "") for h in headings), row.row, reasons])
    return out.getvalue().encode("utf-8-sig")


def show_received(context: PageContext, received: pl.DataFrame) -> None:
    """What came, when, from whom, and how it went."""
    st.subheader(_("What came in"), anchor=False)
    if received.is_empty():
        st.info(_("No file has come in yet."), icon=":material/info:")
        return
    files = received.rows(named=True)
    frame = pd.DataFrame([_received_row(file) for file in files])
    st.dataframe(frame, hide_index=True, placeholder="", key="data.received")
    if not context.may("rows.import"):
        return
    for file in [file for file in files if file["refused"]][:MOST_WAITING]:
        with st.container(horizontal=True, vertical_alignment="center"):
            words = _("{file}: {n} refused rows")
            st.text(words.format(file=file["file_name"], n=file["refused"]))
            download_refused(context, file["import_id"])


def _received_row(file: dict[str, Any]) -> dict[str, Any]:
    table = file["table_name"]
    return {
        _("Received"): format_moment(file["received_at"]),
        _("List"): TABLES[table].label(language()) if table else "",
        _("File"): file["file_name"],
        _("Sent by"): file["sent_by"],
        _("Rows"): file["rows"],
        _("Accepted"): file["accepted"],
        _("Refused"): file["refused"],
    }
