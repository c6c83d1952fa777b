"""Forms about one door."""

from datetime import datetime, time

import streamlit as st

from lib.actions.breaches import DoorCheck, record_door_check
from lib.reports.work_lists import Board, HomeItem
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import _, language
from lib.ui.context import PageContext
from lib.ui.deeds import perform, show_problem
from lib.ui.drafts import drafted
from lib.ui.navigation import go_to
from lib.ui.plain import plain

CHOSEN_HOME, PRINTED_HOME = "appraisal.home", "print_home.home"


def open_appraisal(item: HomeItem) -> None:
    """Go to the appraisal of this home."""
    st.session_state[CHOSEN_HOME] = item.household_id
    go_to("appraisal")


def open_record(household_id: str) -> None:
    """Go to the page with everything about this door, to print."""
    st.session_state[PRINTED_HOME] = household_id
    go_to("print_home")


def check_door(context: PageContext, item: HomeItem) -> None:
    st.dialog(plain(_("Check at the door") + f": {item.address}"), width="medium")(_drafted_form)(
        context, item
    )


def _drafted_form(context: PageContext, item: HomeItem) -> None:
    key = f"door.{item.household_id}"
    with drafted(context, key):
        _door_form(context, item, key)


def _door_form(context: PageContext, item: HomeItem, key: str) -> None:
    """Everybody in, or somebody away; what was done and when to go again."""
    actions = ENUMERATIONS["inspection_action"]
    is_breach = (
        st.segmented_control(
            _("Who was in?"), ("in", "away"), default="in", required=True, key=f"{key}.found",
            format_func=lambda code: _("Everybody") if code == "in" else _("Somebody was away"),
        )
        == "away"
    )  # fmt: skip
    action = recheck = None
    if is_breach:
        action = st.segmented_control(
            _("What was done"), ("reminded", "fined", "reported"), default="reminded",
            key=f"{key}.action", format_func=lambda code: actions.label(code, language()),
        )  # fmt: skip
        recheck = st.date_input(
            _("Go again on"), context.as_of, key=f"{key}.again", format="DD/MM/YYYY",
            min_value=context.as_of,
        )  # fmt: skip
    note = st.text_input(_("Note, without names"), key=f"{key}.note", max_chars=200)
    at = datetime.combine(context.as_of, time(12)).isoformat(timespec="minutes")[:10]
    found = DoorCheck(item.household_id, at, is_breach, action, recheck, note)
    if st.button(_("Save"), key=f"{key}.save", type="primary"):
        words = _("{address}: written down.").format(address=item.address)
        if perform(
            context, lambda: record_door_check(context.store, context.actor, found), words,
            form=key,
        ):  # fmt: skip
            st.rerun()
        show_problem()


def choose_printed(board: Board, groups: dict[str, str]) -> str | None:
    """The home that was chosen on another page, or one of those of the day."""
    wanted = st.session_state.pop(PRINTED_HOME, None)
    ids = list(dict.fromkeys([*([wanted] if wanted else []), *board.homes]))
    if wanted:
        st.session_state["print_home.choice"] = wanted
    elif (kept := st.session_state.get("print_home.choice")) and kept not in ids:
        ids.append(kept)
    chosen: str | None = st.selectbox(
        _("Home"), ids, key="print_home.choice",
        format_func=lambda id_: _home_words(board, id_, groups),
    )  # fmt: skip
    return chosen


def _home_words(board: Board, household_id: str, groups: dict[str, str]) -> str:
    item = board.homes.get(household_id)
    if item is None:
        return household_id
    return f"{item.address} \u00b7 {groups.get(item.home.group_id, item.home.group_id)}"
