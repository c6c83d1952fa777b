"""What waits for somebody: cells changed on both sides, and the queue of refused rows, one at a
time, its own cells with the reason beside each."""

from collections.abc import Sequence
from hashlib import sha256

import streamlit as st

from lib.actions.mending import NotWaiting, mend_row, set_aside, take_up
from lib.reports.conflicts import load_conflicts
from lib.reports.imports import told_line
from lib.reports.listing import named_groups
from lib.reports.waiting import (
    RowCell,
    WaitingFile,
    load_set_aside,
    load_waiting,
    row_cells,
    row_reasons,
    waiting_workbook,
)
from lib.schema.findings import Finding
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.store.imports import RefusedRow
from lib.store.waiting import Settled, Waiting
from lib.text.catalogue import _, language, ngettext
from lib.text.formats import format_moment
from lib.ui.context import PageContext
from lib.ui.data.conflicts import show_undecided
from lib.ui.drafts import discard, drafted
from lib.ui.header import empty_state
from lib.ui.plain import plain

_SAID, _NEXT = "data.mend.said", "data.mend.next"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_waiting(context: PageContext) -> None:
    files = load_waiting(context.store, context.actor)
    _show_said()
    show_undecided(context)
    if not files:
        empty_state(_("No row waits to be mended."))
    else:
        file = _choose_file(files)
        _show_file(context, file)
    _show_set_aside(context)


def n_waiting(context: PageContext) -> int:
    n_rows = sum(len(file.rows) for file in load_waiting(context.store, context.actor))
    return n_rows + len(load_conflicts(context.store, context.actor))


def _show_said() -> None:
    """What became of the row that was sent last."""
    if said := st.session_state.pop(_SAID, None):
        kind, words = said
        (st.success if kind == "good" else st.error)(words)


def _choose_file(files: Sequence[WaitingFile]) -> WaitingFile:
    by_id = {file.import_id: file for file in files}
    chosen = st.selectbox(
        _("File"), list(by_id), key="data.mend.file",
        format_func=lambda import_id: _file_words(by_id[import_id]),
    )  # fmt: skip
    return by_id[chosen]


def _file_words(file: WaitingFile) -> str:
    n = len(file.rows)
    rows = ngettext("{n} row waits", "{n} rows wait", n).format(n=n)
    received = format_moment(file.received_at)
    table = TABLES[file.table].label(language())
    return " \u00b7 ".join((file.file_name, table, received, rows))


def _show_file(context: PageContext, file: WaitingFile) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = _choose_row(file)
        st.download_button(
            _("All of them as a workbook"), key=f"data.mend.book.{file.import_id}",
            data=lambda: waiting_workbook(file), file_name=f"{file.import_id}.xlsx",
            mime=WORKBOOK, on_click="ignore", icon=":material/download:",
            help=_("Mend them in Excel and send the file in again; the reasons are in it."),
        )  # fmt: skip
    _mend(context, file, row)


def _choose_row(file: WaitingFile) -> RefusedRow:
    """After a row has left the queue, the next one stands in its place."""
    by_number = {row.row: row for row in file.rows}
    key = f"data.mend.row.{file.import_id}"
    if st.session_state.get(key) not in by_number:
        after = st.session_state.pop(_NEXT, 0)
        st.session_state[key] = next((n for n in by_number if n > after), file.rows[0].row)
    chosen = st.selectbox(
        _("Row"), list(by_number), key=key,
        format_func=lambda number: _row_words(file, by_number[number]),
    )  # fmt: skip
    return by_number[chosen]


def _row_words(file: WaitingFile, row: RefusedRow) -> str:
    names = [
        cell.text
        for cell in row_cells(file, row)
        if cell.column and cell.column.name in TABLES[file.table].title
    ]
    words = _("Row {row}").format(row=row.row)
    return " \u00b7 ".join([words, *(name for name in names if name)])


def _mend(context: PageContext, file: WaitingFile, row: RefusedRow) -> None:
    place = Waiting(file.import_id, row.row)
    cells = row_cells(file, row)
    version = sha256(repr(row).encode()).hexdigest()[:8]  # typed anew after each answer
    key = f"data.cell.{place.token}.{version}"
    with st.container(border=True):
        for reason in row_reasons(row, beside=cells):
            st.markdown(f":red[:material/error: {plain(reason)}]")
        with drafted(context, key):
            given = _given(context, cells, key)
            if st.button(
                _("Send this row again"), key=f"data.mend.send.{place.token}", type="primary",
                icon=":material/send:",
            ):  # fmt: skip
                _send(context, place, {cell.heading: given[cell.heading] for cell in cells}, key)
    _offer_set_aside(context, place)


