"""The inbox folder: what lies there and why it waits, taken in here like an upload."""

import streamlit as st

from lib.actions.inbox import allow_inbox
from lib.actions.inbox_report import reason_words
from lib.reports.inbox import STATES, Inbox, dropped_bytes, load_inbox
from lib.schema.tables import TABLES
from lib.store.inbox import InboxFile
from lib.store.problems import StoreProblem
from lib.text.catalogue import _, language
from lib.ui.context import PageContext
from lib.ui.data.counts import sum_line
from lib.ui.data.draft import draft_of, forget_draft
from lib.ui.data.sending import consider, show_done
from lib.ui.plain import plain

_OPEN = "data.inbox.open"
_ICONS = {
    "arriving": ":material/hourglass_top:", "waiting": ":material/pan_tool:",
    "taken": ":material/check_circle:", "refused": ":material/block:",
}  # fmt: skip


def n_in_inbox(context: PageContext) -> int:
    """Files on which somebody must act."""
    files = load_inbox(context.store, context.actor).files
    return sum(file.state in ("waiting", "refused") for file in files)


def show_inbox(context: PageContext) -> None:
    inbox = load_inbox(context.store, context.actor)
    show_done()
    st.caption(_("Put files into the folder below, one folder per sender; looked at every minute."))
    st.code(inbox.folder, language=None)
    if not inbox.files:
        st.info(_("The inbox is empty."), icon=":material/inbox:")
    for n, file in enumerate(inbox.files):
        with st.container(border=True, gap="xsmall", key=f"data_inbox_{n}"):
            _show_file(context, file)
    if context.may("inbox.allow"):
        _choose_senders(context, inbox)


def _show_file(context: PageContext, file: InboxFile) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.text(file.name)
            st.caption(_about(file))
        st.badge(_(STATES[file.state]), icon=_ICONS[file.state])
        if file.state in ("waiting", "refused"):
            st.button(
                _("Look at it"), key=f"data.inbox.look.{file.name}",
                icon=":material/fact_check:", on_click=_open, args=(file.name,),
            )  # fmt: skip
    if st.session_state.get(_OPEN) == file.name and file.state != "taken":
        _look_at(context, file)


def _about(file: InboxFile) -> str:
    """Numbers first, then why it waits."""
    report = file.report
    table = TABLES[report["table"]].label(language()) if report.get("table") else ""
    is_counted = bool(report.get("rows"))
    counts = sum_line(report["rows"], report["accepted"], report["refused"]) if is_counted else ""
    why = reason_words(report["why"]) if report else ""
    return " \u00b7 ".join(part for part in (table, counts, why) if part)


def _open(name: str) -> None:
    forget_draft()
    st.session_state[_OPEN] = name


def _look_at(context: PageContext, file: InboxFile) -> None:
    try:
        raw = dropped_bytes(context.store, context.actor, file.name)
    except StoreProblem as problem:
        st.error(problem.sentence(), icon=":material/error:")
        return
    consider(context, draft_of(raw, file.name, None, file.sender, inbox_name=file.name))


def _choose_senders(context: PageContext, inbox: Inbox) -> None:
    """Only the data officer says whose clean files are taken without a look."""
    known = sorted(inbox.senders | {file.sender for file in inbox.files if file.sender})
    if not known:
        return
    st.subheader(_("Taken in without anybody looking"), anchor=False)
    st.caption(_("Only files without a refused row and without a question; the others wait."))
    for sender in known:
        was = sender in inbox.senders
        if st.toggle(plain(sender), value=was, key=f"data.inbox.allow.{sender}") != was:
            allow_inbox(context.store, context.actor, sender, is_allowed=not was)
            st.rerun()
