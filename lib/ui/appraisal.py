"""The checklist at the door: one tap for each thing that is missing, the verdict beside it."""

from datetime import date, timedelta
from typing import get_args

import streamlit as st

from lib.actions.appraisals import HomeSeen, record_appraisal
from lib.reports.work_lists import Board, HomeItem
from lib.rules.home import Verdict, home_rules, verdict_on
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.text.catalogue import N_, _, language, ngettext
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.deeds import may_act, perform
from lib.ui.drafts import drafted, last_drafted
from lib.ui.ending_forms import to_hospital
from lib.ui.header import empty_state
from lib.ui.home_dialogs import CHOSEN_HOME
from lib.ui.plain import plain
from lib.ui.work_words import LIST_LABELS, vulnerable_words

FORM = "appraisal"
NOT_FIT = "homes_not_fit"
_TO_DO = ("homes_not_appraised", "reviews_due", NOT_FIT)
REVIEW_AFTER = timedelta(days=5)
# How a missing item is said; the checklist itself lies in data/rules/quarantine_home.toml.
MISSING = {
    "separate_room": N_("no separate room"),
    "ventilated": N_("not aired"),
    "can_self_care": N_("cannot look after themselves"),
    "reachable_by_phone": N_("cannot be reached by phone"),
    "own_toilet": N_("no toilet of their own"),
    "caregiver": N_("nobody to look after them"),
    "hygiene_supplies": N_("no soap, gel or masks"),
    "waste_container": N_("no bin for waste"),
    "ambulance_access": N_("no way in for an ambulance"),
}
_VERDICT_MARKS: dict[Verdict, str] = {
    "fit": ":material/check_circle:", "fit_with_support": ":material/handshake:",
    "not_fit": ":material/cancel:",
}  # fmt: skip


def choose_home(context: PageContext, board: Board, groups: dict[str, str]) -> HomeItem | None:
    """The home that was chosen on another page, else the one whose appraisal was begun and not
    saved, else the next one."""
    waiting = {
        item.household_id: item
        for name in _TO_DO
        if name in board.lists
        for item in board.home_items(name)
    }
    n = len(waiting)
    words = ngettext("{n} home to appraise", "{n} homes to appraise", n)
    st.subheader(words.format(n=n), anchor=False)
    others = {id_: item for id_, item in board.homes.items() if item.home.is_occupied}
    homes = waiting | others
    if not homes:
        empty_state(_("Nobody is in quarantine."))
        return None
    ids = list(homes)
    wanted = st.session_state.pop(CHOSEN_HOME, None)
    if wanted is None and "appraisal.choice" not in st.session_state:
        wanted = (last_drafted(context, f"{FORM}.") or "").partition(".")[0]
    if wanted in homes:
        st.session_state["appraisal.choice"] = wanted
    chosen = st.selectbox(
        _("Home"), ids, key="appraisal.choice",
        format_func=lambda id_: _home_words(homes[id_], groups),
    )  # fmt: skip
    return homes.get(chosen)


def _home_words(item: HomeItem, groups: dict[str, str]) -> str:
    group = groups.get(item.home.group_id, item.home.group_id)
    return f"{item.address} \u00b7 {group}"


def appraise(context: PageContext, board: Board, item: HomeItem, groups: dict[str, str]) -> None:
    """Who lives there, the checklist, the verdict, and what follows from it."""
    _show_home(item)
    # Another key after each appraisal: what a thumb sends twice is about a form that is gone.
    last = (item.home.appraisal or {}).get("appraisal_id")
    key = f"{FORM}.{item.household_id}" + (f".{last}" if last else "")
    with drafted(context, key):
        _checklist(context, board, item, key)