def _given(context: PageContext, cells: Sequence[RowCell], key: str) -> dict[str, str]:
    """Heading -> what is written now; what was refused comes first."""
    given = _fields(context, [cell for cell in cells if cell.reasons], key)
    rest = [cell for cell in cells if not cell.reasons]
    words = _("The other cells of the row ({n})").format(n=len(rest))
    with st.expander(words, expanded=not given):
        return given | _fields(context, rest, key)


def _fields(context: PageContext, cells: Sequence[RowCell], key: str) -> dict[str, str]:
    given = {}
    with st.grid(min_column_width=260):
        for number, cell in enumerate(cells):
            with st.container(gap="xsmall"):
                given[cell.heading] = _field(context, cell, f"{key}.{cell.heading}.{number}")
                for reason in cell.reasons:
                    st.markdown(f":small[:red[{plain(reason)}]]")
    return given


def _field(context: PageContext, cell: RowCell, key: str) -> str:
    """A list of words to choose from where only these are accepted; else a line of text."""
    label, options = plain(cell.heading or _("(no heading)")), _options(context, cell)
    if not options:
        example = cell.column.example if cell.column else ""
        return st.text_input(label, value=cell.text, key=key, placeholder=example)
    every = list(dict.fromkeys([cell.text, "", *options]))
    return st.selectbox(label, every, key=key) or ""


def _options(context: PageContext, cell: RowCell) -> list[str]:
    column = cell.column
    if column is None:
        return []
    if column.enum:
        return [value.label(language()) for value in ENUMERATIONS[column.enum].values]
    if column.type == "boolean":
        return [_("Yes"), _("No")]
    return list(named_groups(context.store).values()) if column.ref == "groups" else []


def _send(context: PageContext, place: Waiting, cells: dict[str, str], form: str) -> None:
    """Taken or refused again, the row holds from now on what was typed."""
    try:
        with st.spinner(_("Checking the row ...")):
            mended = mend_row(context.store, context.actor, place, cells)
    except NotWaiting as answered:
        st.session_state[_SAID] = "bad", answered.sentence()
        st.rerun()
    discard(context, form)
    if mended.is_accepted:
        words = _("Row {row} is saved.").format(row=place.row)
        st.session_state[_SAID] = "good", words
        st.session_state[_NEXT] = place.row
    else:
        st.session_state[_SAID] = "bad", _still(place, mended.findings)
    st.rerun()


def _still(place: Waiting, findings: Sequence[Finding]) -> str:
    reasons = [told_line(finding) for finding in findings if finding.level == "error"]
    again = _("Row {row} was refused again.").format(row=place.row)
    return f"{again} {plain(' '.join(reasons))}"


def _offer_set_aside(context: PageContext, place: Waiting) -> None:
    with st.popover(_("Set this row aside"), icon=":material/inventory_2:"):
        st.caption(_("The row is kept with the reason and can be taken up again."))
        form = f"data.aside.{place.token}"
        with drafted(context, form):
            reason = st.text_input(_("Reason"), key=f"{form}.reason", max_chars=300)
            if st.button(
                _("Set aside"), key=f"data.aside.do.{place.token}", disabled=not reason.strip()
            ):
                _set_aside(context, place, reason, form)


def _set_aside(context: PageContext, place: Waiting, reason: str, form: str) -> None:
    try:
        set_aside(context.store, context.actor, place, reason)
        discard(context, form)
        words = _("Row {row} is set aside.").format(row=place.row)
        st.session_state[_SAID] = "good", words
        st.session_state[_NEXT] = place.row
    except NotWaiting as answered:
        st.session_state[_SAID] = "bad", answered.sentence()
    st.rerun()


def _show_set_aside(context: PageContext) -> None:
    aside = load_set_aside(context.store, context.actor)
    if not aside:
        return
    with st.expander(_("Set aside ({n})").format(n=len(aside)), icon=":material/inventory_2:"):
        for file_name, settled in aside:
            _show_one_aside(context, file_name, settled)


def _show_one_aside(context: PageContext, file_name: str, settled: Settled) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        words = _("{file}, row {row}: {reason}")
        st.text(words.format(file=file_name, row=settled.place.row, reason=settled.reason or ""))
        if st.button(_("Take up again"), key=f"data.aside.up.{settled.place.token}"):
            take_up(context.store, context.actor, settled.place)
            st.rerun()
