"""Forms about one stay, each in a dialog of its own."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from lib.actions.conversions import (
    Conversion,
    Return,
    Transfer,
    come_back,
    convert_to_f0,
    transfer,
)
from lib.actions.deeds import Done
from lib.actions.releases import Proposal, propose_release, send_back
from lib.actions.samples import Taken, record_tests
from lib.actions.stays import (
    OTHER_ENDS,
    NewDates,
    PatientCheck,
    Seen,
    change_dates,
    check_patient,
    close_otherwise,
    keep_dates,
)
from lib.reports.rulings import new_ruling, patient_for, suggested_ends
from lib.reports.ward import ward
from lib.reports.work_lists import Board, CaseItem
from lib.rules.home import home_rules, may_stay_at_home
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import N_, _, language
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.deeds import may_act, perform, show_problem
from lib.ui.plain import plain
from lib.ui.stay_steps import show_steps
from lib.ui.work_words import review_words, ruling_words

Form = Callable[[PageContext, Board, CaseItem], None]
AGAINST = {
    "SYMPTOMS": N_("more than mild symptoms"),
    "PNEUMONIA": N_("pneumonia"),
    "DOSES_OR_AGE": N_("neither enough doses, nor young and healthy"),
}


def _seen(item: CaseItem) -> Seen:
    return Seen(item.case_id, item.row_version)


def _dialog(title: str, form: Form, context: PageContext, board: Board, item: CaseItem) -> None:
    st.dialog(f"{title}: {item.name}", width="medium")(form)(context, board, item)


def _save(
    context: PageContext, key: str, label: str, act: Callable[[], Done], words: str, *,
    disabled: bool = False,
) -> None:  # fmt: skip
    """The form's button; what was refused is said in the dialog, which stays open."""
    if st.button(label, key=key, type="primary", disabled=disabled):
        if perform(context, act, words):
            st.rerun()
        show_problem()


def _day(label: str, key: str, value: date | None, **more: Any) -> date | None:
    day: date | None = st.date_input(label, value, key=key, format="DD/MM/YYYY", **more)
    return day


# --- dates -------------------------------------------------------------------------------------


def fill_in(context: PageContext, board: Board, item: CaseItem) -> None:
    _dialog(_("Dates"), dates_form, context, board, item)


def dates_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    """Fill in, lengthen, shorten; what the rule gives stands beside."""
    life, key = item.life, f"dates.{item.case_id}"
    st.info(plain(ruling_words(life.ruling)), icon=":material/gavel:")
    left, right = st.columns(2)
    with left:
        start = _day(_("Start"), f"{key}.start", item.row.get("quarantine_start"))
    with right:
        end = _day(_("Last day"), f"{key}.end", life.end or life.ruling.end)
    is_moved = life.end is not None and end != life.end
    reason = ""
    if is_moved:
        st.caption(_("Until now: {day}. It is kept beside the new one.").format(
            day=format_day(life.end)
        ))  # fmt: skip
        reason = st.text_input(_("Why"), key=f"{key}.reason", max_chars=200)
    dates = NewDates(_seen(item), start, end, reason)
    _save(
        context, f"{key}.save", _("Save"),
        lambda: change_dates(context.store, context.actor, [dates], on=context.as_of),
        _("{name}: the dates are saved.").format(name=item.name),
        disabled=is_moved and not reason,
    )  # fmt: skip


def explain(context: PageContext, board: Board, item: CaseItem) -> None:
    _dialog(_("Keep the typed day"), explain_form, context, board, item)


def explain_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    st.info(plain(ruling_words(item.life.ruling)), icon=":material/gavel:")
    st.write(_("Typed: {day}. It stands; say why.").format(day=format_day(item.life.end)))
    reason = st.text_input(_("Why"), key=f"explain.{item.case_id}", max_chars=200)
    _save(
        context, f"explain.{item.case_id}.save", _("Save"),
        lambda: keep_dates(
            context.store, context.actor, [_seen(item)], reason, on=context.as_of
        ),
        _("{name}: the typed day stands.").format(name=item.name), disabled=not reason,
    )  # fmt: skip


# --- release -----------------------------------------------------------------------------------


def propose_with_reason(context: PageContext, board: Board, item: CaseItem) -> None:
    _dialog(_("Propose release"), propose_form, context, board, item)


