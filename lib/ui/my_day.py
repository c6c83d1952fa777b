"""My day on a phone: everybody due in walking order, one tap seen, two taps missed.

Every card is a fragment of its own; lib/ui/day_board.py says which of them a tap draws again. Cards
keep their place, so that the next person never slides under a thumb that taps twice.
"""

from itertools import groupby

import streamlit as st

from lib.actions.samples import Taken
from lib.actions.visits import Visit
from lib.reports.my_day import Entry, Round, Stop
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import _, language, ngettext
from lib.ui.context import PageContext
from lib.ui.day_board import OPEN, PROGRESS, REMINDER, Board, Written, card_key, is_done, n_written
from lib.ui.day_card import entry_words, show_danger, show_person, show_positive
from lib.ui.deeds import may_act, show_problem
from lib.ui.drafts import last_drafted
from lib.ui.header import empty_state
from lib.ui.measuring import FORM, last_to_measure, measure_form
from lib.ui.messages import show_round_text
from lib.ui.offline_round import TEAM, leave_scanned, scanned
from lib.ui.plain import plain
from lib.ui.walker import ask_who, own_id, own_stops, say_who

REASONS, MODES = ENUMERATIONS["missed_reason"], ENUMERATIONS["visit_mode"]
MODE, SHOW = "my_day.mode", "my_day.show"
# Which reasons make sense at the door, and which on the phone.
_REASONS = {
    "visit": ("absent", "no_answer", "refused", "team_unavailable"),
    "phone": ("no_answer", "wrong_phone", "refused", "team_unavailable"),
    "message": ("no_answer", "wrong_phone", "refused", "team_unavailable"),
}


def choose_team(teams: dict[str, str]) -> str | None:
    """A volunteer has one team and is not asked."""
    if len(teams) < 2:
        return next(iter(teams), None)
    if (asked := st.query_params.get(TEAM)) in teams:
        st.session_state.setdefault("my_day.team", asked)
    return st.selectbox(
        _("Team"), list(teams), key="my_day.team", format_func=lambda id_: teams[id_]
    )


@st.fragment
def show_round(context: PageContext, round_: Round, groups: dict[str, str], hotline: str) -> None:
    """The cards under the headings of their alleys."""
    show_problem()
    if not round_.stops:
        say_who(round_)
        empty_state(_("Nobody of this team is due today."))
        return
    board = Board(context, round_)
    if OPEN not in st.session_state and (begun := last_drafted(context, f"{FORM}.")):
        st.session_state[OPEN] = (begun, "measure")
    with st.container(gap="xsmall"):
        ask_who(round_)
        st.fragment(_show_progress, key=PROGRESS)(board)
    with st.container(key="my_day", gap="small"):
        if only := scanned(round_):
            st.button(
                _("Everybody"), key="my_day.everybody", icon=":material/arrow_back:",
                on_click=leave_scanned,
            )  # fmt: skip
        _choose_how()
        left_only = st.session_state.get(SHOW) == "left"
        shown = [only] if only else [
            s for s in own_stops(round_) if not left_only or not is_done(round_, s, board.entries)
        ]  # fmt: skip
        for way, stops in groupby(shown, key=lambda stop: stop.way):
            _alley_heading(way, groups)
            for stop in stops:
                board.shown.add(stop.case_id)
                st.fragment(_card, key=card_key(stop.case_id))(board, stop, hotline)
    st.fragment(show_round_text, key=REMINDER)(board, groups)


def _show_progress(board: Board) -> None:
    stops = own_stops(board.round_)
    times = board.round_.times
    if times > 1:
        n, words = len(stops) * times, _("{done} of {n} visits done, {times} to each person")
        n_done = sum(n_written(board.round_, board.entries[s.case_id]) for s in stops)
    else:
        n, n_done = len(stops), sum(is_done(board.round_, s, board.entries) for s in stops)
        words = ngettext("{done} of {n} person done", "{done} of {n} people done", n)
    st.progress(n_done / n, text=words.format(done=n_done, n=n, times=times))


def _choose_how() -> None:
    with st.expander(_("How, which"), icon=":material/tune:"):
        st.segmented_control(
            _("How"), MODES.codes, key=MODE, default="visit", required=True,
            format_func=lambda code: MODES.label(code, language()),
        )  # fmt: skip
        st.segmented_control(
            _("Show"), ("all", "left"), key=SHOW, default="all", required=True,
            format_func=lambda which: _("Everybody") if which == "all" else _("Only who is left"),
        )  # fmt: skip


def _alley_heading(way: tuple[str, str, str], groups: dict[str, str]) -> None:
    group_id, street, alley = way
    place = ", ".join(part for part in (alley, street) if part) or _("No address")
    st.markdown(f"**{plain(place)}** :small[{plain(groups.get(group_id, group_id))}]")


