"""The Data page: send a file, mend rows, see what came in, join doubles, take lists out."""

from collections.abc import Callable

import streamlit as st

from lib.text.catalogue import N_, _
from lib.ui.context import PageContext
from lib.ui.data.files import show_files
from lib.ui.data.inbox import n_in_inbox, show_inbox
from lib.ui.data.received import show_received
from lib.ui.data.sending import send_file
from lib.ui.data.twins import show_twins
from lib.ui.data.waiting import n_waiting, show_waiting

# part: (its name, the rights it needs, what draws it)
PARTS: dict[str, tuple[str, tuple[str, ...], Callable[[PageContext], None]]] = {
    "send": (N_("Send a file"), ("rows.import",), send_file),
    "inbox": (N_("Inbox"), ("rows.import", "imports.see"), show_inbox),
    "waiting": (N_("To mend"), ("rows.import", "persons.see"), show_waiting),
    "received": (N_("What came in"), ("imports.see",), show_received),
    "twins": (N_("Listed twice"), ("persons.see", "rows.import"), show_twins),
    "files": (N_("Templates and lists"), ("figures.see",), show_files),
}
# How many files or rows wait for somebody.
_COUNTED: dict[str, Callable[[PageContext], int]] = {"inbox": n_in_inbox, "waiting": n_waiting}
_OFFERED = "data.offered"


def show_data(context: PageContext) -> None:
    """One part at a time, so that none waits for another."""
    offered = [
        part for part, (_name, rights, _draw) in PARTS.items() if all(map(context.may, rights))
    ]
    counts = {part: count(context) for part, count in _COUNTED.items() if part in offered}
    if st.session_state.get(_OFFERED) != offered:  # first seen, or by somebody else
        st.session_state.update({_OFFERED: offered, "data.part": offered[0]})
    chosen = st.segmented_control(
        _("Part of the page"), offered, key="data.part", required=True,
        format_func=lambda part: _label(part, counts.get(part, 0)),
        label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    PARTS[chosen or offered[0]][2](context)


def _label(part: str, n: int) -> str:
    name = _(PARTS[part][0])
    return f"{name} ({n})" if n else name