def propose_form(context: PageContext, board: Board, item: CaseItem) -> None:
    life, key = item.life, f"propose.{item.case_id}"
    if life.review:
        words = review_words(life.review, life.ruling, with_tests=board.sees_tests)
        st.warning(plain(words), icon=":material/rule:")
    reason = st.text_input(
        _("Why may this person go all the same?"), key=f"{key}.reason", max_chars=200
    )
    proposal = Proposal(_seen(item), meets=bool(life.review and life.review.meets))
    _save(
        context, f"{key}.save", _("Propose"),
        lambda: propose_release(
            context.store, context.actor, [proposal], on=context.as_of, reason=reason
        ),
        _("{name}: proposed for release.").format(name=item.name),
        disabled=not proposal.meets and not reason,
    )  # fmt: skip


def refuse_release(context: PageContext, board: Board, item: CaseItem) -> None:
    _dialog(_("Send back"), refuse_form, context, board, item)


def refuse_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    key = f"back.{item.case_id}"
    reason = st.text_input(_("What is missing?"), key=f"{key}.reason", max_chars=200)
    _save(
        context, f"{key}.save", _("Send back"),
        lambda: send_back(context.store, context.actor, [_seen(item)], reason, on=context.as_of),
        _("{name}: sent back.").format(name=item.name), disabled=not reason,
    )  # fmt: skip


# --- health ------------------------------------------------------------------------------------


def check(context: PageContext, board: Board, item: CaseItem) -> None:
    _dialog(_("Care at home"), check_form, context, board, item)


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
    answer = PatientCheck(_seen(item), may_stay, context.as_of, against)
    _save(
        context, f"{key}.save", _("Save"),
        lambda: check_patient(context.store, context.actor, answer),
        _("{name}: checked for care at home.").format(name=item.name),
    )  # fmt: skip


def sample_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    key = f"test.{item.case_id}"
    kind = _choice(_("Test"), "test_type", f"{key}.type", "rapid_antigen")
    result = _choice(_("Result"), "test_result", f"{key}.result", "negative")
    by = _choice(_("Done by"), "performed_by", f"{key}.by", "team")
    is_watched = by != "self" or st.toggle(_("Somebody of the team watched"), key=f"{key}.seen")
    taken = Taken(item.case_id, context.as_of, kind, result, by, is_watched)
    _save(
        context, f"{key}.save", _("Save"),
        lambda: record_tests(context.store, context.actor, [taken]),
        _("{name}: test written down.").format(name=item.name),
    )  # fmt: skip


def _choice(label: str, enumeration: str, key: str, default: str) -> str:
    values = ENUMERATIONS[enumeration]
    chosen: str = st.segmented_control(
        label, values.codes, key=key, default=default, required=True,
        format_func=lambda code: values.label(code, language()),
    )  # fmt: skip
    return chosen


# --- F1 -> F0, hospital, other ends ----------------------------------------------------------


def convert(context: PageContext, board: Board, item: CaseItem) -> None:
    _dialog(_("F1 becomes F0"), convert_form, context, board, item)


def convert_form(context: PageContext, board: Board, item: CaseItem) -> None:
    """The sample, the new stay's last day, and the others behind the door."""
    key, day = f"convert.{item.case_id}", context.as_of
    positive_on = _day(_("Day of the positive sample"), f"{key}.day", day, max_value=day) or day
    kind = _choice(_("Test"), "test_type", f"{key}.type", "rapid_antigen")
    ruling = new_ruling(
        context.store, day, case_type="F0", start=positive_on, like=item, positive_on=positive_on
    )
    st.info(plain(ruling_words(ruling)), icon=":material/gavel:")
    end = _day(_("Last day as F0"), f"{key}.end.{positive_on}", ruling.end)
    others = [o for o in board.others_in_home(item) if o.life.case_type == "F1"]
    exposed = _exposed(context, others, positive_on, key)
    conversion = Conversion(
        _seen(item), positive_on, kind, end, exposed,
        _("F0 in the home since {day}").format(day=format_day(positive_on)),
    )  # fmt: skip
    st.caption(_("The F1 stay is closed and kept; sign, appraisal and the check for care at home "
                 "then ask to be renewed."))  # fmt: skip
    _save(
        context, f"{key}.save", _("Make F0"),
        lambda: convert_to_f0(context.store, context.actor, conversion),
        _("{name} is an F0 from now on.").format(name=item.name),
    )  # fmt: skip


