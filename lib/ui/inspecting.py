"""An inspection on a phone: where, what was seen, the verdict at once, one tap to save."""

from datetime import date, time, timedelta
from functools import partial
from typing import Any

import streamlit as st

from lib.actions.inspections import Inspection, record_inspection
from lib.reports.inspecting import Place, Round
from lib.rules.inspecting import FIVE_K, Observation, Verdict, judge
from lib.schema.tables import ENUMERATIONS
from lib.settings import now
from lib.text.catalogue import _, language
from lib.text.formats import format_day, format_moment
from lib.ui.context import PageContext
from lib.ui.deeds import may_act, perform, say_read_only, show_done, turn_of
from lib.ui.drafts import drafted

MEASURES, ACTIONS = ENUMERATIONS["measure"], ENUMERATIONS["inspection_action"]
TARGETS, VENUE_KINDS = ENUMERATIONS["inspection_target"], ENUMERATIONS["venue_kind"]
STATUSES, GATHERING_KINDS = ENUMERATIONS["venue_status"], ENUMERATIONS["gathering_kind"]
FORM = "inspect"


def show_form(context: PageContext, places: Round, groups: dict[str, str]) -> None:
    """What is seen goes in from the top down; a save empties the form."""
    show_done(context)
    say_read_only(context)
    if places.stale:
        words = _("{n} venues that must be closed were not inspected for 7 days.")
        st.warning(words.format(n=places.stale), icon=":material/schedule:")
    if not may_act(context):
        return
    key = f"{FORM}.{turn_of(FORM).n}"
    with drafted(context, key, FORM):
        inspection = _ask_all(context, places, groups, key)
    if inspection is None:
        st.caption(_("To save, choose where it was, and at least one thing that was seen."))
    st.button(
        _("Save the inspection"), key=f"{key}.save", type="primary", disabled=inspection is None,
        on_click=_save, args=(context, inspection),
    )  # fmt: skip


def _ask_all(
    context: PageContext, places: Round, groups: dict[str, str], key: str
) -> Inspection | None:
    """None: there is nothing to be judged yet."""
    target = st.segmented_control(
        _("What is inspected"), ("venue", "gathering", "public_place"), default="venue",
        required=True, format_func=lambda code: TARGETS.label(code, language()),
        key=f"{key}.target",
    )  # fmt: skip
    place, group_id = _choose_place(target, places, groups, key)
    seen = _ask(target, key)
    moment = f"{context.as_of.isoformat()}T{_hour(key):%H:%M}"
    kind = place.kind if place else ""
    verdicts = judge(places.measures, target, kind, seen, moment)
    _show_verdicts(verdicts)
    is_breach = any(verdict.result == "breach" for verdict in verdicts)
    action, recheck_on = _ask_action(context.as_of, key) if is_breach else (None, None)
    note = st.text_input(_("Note"), key=f"{key}.note", max_chars=300)
    if not verdicts or (place is None and group_id is None):
        return None
    return Inspection(
        moment, seen,
        venue_id=place.id if place and target == "venue" else None,
        gathering_id=place.id if place and target == "gathering" else None,
        group_id=group_id, action=action, recheck_on=recheck_on, note=note or None,
    )  # fmt: skip


def _hour(key: str) -> time:
    """The present one, until somebody says that it was at another."""
    chosen: time | None = st.time_input(
        _("At what hour"), value=None, key=f"{key}.hour", help=_("Empty: now.")
    )
    return chosen or now().time()


def _choose_place(
    target: str, places: Round, groups: dict[str, str], key: str
) -> tuple[Place | None, str | None]:
    if target == "public_place":
        group_id = st.selectbox(
            _("Residential group"), list(groups), index=None, key=f"{key}.group",
            format_func=lambda id_: groups[id_], placeholder=_("Choose a group"),
        )  # fmt: skip
        return None, group_id
    found = places.venues if target == "venue" else places.gatherings
    by_id = {place.id: place for place in found}
    chosen = st.selectbox(
        _("Where"), list(by_id), index=None, key=f"{key}.place.{target}",
        format_func=lambda id_: _place_words(by_id[id_], groups), placeholder=_("Choose a place"),
    )  # fmt: skip
    return (by_id[chosen] if chosen else None), None


def _place_words(place: Place, groups: dict[str, str]) -> str:
    group = groups.get(place.group_id, place.group_id)
    if place.starts_at:
        kind = GATHERING_KINDS.label(place.kind, language())
        return f"{kind} \u00b7 {group} \u00b7 {format_moment(place.starts_at)}"
    last = _("never inspected")
    if place.last_on:
        last = _("last on {day}").format(day=format_day(date.fromisoformat(place.last_on)))
    return f"{place.name} \u00b7 {group} \u00b7 {last}"


def _ask(target: str, key: str) -> Observation:
    if target == "venue":
        is_open = st.segmented_control(
            _("It is"), (True, False), key=f"{key}.open",
            format_func=lambda value: STATUSES.label("open" if value else "closed", language()),
        )  # fmt: skip
        people = _count(_("People seen"), f"{key}.people") if is_open else None
        five_k = _ask_five_k(key) if is_open else {}
        return Observation(people=people, is_open=is_open, five_k=five_k)
    people = _count(_("People seen"), f"{key}.people")
    delegation = None
    if target == "gathering":
        delegation = _count(_("Largest delegation"), f"{key}.delegation")
    return Observation(people=people, delegation=delegation, five_k=_ask_five_k(key))


def _count(label: str, key: str) -> int | None:
    number: Any = st.number_input(label, min_value=0, max_value=100_000, value=None, key=key)
    return None if number is None else int(number)


def _ask_five_k(key: str) -> dict[str, bool]:
    """What was looked at of the 5K; what is left alone is not recorded."""
    st.markdown(_("5K as seen"))
    kept: dict[str, bool] = {}
    for measure in FIVE_K:
        answer = st.segmented_control(
            MEASURES.label(measure, language()), (True, False), key=f"{key}.{measure}",
            format_func=lambda value: _("Kept to") if value else _("Not kept to"),
        )  # fmt: skip
        if answer is not None:
            kept[measure] = answer
    return kept


def _show_verdicts(verdicts: tuple[Verdict, ...]) -> None:
    for verdict in verdicts:
        words = MEASURES.label(verdict.measure, language())
        if verdict.limit and verdict.limit.number and verdict.observed is not None:
            limit = _("{number} people, at most {limit}")
            counted = limit.format(number=verdict.observed, limit=verdict.limit.number)
            words = f"{words}: {counted}"
        if verdict.limit is None and verdict.measure not in FIVE_K:
            st.info(_("{what}: no measure limits this now.").format(what=words))
        elif verdict.result == "breach":
            st.error(words, icon=":material/block:")
        else:
            st.success(words, icon=":material/check:")


def _ask_action(as_of: date, key: str) -> tuple[str | None, date | None]:
    action = st.selectbox(
        _("Action"), list(ACTIONS.codes), key=f"{key}.action",
        format_func=lambda code: ACTIONS.label(code, language()),
    )  # fmt: skip
    recheck_on: Any = st.date_input(
        _("Recheck on"), value=as_of + timedelta(1), min_value=as_of, format="DD/MM/YYYY",
        max_value=as_of + timedelta(60), key=f"{key}.recheck",
    )  # fmt: skip
    return action, recheck_on


def _save(context: PageContext, inspection: Inspection) -> None:
    act = partial(record_inspection, context.store, context.actor, inspection)
    saving = turn_of(FORM).ending_with(act)
    perform(context, saving, _("The inspection is saved."), form=FORM)
