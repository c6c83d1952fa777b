"""What people ask about their own data: the form to write it down, and what is open."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Literal, get_args

import pandas as pd
import streamlit as st

from lib.actions.requests import (
    NoSuchRecord,
    SubjectRequest,
    decide_request,
    extend_request,
    note_reply,
    record_request,
)
from lib.reports.privacy import (
    AnsweredRequest,
    OpenRequest,
    answered_requests,
    open_requests,
)
from lib.rules.privacy import PRIVACY
from lib.security.actors import NotAllowed
from lib.store.problems import StoreProblem
from lib.text.catalogue import N_, _, language
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.deeds import turn_of
from lib.ui.drafts import discard, drafted
from lib.ui.erasing import erase_by_code
from lib.ui.header import empty_state

Answer = Literal["done", "refused"]
ANSWERS = {"done": N_("Done"), "refused": N_("Declined")}
ASKING, _SAID = "privacy.request", "privacy.request_said"
_MAY_END_IN_ERASURE = ("erase", "withdraw", "object")


def record_form(context: PageContext) -> None:
    """Whoever hears a request writes it down."""
    if not context.may("requests.record"):
        return
    st.subheader(_("Somebody asks about their data"), anchor=False)
    key = f"{ASKING}.{turn_of(ASKING).n}"
    with st.container(border=True):
        with drafted(context, key, ASKING):
            asked = _ask(key)
            if st.button(_("Write it down"), key=f"{key}.save"):
                _record(context, asked)
        if words := st.session_state.pop(_SAID, None):
            st.success(words, icon=":material/check_circle:")


def _ask(key: str) -> SubjectRequest:
    left, right = st.columns(2)
    kind = left.selectbox(
        _("What they ask for"), list(PRIVACY.kinds), key=f"{key}.kind",
        format_func=lambda name: PRIVACY.kinds[name].label(language()),
    )  # fmt: skip
    received = right.date_input(
        _("Received on"), value="today", key=f"{key}.received", format="DD/MM/YYYY"
    )
    asked_by = left.text_input(_("Who asks, and how to reach them"), key=f"{key}.asked_by")
    code = right.text_input(_("Code of the record, if known"), key=f"{key}.about")
    details = st.text_area(_("In their words"), key=f"{key}.details", max_chars=500)
    return SubjectRequest(kind, received or date.min, asked_by, details, code)


def _record(context: PageContext, asked: SubjectRequest) -> None:
    turn = turn_of(ASKING)
    try:
        record_request(context.store, context.actor, asked)
    except NoSuchRecord as problem:
        st.error(problem.sentence(), icon=":material/error:")
    except ValueError:
        st.error(_("Say who asks, and a day that is not in the future."), icon=":material/error:")
    else:
        turn.n += 1
        discard(context, ASKING)
        st.session_state[_SAID] = _("Written down with its due dates.")
        st.rerun()


def show_requests(context: PageContext) -> None:
    """Every open request with what is due next."""
    if not context.may("requests.decide"):
        return
    st.subheader(_("Open requests"), anchor=False)
    st.caption(_("Due dates after {document}.").format(document=PRIVACY.document))
    requests = open_requests(context.store, context.actor, context.store.settings.default_as_of)
    if not requests:
        empty_state(_("No request is open."))
    for request in requests:
        _show_request(context, request)
    _show_answered(context)


def _show_answered(context: PageContext) -> None:
    """The register proves what came of each."""
    requests = answered_requests(context.store, context.actor)
    with st.expander(_("Answered requests ({n})").format(n=len(requests))):
        lines = [_answered_words(request) for request in requests]
        if lines:
            st.dataframe(pd.DataFrame(lines), hide_index=True, key="privacy.answered")
        else:
            empty_state(_("No request was answered yet."))


def _answered_words(request: AnsweredRequest) -> dict[str, str]:
    return {
        _("Request code"): request.request_id,
        _("What they ask for"): PRIVACY.kinds[request.kind].label(language()),
        _("Received on"): format_day(request.received_on),
        _("Answered on"): format_day(request.decided_on),
        _("State"): _(ANSWERS[request.status]),
        _("What came of it"): request.outcome or "",
        _("Who asks, and how to reach them"): request.asked_by,
    }


def _show_request(context: PageContext, request: OpenRequest) -> None:
    kind, id_ = PRIVACY.kinds[request.kind], request.request_id
    with st.container(border=True):
        st.markdown(f"**{kind.label(language())}** \u00b7 {id_}")
        if request.is_late:
            st.badge(_("Overdue"), icon=":material/schedule:", color="red")
        st.text(request.asked_by)
        st.text(request.details or "")
        st.caption(_due_words(request))
        if request.kind in _MAY_END_IN_ERASURE:
            erase_by_code(context, request.about_id, key=f"privacy.erase.{id_}")
        form = f"privacy.answer.{id_}"
        with drafted(context, form):
            outcome = st.text_input(_("What came of it"), key=f"{form}.outcome", max_chars=300)
            with st.container(horizontal=True):
                if not request.replied_on and st.button(
                    _("First answer given"), key=f"privacy.reply.{id_}"
                ):
                    today = context.store.settings.default_as_of
                    _changed(lambda: note_reply(context.store, context.actor, id_, today))
                if not request.is_extended and st.button(
                    _("Put off once"), key=f"privacy.extend.{id_}"
                ):
                    _changed(lambda: extend_request(context.store, context.actor, id_))
                for status in get_args(Answer):
                    key = f"privacy.{status}.{id_}"
                    if st.button(_(ANSWERS[status]), key=key, disabled=not outcome.strip()):
                        _changed(partial(_decide, context, id_, status, outcome))


def _decide(context: PageContext, id_: str, status: Answer, outcome: str) -> None:
    decide_request(context.store, context.actor, id_, status, outcome)
    discard(context, f"privacy.answer.{id_}")


def _due_words(request: OpenRequest) -> str:
    unsure = PRIVACY.kinds[request.kind].certainty != "verified"
    words = _("Received {day}; first answer due {reply}; to be finished by {end}").format(
        day=format_day(request.received_on), reply=format_day(request.reply_due_on),
        end=format_day(request.due_on),
    )  # fmt: skip
    return words + (" (" + _("unverified") + ")" if unsure else "")


def _changed(act: Callable[[], object]) -> None:
    try:
        act()
    except (StoreProblem, NotAllowed) as problem:
        st.error(problem.sentence(), icon=":material/error:")
    else:
        st.rerun()