def _exposed(
    context: PageContext, others: list[CaseItem], day: date, key: str
) -> dict[Seen, date | None]:
    """Which of the other F1 have a new last contact, and the last day they would get."""
    chosen: dict[Seen, date | None] = {}
    ends = suggested_ends(context.store, context.as_of, others, exposed_on=day)
    if others:
        st.markdown("**" + _("New last contact for the others of the home") + "**")
    for other in others:
        new = ends[other.case_id]
        words = (
            _("{name}: until {day}, before {old}").format(
                name=other.name, day=format_day(new), old=format_day(other.life.end)
            )
            if new
            else _("{name}: the last day stays {day}").format(
                name=other.name, day=format_day(other.life.end)
            )
        )
        if st.checkbox(plain(words), value=True, key=f"{key}.{other.case_id}"):
            chosen[_seen(other)] = new
    return chosen


def to_hospital(context: PageContext, board: Board, item: CaseItem) -> None:
    _dialog(_("To hospital"), hospital_form, context, board, item)


def hospital_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    key = f"hospital.{item.case_id}"
    usual = ward(context.store, context.actor).hospital or ""
    hospital = st.text_input(_("Hospital"), usual, key=f"{key}.name", max_chars=120)
    note = st.text_input(_("Note"), key=f"{key}.note", max_chars=200)
    going = Transfer(_seen(item), context.as_of, hospital, note)
    _save(
        context, f"{key}.save", _("Transfer"),
        lambda: transfer(context.store, context.actor, going),
        _("{name}: transferred.").format(name=item.name), disabled=not hospital,
    )  # fmt: skip


def back_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    """Home again: a new stay; the rule counts from the positive sample and may be over."""
    key, day = f"return.{item.case_id}", context.as_of
    ruling = new_ruling(
        context.store, day, case_type=item.life.case_type, start=day, like=item,
        positive_on=item.row.get("first_positive_date"),
    )  # fmt: skip
    st.info(plain(ruling_words(ruling)), icon=":material/gavel:")
    given = ruling.end if ruling.end and ruling.end >= day else day
    end = _day(_("Last day"), f"{key}.end", given, min_value=day)
    _save(
        context, f"{key}.save", _("Back home"),
        lambda: come_back(context.store, context.actor, Return(_seen(item), day, end)),
        _("{name}: back home.").format(name=item.name),
    )  # fmt: skip


def close_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    key, reasons = f"close.{item.case_id}", ENUMERATIONS["end_reason"]
    reason = st.radio(
        _("Why does it end?"), OTHER_ENDS, key=f"{key}.reason",
        format_func=lambda code: reasons.label(code, language()),
    )  # fmt: skip
    note = st.text_input(_("Note"), key=f"{key}.note", max_chars=200)
    _save(
        context, f"{key}.save", _("Close the stay"),
        lambda: close_otherwise(
            context.store, context.actor, [_seen(item)], reason, on=context.as_of, note=note
        ),
        _("{name}: the stay is closed.").format(name=item.name),
    )  # fmt: skip


# --- everything about one stay -----------------------------------------------------------------

FORMS: Mapping[str, tuple[str, str, Form]] = {
    "dates": (N_("Dates"), "cases.edit", dates_form),
    "test": (N_("Test"), "tests.edit", sample_form),
    "check": (N_("Care at home"), "cases.edit", check_form),
    "convert": (N_("Make F0"), "cases.edit", convert_form),
    "hospital": (N_("To hospital"), "cases.edit", hospital_form),
    "close": (N_("Close otherwise"), "cases.edit", close_form),
}


def manage(context: PageContext, board: Board, item: CaseItem, groups: dict[str, str]) -> None:
    _dialog(groups.get(item.life.group_id, ""), stay_form, context, board, item)


def stay_form(context: PageContext, board: Board, item: CaseItem) -> None:
    """Where the stay stands, which rule covers it, and everything that can be done."""
    life = item.life
    show_steps(life)
    st.markdown(plain(ruling_words(life.ruling)))
    if life.review:
        st.markdown(plain(review_words(life.review, life.ruling, with_tests=board.sees_tests)))
    left_out = {"check"} if life.case_type == "F1" else {"convert"}
    forms = {
        name: label
        for name, (label, right, _form) in FORMS.items()
        if context.may(right) and name not in left_out and life.is_open
    }
    if not forms or not may_act(context):
        return
    chosen = st.segmented_control(
        _("What to do"), list(forms), key=f"manage.{item.case_id}",
        format_func=lambda name: _(forms[name]),
    )  # fmt: skip
    if chosen:
        FORMS[chosen][2](context, board, item)
