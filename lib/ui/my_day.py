"""My day on a phone: everybody due in walking order, one tap seen, two taps missed.

A tap runs this fragment alone, never the page around it: what the team has to do was worked out
when the page was opened, and only what was written down today is read afresh. Cards keep their
place, so that the next person never slides under a thumb that taps twice.
"""

from itertools import groupby

import streamlit as st

from lib.actions.deeds import Refused
from lib.actions.own_rows import take_back
from lib.actions.samples import Taken, record_tests
from lib.actions.visits import Visit, record_visit
from lib.reports.my_day import Entries, Entry, Round, Stop, entries_of
from lib.schema.tables import ENUMERATIONS
from lib.security.actors import NotAllowed
from lib.settings import now
from lib.store.problems import StoreProblem
from lib.text.catalogue import _, language, ngettext
from lib.ui.context import PageContext
from lib.ui.day_card import entry_words, show_danger, show_person
from lib.ui.deeds import may_act, say_problem, show_problem
from lib.ui.drafts import last_drafted
from lib.ui.header import empty_state
from lib.ui.measuring import FORM, OPEN, measure_form
from lib.ui.offline_round import TEAM, leave_scanned, scanned
from lib.ui.plain import plain

REASONS, MODES = ENUMERATIONS["missed_reason"], ENUMERATIONS["visit_mode"]
MODE, MEMBER, SHOW = "my_day.mode", "my_day.member", "my_day.show"
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
    entries = entries_of(context.store, context.actor, round_.stops, round_.as_of)
    if not round_.stops:
        empty_state(_("Nobody of this team is due today."))
        return
    if OPEN not in st.session_state and (begun := last_drafted(context, f"{FORM}.")):
        _open((begun, "measure"))
    _show_progress(round_, entries)
    with st.container(key="my_day", gap="small"):
        if only := scanned(round_):
            st.button(
                _("Everybody"), key="my_day.everybody", icon=":material/arrow_back:",
                on_click=leave_scanned,
            )  # fmt: skip
        _choose_how(round_)
        left_only = st.session_state.get(SHOW) == "left"
        shown = [only] if only else [
            s for s in round_.stops if not left_only or not is_done(round_, s, entries)
        ]  # fmt: skip
        for way, stops in groupby(shown, key=lambda stop: stop.way):
            _alley_heading(way, groups)
            for stop in stops:
                _card(context, round_, stop, entries[stop.case_id], hotline)


def _show_progress(round_: Round, entries: Entries) -> None:
    n, n_done = len(round_.stops), sum(is_done(round_, s, entries) for s in round_.stops)
    words = ngettext("{done} of {n} person done", "{done} of {n} people done", n)
    st.progress(n_done / n, text=words.format(done=n_done, n=n))


def is_done(round_: Round, stop: Stop, entries: Entries) -> bool:
    """Enough was written down, whatever came of it."""
    written = entries[stop.case_id]
    if round_.kind == "testing":
        return any(entry.table == "tests" for entry in written) or any(
            entry.row["result"] == "missed" for entry in written
        )
    return sum(entry.table == "visits" for entry in written) >= round_.times


def _choose_how(round_: Round) -> None:
    with st.expander(_("How, who, which"), icon=":material/tune:"):
        st.segmented_control(
            _("How"), MODES.codes, key=MODE, default="visit", required=True,
            format_func=lambda code: MODES.label(code, language()),
        )  # fmt: skip
        if round_.members:
            st.selectbox(
                _("Who goes"), list(round_.members), key=MEMBER, index=None,
                format_func=lambda id_: round_.members[id_], placeholder=_("Nobody named"),
            )  # fmt: skip
        st.segmented_control(
            _("Show"), ("all", "left"), key=SHOW, default="all", required=True,
            format_func=lambda which: _("Everybody") if which == "all" else _("Only who is left"),
        )  # fmt: skip


def _alley_heading(way: tuple[str, str, str], groups: dict[str, str]) -> None:
    group_id, street, alley = way
    place = ", ".join(part for part in (alley, street) if part) or _("No address")
    st.markdown(f"**{plain(place)}** :small[{plain(groups.get(group_id, group_id))}]")


def _card(
    context: PageContext, round_: Round, stop: Stop, written: tuple[Entry, ...], hotline: str
) -> None:
    with st.container(border=True, key=f"stop_{stop.case_id}", gap="xsmall"):
        show_person(stop, round_.kind)
        show_danger(context, stop, written, hotline)
        for entry in written:
            _written(context, stop, entry)
        if not may_act(context):
            return
        opened = st.session_state.get(OPEN)
        if opened == (stop.case_id, "missed"):
            _ask_reason(context, round_, stop, written)
        elif opened == (stop.case_id, "measure"):
            measure_form(context, round_, stop, written, _visit(round_, stop, "seen_ok"))
        else:
            _buttons(context, round_, stop, written)


def _written(context: PageContext, stop: Stop, entry: Entry) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(entry_words(entry), width="stretch")
        if may_act(context) and entry.row["recorded_by"] == context.actor.account:
            st.button(
                _("Undo"), key=f"my_day.{stop.case_id}.undo.{entry.id}", type="tertiary",
                icon=":material/undo:", on_click=_take_back, args=(context, entry),
            )  # fmt: skip


