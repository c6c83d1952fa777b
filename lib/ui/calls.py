"""Calls about a first dose on a phone: one person a card, one tap a result."""

from datetime import date, timedelta
from typing import Any

import streamlit as st

from lib.actions.outreach import Attempt, record_outreach
from lib.actions.own_rows import take_back
from lib.reports.call_sheet import Call, CallSheet
from lib.rules.outreach import again_on
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import _, language, ngettext
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.deeds import may_act, say_read_only
from lib.ui.drafts import discard, drafted
from lib.ui.header import empty_state
from lib.ui.plain import plain, plain_badge

RESULTS, MODES = ENUMERATIONS["outreach_result"], ENUMERATIONS["outreach_mode"]
REASONS = ENUMERATIONS["unvaccinated_reason"]
CARDS = 30
_SAVED = "calls.saved"


def choose_group(context: PageContext, groups: dict[str, str]) -> str:
    """One group at a time; a group leader has only one and is not asked."""
    if context.actor.scope.group_id:
        return context.actor.scope.group_id
    return st.selectbox(
        _("Residential group"), ("", *groups), key="calls.group",
        format_func=lambda id_: groups.get(id_) or _("All groups"),
    )  # fmt: skip


def show_calls(context: PageContext, sheet: CallSheet, groups: dict[str, str]) -> None:
    say_read_only(context)
    _show_saved(context)
    n_due = len(sheet.due)
    words = ngettext("{n} resident to talk to", "{n} residents to talk to", n_due)
    st.subheader(words.format(n=n_due), anchor=False)
    if not sheet.due:
        empty_state(_("Nobody is due today. Those with a later day are below."))
    else:
        _choose_mode(context)
    for call in sheet.due[:CARDS]:
        _card(context, call, groups)
    if n_due > CARDS:
        st.caption(_("The first {n} of {total} are shown.").format(n=CARDS, total=n_due))
    _folded(_("Talked to today ({n})"), sheet.done, groups)
    _folded(_("Not to be called today ({n})"), sheet.later, groups)


def _may_write(context: PageContext) -> bool:
    return context.may("outreach.edit") and may_act(context)


def _choose_mode(context: PageContext) -> None:
    if _may_write(context):
        st.segmented_control(
            _("How"), list(MODES.codes), key="calls.mode", default="phone", required=True,
            format_func=lambda code: MODES.label(code, language()),
        )  # fmt: skip


def _card(context: PageContext, call: Call, groups: dict[str, str]) -> None:
    with st.container(border=True, key=f"call_{call.resident_id}", gap="xsmall"):
        st.markdown(f"**{plain(_title(call))}**")
        st.text(_whereabouts(call, groups))
        if risks := _risks(call):
            st.badge(plain_badge(risks), color="orange", icon=":material/priority_high:")
        if call.phone and call.phone.isdigit():
            st.link_button(call.phone, f"tel:{call.phone}", icon=":material/call:")
        elif call.phone:
            st.text(call.phone)
        st.caption(_past(call))
        if _may_write(context):
            _buttons(context, call)


def _title(call: Call) -> str:
    name = call.full_name or _("Name hidden")
    return name if call.age is None else _("{name}, {age} years").format(name=name, age=call.age)


def _whereabouts(call: Call, groups: dict[str, str]) -> str:
    parts = [groups.get(call.group_id, call.group_id), call.address or ""]
    reason = REASONS.label(call.reason, language()) if call.reason else ""
    return " \u00b7 ".join(part for part in (*parts, reason) if part)


def _risks(call: Call) -> str:
    parts = [_("F0 in the home")] if call.home_has_f0 else []
    return ", ".join([*parts, *([call.conditions] if call.conditions else [])])


def _past(call: Call) -> str:
    if call.last_on is None or call.last_result is None:
        return _("Nobody has talked to them yet.")
    words = _("Last on {day}: {result}. {n} attempts so far.")
    return words.format(
        day=format_day(call.last_on), result=RESULTS.label(call.last_result, language()),
        n=call.n_attempts,
    )  # fmt: skip


def _again(call: Call) -> str:
    """When they are due again, and who says so."""
    if call.next_on is None:
        return ""
    words = _("agreed for {day}") if call.is_agreed_day else _("again on {day}")
    return words.format(day=format_day(call.next_on))


def _buttons(context: PageContext, call: Call) -> None:
    """A result is one tap; reason and next day first, for those who want to add them."""
    id_ = call.resident_id
    with st.container(horizontal=True, gap="xsmall"):
        for result in RESULTS.codes:
            st.button(
                RESULTS.label(result, language()), key=f"calls.{id_}.{result}",
                on_click=_save, args=(context, call, result),
            )  # fmt: skip
        with st.popover(_("More"), icon=":material/edit_note:"):
            _details(context, _form(id_))


def _form(resident_id: str) -> str:
    return f"calls.said.{resident_id}"


def _details(context: PageContext, key: str) -> None:
    with drafted(context, key):
        st.text_input(_("What was said"), key=f"{key}.reason", max_chars=300)
        st.date_input(
            _("Next step on"), key=f"{key}.next", value=None, format="DD/MM/YYYY",
            min_value=context.as_of, max_value=context.as_of + timedelta(60),
        )  # fmt: skip


def _saved() -> dict[str, Any]:
    """What was stored last. In a dict of our own: Streamlit may leave a run at each access to its
    state, also between a save and what is noted of it."""
    saved: dict[str, Any] = st.session_state.setdefault(_SAVED, {})
    return saved


def _save(context: PageContext, call: Call, result: str) -> None:
    state, saved = st.session_state, _saved()
    if saved.get("call") is call:
        return  # a further tap, sent before the page was drawn anew
    form = _form(call.resident_id)
    next_on: date | None = state.get(f"{form}.next")
    attempt = Attempt(
        call.resident_id, context.as_of, state.get("calls.mode") or "phone", result,
        state.get(f"{form}.reason") or None, next_on,
    )  # fmt: skip
    id_ = record_outreach(context.store, context.actor, attempt)
    again = next_on or again_on(result, talked_on=context.as_of)
    saved.update(call=call, id=id_, result=result, again=again)
    discard(context, form)


def _show_saved(context: PageContext) -> None:
    """What was stored last, and the way back."""
    if not (saved := _saved()):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        words = _("Saved: {name} - {result}. To be talked to again on {day}.")
        said = words.format(
            name=_title(saved["call"]), result=RESULTS.label(saved["result"], language()),
            day=format_day(saved["again"]),
        )  # fmt: skip
        st.success(plain(said))
        st.button(
            _("Undo"), key="calls.undo", icon=":material/undo:",
            on_click=_take_back, args=(context, saved["id"]),
        )  # fmt: skip


def _take_back(context: PageContext, outreach_id: str) -> None:
    _saved().clear()
    take_back(context.store, context.actor, "outreach", [outreach_id])


def _folded(title: str, calls: tuple[Call, ...], groups: dict[str, str]) -> None:
    if not calls:
        return
    with st.expander(title.format(n=len(calls))):
        for call in calls:
            parts = (_title(call), _whereabouts(call, groups), _past(call), _again(call))
            st.text(" \u00b7 ".join(part for part in parts if part))
