"""How many visits a day are due, and how a ward changes that for the days to come."""

from datetime import date
from typing import Any

import streamlit as st

from lib.actions.proposals import propose
from lib.reports.rule_book import Rules
from lib.rules.visiting import MOST_TIMES, visit_rule_on
from lib.security.actors import NotAllowed
from lib.security.audit import ReasonNeeded
from lib.store.problems import StoreProblem
from lib.text.catalogue import _, language, use_language
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.plain import plain
from lib.ui.rules import show_provenance

RIGHT = "policies.change"


def show_visits(context: PageContext, rules: Rules) -> None:
    st.subheader(_("Visits a day"), anchor=False)
    holds = visit_rule_on(rules.visits, context.as_of)
    for number, rule in enumerate(rules.visits):
        with st.container(border=True, gap="xsmall", key=f"visit_rule_{number}"):
            st.markdown(plain(rule.label(language())))
            show_provenance(rule, _("holds on this day") if rule is holds else "")
    if context.may(RIGHT):
        _propose_form(context)


def _propose_form(context: PageContext) -> None:
    with st.expander(_("Propose another number of visits")), st.form("visits.rule", border=False):
        times = int(st.number_input(_("Visits a day"), 1, MOST_TIMES, 1, key="visits.times"))
        since: Any = st.date_input(
            _("From"), context.as_of, format="DD/MM/YYYY", key="visits.since"
        )
        document = st.text_input(_("Document"), key="visits.document", max_chars=120)
        reason = st.text_input(_("Why"), key="visits.why", max_chars=200)
        if not st.form_submit_button(_("Ask a second person")):
            return
    if not document.strip():
        st.error(_("Name the document, or say that the ward decided it itself."))
        return
    try:
        arguments = {"rule": _row(context, times, since, document.strip())}
        propose(context.store, context.actor, "visits.adopt", arguments, reason)
        st.success(_("Proposed. Another person agrees on the page for second persons."))
    except (ReasonNeeded, NotAllowed, StoreProblem) as problem:
        st.error(problem.sentence())


def _row(context: PageContext, times: int, since: date, document: str) -> dict[str, Any]:
    """The row in both languages, as data/rules/visiting.toml has them."""
    said, reading = {}, language()
    for code in ("en", "vi"):
        use_language(code)
        words = _("Everybody at home is seen {n} times a day from {day}.")
        said[code] = words.format(n=times, day=format_day(since))
    use_language(reading)
    return said | {
        "effective_from": since.isoformat(), "times": times, "document": document, "issuer": "",
        "certainty": "unverified", "checked_by": context.actor.account,
    }  # fmt: skip
