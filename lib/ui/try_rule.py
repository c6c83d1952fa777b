"""A new rule: typed in, seen at work on the open stays, then proposed and agreed to by another."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib.actions.proposals import NotDone, approve, propose, reject
from lib.reports.listing import named_groups
from lib.reports.rule_book import ProposedRules, preview_rules, proposed_rules
from lib.reports.work_lists import work_board
from lib.rules.quarantine import Rule, RuleBook, rule_from, rule_row
from lib.rules.rulings import Move
from lib.security.actors import NotAllowed
from lib.security.audit import ReasonNeeded
from lib.store.problems import StoreProblem
from lib.text.catalogue import _, ngettext
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.deeds import say_problem, show_problem
from lib.ui.plain import plain
from lib.ui.rule_form import typed_rows
from lib.ui.rules import stay_words

RIGHT = "policies.change"


def try_a_rule(context: PageContext) -> None:
    """Whose last day would move, before anybody decides."""
    with st.expander(_("Try a new rule: whose last day would move?"), icon=":material/science:"):
        rows = typed_rows(context)
        try:
            rules = [rule_from(row) for row in rows]
            RuleBook.of(*rules)
        except ValueError:
            st.error(_("These numbers do not fit together: test days lie within the stay, in "
                       "their order."))  # fmt: skip
            return
        for rule in rules:
            st.markdown(f"**{rule.case_type}** {plain(stay_words(rule))}")
        show_moves(context, rules, key="moves.try")
        if context.may(RIGHT):
            _propose(context, rules)


def show_moves(context: PageContext, rules: Sequence[Rule], *, key: str) -> None:
    """Exactly the open stays whose last day by the rules these together would move."""
    moves = preview_rules(context.store, context.actor, context.as_of, *rules)
    words = ngettext(
        "The last day by the rules would move for {n} open stay.",
        "The last day by the rules would move for {n} open stays.", len(moves),
    )  # fmt: skip
    st.markdown(words.format(n=len(moves)))
    if moves:
        st.dataframe(_frame(context, moves), hide_index=True, key=key)
        st.caption(_("Typed dates stand; from then on they are shown as different."))


def _frame(context: PageContext, moves: Sequence[Move]) -> pd.DataFrame:
    board = work_board(context.store, context.actor, context.as_of)
    groups = named_groups(context.store)
    items = [(board.cases[move.case_id], move) for move in moves if move.case_id in board.cases]
    return pd.DataFrame(
        [
            {
                _("Name"): item.name,
                _("Residential group"): groups.get(item.life.group_id, item.life.group_id),
                _("Typed"): format_day(item.life.end),
                _("By the rules now"): format_day(move.before.end) or _("no date"),
                _("By the new rule"): format_day(move.after.end) or _("no date"),
            }
            for item, move in items
        ]
    )


def _propose(context: PageContext, rules: Sequence[Rule]) -> None:
    reason = st.text_input(_("Why, and who sent the document"), key="try.reason", max_chars=200)
    if st.button(_("Propose this rule"), key="try.propose", disabled=rules[0].document == "?"):
        try:
            arguments = {"rules": [rule_row(rule) for rule in rules]}
            propose(context.store, context.actor, "rules.adopt", arguments, reason)
            st.rerun()
        except (ReasonNeeded, NotAllowed, StoreProblem) as problem:
            st.error(problem.sentence())


def show_proposed(context: PageContext) -> None:
    """Rules that wait for a second person, each with whom it would move."""
    show_problem()
    if not context.may(RIGHT):
        return
    for proposed in proposed_rules(context.store, context.actor):
        with st.container(border=True, key=f"proposed_{proposed.proposal_id}"):
            said = _("Proposed by {who}: {why}").format(
                who=proposed.proposed_by, why=proposed.reason
            )
            for rule in proposed.rules:
                title = f"**{plain(rule.document)}** {rule.case_type}"
                st.markdown(f"{title}: {plain(stay_words(rule))}")
            st.caption(plain(said))
            show_moves(context, proposed.rules, key=f"moves.{proposed.proposal_id}")
            _decide(context, proposed)


def _decide(context: PageContext, proposed: ProposedRules) -> None:
    id_, is_own = proposed.proposal_id, proposed.is_own
    with st.container(horizontal=True):
        st.button(
            _("Take it up"), key=f"rule.{id_}.approve", type="primary", disabled=is_own,
            on_click=_answer, args=(context, id_, True),
            help=_("Another person than the one who proposed it.") if is_own else None,
        )  # fmt: skip
        st.button(
            _("Refuse"), key=f"rule.{id_}.refuse", on_click=_answer, args=(context, id_, False)
        )


def _answer(context: PageContext, proposal_id: str, is_agreed: bool) -> None:
    try:
        (approve if is_agreed else reject)(context.store, context.actor, proposal_id)
    except (NotDone, NotAllowed, StoreProblem) as problem:
        say_problem(problem.sentence())
