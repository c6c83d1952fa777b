"""Cells changed both here and in a list that came back: a person chooses, cell by cell, before the
file is saved or afterwards."""

from collections.abc import Sequence

import streamlit as st

from lib.actions.choosing import NotChosen, choose
from lib.reports.conflicts import WaitingConflict, load_conflicts
from lib.store.conflicts import Conflict, Decision, Side
from lib.text.catalogue import N_, _
from lib.ui.context import PageContext
from lib.ui.data.draft import Draft
from lib.ui.data.wording import cell_label, title_of, value_text
from lib.ui.plain import plain

_SIDES: dict[Side, str] = {"stored": N_("Keep: {value}"), "file": N_("Take: {value}")}
MOST = 50


def choose_sides(table: str, conflicts: Sequence[Conflict], draft: Draft) -> None:
    """What is not chosen stays as it is stored and waits on this page."""
    if not conflicts:
        return
    title = _("Changed on both sides ({n} cells)").format(n=len(conflicts))
    with st.expander(title, expanded=True, icon=":material/call_merge:"):
        words = _(
            "Somebody changed these here after the list went out. What you do not choose stays as "
            "it is stored, and waits."
        )
        st.caption(words)
        for conflict in conflicts[:MOST]:
            _choose(table, conflict, draft)
        if len(conflicts) > MOST:
            words = _("The first {n} of {total} are shown.")
            st.caption(words.format(n=MOST, total=len(conflicts)))


def _choose(table: str, conflict: Conflict, draft: Draft) -> None:
    place = (conflict.row_id, conflict.cell)
    with st.container(border=True, gap="xsmall"):
        st.text(
            _("Row {row}: {column}").format(
                row=conflict.row, column=cell_label(table, conflict.cell)
            )
        )
        st.caption(
            _("When the list went out: {value}").format(
                value=_shown(table, conflict.cell, conflict.base)
            )
        )
        chosen = st.segmented_control(
            _("Which one holds"), list(_SIDES), key=f"data.side.{draft.digest}.{place}",
            format_func=lambda side: _(_SIDES[side]).format(
                value=_shown(table, conflict.cell, getattr(conflict, side))
            ),
            default=conflict.side, label_visibility="collapsed", wrap=True,
        )  # fmt: skip
    if chosen != conflict.side:
        if chosen is None:
            draft.decisions.pop(place, None)
        else:
            said = Decision(conflict.row_id, conflict.row_version, conflict.cell, chosen)
            draft.decisions[place] = said
        st.rerun()


def _shown(table: str, cell: str, value: object) -> str:
    return plain(value_text(table, cell, value) or _("(empty)"))


def show_undecided(context: PageContext) -> None:
    """Those that nobody has chosen yet, of the files that are saved."""
    waiting = load_conflicts(context.store, context.actor)
    if not waiting:
        return
    title = _("Changed on both sides ({n} cells)").format(n=len(waiting))
    with st.expander(title, expanded=True, icon=":material/call_merge:"):
        st.caption(_("What is stored holds until somebody chooses."))
        for conflict in waiting[:MOST]:
            _choose_now(context, conflict)
        if len(waiting) > MOST:
            words = _("The first {n} of {total} are shown.")
            st.caption(words.format(n=MOST, total=len(waiting)))


def _choose_now(context: PageContext, conflict: WaitingConflict) -> None:
    table, cell = conflict.table, conflict.cell
    values: dict[Side, str] = {
        "stored": _shown(table, cell, conflict.stored), "file": _shown(table, cell, conflict.file),
    }  # fmt: skip
    with st.container(border=True, gap="xsmall"):
        who = title_of(table, dict(conflict.titles)) or conflict.row_id
        st.text(f"{who}: {conflict.heading}")
        came = _("{file}, row {row}").format(file=conflict.file_name, row=conflict.row)
        was = _("When the list went out: {value}")
        was = was.format(value=_shown(table, cell, conflict.base))
        st.caption(f"{plain(came)} \u00b7 {was}")
        with st.container(horizontal=True):
            for side, words in _SIDES.items():
                key = f"data.choose.{conflict.import_id}.{conflict.row_id}.{cell}.{side}"
                if st.button(_(words).format(value=values[side]), key=key):
                    _settle(context, conflict, side)


def _settle(context: PageContext, conflict: WaitingConflict, side: Side) -> None:
    decision = Decision(conflict.row_id, conflict.row_version, conflict.cell, side)
    try:
        choose(context.store, context.actor, conflict.import_id, decision)
    except NotChosen as answered:
        st.error(answered.sentence(), icon=":material/error:")
    else:
        st.rerun()
