"""What can be done to one or several rows of a list at once; each asks the right it needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

import streamlit as st

from lib.actions.assignments import assign_team
from lib.actions.deeds import Done
from lib.actions.releases import Proposal, approve_release, note_paper, propose_release
from lib.actions.samples import Taken, record_tests
from lib.actions.signs import DoorDates
from lib.actions.stays import NewDates, change_dates
from lib.reports.work_lists import Board, CaseItem, HomeItem, teams_of_kind
from lib.text.catalogue import N_, _, ngettext
from lib.ui.context import PageContext
from lib.ui.deeds import perform, say_problem
from lib.ui.form_parts import seen
from lib.ui.found import Item
from lib.ui.signs import SIGN_LABELS, hang_up, take_down

_TEAM = "work.cases_unassigned.bulk.team"
Act = Callable[[PageContext, Board, list[CaseItem]], None]


@dataclass(frozen=True)
class Bulk(Generic[Item]):
    """One button for all ticked rows; `ask` draws what it must know besides."""

    id: str
    label: str
    icon: str
    right: str
    act: Callable[[PageContext, Board, list[Item]], None]
    ask: Callable[[PageContext], None] | None = None

    def is_for(self, context: PageContext) -> bool:
        return context.may(self.right)


def approve(context: PageContext, _board: Board, items: list[CaseItem]) -> None:
    stays = [seen(item) for item in items]
    words = ngettext("{n} release approved.", "{n} releases approved.", len(items))
    perform(
        context,
        lambda: approve_release(context.store, context.actor, stays, on=context.as_of),
        words.format(n=len(items)),
    )


def propose(context: PageContext, board: Board, items: list[CaseItem]) -> None:
    """Those who meet their rule; the others go one by one, with a reason."""
    open_ = [item for item in items if not is_proposed(board, item)]
    ready = [item for item in open_ if item.life.review and item.life.review.meets]
    if not ready:
        say_problem(_("None of them meets the rule. Propose them one by one, each with a reason."))
        return
    left = len(open_) - len(ready)
    words = ngettext("{n} release proposed.", "{n} releases proposed.", len(ready))
    said = words.format(n=len(ready))
    if left:
        said += " " + _("{n} do not meet the rule and were left.").format(n=left)
    proposals = [Proposal(seen(item), meets=True) for item in ready]
    perform(
        context,
        lambda: propose_release(context.store, context.actor, proposals, on=context.as_of),
        said,
    )


def is_proposed(board: Board, item: CaseItem) -> bool:
    return item.case_id in board.lists["to_approve"]


def take_rule_dates(context: PageContext, _board: Board, items: list[CaseItem]) -> None:
    """The last day that the rule gives; a missing start becomes the day of the report."""
    changes = [
        NewDates(
            seen(item), item.row.get("quarantine_start") or item.life.first_day,
            item.life.ruling.end, _by_rule(item),
        )
        for item in items
        if item.life.ruling.end
    ]  # fmt: skip
    if not changes:
        say_problem(_("No rule gives a date for them. Fill it in by hand."))
        return
    words = ngettext("{n} last day set.", "{n} last days set.", len(changes))
    perform(
        context,
        lambda: change_dates(context.store, context.actor, changes, on=context.as_of),
        words.format(n=len(changes)),
    )


def _by_rule(item: CaseItem) -> str:
    rule = item.life.ruling.rule
    return _("by {document}").format(document=rule.document if rule else "?")


def note_papers(context: PageContext, _board: Board, items: list[CaseItem]) -> None:
    stays = [seen(item) for item in items]
    words = ngettext("{n} paper noted.", "{n} papers noted.", len(items))
    perform(
        context,
        lambda: note_paper(context.store, context.actor, stays, on=context.as_of),
        words.format(n=len(items)),
    )


def tested(result: str) -> Act:
    def act(context: PageContext, _board: Board, items: list[CaseItem]) -> None:
        taken = [Taken(i.case_id, context.as_of, "rapid_antigen", result) for i in items]
        words = ngettext("{n} test written down.", "{n} tests written down.", len(items))
        perform(
            context,
            lambda: record_tests(context.store, context.actor, taken),
            words.format(n=len(items)),
        )

    return act


def _ask_for_team(context: PageContext) -> None:
    teams = teams_of_kind(context.store, "support")
    st.selectbox(
        _("Team"), list(teams), key=_TEAM, format_func=lambda id_: teams[id_], width=240,
        label_visibility="collapsed",
    )  # fmt: skip


def _assign(context: PageContext, _board: Board, items: list[CaseItem]) -> None:
    ids, team = [item.case_id for item in items], str(st.session_state[_TEAM])
    words = ngettext("{n} person has a team now.", "{n} people have a team now.", len(ids))
    perform(
        context,
        lambda: assign_team(context.store, context.actor, ids, team, on=context.as_of),
        words.format(n=len(ids)),
    )


_TAKE = Bulk("rule", N_("Take the rule's date"), ":material/event:", "cases.edit", take_rule_dates)
_SEND_UP = Bulk(
    "propose", N_("Propose release"), ":material/outbound:", "releases.propose", propose
)
_NEGATIVE = Bulk(
    "negative", N_("Rapid test negative"), ":material/remove:", "tests.edit", tested("negative")
)
BULK: dict[str, Sequence[Bulk[CaseItem]]] = {
    "to_approve": (
        Bulk("approve", N_("Approve"), ":material/check:", "releases.approve", approve),
    ),
    "awaiting_release": (_SEND_UP,),
    "ends_today": (_SEND_UP,),
    "papers_due": (
        Bulk("paper", N_("Paper handed out"), ":material/description:", "cases.edit", note_papers),
    ),
    "missing_dates": (_TAKE,),
    "end_differs_from_rule": (_TAKE,),
    "tests_due": (_NEGATIVE,),
    "tests_overdue": (_NEGATIVE,),
    "cases_unassigned": (
        Bulk(
            "assign",
            N_("Assign"),
            ":material/group_add:",
            "assignments.edit",
            _assign,
            _ask_for_team,
        ),
    ),
}


def sign_act(context: PageContext, items: list[HomeItem]) -> Callable[[], Done]:
    """What somebody did with the signs of these doors, which are of one list."""
    dates = [
        DoorDates(item.household_id, item.home.first_start, item.home.latest_end)
        for item in items
        if item.home.first_start and item.home.latest_end
    ]
    ids = [item.household_id for item in items]
    return hang_up(context, dates) if dates else take_down(context, ids)


def _signs(context: PageContext, _board: Board, items: list[HomeItem]) -> None:
    words = ngettext("{n} door noted.", "{n} doors noted.", len(items))
    perform(context, sign_act(context, items), words.format(n=len(items)))


HOME_BULK: dict[str, Sequence[Bulk[HomeItem]]] = {
    name: (Bulk("signs", label, ":material/signpost:", "signs.edit", _signs),)
    for name, label in SIGN_LABELS.items()
}
