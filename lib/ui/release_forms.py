"""Forms about a release: proposed against the rule, or sent back."""

import streamlit as st

from lib.actions.releases import Proposal, propose_release, send_back
from lib.reports.work_lists import Board, CaseItem
from lib.text.catalogue import _
from lib.ui.context import PageContext
from lib.ui.form_parts import in_dialog, kept_as_draft, save, seen
from lib.ui.plain import plain
from lib.ui.work_words import review_words


def propose_with_reason(context: PageContext, board: Board, item: CaseItem) -> None:
    in_dialog(_("Propose release"), propose_form, context, board, item)


@kept_as_draft("propose")
def propose_form(context: PageContext, board: Board, item: CaseItem) -> None:
    life, key = item.life, f"propose.{item.case_id}"
    if life.review:
        words = review_words(life.review, life.ruling, with_tests=board.sees_tests)
        st.warning(plain(words), icon=":material/rule:")
    reason = st.text_input(
        _("Why may this person go all the same?"), key=f"{key}.reason", max_chars=200
    )
    proposal = Proposal(seen(item), meets=bool(life.review and life.review.meets))
    save(
        context, f"{key}.save", _("Propose"),
        lambda: propose_release(
            context.store, context.actor, [proposal], on=context.as_of, reason=reason
        ),
        _("{name}: proposed for release.").format(name=item.name),
        disabled=not proposal.meets and not reason,
    )  # fmt: skip


def refuse_release(context: PageContext, board: Board, item: CaseItem) -> None:
    in_dialog(_("Send back"), refuse_form, context, board, item)


@kept_as_draft("back")
def refuse_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    key = f"back.{item.case_id}"
    reason = st.text_input(_("What is missing?"), key=f"{key}.reason", max_chars=200)
    save(
        context, f"{key}.save", _("Send back"),
        lambda: send_back(context.store, context.actor, [seen(item)], reason, on=context.as_of),
        _("{name}: sent back.").format(name=item.name), disabled=not reason,
    )  # fmt: skip
