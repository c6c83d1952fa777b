"""The parts of the page for what needs a second person, and for what is to be reviewed."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.actions.proposals import KINDS, approve, propose, reject
from lib.actions.shares import share_words
from lib.reports.accounts import names_of_accounts
from lib.reports.erasing import person_of
from lib.reports.imports import load_imports
from lib.reports.listing import named_groups
from lib.reports.privacy import (
    ENDED,
    Proposal,
    current_policies,
    open_proposals,
    review_list,
)
from lib.rules.privacy import PRIVACY
from lib.schema.tables import TABLES
from lib.security.actors import NotAllowed
from lib.security.audit import ReasonNeeded
from lib.store.adopted_rules import proposed_rows
from lib.text.catalogue import _, language
from lib.text.formats import format_day, format_moment
from lib.ui.context import PageContext
from lib.ui.data.received import about_file
from lib.ui.data.waiting_file import show_waiting_file
from lib.ui.disclosure import say_or
from lib.ui.erasing import ERASING, may_erase, offer_erasure, show_own
from lib.ui.header import empty_state
from lib.ui.plain import plain
from lib.ui.tables import show_listing

_SAID = "privacy.said"


def show_proposals(context: PageContext) -> None:
    """What waits for somebody else's word."""
    rights = {action: kind.right for action, kind in KINDS.items()}
    if not any(context.may(right) for right in rights.values()):
        return
    st.subheader(_("Waiting for a second person"), anchor=False)
    if said := st.session_state.pop(_SAID, None):
        st.success(said, icon=":material/check_circle:")
    proposals = open_proposals(context.store, context.actor, rights)
    if not proposals:
        empty_state(_("Nothing waits for a second person."))
    for proposal in proposals:
        _show_proposal(context, proposal)


def _show_proposal(context: PageContext, proposal: Proposal) -> None:
    id_ = proposal.proposal_id
    with st.container(border=True):
        st.markdown(f"**{_(KINDS[proposal.action].label)}**")
        if "import_id" in proposal.arguments:
            _show_file(context, proposal)
        else:
            st.text(_about(proposal))
        _show_whose(context, proposal)
        if proposal.reason:
            st.text(_("Reason: {reason}").format(reason=proposal.reason))
        words = _("Proposed by {who}, {moment}")
        moment = format_moment(proposal.proposed_at)
        st.caption(words.format(who=plain(proposal.proposed_by), moment=moment))
        with st.container(horizontal=True):
            if proposal.is_own:
                st.caption(_("Another person must agree."))
            elif st.button(_("Agree"), key=f"privacy.agree.{id_}", type="primary"):
                _decided(lambda: approve(context.store, context.actor, id_), _("Agreed, and done."))
            label = _("Take back") if proposal.is_own else _("Refuse")
            if st.button(label, key=f"privacy.refuse.{id_}"):
                words = _("Taken back.") if proposal.is_own else _("Refused. Nothing was changed.")
                _decided(lambda: reject(context.store, context.actor, id_), words)


def _show_file(context: PageContext, proposal: Proposal) -> None:
    """Before somebody agrees to a file or to undoing one: which, from whom, and how much it is."""
    import_id, held = proposal.arguments["import_id"], proposal.arguments.get("held")
    files = load_imports(context.store, context.actor).filter(import_id=import_id)
    name_of = names_of_accounts(context.store)
    for file in files.rows(named=True):
        st.text(file["file_name"])
        st.text(about_file(file | {"sent_by": name_of(file["sent_by"])}))
        if held is not None:
            st.text(share_words(file["changed"], held))
            show_waiting_file(context, proposal.proposal_id)
    st.caption(import_id)


def _show_whose(context: PageContext, proposal: Proposal) -> None:
    """Before somebody agrees to erase: whom, and what goes along."""
    if proposal.action == "persons.erase" and may_erase(context):
        said = proposal.arguments
        person = person_of(context.store, context.actor, said["table"], said["row_id"])
        if person:
            show_own(context, person)


def _about(proposal: Proposal) -> str:
    said = proposal.arguments
    if "table" in said:
        how = f" \u00b7 {_(ERASING[said['kind']])}" if "kind" in said else ""
        return f"{TABLES[said['table']].label(language())} \u00b7 {said['row_id']}{how}"
    if "rule" in said or "rules" in said:
        return "\n".join(map(_rule_words, proposed_rows(said)))
    if "name" in said:
        return f"{PRIVACY.policies[said['name']].label(language())}: {said['value']}"
    return ", ".join(str(value) for value in said.values())


def _rule_words(rule: Mapping[str, Any]) -> str:
    since = format_day(date.fromisoformat(rule["effective_from"]))
    return " \u00b7 ".join((rule["document"], since, rule[language()]))


def _decided(act: Callable[[], object], words: str) -> None:
    if say_or(act):
        st.session_state[_SAID] = words
        st.rerun()


def show_review(context: PageContext) -> None:
    """Records whose time has come; erasing one needs a second person."""
    if not (context.may("retention.see") and context.may("persons.see")):
        return
    st.subheader(_("Records to be reviewed"), anchor=False)
    months = current_policies(context.store, context.actor)["review_after_months"]
    st.caption(_("They ended {n} months ago or earlier.").format(n=months))
    groups = named_groups(context.store)
    today = context.store.settings.default_as_of
    for table in ENDED:
        rows = review_list(context.store, context.actor, table, today)
        st.markdown(f"**{TABLES[table].label(language())}**: {len(rows)}")
        chosen = show_listing(rows, key=f"privacy.review.{table}", groups=groups, selectable=True)
        if chosen and may_erase(context):
            offer_erasure(context, table, chosen, key=f"privacy.erase.{table}")


def show_policies(context: PageContext) -> None:
    """Thresholds and periods; changing one needs a second person."""
    if not context.may("policies.change"):
        return
    st.subheader(_("Thresholds and periods"), anchor=False)
    values = current_policies(context.store, context.actor)
    lines = [
        {_("Rule"): policy.label(language()), _("Value"): values[name]}
        for name, policy in PRIVACY.policies.items()
    ]
    st.table(pd.DataFrame(lines), border="horizontal", hide_index=True)
    with st.expander(_("Propose another value")):
        name = st.selectbox(
            _("Rule"), list(PRIVACY.policies), key="privacy.policy",
            format_func=lambda name: PRIVACY.policies[name].label(language()),
        )  # fmt: skip
        policy = PRIVACY.policies[name]
        value = st.number_input(
            _("Value"), policy.least, policy.most, values[name], policy.step,
            key=f"privacy.policy_value.{name}",
        )  # fmt: skip
        reason = st.text_input(_("Why"), key="privacy.policy_why", max_chars=300)
        if st.button(_("Ask a second person"), key="privacy.policy_ask"):
            _propose(context, "policies.change", {"name": name, "value": value}, reason)


def _propose(
    context: PageContext, action: str, arguments: Mapping[str, object], reason: str
) -> None:
    try:
        propose(context.store, context.actor, action, arguments, reason)
    except (NotAllowed, ReasonNeeded) as problem:
        st.error(problem.sentence(), icon=":material/block:")
    else:
        st.rerun()
