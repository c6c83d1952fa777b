"""From one look to the row itself: its list is shown with that row first, and back again."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from lib.reports.work_lists import GROUPS, CaseItem, HomeItem
from lib.text.catalogue import _

Item = TypeVar("Item", CaseItem, HomeItem)
SHOW_KEY, _FOUND = "quarantine.show", "quarantine.found"


def lists_key(group: str) -> str:
    return f"quarantine.lists.{group}"


def find_row(name: str, id_: str) -> None:
    """Show that list with this row first."""
    group = next(group for group, names in GROUPS.items() if name in names)
    st.session_state[SHOW_KEY], st.session_state[lists_key(group)] = group, name
    st.session_state[_FOUND] = (name, id_)


def is_found() -> bool:
    """Somebody came from the one look to a row."""
    return _FOUND in st.session_state


def forget_row() -> None:
    st.session_state.pop(_FOUND, None)


def back_button() -> None:
    st.button(
        _("Back to the one look"), key="quarantine.back", type="tertiary",
        icon=":material/arrow_back:", on_click=_go_back,
    )  # fmt: skip


def _go_back() -> None:
    forget_row()
    st.session_state[SHOW_KEY] = next(iter(GROUPS))


def found_first(name: str, items: Sequence[Item]) -> list[Item]:
    """The row that somebody came for before the others."""
    wanted = st.session_state.get(_FOUND)
    return sorted(items, key=lambda item: (name, row_id(item)) != wanted)


def row_id(item: CaseItem | HomeItem) -> str:
    return item.case_id if isinstance(item, CaseItem) else item.household_id
