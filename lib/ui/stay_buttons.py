"""The buttons beside a row of a list; each asks the right it needs."""

from collections.abc import Callable

import streamlit as st

from lib.actions.appraisals import deliver_support
from lib.actions.assignments import assign_team
from lib.actions.breaches import resolve_home_breaches
from lib.actions.deeds import Done
from lib.reports.work_lists import Board, CaseItem, HomeItem, teams_of_kind
from lib.text.catalogue import _
from lib.ui.context import PageContext
from lib.ui.date_forms import explain, fill_in
from lib.ui.deeds import do, may_act
from lib.ui.ending_forms import convert, to_hospital
from lib.ui.facts_form import complete
from lib.ui.health_forms import check, sample
from lib.ui.home_dialogs import check_door, open_appraisal, open_record
from lib.ui.paper_forms import papers_of
from lib.ui.plain import plain
from lib.ui.release_forms import propose_with_reason, refuse_release
from lib.ui.signs import SIGN_LABELS
from lib.ui.stay_actions import (
    Act,
    approve,
    is_proposed,
    note_papers,
    propose,
    sign_act,
    take_rule_dates,
    tested,
)
from lib.ui.stay_dialogs import manage

# Lists in which a fact that nobody knew may be the reason.
_BY_RULE = ("missing_dates", "end_differs_from_rule", "no_rule")
_TO_APPRAISE = ("homes_not_appraised", "reviews_due", "homes_not_fit", "doors")


def case_buttons(
    context: PageContext, board: Board, name: str, item: CaseItem, groups: dict[str, str]
) -> None:
    """The action of the list beside the row, and everything else behind "Details"."""
    key = f"work.{name}.{item.case_id}"
    if may_act(context):
        _own_buttons(context, board, name, item, key)
        if name == "cases_unassigned" and context.may("assignments.edit"):
            _assign_button(context, item, key)
    if item.row.get("phone") and str(item.row["phone"]).isdigit():
        st.link_button("", f"tel:{item.row['phone']}", icon=":material/call:",
                       help=str(item.row["phone"]))  # fmt: skip
    if st.button(_("Details"), key=f"{key}.open", icon=":material/open_in_new:"):
        manage(context, board, item, groups)


def _own_buttons(context: PageContext, board: Board, name: str, item: CaseItem, key: str) -> None:
    if name == "to_approve" and context.may("releases.approve"):
        _now(context, board, item, f"{key}.approve", _("Approve"), approve, primary=True)
        _form(context, board, item, f"{key}.back", _("Send back"), refuse_release)
    elif name in ("awaiting_release", "ends_today") and context.may("releases.propose"):
        if is_proposed(board, item):
            st.badge(_("proposed"), color="gray")
        elif item.life.review and item.life.review.meets:
            _now(context, board, item, f"{key}.propose", _("Propose"), propose, primary=True)
        else:
            _form(context, board, item, f"{key}.reason", _("Propose anyway"), propose_with_reason)
    elif name in ("tests_due", "tests_overdue") and context.may("tests.edit"):
        _now(context, board, item, f"{key}.neg", _("Negative"), tested("negative"), primary=True)
        _now(context, board, item, f"{key}.pos", _("Positive"), tested("positive"))
        _form(context, board, item, f"{key}.other", _("Another day or test"), sample)
    elif context.may("cases.edit"):
        _officer_buttons(context, board, name, item, key)


def _officer_buttons(
    context: PageContext, board: Board, name: str, item: CaseItem, key: str
) -> None:
    if name in ("missing_dates", "end_differs_from_rule"):
        if item.life.ruling.end:
            words = _("Take {day}").format(day=f"{item.life.ruling.end:%d/%m}")
            _now(context, board, item, f"{key}.rule", words, take_rule_dates, primary=True)
        form = fill_in if name == "missing_dates" else explain
        label = _("Fill in") if name == "missing_dates" else _("Keep, with a reason")
        _form(context, board, item, f"{key}.form", label, form)
    if name == "no_address" or (name in _BY_RULE and item.life.ruling.missing):
        _form(context, board, item, f"{key}.facts", _("Complete the details"), complete)
    elif name == "papers_due":
        _now(context, board, item, f"{key}.paper", _("Handed out"), note_papers, primary=True)
        if context.may("papers.issue"):
            _form(context, board, item, f"{key}.file", _("Paper"), papers_of)
    elif name == "f1_positive":
        _form(context, board, item, f"{key}.convert", _("Make F0"), convert)
    elif name == "patients_not_checked":
        _form(context, board, item, f"{key}.check", _("Check"), check)
    elif name == "patients_not_fit":
        _form(context, board, item, f"{key}.hospital", _("To hospital"), to_hospital)
        _form(context, board, item, f"{key}.check", _("Check again"), check)
    elif name == "danger_signs_open":
        _form(context, board, item, f"{key}.hospital", _("To hospital"), to_hospital)


