"""People who stand on two lists, each once, with what follows."""

import streamlit as st

from lib.reports.crossings import Crossing, crossings
from lib.text.catalogue import N_, _
from lib.text.collate import name_key
from lib.ui.context import PageContext
from lib.ui.plain import show_table

FOLLOWS = {
    "dose_after_quarantine": N_(
        "In quarantine and without a first dose: arrange the dose for after the quarantine."
    ),
    "member_in_quarantine": N_("A team member is in quarantine: give their people to somebody."),
    "member_without_dose": N_("A team member is on the list without a first dose: talk to them."),
    "host": N_("In quarantine and host of a gathering: see the family before the day."),
}

LISTS = {
    "cases": N_("people in quarantine"), "unvaccinated": N_("those without a first dose"),
    "members": N_("team members"), "gatherings": N_("hosts of gatherings"),
}  # fmt: skip


def show_crossings(context: PageContext, groups: dict[str, str]) -> None:
    """Nothing at all when nobody stands on two lists."""
    if not context.may("persons.see"):
        return
    found = crossings(context.store, context.actor, context.as_of)
    if not found:
        return
    title = _("People on two lists: {n}").format(n=len(found))
    with st.expander(title, icon=":material/compare_arrows:"):
        in_order = sorted(found, key=lambda each: name_key(each.full_name))
        rows = [_row(each, groups) for each in in_order]
        show_table(rows)


def _row(crossing: Crossing, groups: dict[str, str]) -> dict[str, str]:
    lists = dict.fromkeys(_(LISTS[table]) for table, _id in crossing.rows)
    doubt = " " + _("(maybe: same name and group, ask first)") if crossing.is_by_name else ""
    return {
        _("Full name"): crossing.full_name + doubt,
        _("Residential group"): groups.get(crossing.group_id, "") if crossing.group_id else "",
        _("Stands on"): ", ".join(lists),
        _("What follows"): " ".join(_(FOLLOWS[what]) for what in crossing.follows),
    }
