"""The signs of the day, door by door in the order of a walk: print, hung up, taken down."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import streamlit as st

from lib.actions.deeds import Done
from lib.actions.signs import DoorDates, note_posted, note_printed, note_taken_down
from lib.indicators.homes import SignState
from lib.reports.signs import PRINTABLE, Door, SignBoard, sign_sheet
from lib.text.catalogue import N_, _, ngettext
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.deeds import do, may_act
from lib.ui.plain import plain
from lib.ui.work_words import sign_state_words

# List of work -> what somebody did at the door.
SIGN_LABELS: Mapping[str, str] = {
    "signs_to_post": N_("Hung up"),
    "signs_to_replace": N_("Replaced"),
    "signs_to_remove": N_("Taken down"),
}
_STATES: Mapping[SignState, str] = {
    "to_post": N_("To hang up"), "to_replace": N_("To replace"), "to_remove": N_("To take down"),
    "no_end": N_("Last day missing"), "right": N_("Right"),
}  # fmt: skip
_DONE: Mapping[SignState, str] = {
    "to_post": SIGN_LABELS["signs_to_post"], "to_replace": SIGN_LABELS["signs_to_replace"],
    "to_remove": SIGN_LABELS["signs_to_remove"],
}  # fmt: skip


def choose_state(board: SignBoard, group: str) -> SignState:
    """What must be done at the doors, each with how many; first what is open."""
    if board.n_unknown:
        words = ngettext(
            "{n} person is in quarantine at an unknown door: no sign can be made.",
            "{n} people are in quarantine at unknown doors: no sign can be made.",
            board.n_unknown,
        )
        st.caption(words.format(n=board.n_unknown))
    states = tuple(_STATES)
    first = next((state for state in states if board.of(state, group)), states[0])
    chosen: SignState = st.segmented_control(
        _("Show"), states, key="signs.state", default=first, required=True,
        format_func=lambda state: f"{_(_STATES[state])} ({len(board.of(state, group))})",
        label_visibility="collapsed",
    )  # fmt: skip
    return chosen


def print_button(context: PageContext, board: SignBoard, group: str) -> None:
    """All signs to hang up or replace on one sheet, one sign a page; noted as printed."""
    doors = [door for state in PRINTABLE for door in board.of(state, group)]
    if not doors or not context.may("signs.edit"):
        return
    words = ngettext("Print {n} sign", "Print {n} signs", len(doors)).format(n=len(doors))
    _print(context, doors, words, "signs.print", "primary")


def _print(context: PageContext, doors: list[Door], label: str, key: str, kind: str) -> None:
    st.download_button(
        label, key=key, icon=":material/print:", on_click="ignore", mime="application/pdf",
        type="primary" if kind == "primary" else "secondary",
        data=lambda: printed(context, doors), file_name=f"bien-bao-{context.as_of:%Y%m%d}.pdf",
    )  # fmt: skip


def printed(context: PageContext, doors: Sequence[Door]) -> bytes:
    """The sheet; the ledger knows of it first, so that each sign carries its own number."""
    if may_act(context):
        note_printed(context.store, context.actor, _dates(doors), on=context.as_of)
    ids = {door.household_id for door in doors}
    return sign_sheet(context.store, context.actor, context.as_of, ids)


def show_doors(
    context: PageContext, board: SignBoard, state: SignState, group: str, groups: dict[str, str]
) -> None:
    doors = board.of(state, group)
    if not doors:
        st.success(_("Nothing is waiting here."), icon=":material/check_circle:")
    for door in doors:
        with st.container(border=True, horizontal=True, vertical_alignment="center",
                          key=f"sign_{door.household_id}"):  # fmt: skip
            with st.container(gap=None):
                st.markdown(f"**{plain(door.address)}**")
                st.caption(plain(groups.get(door.group_id, door.group_id)))
                st.markdown(door_words(door))
            with st.container(horizontal=True, width="content", gap="xsmall"):
                _door_buttons(context, door)
    if len(doors) > 1 and state in _DONE:
        _all_button(context, doors, state)


def door_words(door: Door) -> str:
    if door.state == "right" and door.hanging:
        since = format_day(door.hanging[2])
        return _("Hangs since {day}; until {end}.").format(day=since, end=_day(door.last_day))
    return sign_state_words(
        door.state, (door.first_day, door.last_day), door.hanging[:2] if door.hanging else None
    )


def _door_buttons(context: PageContext, door: Door) -> None:
    if not context.may("signs.edit"):
        return
    key = f"signs.{door.household_id}"
    if door.state in _DONE and may_act(context):
        said = _("{address}: noted.").format(address=door.address)
        st.button(
            _(_DONE[door.state]), key=f"{key}.done", type="primary", on_click=do,
            args=(context, _done(context, [door]), said),
        )  # fmt: skip
    if door.state in (*PRINTABLE, "right"):
        _print(context, [door], _("Print"), f"{key}.print", "secondary")


def _all_button(context: PageContext, doors: list[Door], state: SignState) -> None:
    """Back from the walk: every door of the list."""
    if not (context.may("signs.edit") and may_act(context)):
        return
    words = ngettext("{n} door noted.", "{n} doors noted.", len(doors)).format(n=len(doors))
    label = _("All {n}: {what}").format(n=len(doors), what=_(_DONE[state]).lower())
    st.button(
        label, key=f"signs.all.{state}", icon=":material/done_all:", on_click=do,
        args=(context, _done(context, doors), words),
    )  # fmt: skip


def _done(context: PageContext, doors: list[Door]) -> Callable[[], Done]:
    if doors[0].state == "to_remove":
        return take_down(context, [door.household_id for door in doors])
    return hang_up(context, _dates(doors))


def hang_up(context: PageContext, doors: Sequence[DoorDates]) -> Callable[[], Done]:
    return lambda: note_posted(context.store, context.actor, doors, on=context.as_of)


def take_down(context: PageContext, household_ids: Sequence[str]) -> Callable[[], Done]:
    return lambda: note_taken_down(context.store, context.actor, household_ids, on=context.as_of)


def _dates(doors: Sequence[Door]) -> list[DoorDates]:
    return [
        DoorDates(door.household_id, door.first_day, door.last_day)
        for door in doors
        if door.first_day and door.last_day
    ]


def _day(day: date | None) -> str:
    return format_day(day) or _("no date")