def _now(
    context: PageContext, board: Board, item: CaseItem, key: str, label: str, act: Act, *,
    primary: bool = False,
) -> None:  # fmt: skip
    st.button(
        label, key=key, type="primary" if primary else "secondary",
        on_click=act, args=(context, board, [item]),
    )  # fmt: skip


def _form(
    context: PageContext, board: Board, item: CaseItem, key: str, label: str,
    form: Callable[[PageContext, Board, CaseItem], None],
) -> None:  # fmt: skip
    if st.button(label, key=key):
        form(context, board, item)


def _assign_button(context: PageContext, item: CaseItem, key: str) -> None:
    teams = teams_of_kind(context.store, "support")
    with st.popover(_("Assign")):
        team = st.selectbox(
            _("Team"), list(teams), key=f"{key}.team", format_func=lambda id_: teams[id_]
        )
        _at_once(
            context, f"{key}.assign", _("Assign"), _("{name}: the team is assigned."), item.name,
            lambda: assign_team(
                context.store, context.actor, [item.case_id], str(team), on=context.as_of
            ),
        )  # fmt: skip


def _at_once(
    context: PageContext, key: str, label: str, words: str, about: str, act: Callable[[], Done]
) -> None:
    """A button that does it; `words` name whom or which door it was about."""
    st.button(
        label, key=key, type="primary",
        on_click=do, args=(context, act, words.format(name=about, address=about)),
    )  # fmt: skip


def home_buttons(context: PageContext, board: Board, name: str, item: HomeItem) -> None:
    """The action of the list beside a door, and its record."""
    key, day = f"work.{name}.{item.household_id}", context.as_of
    if name == "doors" and st.button(
        _("Record"), key=f"{key}.record", icon=":material/contact_page:"
    ):
        open_record(item.household_id)
    if not may_act(context):
        return
    if name in _TO_APPRAISE and context.may("appraisals.edit"):
        label = _("Appraise again") if item.home.appraisal else _("Appraise")
        if st.button(label, key=f"{key}.appraise"):
            open_appraisal(item)
    if name == "homes_not_fit" and context.may("cases.edit"):
        for person in item.people:
            label = plain(_("Move {name}").format(name=person.name))
            _form(context, board, person, f"{key}.{person.case_id}.go", label, to_hospital)
    if name == "support_unmet" and context.may("appraisals.edit"):
        _at_once(
            context, f"{key}.met", _("Support is there"), _("{address}: the support is there."),
            item.address,
            lambda: deliver_support(
                context.store, context.actor, item.household_id, item.home.unmet, on=day
            ),
        )  # fmt: skip
    if name == "breaches_open" and context.may("inspections.edit"):
        _at_once(
            context, f"{key}.resolve", _("Put right"), _("{address}: followed up."), item.address,
            lambda: resolve_home_breaches(
                context.store, context.actor, item.household_id, on=day
            ),
        )  # fmt: skip
    if name in SIGN_LABELS and context.may("signs.edit"):
        _sign_button(context, name, item, key)
    may_inspect = context.may("inspections.edit") and not name.startswith("signs_")
    if may_inspect and st.button(_("Check at the door"), key=f"{key}.check"):
        check_door(context, item)


def _sign_button(context: PageContext, name: str, item: HomeItem, key: str) -> None:
    """What somebody did at the door with its sign."""
    act, words = sign_act(context, [item]), _("{address}: noted.")
    _at_once(context, f"{key}.sign", _(SIGN_LABELS[name]), words, item.address, act)
