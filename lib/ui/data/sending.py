"""Send a file: choose it, see what it would do, say what it asks, save it."""

import streamlit as st

from lib.actions.bounds import importable_tables
from lib.actions.imports import ImportReport, Preview
from lib.actions.shares import share_words
from lib.ingest.refusal import FileAsks, FileRefused
from lib.reports.imports import known_senders, told
from lib.reports.setting_up import LISTS
from lib.schema.tables import TABLES
from lib.security.audit import LONGEST_REASON
from lib.store.problems import StoreProblem
from lib.text.catalogue import _, language
from lib.ui.context import PageContext
from lib.ui.data.counts import sum_line
from lib.ui.data.draft import Draft, accepted, draft_of, forget_draft, look_at
from lib.ui.data.preview import show_counts_of, show_details, show_first
from lib.ui.data.questions import ask, show_refusal
from lib.ui.plain import plain

TYPES = ["csv", "tsv", "txt", "xlsx", "xls", "ods"]
_DONE, _TURN = "data.done", "data.turn"


def send_file(context: PageContext) -> None:
    """The uploader is emptied after a save by giving it a new key."""
    turn = st.session_state.setdefault(_TURN, 0)
    writable = [table.name for table in importable_tables(context.actor)]
    upload = st.file_uploader(
        _("The list as a file: Excel, LibreOffice or CSV"), type=TYPES, key=f"data.file.{turn}",
        help=_("Vietnamese or English headings, with or without diacritics; dates as dd/mm/yyyy."),
    )  # fmt: skip
    left, right = st.columns(2)
    table = left.selectbox(
        _("What is in it"), (None, *writable), key=f"data.table.{turn}",
        format_func=lambda name: TABLES[name].label(language()) if name else _("Find out"),
    )  # fmt: skip
    sender = right.selectbox(
        _("Who made it"), known_senders(context.store, context.actor), index=None,
        key=f"data.sender.{turn}", accept_new_options=True, placeholder=_("I did"),
        help=_("How headings were once explained is remembered for each sender."),
    )  # fmt: skip
    if upload is None:
        forget_draft()
        if not show_done():
            _explain()
        return
    consider(context, draft_of(upload.getvalue(), upload.name, table, sender))


def _explain() -> None:
    """For whoever sees this page for the first time."""
    with st.grid(min_column_width=240):
        for icon, title, words in (
            ("upload_file", _("1. Choose the file"),
             _("As the team made it: title rows, any order of columns, with or without marks.")),
            ("fact_check", _("2. Look"),
             _("You see what is new, what changes and what is wrong. Nothing is saved yet.")),
            ("save", _("3. Save"),
             _("Good rows go in. Wrong rows wait with their reasons until somebody mends them.")),
        ):  # fmt: skip
            with st.container(border=True, gap="xsmall"):
                st.markdown(f":material/{icon}: **{title}**")
                st.caption(words)


def consider(context: PageContext, draft: Draft) -> None:
    """How the file would go in, what it asks, and the button that saves it."""
    st.session_state.pop(_DONE, None)
    with st.spinner(_("Reading the file ...")):
        look = look_at(context, draft)
    if isinstance(look, FileAsks):
        ask(look, draft)
    elif isinstance(look, FileRefused):
        show_refusal(look, draft)
    else:
        _offer(context, draft, look)


def _offer(context: PageContext, draft: Draft, preview: Preview) -> None:
    show_counts_of(preview)
    if preview.refused:
        words = _("{n} refused rows are kept with their reasons, to be mended afterwards.")
        st.caption(words.format(n=preview.refused))
    show_first(context, preview)
    _say_what_comes_first(preview)
    label, icon = _("Save {n} rows").format(n=preview.accepted), ":material/save:"
    if preview.share.needs_second:
        st.warning(
            share_words(preview.share.changed, preview.share.held), icon=":material/group_add:"
        )
        label, icon = _("Ask a second person"), ":material/group:"
        draft.reason = st.text_input(
            _("Why so much changes"), key=f"data.reason.{draft.digest}", max_chars=LONGEST_REASON,
            help=_("Whoever agrees reads it beside what would change."),
        )  # fmt: skip
    is_ready = preview.accepted > 0 and not preview.asks
    if st.button(label, key="data.accept", type="primary", disabled=not is_ready, icon=icon):
        with st.spinner(_("Saving ...")):
            _save(context, draft, preview.table)
    show_details(context, preview, draft)


def _say_what_comes_first(preview: Preview) -> None:
    """Where not one row can be taken because what the rows point at is not there."""
    columns = TABLES[preview.table].columns
    lost = {
        columns[finding.column].ref
        for finding in preview.findings
        if finding.code == "REF_UNKNOWN" and finding.column
    }
    names = [TABLES[table].label(language()) for table in ("groups", *LISTS) if table in lost]
    if names and not preview.accepted:
        words = _("No row can be taken yet. These lists come before this one: {names}.")
        st.warning(words.format(names=", ".join(names)), icon=":material/low_priority:")


def _save(context: PageContext, draft: Draft, table: str) -> None:
    """What happened meanwhile is said; nothing is ever saved in part."""
    try:
        report = accepted(context, draft, table)
    except FileRefused as refusal:
        for finding in refusal.findings:
            st.error(plain(told(finding).words), icon=":material/block:")
    except StoreProblem as problem:
        st.error(problem.sentence(), icon=":material/error:")
    else:
        st.session_state[_DONE] = report
        st.session_state[_TURN] += 1
        forget_draft()
        st.rerun()


def show_done() -> bool:
    """What was just saved, if anything; shown only after the commit has returned."""
    report: ImportReport | None = st.session_state.get(_DONE)
    if report is None:
        return False
    said = sum_line(report.rows, report.accepted, report.refused)
    if report.proposal_id:
        st.info(proposed_words(said), icon=":material/group:")
        return True
    st.success(_("Saved: {counts}.").format(counts=said), icon=":material/check_circle:")
    if report.refused:
        st.button(
            _("Mend the refused rows now ({n})").format(n=report.refused), key="data.mend_now",
            icon=":material/build:", on_click=_go_to, args=("waiting",),
        )  # fmt: skip
    if report.conflicts:
        words = _("{n} cells were changed on both sides and wait until somebody chooses.")
        st.info(words.format(n=report.conflicts), icon=":material/call_merge:")
        st.button(
            _("Choose now"), key="data.choose_now", icon=":material/call_merge:",
            on_click=_go_to, args=("waiting",),
        )  # fmt: skip
    return True


def proposed_words(counts: str) -> str:
    words = _(
        "Not saved yet: {counts}. The file is kept and waits under Second person and privacy until "
        "another person agrees."
    )
    return words.format(counts=counts)


def _go_to(part: str) -> None:
    st.session_state["data.part"] = part
