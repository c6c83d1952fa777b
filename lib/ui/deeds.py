"""A deed done from the screen: what it said, what went wrong, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib.actions.deeds import Done, Refused, undo
from lib.security.actors import NotAllowed
from lib.store.problems import StoreProblem
from lib.text.catalogue import _
from lib.ui.context import PageContext
from lib.ui.drafts import discard
from lib.ui.plain import plain

_DONE, _PROBLEM = "deeds.done", "deeds.problem"


@dataclass
class Turn:
    """How often a form was saved: after each time its fields have other keys, and are empty.

    An object of our own, for Streamlit may leave a run at each access to its state, also between
    a save and what is noted of it; then a further tap would save again.
    """

    n: int = 0

    def ending_with(self, act: Callable[[], Done]) -> Callable[[], Done]:
        """The deed that is saved by the form."""

        def ended() -> Done:
            done = act()
            self.n += 1
            return done

        return ended


def turn_of(form: str) -> Turn:
    turn: Turn = st.session_state.setdefault(f"{form}.turn", Turn())
    return turn


def may_act(context: PageContext) -> bool:
    """On the present day only: a page of an earlier day is for reading. The demo has its own."""
    settings = context.store.settings
    return settings.is_demo or context.as_of == settings.default_as_of


def say_read_only(context: PageContext) -> None:
    """Why nothing of a page can be tapped."""
    if not may_act(context):
        st.info(_("This is another day than today: for reading only."), icon=":material/history:")
        today = {"shell.as_of": context.store.settings.default_as_of}
        st.button(
            _("Go to today"), key="day.today", icon=":material/today:",
            on_click=st.session_state.update, args=(today,),
        )  # fmt: skip


def perform(context: PageContext, act: Callable[[], Done], words: str, *, form: str = "") -> bool:
    """Do it and remember what to say on the next run. False when it was refused.

    A thumb that sees nothing happen taps again, and Streamlit may leave a run at each access to
    its state: what was done is noted in a dict of our own, at once, and the same deed of the same
    drawn page is not done twice. `form`: whose draft it ends.
    """
    said = _said()
    if said.get("words") == words and said.get("context") is context:
        return True
    said.clear()
    try:
        done = act()
        said.update(done=done, words=words, context=context)
    except (Refused, NotAllowed, StoreProblem) as problem:
        say_problem(problem.sentence())
        return False
    if form:
        discard(context, form)
    return True


def _said() -> dict[str, Any]:
    said: dict[str, Any] = st.session_state.setdefault(_DONE, {})
    return said


def do(context: PageContext, act: Callable[[], Done], words: str) -> None:
    """The same for a button's own callback."""
    perform(context, act, words)


def say_problem(words: str) -> None:
    """What to say on the next run instead of what was asked for."""
    st.session_state[_PROBLEM] = words


def show_problem() -> None:
    """What was refused, once."""
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(problem, icon=":material/error:")


def show_done(context: PageContext) -> None:
    """What was done last, with the way back, and what was refused."""
    show_problem()
    if not (said := _said()):
        return
    done, words = said["done"], said["words"]
    with st.container(horizontal=True, vertical_alignment="center", key="deeds"):
        st.success(plain(words), icon=":material/check_circle:")
        st.button(
            _("Undo"), key="deeds.undo", icon=":material/undo:", on_click=take_back,
            args=(context, done),
        )  # fmt: skip


def take_back(context: PageContext, done: Done) -> None:
    """For a button's own callback."""
    _said().clear()
    try:
        undo(context.store, context.actor, done)
    except (Refused, NotAllowed, StoreProblem) as problem:
        say_problem(problem.sentence())
