"""What a file asks before it can be read, and why it cannot go in as it is."""

from dataclasses import replace

import streamlit as st

from lib.ingest.choices import Choices
from lib.ingest.refusal import FileAsks, FileRefused, Question
from lib.reports.imports import told
from lib.schema.tables import TABLES
from lib.text.catalogue import _, language
from lib.ui.data.counts import sum_line
from lib.ui.data.draft import Draft
from lib.ui.data.headings import correct_headings
from lib.ui.plain import plain

# As people know them, with a font by which they know them.
ENCODINGS = {
    "utf-8": "Unicode", "windows-1258": "Windows-1258", "tcvn3": "TCVN3 (.VnTime)",
    "vni": "VNI (VNI-Times)",
}  # fmt: skip


def ask(question: FileAsks, draft: Draft) -> None:
    """One of several readings is right: shown with texts from the file to choose by."""
    words = {
        "sheet": _("The workbook has several sheets. Which one is the list?"),
        "encoding": _("Which of these shows the Vietnamese names as they should be?"),
        "table": _("The headings fit several lists. Which one is it?"),
    }
    with st.container(border=True):
        st.markdown(f"**{words[question.question]}**")
        if question.question == "encoding":
            st.caption(_("If none does: convert the list to Unicode or type the names again."))
        chosen = st.radio(
            words[question.question], question.options,
            key=f"data.ask.{draft.digest}.{question.question}", index=None,
            format_func=lambda option: _option(question, option), label_visibility="collapsed",
            captions=[_caption(question, option) for option in question.options],
        )  # fmt: skip
        if st.button(
            _("Use this one"), key="data.ask_use", type="primary", disabled=chosen is None
        ):
            draft.choices = _with_choice(draft.choices, question.question, chosen)
            st.rerun()


def _with_choice(choices: Choices, question: Question, chosen: str | None) -> Choices:
    match question:
        case "sheet":
            return replace(choices, sheet=chosen)
        case "encoding":
            return replace(choices, encoding=chosen)
        case "table":
            return replace(choices, table=chosen)


def _option(question: FileAsks, option: str) -> str:
    if question.question == "table":
        return TABLES[option].label(language())
    return ENCODINGS.get(option, option) if question.question == "encoding" else plain(option)


def _caption(question: FileAsks, option: str) -> str:
    texts = question.samples[option]
    told = plain(" \u00b7 ".join(texts))
    if question.question != "table":
        return told
    return _("{n} columns are understood: {columns}").format(n=len(texts), columns=told)


def show_refusal(refusal: FileRefused, draft: Draft) -> None:
    """The file as a whole cannot go in; nothing was changed. What can be said is asked here."""
    for finding in refusal.findings:
        st.error(plain(told(finding).words), icon=":material/block:")
    if refusal.n_rows:
        st.caption(sum_line(refusal.n_rows, 0, refusal.n_rows))
    if refusal.mapping is None:
        return
    table = TABLES[refusal.mapping.table]
    if draft.table is None:
        taken_for = _("Taken for: {table}. Choose another list if not.")
        st.caption(taken_for.format(table=table.label(language())))
    if refusal.mapping.missing:
        _ask_constants(table.name, refusal.mapping.missing, draft)
    correct_headings(refusal.mapping, draft, is_open=True)


def _ask_constants(table: str, missing: tuple[str, ...], draft: Draft) -> None:
    """One value for all rows of a column that the file lacks."""
    columns = TABLES[table].columns
    with st.form(f"data.constants.{draft.digest}"):
        st.markdown("**" + _("One value for all rows") + "**")
        st.caption(_("Where the file lacks a column, say here what holds for every row."))
        given = {
            name: st.text_input(
                columns[name].label(language()), key=f"data.constant.{name}",
                placeholder=columns[name].example, value=draft.constants.get(name, ""),
            )
            for name in missing
        }  # fmt: skip
        if st.form_submit_button(_("Use for all rows"), key="data.constants_use"):
            draft.constants |= {name: text for name, text in given.items() if text.strip()}
            st.rerun()
