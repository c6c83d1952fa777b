"""When vaccine arrives: whom to ask to the session, and who is not asked to it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lib.reports.call_sheet import Call
from lib.reports.session_list import Apart, Session, Why, last_word, session_file
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import N_, _, language
from lib.text.formats import format_day
from lib.ui.context import PageContext
from lib.ui.tables import wide_table

REASONS = ENUMERATIONS["unvaccinated_reason"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHYS: dict[Why, str] = {
    "quarantine": N_("in quarantine, no last day"), "at_home": N_("bedbound: dose at home"),
    "hospital": N_("underlying disease: at the hospital"),
    "not_now": N_("may not have it, or not now"),
}  # fmt: skip


def show_session(context: PageContext, found: Session, groups: Mapping[str, str]) -> None:
    """Whom to ask first when vaccine arrives, as many as there are doses; who is not asked."""
    with st.expander(_("When vaccine arrives"), icon=":material/syringe:"):
        most = max(1, len(found.asked))
        doses = st.number_input(
            _("Doses"), min_value=1, max_value=most, value=min(20, most), key="vaccination.doses",
        )  # fmt: skip
        st.caption(_("Homes with an F0 first, then 60 and older, among equals who agreed."))
        chosen = found.asked[:doses]
        wide_table([
            {_("Row number"): str(n), **_asked(call, groups)}
            for n, call in enumerate(chosen, start=1)
        ], key="vaccination.asked")  # fmt: skip
        if chosen and context.may("rows.export"):
            st.download_button(
                _("The list of the session, Excel"), key="vaccination.session",
                on_click="ignore", mime=XLSX, icon=":material/table_view:",
                file_name=f"buoi-tiem-{context.as_of:%Y%m%d}.xlsx",
                data=lambda: session_file(
                    context.store, context.actor, chosen, groups, _("list of a session")
                ),
            )  # fmt: skip
        if found.apart:
            title = _("Not asked to this session ({n})").format(n=len(found.apart))
            st.markdown(f"**{title}**")
            apart = [_set_apart(each, groups) for each in found.apart]
            wide_table(apart, key="vaccination.apart")


def _asked(call: Call, groups: Mapping[str, str]) -> dict[str, Any]:
    return {
        _("Full name"): call.full_name or _("Name hidden"),
        _("Age"): str(call.age or "\u2013"),
        _("Residential group"): groups.get(call.group_id, call.group_id),
        _("Phone"): call.phone or "\u2013",
        _("Reason"): REASONS.label(call.reason, language()),
        _("Said last"): last_word(call),
        _("F0 in the home"): _("yes") if call.home_has_f0 else "",
    }


def _set_apart(each: Apart, groups: Mapping[str, str]) -> dict[str, Any]:
    call, why = each.call, _(WHYS[each.why])
    if each.until:
        why = _("in quarantine until {day}").format(day=format_day(each.until))
    return {
        _("Why"): why,
        _("Full name"): call.full_name or _("Name hidden"),
        _("Age"): str(call.age or "\u2013"),
        _("Residential group"): groups.get(call.group_id, call.group_id),
        _("Phone"): call.phone or "\u2013",
        _("Said last"): last_word(call),
    }
