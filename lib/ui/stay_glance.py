"""One look: who must be released today and why, whose sign is wrong, which homes nobody checked."""

import streamlit as st

from lib.reports.work_lists import Board, CaseItem, HomeItem
from lib.text.catalogue import _
from lib.ui.context import PageContext
from lib.ui.plain import plain
from lib.ui.work_words import home_words, review_words

LINES = 3
_RELEASE = ("to_approve", "awaiting_release", "ends_today")
_SIGNS = ("signs_to_post", "signs_to_replace", "signs_to_remove")
_HOMES = ("homes_not_appraised", "homes_not_fit")


def show_glance(context: PageContext, board: Board, groups: dict[str, str]) -> None:
    """Three cards, each with its number and the first lines of why."""
    with st.container(key="glance"), st.grid(min_column_width=280):
        _card(_("Release today"), _release_lines(board), ":material/outbound:")
        _card(_("Signs wrong"), _home_lines(board, _SIGNS, groups), ":material/signpost:")
        if "homes_not_appraised" in board.lists:
            lines = _home_lines(board, _HOMES, groups)
            _card(_("Homes not checked or not fit"), lines, ":material/home_work:")


def _card(title: str, lines: list[str], icon: str) -> None:
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown(f"{icon} **{title}** &nbsp; :gray-badge[{len(lines)}]")
        for line in lines[:LINES]:
            st.markdown(line)
        if len(lines) > LINES:
            st.caption(_("{n} more in the lists below").format(n=len(lines) - LINES))
        if not lines:
            st.caption(_("Nothing is waiting here."))


def _release_lines(board: Board) -> list[str]:
    """Whoever may go or has stayed too long; each person once."""
    items: dict[str, CaseItem] = {}
    for name in _RELEASE:
        for item in board.case_items(name):
            items.setdefault(item.case_id, item)
    return [_release_line(board, item) for item in items.values()]


def _release_line(board: Board, item: CaseItem) -> str:
    review = item.life.review
    mark = ":gray[:material/help:]"
    words = ""
    if review:
        words = review_words(review, item.life.ruling, with_tests=board.sees_tests)
        if review.meets is not None:
            mark = ":green[:material/check:]" if review.meets else ":red[:material/close:]"
    return f"{mark} **{plain(item.name)}** \u2013 {plain(words)}"


def _home_lines(board: Board, names: tuple[str, ...], groups: dict[str, str]) -> list[str]:
    return [
        _home_line(name, item, groups)
        for name in names
        if name in board.lists
        for item in board.home_items(name)
    ]


def _home_line(name: str, item: HomeItem, groups: dict[str, str]) -> str:
    group = groups.get(item.home.group_id, item.home.group_id)
    return f"**{plain(item.address)}** ({plain(group)}) \u2013 {plain(home_words(name, item))}"
