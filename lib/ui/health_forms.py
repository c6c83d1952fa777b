"""Forms about a patient: fit for care at home, a test."""

import streamlit as st

from lib.actions.samples import Taken, record_tests
from lib.actions.stays import PatientCheck, check_patient
from lib.reports.rulings import patient_for
from lib.reports.work_lists import Board, CaseItem
from lib.rules.home import home_rules, may_stay_at_home
from lib.text.catalogue import N_, _, language
from lib.ui.context import PageContext
from lib.ui.form_parts import choice, in_dialog, kept_as_draft, save, seen
from lib.ui.plain import plain

AGAINST = {
    "SYMPTOMS": N_("more than mild symptoms"),
    "PNEUMONIA": N_("pneumonia"),
    "DOSES_OR_AGE": N_("neither enough doses, nor young and healthy"),
}


def check(context: PageContext, board: Board, item: CaseItem) -> None:
    in_dialog(_("Care at home"), check_form, context, board, item)


@kept_as_draft("check")
def check_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    """4038: two things are asked, the rest is in the record."""
    key, rule = f"check.{item.case_id}", home_rules().home_care
    st.caption(plain(rule.label(language())))
    is_mild = st.toggle(_("No or mild symptoms"), value=True, key=f"{key}.mild")
    has_pneumonia = st.toggle(_("Pneumonia or short of oxygen"), key=f"{key}.pneumonia")
    patient = patient_for(item, context.as_of, is_mild=is_mild, has_pneumonia=has_pneumonia)
    may_stay, against = may_stay_at_home(patient, rule)
    if may_stay:
        st.success(_("May stay at home."), icon=":material/home:")
    else:
        said = ", ".join(_(AGAINST[code]) for code in against)
        st.error(_("May not stay at home: {reasons}.").format(reasons=said))
    answer = PatientCheck(seen(item), may_stay, context.as_of, against)
    save(
        context, f"{key}.save", _("Save"),
        lambda: check_patient(context.store, context.actor, answer),
        _("{name}: checked for care at home.").format(name=item.name),
    )  # fmt: skip


@kept_as_draft("test")
def sample_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    key = f"test.{item.case_id}"
    kind = choice(_("Test"), "test_type", f"{key}.type", "rapid_antigen")
    result = choice(_("Result"), "test_result", f"{key}.result", "negative")
    by = choice(_("Done by"), "performed_by", f"{key}.by", "team")
    is_watched = by != "self" or st.toggle(_("Somebody of the team watched"), key=f"{key}.seen")
    taken = Taken(item.case_id, context.as_of, kind, result, by, is_watched)
    save(
        context, f"{key}.save", _("Save"),
        lambda: record_tests(context.store, context.actor, [taken]),
        _("{name}: test written down.").format(name=item.name),
    )  # fmt: skip
