"""One look: who must be released today and why, whose sign is wrong, which homes nobody checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from lib.reports.work_lists import Board, CaseItem, HomeItem
from lib.text.catalogue import _, ngettext
from lib.ui.found import find_row
from lib.ui.plain import plain
from lib.ui.work_words import home_words, review_words

MOST_LINES, LINES_AT_ONCE, HEIGHT = 60, 4, 300  # lines, lines, px
_RELEASE = ("to_approve", "awaiting_release", "ends_today")
_SIGNS = ("signs_to_post", "signs_to_replace", "signs_to_remove")
_HOMES = ("homes_not_appraised", "homes_not_fit")


@dataclass(frozen=True)
class _Line:
    """Whom or which door it is about, why, and the list in which its row stands."""

    list: str
    id: str
    title: str
    why: str


def show_glance(board: Board, groups: dict[str, str]) -> None:
    """Three cards, each with its number and every line of why; a line leads to its row."""
    with st.container(key="glance"), st.grid(min_column_width=280):
        items = _to_release(board)
        lines = [_release_line(board, name, item) for name, item in items]
        counts = _release_counts([item for _name, item in items])
        _card(_("Release today"), lines, ":material/outbound:", counts)
        _card(_("Signs wrong"), _home_lines(board, _SIGNS, groups), ":material/signpost:")
        if "homes_not_appraised" in board.lists:
            lines = _home_lines(board, _HOMES, groups)
            _card(_("Homes not checked or not fit"), lines, ":material/home_work:")


def _card(title: str, lines: list[_Line], icon: str, counts: str = "") -> None:
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown(f"{icon} **{title}** &nbsp; :gray-badge[{len(lines)}]")
        if not lines:
            st.caption(_("Nothing is waiting here."))
            return
        if counts:
            st.markdown(counts)
        height: int | Literal["content"] = HEIGHT if len(lines) > LINES_AT_ONCE else "content"
        with st.container(height=height, border=False, gap="xsmall"):
            for line in lines[:MOST_LINES]:
                _show(line)
            if len(lines) > MOST_LINES:
                left = len(lines) - MOST_LINES
                st.caption(_("{n} more in the lists below").format(n=left))


def _show(line: _Line) -> None:
    with st.container(gap=None):
        st.button(
            line.title, key=f"glance.{line.list}.{line.id}", type="tertiary",
            on_click=find_row, args=(line.list, line.id), help=_("Go to the row"),
        )  # fmt: skip
        st.caption(line.why)


def _to_release(board: Board) -> list[tuple[str, CaseItem]]:
    """Whoever may go or has stayed too long, each person once with the first list that names it:
    those who meet the rule first, then the longest over."""
    items: dict[str, tuple[str, CaseItem]] = {}
    for name in _RELEASE:
        for item in board.case_items(name):
            items.setdefault(item.case_id, (name, item))
    return sorted(items.values(), key=lambda pair: (not _meets(pair[1]), _days_left(pair[1])))


def _days_left(item: CaseItem) -> int:
    """Below 0: so long past the last day; without one nobody is."""
    return 0 if item.life.days_left is None else item.life.days_left


def _meets(item: CaseItem) -> bool | None:
    return item.life.review.meets if item.life.review else None


def _release_counts(items: list[CaseItem]) -> str:
    """How many meet their rule, how many do not, and how many have stayed too long."""
    said = [_meets(item) for item in items]
    over = sum(_days_left(item) < 0 for item in items)
    counted = (
        ("green", ngettext("{n} meets the rule", "{n} meet the rule", said.count(True)),
         said.count(True)),
        ("red", ngettext("{n} does not yet", "{n} do not yet", said.count(False)),
         said.count(False)),
        ("gray", ngettext("{n} without a rule", "{n} without a rule", said.count(None)),
         said.count(None)),
        ("orange", ngettext("{n} past the last day", "{n} past the last day", over), over),
    )  # fmt: skip
    return " ".join(f":{colour}-badge[{words.format(n=n)}]" for colour, words, n in counted if n)


def _release_line(board: Board, name: str, item: CaseItem) -> _Line:
    review, meets = item.life.review, _meets(item)
    marks = {True: ":green[:material/check:]", False: ":red[:material/close:]"}
    mark = marks.get(bool(meets), "") if meets is not None else ":gray[:material/help:]"
    words = review_words(review, item.life.ruling, with_tests=board.sees_tests) if review else ""
    return _Line(name, item.case_id, f"{mark} **{plain(item.name)}**", plain(words))


def _home_lines(board: Board, names: Iterable[str], groups: dict[str, str]) -> list[_Line]:
    return [
        _home_line(name, item, groups)
        for name in names
        if name in board.lists
        for item in board.home_items(name)
    ]


def _home_line(name: str, item: HomeItem, groups: dict[str, str]) -> _Line:
    group = groups.get(item.home.group_id, item.home.group_id)
    title = f"**{plain(item.address)}** ({plain(group)})"
    return _Line(name, item.household_id, title, plain(home_words(name, item)))
