"""The lists that decide: choose one, read why, act beside the row or on several at once."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.indicators.homes import Home
from lib.reports.contacts import may_see_contacts
from lib.reports.work_lists import GROUPS, Board, CaseItem, Group, HomeItem, is_home_list
from lib.text.catalogue import N_, _, ngettext
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.deeds import may_act
from lib.ui.figures import calm_words
from lib.ui.found import SHOW_KEY, Item, forget_row, found_first, lists_key, row_id
from lib.ui.header import empty_state
from lib.ui.plain import plain
from lib.ui.stay_actions import BULK, HOME_BULK, Bulk
from lib.ui.stay_buttons import case_buttons, home_buttons
from lib.ui.work_words import (
    LIST_LABELS,
    case_words,
    holder_words,
    home_words,
    vulnerable_words,
)

T = TypeVar("T")
GROUP_LABELS: dict[str, str] = {
    "release": N_("Release"), "dates": N_("Dates"), "homes": N_("Homes and signs"),
    "health": N_("Health and tests"), "homes_all": N_("Doors"), "ahead": N_("Look ahead"),
    "contacts": N_("Contacts"), "papers": N_("Papers"),
    "everyone": N_("Everyone"),
}  # fmt: skip
ROWS_AT_ONCE = 20


def choose_group(context: PageContext, board: Board) -> str:
    """One of the groups of lists, all doors, or everyone; each with what waits in it."""
    chains = ("contacts",) if may_see_contacts(context.actor) else ()
    papers = ("papers",) if context.may("papers.issue") else ()
    options = (*GROUPS, "homes_all", "ahead", *papers, *chains, "everyone")
    wanted = st.query_params.get("list", "release")
    holding = next((group for group, names in GROUPS.items() if wanted in names), "release")
    first = wanted if wanted in options else holding
    if SHOW_KEY not in st.session_state:
        forget_row()  # the page was left meanwhile
    chosen: str = st.segmented_control(
        _("Show"), options, key=SHOW_KEY, required=True, on_change=forget_row,
        default=None if SHOW_KEY in st.session_state else first,
        format_func=lambda group: _group_words(board, group), label_visibility="collapsed",
    )  # fmt: skip
    return chosen


def _group_words(board: Board, group: str) -> str:
    label = _(GROUP_LABELS[group])
    if group not in GROUPS:
        return label
    names = GROUPS[cast("Group", group)]
    n = len({id_ for name in names for id_ in board.lists.get(name, ())})
    return f"{label} ({n})"


def show_group(context: PageContext, board: Board, group: Group, groups: dict[str, str]) -> None:
    names = [name for name in GROUPS[group] if board.count(name)]
    calm = [name for name in GROUPS[group] if name in board.lists and not board.count(name)]
    if not names:
        st.success(_("Nothing is waiting here."), icon=":material/check_circle:")
    else:
        name = _choose_list(board, names, group)
        if is_home_list(name):
            _show_homes(context, board, name, groups)
        else:
            _show_cases(context, board, name, groups)
    if calm:
        st.caption(calm_words(LIST_LABELS[name] for name in calm))


def _choose_list(board: Board, names: list[str], group: str) -> str:
    wanted = st.query_params.get("list", "")
    first, key = wanted if wanted in names else names[0], lists_key(group)
    chosen = st.pills(
        _("List"), names, key=key, required=True,
        default=None if st.session_state.get(key) in names else first,
        format_func=lambda name: f"{_(LIST_LABELS[name])} ({board.count(name)})",
        label_visibility="collapsed",
    )  # fmt: skip
    return chosen if chosen and chosen in names else names[0]


def _show_cases(context: PageContext, board: Board, name: str, groups: dict[str, str]) -> None:
    items = found_first(name, board.case_items(name))
    bulk = _fitting(context, BULK.get(name, ()))
    if bulk:
        _bulk_bar(context, board, name, items, bulk)
    for item in _page_of(name, items):
        with _row(f"row_{name}_{item.case_id}"):
            if bulk:
                _tick_box(name, item, item.name)
            with st.container(gap=None):
                st.markdown(case_title(item))
                st.caption(whereabouts(item, groups))
                st.markdown(plain(case_words(name, item, board)))
            with _buttons():
                case_buttons(context, board, name, item, groups)


def _row(key: str) -> DeltaGenerator:
    return st.container(
        horizontal=True, border=True, vertical_alignment="center", gap="small", key=key
    )


def _buttons() -> DeltaGenerator:
    return st.container(horizontal=True, width="content", gap="xsmall")


def _show_homes(context: PageContext, board: Board, name: str, groups: dict[str, str]) -> None:
    items = found_first(name, board.home_items(name))
    bulk = _fitting(context, HOME_BULK.get(name, ()))
    if bulk:
        _bulk_bar(context, board, name, items, bulk)
    for item in _page_of(name, items):
        words = home_words(name, item)
        _home_row(context, board, item, groups, words=words, name=name, with_tick=bool(bulk))


def _home_row(
    context: PageContext, board: Board, item: HomeItem, groups: dict[str, str], *,
    words: str, name: str, with_tick: bool = False,
) -> None:  # fmt: skip
    with _row(f"row_{name}_{item.household_id}"):
        if with_tick:
            _tick_box(name, item, item.address)
        with st.container(gap=None):
            st.markdown(home_title(item))
            st.caption(_people_words(item, groups))
            st.markdown(plain(words))
        with _buttons():
            home_buttons(context, board, name, item)


def show_doors(context: PageContext, board: Board, groups: dict[str, str]) -> None:
    """Every occupied door, those with vulnerable people beside an F0 first."""
    items = [item for item in board.homes.values() if item.home.is_occupied]
    if not items:
        empty_state(_("Nobody is in quarantine."))
    for item in _page_of("doors", items):
        words = holder_words(item) or _one_clock(item)
        _home_row(context, board, item, groups, words=words, name="doors")


def _one_clock(item: HomeItem) -> str:
    if item.home.latest_end is None:
        return _("The last day is missing.")
    return _("Free after {day}.").format(day=format_day(item.home.latest_end))


def case_title(item: CaseItem) -> str:
    colour = "orange" if item.life.case_type == "F0" else "blue"
    title = f"**{plain(item.name)}** :{colour}-badge[{item.life.case_type}]"
    return title + _priority_badge(item.home)


def home_title(item: HomeItem) -> str:
    return f"**{plain(item.address)}**" + _priority_badge(item.home)


def _priority_badge(home: Home | None) -> str:
    if home is None or home.priority == "normal":
        return ""
    colour = "red" if home.priority == "high" else "gray"
    return f" :{colour}-badge[{vulnerable_words(home)}]"


def whereabouts(item: CaseItem, groups: dict[str, str]) -> str:
    parts = [groups.get(item.life.group_id, item.life.group_id), item.address]
    return plain(" \u00b7 ".join(part for part in parts if part))


def _people_words(item: HomeItem, groups: dict[str, str]) -> str:
    people = ", ".join(f"{person.name} ({person.life.case_type})" for person in item.people)
    parts = [groups.get(item.home.group_id, item.home.group_id), people]
    return plain(" \u00b7 ".join(part for part in parts if part))


def _page_of(name: str, items: Sequence[T]) -> Sequence[T]:
    """The first rows; more on request."""
    key = f"work.{name}.shown"
    shown = st.session_state.get(key, ROWS_AT_ONCE)
    if len(items) > shown:
        words = _("The first {n} of {total} are shown.").format(n=shown, total=len(items))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(words)
            st.button(
                _("Show more"), key=f"work.{name}.more", type="tertiary",
                on_click=_more, args=(key, shown),
            )  # fmt: skip
    return items[:shown]


def _more(key: str, shown: int) -> None:
    st.session_state[key] = shown + ROWS_AT_ONCE


def _fitting(context: PageContext, bulk: Sequence[Bulk[Item]]) -> list[Bulk[Item]]:
    return [each for each in bulk if may_act(context) and each.is_for(context)]


def _tick_key(name: str, item: CaseItem | HomeItem) -> str:
    return f"work.{name}.{row_id(item)}.tick"


def _tick_box(name: str, item: CaseItem | HomeItem, label: str) -> None:
    key = _tick_key(name, item)
    st.checkbox(plain(label), key=key, label_visibility="collapsed", width="content")


def _bulk_bar(
    context: PageContext, board: Board, name: str, items: list[Item], bulk: Sequence[Bulk[Item]]
) -> None:
    keys = {row_id(item): _tick_key(name, item) for item in items}
    ticked = [item for item in items if st.session_state.get(keys[row_id(item)])]
    with st.container(horizontal=True, vertical_alignment="center", key=f"bulk_{name}"):
        words = ngettext("{n} ticked", "{n} ticked", len(ticked)).format(n=len(ticked))
        st.button(
            _("Tick all"), key=f"work.{name}.all", type="tertiary", icon=":material/select_all:",
            on_click=_tick, args=(list(keys.values()),),
        )  # fmt: skip
        st.caption(words, width="content")
        for each in bulk:
            if each.ask:
                each.ask(context)
            st.button(
                _(each.label), key=f"work.{name}.bulk.{each.id}", icon=each.icon,
                type="primary", disabled=not ticked, on_click=_all_at_once,
                args=(each.act, context, board, ticked, list(keys.values())),
            )  # fmt: skip


def _tick(keys: Sequence[str]) -> None:
    is_full = all(st.session_state.get(key) for key in keys)
    for key in keys:
        st.session_state[key] = not is_full


def _all_at_once(
    act: Callable[[PageContext, Board, list[Item]], None], context: PageContext, board: Board,
    ticked: list[Item], keys: Sequence[str],
) -> None:  # fmt: skip
    for key in keys:
        st.session_state[key] = False
    act(context, board, ticked)