def _card(board: Board, stop: Stop, hotline: str) -> None:
    context, round_, written = board.context, board.round_, board.entries[stop.case_id]
    opened, n_left = st.session_state.get(OPEN), round_.times - n_written(round_, written)
    measures = opened == (stop.case_id, "measure") and may_act(context)
    with st.container(border=True, key=f"stop_{stop.case_id}", gap="xsmall"):
        if not measures:  # the form says it beside its own button
            show_problem()
        show_person(stop, round_.kind, written)
        show_danger(stop, written, hotline, on_called=lambda id_: board.called(stop, id_))
        show_positive(stop, written, hotline)
        for entry in written:
            _written(board, stop, entry)
        if round_.times > 1 and written and n_left:
            words = ngettext(
                "{n} more visit is due today.", "{n} more visits are due today.", n_left
            )
            st.caption(words.format(n=n_left))
        if not may_act(context):
            return
        if opened == (stop.case_id, "missed"):
            _ask_reason(board, stop, written)
        elif measures:
            visit = _visit(round_, stop, "seen_ok")
            last = last_to_measure(written, is_done=not n_left)
            measure_form(context, stop, last, visit, on_end=lambda: board.close(stop))
        else:
            _buttons(board, stop, written)


def _written(board: Board, stop: Stop, entry: Entry) -> None:
    context = board.context
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(entry_words(entry), width="stretch")
        if may_act(context) and entry.row["recorded_by"] == context.actor.account:
            st.button(
                _("Undo"), key=f"my_day.{stop.case_id}.undo.{entry.id}", type="tertiary",
                icon=":material/undo:", on_click=board.take_back, args=(stop, entry),
            )  # fmt: skip


def _buttons(board: Board, stop: Stop, written: Written) -> None:
    """What is still open; when all is written down, only measurements can be added."""
    context, round_ = board.context, board.round_
    key, done = f"my_day.{stop.case_id}", is_done(round_, stop, {stop.case_id: written})
    with st.container(horizontal=True, gap="xsmall"):
        if not done and round_.kind == "testing" and context.may("tests.edit"):
            for result, label in (("negative", _("Negative")), ("positive", _("Positive"))):
                _test_button(board, stop, written, result, label)
            _open_button(board, stop, "missed", _("Missed"))
        elif not done and round_.kind == "support":
            for result, label in (("seen_ok", _("Well")), ("seen_not_ok", _("Unwell"))):
                st.button(
                    label, key=f"{key}.{result}", width="stretch",
                    type="primary" if result == "seen_ok" else "secondary",
                    on_click=board.record,
                    args=(stop, written, _visit(round_, stop, result)),
                )  # fmt: skip
            _open_button(board, stop, "missed", _("Missed"))
    if round_.kind == "support":
        _open_button(board, stop, "measure", _("Measurements"), ":material/thermometer:")


def _open_button(board: Board, stop: Stop, part: str, label: str, icon: str | None = None) -> None:
    st.button(
        label, key=f"my_day.{stop.case_id}.{part}", icon=icon, width="stretch",
        type="tertiary" if icon else "secondary", on_click=board.open, args=(stop, part),
    )  # fmt: skip


def _test_button(board: Board, stop: Stop, written: Written, result: str, label: str) -> None:
    round_ = board.round_
    taken = Taken(
        stop.case_id, round_.as_of, "rapid_antigen", result, team_id=round_.team_id,
        member_id=own_id(round_),
    )  # fmt: skip
    st.button(
        label, key=f"my_day.{stop.case_id}.{result}", width="stretch",
        type="primary" if result == "negative" else "secondary",
        on_click=board.test, args=(stop, written, taken),
    )  # fmt: skip


def _ask_reason(board: Board, stop: Stop, written: Written) -> None:
    mode = st.session_state.get(MODE) or "visit"
    with st.container(horizontal=True, gap="xsmall", key=f"reasons_{stop.case_id}"):
        for reason in _REASONS[mode]:
            st.button(
                REASONS.label(reason, language()), key=f"my_day.{stop.case_id}.{reason}",
                on_click=board.record,
                args=(stop, written, _visit(board.round_, stop, "missed", reason)),
            )  # fmt: skip
        st.button(
            _("Back"), key=f"my_day.{stop.case_id}.back", type="tertiary", on_click=board.close,
            args=(stop,),
        )  # fmt: skip


def _visit(round_: Round, stop: Stop, result: str, reason: str | None = None) -> Visit:
    """On the page's day; the moment of the tap is put in later. Who has not said a name goes for
    whoever the person was given to."""
    who = own_id(round_) or stop.member_id
    return Visit(
        stop.case_id, round_.as_of.isoformat(), result, round_.team_id, who,
        st.session_state.get(MODE) or "visit", reason,
    )  # fmt: skip
