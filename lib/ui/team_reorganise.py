"""The simulator: move groups or people between teams, see the week, then confirm; one step back."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from lib.actions.teams import reorganise
from lib.indicators.workload import Guest, Move, loads, moved
from lib.reports.frames import ward_on
from lib.reports.teams import Roster, Teams
from lib.text.catalogue import _, ngettext
from lib.text.collate import text_key
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.deeds import may_act, perform, show_problem
from lib.ui.tables import wide_table
from lib.ui.team_today import team_name, week_rows

MOVES = "teams.moves"
AHEAD = 1  # days: a move begins tomorrow, today's round is under way


def show_week(teams: Teams) -> None:
    st.subheader(_("Visits of the coming week"), anchor=False)
    ids = sorted({team for team, _day in teams.loads}, key=text_key)
    wide_table(week_rows(teams, teams.loads, ids), key="teams.week")
    st.caption(_("People known today, each until the last day; whoever awaits release stays in it "
                 "until somebody closes the stay. Nobody new is counted."))  # fmt: skip


def simulate(context: PageContext, teams: Teams, people: Roster, groups: dict[str, str]) -> None:
    """Choose what goes where; before and after stand below each other until it is confirmed."""
    st.subheader(_("Move groups or people"), anchor=False)
    moves: list[Move] = st.session_state.setdefault(MOVES, [])
    _choose(teams, people, groups, moves)
    if not moves:
        return
    for place, move in enumerate(moves):
        words = _move_words(teams, people, groups, move)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(words)
            st.button(
                _("Take out"), key=f"teams.out.{place}", type="tertiary",
                on_click=_take_out, args=(moves, place),
            )  # fmt: skip
    then = moved(teams.people, moves, ahead=AHEAD)
    after = loads(ward_on(context.store, context.as_of), then)
    changed = [guest for guest, new in zip(teams.people, then, strict=True) if guest != new]
    concerned = {m.team_id for m in moves} | {team for guest in changed for team in guest.teams}
    st.markdown(_("**Now**"))
    wide_table(week_rows(teams, teams.loads, sorted(concerned, key=text_key)), key="teams.now")
    st.markdown(_("**After the move**"))
    wide_table(week_rows(teams, after, sorted(concerned, key=text_key)), key="teams.after")
    _say_how_many(teams, then)
    _confirm(context, moves)


def _take_out(moves: list[Move], place: int) -> None:
    del moves[place]


def _choose(teams: Teams, people: Roster, groups: dict[str, str], moves: list[Move]) -> None:
    names = {person.case_id: person for person in people.people}
    with st.form("teams.move", border=True):
        ids = st.multiselect(
            _("Residential groups"), list(groups), key="teams.move.groups",
            format_func=lambda id_: groups[id_], placeholder=_("Choose groups"),
        )  # fmt: skip
        cases = st.multiselect(
            _("Which people"), list(names), key="teams.move.people",
            format_func=lambda id_: f"{names[id_].name} \u00b7 {names[id_].address}",
            placeholder=_("Choose people"),
        )  # fmt: skip
        to = st.selectbox(
            _("To the team"), teams.support, key="teams.move.to",
            format_func=lambda id_: team_name(teams, id_),
        )  # fmt: skip
        if st.form_submit_button(_("Try it")) and to:
            kept = [m for m in moves if m.id not in {*ids, *cases}]
            moves[:] = [
                *kept, *(Move("group", id_, to) for id_ in ids),
                *(Move("case", id_, to) for id_ in cases),
            ]  # fmt: skip


def _move_words(teams: Teams, people: Roster, groups: dict[str, str], move: Move) -> str:
    names = {person.case_id: person.name for person in people.people}
    what = groups.get(move.id, move.id) if move.what == "group" else names.get(move.id, move.id)
    return _("{what} to {team}").format(what=what, team=team_name(teams, move.team_id))


def _say_how_many(teams: Teams, then: Sequence[Guest]) -> None:
    """Before it is confirmed: who gets another team, of those still at home when it begins."""
    on = teams.as_of + timedelta(AHEAD)
    n = sum(
        guest != new and (guest.last is None or guest.last >= on)
        for guest, new in zip(teams.people, then, strict=True)
    )
    words = ngettext("{n} person gets another team.", "{n} people get another team.", n)
    st.markdown(f"**{words.format(n=n)}**")


def _confirm(context: PageContext, moves: list[Move]) -> None:
    on = context.as_of + timedelta(AHEAD)
    label = _("Do it from {day} on").format(day=format_day(on))
    is_asked = st.button(label, key="teams.confirm", type="primary", disabled=not may_act(context))
    if not is_asked:
        return
    said = ngettext("{n} move from {day} on.", "{n} moves from {day} on.", len(moves))
    words = said.format(n=len(moves), day=format_day(on))
    if perform(
        context, lambda: reorganise(context.store, context.actor, list(moves), on=on), words
    ):
        moves.clear()
        st.rerun()
    show_problem()
