"""What came in when from whom, and the way back: what an undo does is said before it is done."""

from collections import Counter
from typing import Any, Literal

import streamlit as st

from lib.actions.proposals import propose
from lib.actions.undoing import UNDO, Kept, NotUndone, Undo, preview_undo, undo_import
from lib.reports.accounts import names_of_accounts
from lib.reports.imports import load_imports
from lib.schema.tables import TABLES
from lib.security.actors import NotAllowed
from lib.text.catalogue import N_, _, language
from lib.text.formats import format_moment, format_number
from lib.ui.context import PageContext
from lib.ui.data.counts import sum_line
from lib.ui.data.wording import cell_label
from lib.ui.disclosure import say_or
from lib.ui.plain import plain

SHOWN = 20
_ASKED, _SAID, _SHOWN = "data.undo.asked", "data.undo.said", "data.received.shown"
_WHY = {
    "changed": N_("changed since: it stays as it is now"),
    "gone": N_("no longer in the lists"),
    "referred": N_("other records point at it: it stays"),
    "contradicts": N_("the old values would contradict what was written since: it stays"),
}


def show_received(context: PageContext) -> None:
    if said := st.session_state.pop(_SAID, None):
        st.success(said, icon=":material/undo:")
    files = load_imports(context.store, context.actor).rows(named=True)
    if not files:
        st.info(_("No file has come in yet."), icon=":material/info:")
        return
    name_of = names_of_accounts(context.store)
    n_shown = st.session_state.get(_SHOWN, SHOWN)
    for file in files[:n_shown]:
        _show_file(context, file | {"sent_by": name_of(file["sent_by"])})
    if len(files) > n_shown:
        words = _("The newest {n} of {total} are shown.")
        st.caption(words.format(n=n_shown, total=len(files)))
        more = {_SHOWN: n_shown + SHOWN}
        st.button(
            _("Show more"), key="data.received.more", icon=":material/expand_more:",
            on_click=st.session_state.update, args=(more,),
        )  # fmt: skip


def _show_file(context: PageContext, file: dict[str, Any]) -> None:
    with st.container(border=True, gap="xsmall", key=f"data_received_{file['import_id']}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                st.text(file["file_name"])
                st.caption(plain(about_file(file)))
            _badge(file)
            if file["status"] == "accepted" and _may_undo(context):
                st.button(
                    _("Undo"), key=f"data.undo.{file['import_id']}", icon=":material/undo:",
                    on_click=_ask, args=(file["import_id"],),
                )  # fmt: skip
        if st.session_state.get(_ASKED) == file["import_id"]:
            _confirm(context, file["import_id"])


def _may_undo(context: PageContext) -> bool:
    return context.may("imports.undo") or context.may("imports.undo.own")


# Of a file that is in the lists nothing need be said.
_BADGES: dict[str, tuple[str, Literal["orange", "gray", "blue"], str]] = {
    "refused": (N_("Refused as a whole"), "orange", ":material/block:"),
    "undone": (N_("Undone"), "gray", ":material/undo:"),
    "waiting": (N_("Waits for a second person"), "blue", ":material/group:"),
    "not_taken": (N_("Not taken: the second person refused"), "orange", ":material/group_off:"),
}


def _badge(file: dict[str, Any]) -> None:
    if file["status"] in _BADGES:
        words, color, icon = _BADGES[file["status"]]
        st.badge(_(words), color=color, icon=icon)


def about_file(file: dict[str, Any]) -> str:
    """Which list, when, from whom (a name to show), and what became or would become of its
    rows."""
    table = file["table_name"]
    parts = (
        TABLES[table].label(language()) if table else "",
        format_moment(file["received_at"]),
        _("from {sender}").format(sender=file["sent_by"]),
        _counts(file) if file["status"] != "refused" else "",
    )
    return " \u00b7 ".join(part for part in parts if part)


def _counts(file: dict[str, Any]) -> str:
    names = ("new", "changed", "unchanged")
    counts = {name: format_number(file[name]) for name in names}
    kinds = _("{new} new, {changed} changed, {unchanged} unchanged").format(**counts)
    total = sum_line(file["rows"], file["accepted"], file["refused"])
    return f"{total} ({kinds})"


def _ask(import_id: str) -> None:
    st.session_state[_ASKED] = import_id


def _confirm(context: PageContext, import_id: str) -> None:
    try:
        undo = preview_undo(context.store, context.actor, import_id)
    except (NotUndone, NotAllowed) as problem:
        st.error(problem.sentence(), icon=":material/error:")
        return
    st.markdown("**" + _("What an undo would do") + "**")
    st.text(_effect(undo))
    _show_kept(undo)
    if undo.needs_second:
        _ask_second(context, import_id)
        return
    with st.container(horizontal=True):
        if st.button(_("Undo this import"), key="data.undo.do", type="primary"):
            _undo(context, import_id)
        st.button(_("Leave it"), key="data.undo.leave", on_click=_ask, args=("",))


def _ask_second(context: PageContext, import_id: str) -> None:
    st.caption(_("Another person must agree. Nothing is deleted."))
    reason = st.text_input(_("Why"), key="data.undo.why", max_chars=300)
    with st.container(horizontal=True):
        asked = st.button(_("Ask a second person"), key="data.undo.second", type="primary")
        st.button(_("Leave it"), key="data.undo.leave", on_click=_ask, args=("",))
    arguments = {"import_id": import_id}
    if asked and say_or(lambda: propose(context.store, context.actor, UNDO, arguments, reason)):
        st.success(_("Written down. It waits under Second person and privacy."))


def _effect(undo: Undo) -> str:
    words = _("{removed} records go out of the lists again, {restored} get their old values back.")
    return words.format(removed=undo.removed, restored=undo.restored)


def _show_kept(undo: Undo) -> None:
    """What cannot be undone, counted by kind, with the columns concerned."""
    if not undo.kept:
        st.caption(_("Nothing of it has been changed since."))
        return
    st.warning(_("{n} records cannot be undone:").format(n=len(undo.kept)), icon=":material/lock:")
    for (table, why), n in Counter((kept.table, kept.why) for kept in undo.kept).items():
        own = [kept for kept in undo.kept if (kept.table, kept.why) == (table, why)]
        label = TABLES[table].label(language())
        st.text(f"{label}: {n} \u00b7 {_(_WHY[why])}{_columns(own)}")


def _columns(kept: list[Kept]) -> str:
    names = dict.fromkeys((each.table, column) for each in kept for column in each.columns)
    labels = [cell_label(table, column) for table, column in names]
    return f" ({', '.join(labels)})" if labels else ""


def _undo(context: PageContext, import_id: str) -> None:
    try:
        undo = undo_import(context.store, context.actor, import_id)
    except (NotUndone, NotAllowed) as problem:
        st.error(problem.sentence(), icon=":material/error:")
        return
    st.session_state[_SAID] = _("Undone: {effect}").format(effect=_effect(undo))
    st.session_state.pop(_ASKED, None)
    st.rerun()
