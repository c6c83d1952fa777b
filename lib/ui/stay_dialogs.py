"""Everything about one stay in a dialog: where it stands, and each form that it may need."""

from collections.abc import Mapping

import streamlit as st

from lib.reports.work_lists import Board, CaseItem
from lib.text.catalogue import N_, _
from lib.ui.context import PageContext
from lib.ui.date_forms import dates_form
from lib.ui.deeds import may_act
from lib.ui.ending_forms import back_form, close_form, convert_form, hospital_form
from lib.ui.facts_form import facts_form
from lib.ui.form_parts import Form, in_dialog
from lib.ui.health_forms import check_form, sample_form
from lib.ui.paper_forms import paper_form
from lib.ui.plain import plain
from lib.ui.stay_steps import show_steps
from lib.ui.stay_story import show_story
from lib.ui.work_words import review_words, ruling_words

FORMS: Mapping[str, tuple[str, str, Form]] = {
    "dates": (N_("Dates"), "cases.edit", dates_form),
    "facts": (N_("Case details"), "cases.edit", facts_form),
    "test": (N_("Test"), "tests.edit", sample_form),
    "check": (N_("Care at home"), "cases.edit", check_form),
    "convert": (N_("Make F0"), "cases.edit", convert_form),
    "hospital": (N_("To hospital"), "cases.edit", hospital_form),
    "close": (N_("Close otherwise"), "cases.edit", close_form),
    "back": (N_("Back home"), "cases.edit", back_form),
    "paper": (N_("Papers"), "papers.issue", paper_form),
}


def manage(context: PageContext, board: Board, item: CaseItem, groups: dict[str, str]) -> None:
    in_dialog(groups.get(item.life.group_id, ""), stay_form, context, board, item)


def stay_form(context: PageContext, board: Board, item: CaseItem) -> None:
    """Where the stay stands, which rule covers it, and everything that can be done."""
    life = item.life
    show_steps(life)
    st.markdown(plain(ruling_words(life.ruling)))
    if life.review:
        st.markdown(plain(review_words(life.review, life.ruling, with_tests=board.sees_tests)))
    show_story(context, item)
    fitting = _fitting(item)
    forms = {
        name: label
        for name, (label, right, _form) in FORMS.items()
        if name in fitting and context.may(right)
    }
    if not forms or not may_act(context):
        return
    chosen = st.segmented_control(
        _("What to do"), list(forms), key=f"manage.{item.case_id}",
        format_func=lambda name: _(forms[name]),
    )  # fmt: skip
    if chosen:
        FORMS[chosen][2](context, board, item)


def _fitting(item: CaseItem) -> set[str]:
    """The forms that make sense for this stay as it stands."""
    if item.life.is_open:
        of_type = {"convert"} if item.life.case_type == "F1" else {"check"}
        return {"dates", "facts", "test", "hospital", "close", "paper"} | of_type
    if item.row.get("end_reason") == "transferred_hospital":
        return set() if item.is_back else {"back"}
    return {"paper"} if item.row.get("end_reason") == "completed" else set()