def _checklist(context: PageContext, board: Board, item: HomeItem, key: str) -> None:
    rule = home_rules().appraisal
    needed = _missing(_("What decides"), rule.needed, f"{key}.needed")
    support = _missing(_("What the ward can help with"), rule.support, f"{key}.support")
    missing = {*needed, *support}
    answers: dict[str, bool | None] = {i: i not in missing for i in (*rule.needed, *rule.support)}
    answers["vulnerable_in_home"] = bool(item.home.vulnerable)
    verdict, _lacking = verdict_on(answers, rule)
    chosen, reasons, review_on = _verdict(context, verdict, missing, key)
    seen = HomeSeen(item.household_id, context.as_of, answers, chosen, reasons, review_on)
    is_looked = st.checkbox(_("I have looked at every point above"), key=f"{key}.looked")
    if st.button(
        _("Save"), key=f"{key}.save", type="primary", width="stretch",
        disabled=not is_looked or not may_act(context),
    ):  # fmt: skip
        words = _said(item, chosen, missing)
        if perform(
            context, lambda: record_appraisal(context.store, context.actor, seen), words, form=key
        ):
            st.session_state.pop("appraisal.choice", None)
            st.rerun()
    if chosen == "not_fit":
        _propose_transfer(context, board, item)


def _show_home(item: HomeItem) -> None:
    home = item.home
    people = ", ".join(f"{person.name} ({person.life.case_type})" for person in item.people)
    st.markdown(plain(people))
    if words := vulnerable_words(home):
        st.badge(words, icon=":material/priority_high:", color="orange")
    if home.appraisal:
        verdict = ENUMERATIONS["verdict"].label(home.verdict, language())
        last = _("Last time, {day}: {verdict}.").format(
            day=format_day(home.appraisal["appraised_on"]), verdict=verdict
        )
        st.caption(last)


def _missing(label: str, items: tuple[str, ...], key: str) -> list[str]:
    chosen: list[str] = st.pills(
        _("{part}: tap what is missing").format(part=label), items, selection_mode="multi",
        key=key, format_func=lambda item: _(MISSING[item]),
    )  # fmt: skip
    return chosen


def _verdict(
    context: PageContext, follows: Verdict, missing: set[str], key: str
) -> tuple[Verdict, str, date | None]:
    """What follows from the checklist; somebody may judge otherwise, and says why."""
    verdicts = ENUMERATIONS["verdict"]
    reasons = ", ".join(_(MISSING[item]) for item in MISSING if item in missing)
    with st.container(border=True):
        st.markdown(f"{_VERDICT_MARKS[follows]} **{verdicts.label(follows, language())}**")
        if reasons:
            st.caption(reasons)
        with st.popover(_("Judge otherwise")):
            own: Verdict | None = st.radio(
                _("Verdict"), get_args(Verdict), index=None, key=f"{key}.own",
                format_func=lambda code: verdicts.label(code, language()),
            )  # fmt: skip
            why = st.text_input(_("Why"), key=f"{key}.why", max_chars=200)
    chosen = own if own and why else follows
    said = "; ".join(part for part in (reasons, why if own else "") if part)
    review_on = context.as_of + REVIEW_AFTER if chosen == "fit_with_support" else None
    return chosen, said, review_on


def _said(item: HomeItem, verdict: Verdict, missing: set[str]) -> str:
    words = _("{address}: {verdict}.").format(
        address=item.address, verdict=ENUMERATIONS["verdict"].label(verdict, language()).lower()
    )
    if verdict == "fit_with_support" and missing:
        words += " " + _("The support is asked for.")
    if verdict == "not_fit" and item.people:
        under = LIST_LABELS[NOT_FIT]
        waits = _('The home stands under "{list}" until its people are moved.')
        words += " " + waits.format(list=_(under))
    return words


def _propose_transfer(context: PageContext, board: Board, item: HomeItem) -> None:
    """Not fit: somebody has to go elsewhere."""
    st.warning(_("Not fit: propose to move these people, or mend what is missing."))
    columns = TABLES["cases"].columns
    if not context.may("cases.edit"):
        st.caption(_("Once saved, the data officer finds the home on the list and moves them."))
    for person in item.people:
        label = _("{name}: {field}").format(
            name=person.name, field=columns["transferred_to"].label(language()).lower()
        )
        if context.may("cases.edit") and st.button(
            plain(label), key=f"appraisal.{person.case_id}.go"
        ):
            to_hospital(context, board, person)
        elif not context.may("cases.edit"):
            st.caption(plain(person.name))
