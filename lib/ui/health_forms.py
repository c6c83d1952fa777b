"""Forms about a patient: fit for care at home, a test."""

import streamlit as st

from lib.actions.samples import Taken, record_tests
from lib.actions.stays import PatientCheck, check_patient
from lib.reports.rulings import Asked, home_care
from lib.reports.work_lists import Board, CaseItem
from lib.rules.home import home_rules
from lib.text.catalogue import N_, _, language
from lib.ui.context import PageContext
from lib.ui.ending_forms import hospital_form
from lib.ui.form_parts import choice, day_of_stay, in_dialog, kept_as_draft, save, seen
from lib.ui.plain import plain

AGAINST = {
    "SYMPTOMS": N_("more than mild symptoms"),
    "PNEUMONIA": N_("pneumonia"),
    "DOSES_OR_AGE": N_("neither enough doses, nor young and healthy"),
    "HEALTH_UNKNOWN": N_("not known whether there is an underlying disease or a pregnancy"),
}


def check(context: PageContext, board: Board, item: CaseItem) -> None:
    in_dialog(_("Care at home"), check_form, context, board, item)


@kept_as_draft("check")
def check_form(context: PageContext, board: Board, item: CaseItem) -> None:
    """4038: two things are asked, a third when the record does not tell."""
    key, rule = f"check.{item.case_id}", home_rules().home_care
    st.caption(plain(rule.label(language())))
    is_mild = st.toggle(_("No or mild symptoms"), value=True, key=f"{key}.mild")
    has_pneumonia = st.toggle(_("Pneumonia or short of oxygen"), key=f"{key}.pneumonia")
    asked = Asked(is_mild, has_pneumonia)
    may_stay, against = home_care(context.store, context.as_of, item, asked)
    if "HEALTH_UNKNOWN" in against:
        asked = Asked(is_mild, has_pneumonia, _ask_whether_frail(f"{key}.frail"))
        may_stay, against = home_care(context.store, context.as_of, item, asked)
    if against == ("HEALTH_UNKNOWN",):
        st.warning(_("The record does not tell. Ask first: it depends on this."))
    elif may_stay:
        st.success(_("May stay at home."), icon=":material/home:")
    else:
        said = ", ".join(_(AGAINST[code]) for code in against)
        st.error(_("May not stay at home: {reasons}.").format(reasons=said))
    answer = PatientCheck(seen(item), may_stay, context.as_of, against)
    save(
        context, f"{key}.save", _("Save"),
        lambda: check_patient(context.store, context.actor, answer),
        _("{name}: checked for care at home.").format(name=item.name),
        disabled=against == ("HEALTH_UNKNOWN",),
    )  # fmt: skip
    if not may_stay and against != ("HEALTH_UNKNOWN",):
        st.divider()
        st.caption(_("Saved, the patient waits under \"{list}\"; or transfer at once:").format(
            list=_("Not fit for home care")
        ))  # fmt: skip
        hospital_form(context, board, item)


def _ask_whether_frail(key: str) -> bool | None:
    said = {False: _("No"), True: _("Yes")}
    answer: bool | None = st.segmented_control(
        _("An underlying disease, or pregnant?"),
        list(said),
        key=key,
        format_func=lambda code: said[code],
    )
    return answer


def sample(context: PageContext, board: Board, item: CaseItem) -> None:
    in_dialog(_("Test"), sample_form, context, board, item)


@kept_as_draft("test")
def sample_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    key = f"test.{item.case_id}"
    taken_on = day_of_stay(context, item, _("Day of the sample"), f"{key}.day")
    kind = choice(_("Test"), "test_type", f"{key}.type", "rapid_antigen")
    result = choice(_("Result"), "test_result", f"{key}.result", "negative")
    by = choice(_("Done by"), "performed_by", f"{key}.by", "team")
    is_watched = by != "self" or st.toggle(_("Somebody of the team watched"), key=f"{key}.seen")
    taken = Taken(item.case_id, taken_on, kind, result, by, is_watched)
    save(
        context, f"{key}.save", _("Save"),
        lambda: record_tests(context.store, context.actor, [taken]),
        _("{name}: test written down.").format(name=item.name),
    )  # fmt: skip
