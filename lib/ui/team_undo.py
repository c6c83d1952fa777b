"""The last reorganisations, so that one can be taken back also after the page was left."""

import streamlit as st

from lib.actions.reorganised import Reorganised, last_reorganisations
from lib.reports.accounts import names_of_accounts
from lib.text.catalogue import _, ngettext
from lib.text.formats import format_moment
from lib.ui.context import PageContext
from lib.ui.deeds import may_act, take_back


def show_reorganisations(context: PageContext, groups: dict[str, str]) -> None:
    """The newest first; each by whoever confirmed it."""
    found = last_reorganisations(context.store, context.actor)
    if not found:
        return
    st.subheader(_("The last reorganisations"), anchor=False)
    name_of = names_of_accounts(context.store)
    for place, each in enumerate(found):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.text(_words(each, name_of(each.by), groups), width="stretch")
            if each.done and may_act(context):
                st.button(
                    _("Undo"), key=f"teams.undo.{place}", icon=":material/undo:",
                    on_click=take_back, args=(context, each.done),
                )  # fmt: skip
    st.caption(_("Whoever confirmed it takes it back as a whole within a day, as long as nothing "
                 "of it was changed since."))  # fmt: skip


def _words(each: Reorganised, who: str, groups: dict[str, str]) -> str:
    parts = [", ".join(groups.get(id_, id_) for id_ in each.groups)] if each.groups else []
    if n := each.n_assignments:
        parts.append(ngettext("{n} assignment", "{n} assignments", n).format(n=n))
    return " \u00b7 ".join([format_moment(each.at), who, *parts])