def _buttons(context: PageContext, round_: Round, stop: Stop, written: tuple[Entry, ...]) -> None:
    """What is still open; when all is written down, only measurements can be added."""
    key, done = f"my_day.{stop.case_id}", is_done(round_, stop, {stop.case_id: written})
    with st.container(horizontal=True, gap="xsmall"):
        if not done and round_.kind == "testing" and context.may("tests.edit"):
            for result, label in (("negative", _("Negative")), ("positive", _("Positive"))):
                _test_button(context, round_, stop, written, result, label)
            _open_button(_("Missed"), f"{key}.missed", (stop.case_id, "missed"))
        elif not done and round_.kind == "support":
            for result, label in (("seen_ok", _("Well")), ("seen_not_ok", _("Unwell"))):
                st.button(
                    label, key=f"{key}.{result}", width="stretch",
                    type="primary" if result == "seen_ok" else "secondary",
                    on_click=_record,
                    args=(context, stop, written, _visit(round_, stop, result)),
                )  # fmt: skip
            _open_button(_("Missed"), f"{key}.missed", (stop.case_id, "missed"))
    if round_.kind == "support":
        _open_button(
            _("Measurements"), f"{key}.measure", (stop.case_id, "measure"), ":material/thermometer:"
        )


def _open_button(label: str, key: str, what: tuple[str, str], icon: str | None = None) -> None:
    st.button(
        label, key=key, icon=icon, width="stretch", type="tertiary" if icon else "secondary",
        on_click=_open, args=(what,),
    )  # fmt: skip


def _test_button(
    context: PageContext, round_: Round, stop: Stop, written: tuple[Entry, ...], result: str,
    label: str,
) -> None:  # fmt: skip
    taken = Taken(
        stop.case_id, context.as_of, "rapid_antigen", result, team_id=round_.team_id,
        member_id=st.session_state.get(MEMBER),
    )  # fmt: skip
    st.button(
        label, key=f"my_day.{stop.case_id}.{result}", width="stretch",
        type="primary" if result == "negative" else "secondary",
        on_click=_test, args=(context, stop, written, taken),
    )  # fmt: skip


def _ask_reason(
    context: PageContext, round_: Round, stop: Stop, written: tuple[Entry, ...]
) -> None:
    mode = st.session_state.get(MODE) or "visit"
    with st.container(horizontal=True, gap="xsmall"):
        for reason in _REASONS[mode]:
            st.button(
                REASONS.label(reason, language()), key=f"my_day.{stop.case_id}.{reason}",
                on_click=_record,
                args=(context, stop, written, _visit(round_, stop, "missed", reason)),
            )  # fmt: skip
        st.button(
            _("Back"), key=f"my_day.{stop.case_id}.back", type="tertiary", on_click=_open,
            args=(None,),
        )  # fmt: skip


def _visit(round_: Round, stop: Stop, result: str, reason: str | None = None) -> Visit:
    """On the page's day, at the hour of the clock; the moment of the tap is put in later."""
    return Visit(
        stop.case_id, round_.as_of.isoformat(), result, round_.team_id,
        st.session_state.get(MEMBER), st.session_state.get(MODE) or "visit", reason,
    )  # fmt: skip


def _open(what: tuple[str, str] | None) -> None:
    st.session_state[OPEN] = what


def _record(context: PageContext, stop: Stop, written: tuple[Entry, ...], visit: Visit) -> None:
    at = f"{visit.at}T{now():%H:%M}"
    timed = Visit(**(vars(visit) | {"at": at}))
    _try(
        lambda: (
            _is_as_drawn(context, stop, written)
            and record_visit(context.store, context.actor, timed)
        )
    )
    _open(None)


def _test(context: PageContext, stop: Stop, written: tuple[Entry, ...], taken: Taken) -> None:
    _try(
        lambda: (
            _is_as_drawn(context, stop, written)
            and record_tests(context.store, context.actor, [taken])
        )
    )


def _is_as_drawn(context: PageContext, stop: Stop, written: tuple[Entry, ...]) -> bool:
    """Nobody has written about this person since: in another tab, or by tapping twice."""
    entries = entries_of(context.store, context.actor, (stop,), context.as_of)[stop.case_id]
    known = {entry.id for entry in written}
    new = [entry for entry in entries if entry.id not in known]
    if any(entry.row["recorded_by"] != context.actor.account for entry in new):
        say_problem(_("Somebody else has written this person down meanwhile. Look again."))
    return not new


def _take_back(context: PageContext, entry: Entry) -> None:
    if not _try(lambda: take_back(context.store, context.actor, entry.table, [entry.id])):
        say_problem(_("Only whoever wrote it can undo it, within a day."))


def _try(act: object) -> object:
    try:
        return act()  # type: ignore[operator]
    except (Refused, NotAllowed, StoreProblem) as problem:
        say_problem(problem.sentence())
        return True
