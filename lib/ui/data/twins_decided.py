"""What was decided of records that looked like one person, each with its way back."""

import streamlit as st

from lib.actions.duplicates import NotJoined, ask_again, undo_joining
from lib.reports.accounts import names_of_accounts
from lib.reports.duplicates import load_joined, load_two_people
from lib.text.catalogue import _
from lib.text.formats import format_moment
from lib.ui.context import PageContext

_SAID = "data.twins.said"


def say(words: str) -> None:
    """On the next run, which begins at once."""
    st.session_state[_SAID] = words
    st.rerun()


def show_said() -> None:
    if said := st.session_state.pop(_SAID, None):
        st.success(said, icon=":material/check_circle:")


def show_decided(context: PageContext, table: str) -> None:
    _show_joined(context, table)
    _show_two(context, table)


def _show_joined(context: PageContext, table: str) -> None:
    joined = load_joined(context.store, context.actor, table)
    if not joined:
        return
    name_of = names_of_accounts(context.store)
    with st.expander(_("Joined ({n})").format(n=len(joined)), icon=":material/merge:"):
        for each in joined:
            words = _("{other} was joined into {kept} on {day} by {who}").format(
                other=each.other_id, kept=each.kept_id, who=name_of(each.merged_by),
                day=format_moment(each.merged_at),
            )  # fmt: skip
            if _is_taken_back(context, table, words, _("Take apart"), f"undo.{each.merge_id}"):
                _take_apart(context, each.merge_id)


def _take_apart(context: PageContext, merge_id: str) -> None:
    try:
        undo_joining(context.store, context.actor, merge_id)
    except NotJoined as problem:
        st.error(problem.sentence(), icon=":material/error:")
        return
    say(_("Taken apart: both records are as they were."))


def _show_two(context: PageContext, table: str) -> None:
    said = load_two_people(context.store, context.actor, table)
    if not said:
        return
    name_of = names_of_accounts(context.store)
    with st.expander(_("Said to be two people ({n})").format(n=len(said)), icon=":material/group:"):
        for each in said:
            first, second = each.ids
            words = _("{first} and {second}, said on {day} by {who}").format(
                first=first, second=second, who=name_of(each.said_by),
                day=format_moment(each.said_at),
            )  # fmt: skip
            if _is_taken_back(context, table, words, _("Ask again"), f"ask.{first}.{second}"):
                ask_again(context.store, context.actor, table, each.ids)
                say(_("The pair is shown for a decision again."))


def _is_taken_back(context: PageContext, table: str, words: str, label: str, key: str) -> bool:
    """One decision, and its way back for whoever may edit the list; whether that was pressed."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(words, width="stretch")
        return context.may(f"{table}.edit") and st.button(
            label, key=f"data.twins.{key}", icon=":material/undo:"
        )
