"""A rule as shipped, confirmed by the ward: proposed by one who has compared it, agreed by another.

What is taken up is the row as it stands; from then on it bears the name of whoever agreed.
"""

import streamlit as st

from lib.actions.proposals import propose
from lib.rules.quarantine import Rule, rule_row
from lib.security.actors import NotAllowed
from lib.security.audit import ReasonNeeded
from lib.store.problems import StoreProblem
from lib.text.catalogue import _
from lib.ui.context import PageContext
from lib.ui.deeds import say_problem

RIGHT = "policies.change"


def confirm_button(context: PageContext, rule: Rule, *, is_waiting: bool) -> None:
    """Nothing for a rule that somebody of the ward has confirmed."""
    if rule.confirmed_by or not context.may(RIGHT):
        return
    if is_waiting:
        st.caption(_("Waits for a second person, below."))
        return
    key = f"confirm.{rule.id}"
    with st.popover(_("Confirm"), icon=":material/fact_check:"):
        st.text_input(_("Which document it was compared with"), key=f"{key}.reason", max_chars=200)
        st.button(
            _("Propose to confirm"), key=f"{key}.propose", type="primary",
            on_click=_propose, args=(context, rule, f"{key}.reason"),
        )  # fmt: skip


def _propose(context: PageContext, rule: Rule, reason: str) -> None:
    try:
        arguments = {"rules": [rule_row(rule)]}
        said = st.session_state.get(reason, "")
        propose(context.store, context.actor, "rules.adopt", arguments, said)
    except (ReasonNeeded, NotAllowed, StoreProblem) as problem:
        say_problem(problem.sentence())
