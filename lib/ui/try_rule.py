"""A new rule: typed in, seen at work on the open stays, then proposed and agreed to by another."""

from collections.abc import Sequence
from datetime import date
from typing import Any, get_args

import pandas as pd
import streamlit as st

from lib.actions.proposals import NotDone, approve, propose, reject
from lib.reports.listing import named_groups
from lib.reports.rule_book import ProposedRule, preview_rules, proposed_rules
from lib.reports.work_lists import work_board
from lib.rules.quarantine import CountFrom, Release, Rule, rule_from, rule_row
from lib.rules.rulings import Move
from lib.security.actors import NotAllowed
from lib.security.audit import ReasonNeeded
from lib.store.problems import StoreProblem
from lib.text.catalogue import N_, _, ngettext
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.deeds import say_problem, show_problem
from lib.ui.plain import plain
from lib.ui.rules import COUNTED_FROM, RELEASES, stay_words

RIGHT = "policies.change"
WHOM = {
    "all": N_("everyone"), "dosed": N_("fully dosed, the last dose 14 days ago or more"),
    "recovered": N_("recovered within six months"),
}  # fmt: skip
_WHOM_SAYS: dict[str, list[dict[str, int]]] = {
    "all": [], "dosed": [{"doses": 2, "dose_days_ago": 14}],
    "recovered": [{"recovered_months_ago": 6}],
}  # fmt: skip


def try_a_rule(context: PageContext) -> None:
    """Whose last day would move, before anybody decides."""
    with st.expander(_("Try a new rule: whose last day would move?"), icon=":material/science:"):
        row = _typed(context)
        try:
            rule = rule_from(row)
        except ValueError:
            st.error(_("These numbers do not fit together: test days lie within the stay, in "
                       "their order."))  # fmt: skip
            return
        st.markdown(f"**{plain(stay_words(rule))}**")
        show_moves(context, rule)
        if context.may(RIGHT):
            _propose(context, rule)


def _typed(context: PageContext) -> dict[str, Any]:
    key = "try"
    with st.grid(min_column_width=180):
        document = st.text_input(_("Document"), key=f"{key}.document", placeholder="762/BYT-DP")
        case_type = st.segmented_control(
            _("Type"), ("F1", "F0"), default="F1", required=True, key=f"{key}.type"
        )
        since: date = st.date_input(
            _("Holds from"), context.as_of, key=f"{key}.from", format="DD/MM/YYYY"
        )
        days = st.number_input(_("Days"), 0, 60, 7, key=f"{key}.days")
        tests = st.text_input(_("Test days"), "1, 7", key=f"{key}.tests")
        counted = st.selectbox(
            _("Counted from"), get_args(CountFrom), key=f"{key}.count",
            format_func=lambda code: _(COUNTED_FROM[code]),
        )  # fmt: skip
        release = st.selectbox(
            _("Released with"), get_args(Release), index=1, key=f"{key}.release",
            format_func=lambda code: _(RELEASES[code]),
        )  # fmt: skip
        whom = st.selectbox(
            _("For whom"), list(WHOM), key=f"{key}.whom", format_func=lambda code: _(WHOM[code])
        )
        then = st.number_input(_("Days of self-monitoring"), 0, 60, 0, key=f"{key}.then")
        covers_open = st.toggle(_("Also for stays begun before"), key=f"{key}.open")
    return {
        "id": f"{case_type}-{document or '?'}-{whom}".lower().replace(" ", ""),
        "case_type": case_type, "effective_from": since, "days": days,
        "tests_on": _numbers(tests) if days else [], "then_days": then, "count_from": counted,
        "first_day": 1, "release": release if days else "none", "any_of": _WHOM_SAYS[whom],
        "covers_open_stays": covers_open, "document": document or "?", "issuer": "",
        "certainty": "unverified", "checked_by": context.actor.account, "en": document,
        "vi": document,
    }  # fmt: skip


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.replace(",", " ").split() if part.isdigit()]


def show_moves(context: PageContext, rule: Rule) -> None:
    """Exactly the open stays whose last day by the rules would move."""
    moves = preview_rules(context.store, context.actor, context.as_of, rule)
    words = ngettext(
        "The last day by the rules would move for {n} open stay.",
        "The last day by the rules would move for {n} open stays.", len(moves),
    )  # fmt: skip
    st.markdown(words.format(n=len(moves)))
    if moves:
        st.dataframe(_frame(context, moves), hide_index=True, key=f"moves.{rule.id}")
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


def _propose(context: PageContext, rule: Rule) -> None:
    reason = st.text_input(_("Why, and who sent the document"), key="try.reason", max_chars=200)
    if st.button(_("Propose this rule"), key="try.propose", disabled=rule.document == "?"):
        try:
            arguments = {"rule": rule_row(rule)}
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
            st.markdown(f"**{plain(proposed.rule.document)}**: {plain(stay_words(proposed.rule))}")
            st.caption(plain(said))
            show_moves(context, proposed.rule)
            _decide(context, proposed)


def _decide(context: PageContext, proposed: ProposedRule) -> None:
    id_ = proposed.proposal_id
    is_own = proposed.proposed_by == context.actor.account
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
