"""The round that is on the screen, and what a tap does to it.

A tap draws its own card, the progress and the team's reminder again, and the cards into which
others of the team wrote meanwhile, never the page around them: what the team has to do was worked
out when the page was opened, and only what was written down today is read afresh.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import streamlit as st

from lib.actions.deeds import Refused
from lib.actions.own_rows import take_back
from lib.actions.samples import Taken, record_tests
from lib.actions.visits import Visit, note_action, record_visit
from lib.reports.my_day import Entries, Entry, Round, Stop, entries_of
from lib.security.actors import NotAllowed
from lib.settings import now
from lib.store.problems import StoreProblem
from lib.text.catalogue import _
from lib.ui.context import PageContext
from lib.ui.deeds import say_problem

OPEN, PROGRESS, REMINDER = "my_day.open", "my_day.progress", "my_day.reminder"
Written = tuple[Entry, ...]


@dataclass
class Board:
    """`entries`: what is written down today; `shown`: whose cards were drawn."""

    context: PageContext
    round_: Round
    entries: Entries = field(init=False)
    shown: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._refresh()

    def _read(self, stops: tuple[Stop, ...]) -> Entries:
        return entries_of(self.context.store, self.context.actor, stops, self.round_.as_of)

    def redraw(self, *tapped: str) -> None:
        """The end of every tap: Streamlit alone would draw the tapped card and nothing else."""
        before = self.entries
        self._try(self._refresh)
        changed = (id_ for id_, written in self.entries.items() if written != before[id_])
        cards = [id_ for id_ in dict.fromkeys((*tapped, *changed)) if id_ in self.shown]
        st.rerun([*map(card_key, cards), PROGRESS, REMINDER])

    def _refresh(self) -> None:
        self.entries = self._read(self.round_.stops)

    def open(self, stop: Stop, part: str) -> None:
        """One card at a time."""
        before = st.session_state.get(OPEN) or ("", "")
        st.session_state[OPEN] = (stop.case_id, part)
        self.redraw(stop.case_id, before[0])

    def close(self, stop: Stop) -> None:
        if (st.session_state.get(OPEN) or ("",))[0] == stop.case_id:
            st.session_state[OPEN] = None
        self.redraw(stop.case_id)

    def record(self, stop: Stop, written: Written, visit: Visit) -> None:
        """At the hour of the tap."""
        context, timed = self.context, replace(visit, at=f"{visit.at}T{now():%H:%M}")
        self._try(
            lambda: (
                self._is_as_drawn(stop, written)
                and record_visit(context.store, context.actor, timed)
            )
        )
        self.close(stop)

    def test(self, stop: Stop, written: Written, taken: Taken) -> None:
        context = self.context
        self._try(
            lambda: (
                self._is_as_drawn(stop, written)
                and record_tests(context.store, context.actor, [taken])
            )
        )
        self.redraw(stop.case_id)

    def called(self, stop: Stop, visit_id: str) -> None:
        context = self.context
        self._try(lambda: note_action(context.store, context.actor, visit_id, "called_station"))
        self.redraw(stop.case_id)

    def take_back(self, stop: Stop, entry: Entry) -> None:
        context = self.context
        if not self._try(lambda: take_back(context.store, context.actor, entry.table, [entry.id])):
            say_problem(_("Only whoever wrote it can undo it, within a day."))
        self.redraw(stop.case_id)

    def _is_as_drawn(self, stop: Stop, written: Written) -> bool:
        """Nobody has written about this person since: in another tab, or by tapping twice."""
        known = {entry.id for entry in written}
        new = [entry for entry in self._read((stop,))[stop.case_id] if entry.id not in known]
        if any(entry.row["recorded_by"] != self.context.actor.account for entry in new):
            say_problem(_("Somebody else has written this person down meanwhile. Look again."))
        return not new

    def _try(self, act: Callable[[], object]) -> object:
        try:
            return act()
        except (Refused, NotAllowed, StoreProblem) as problem:
            say_problem(problem.sentence())
            return True


def card_key(case_id: str) -> str:
    return f"my_day.card.{case_id}"


def is_done(round_: Round, stop: Stop, entries: Entries) -> bool:
    """Enough was written down, whatever came of it."""
    written = entries[stop.case_id]
    if round_.kind == "testing":
        return any(entry.table == "tests" for entry in written) or any(
            entry.row["result"] == "missed" for entry in written
        )
    return n_written(round_, written) == round_.times


def n_written(round_: Round, written: Written) -> int:
    """Visits that were written down, of those that are due."""
    return min(sum(entry.table == "visits" for entry in written), round_.times)
