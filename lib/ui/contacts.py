"""Who was exposed by whom: the chains as a small graph."""

import json

import streamlit as st

from lib.reports.contacts import Contacts, contacts
from lib.text.catalogue import _, ngettext
from lib.text.formats import format_number
from lib.ui.context import PageContext
from lib.ui.header import empty_state

_FILLS = {"F0": "#F6C9A4", "F1": "#BBD9EE"}


def show_contacts(context: PageContext) -> None:
    """How many new F0 were watched already, then one chain at a time, the longest first."""
    told = contacts(context.store, context.actor, context.as_of)
    _show_share(told)
    sources = sorted(told.exposed, key=lambda id_: (-len(told.exposed[id_]), id_))
    if not sources:
        empty_state(_("No source of an infection is written down."))
        return
    chosen = st.selectbox(
        _("Source"), sources, key="contacts.source",
        format_func=lambda id_: _source_words(told, id_),
    )  # fmt: skip
    st.graphviz_chart(chain(told, chosen), width="content")
    st.caption(_("Orange: F0. Blue: F1. An arrow leads from the source to whom it exposed."))


def _show_share(told: Contacts) -> None:
    words = _("{known} of {new} new F0 of the last 14 days were F1 in quarantine before")
    said = words.format(known=told.n_known, new=told.n_new)
    share = f" ({format_number(100 * told.n_known / told.n_new, 0)} %)" if told.n_new else ""
    st.markdown(f"**{said}{share}**")


def _name(told: Contacts, case_id: str) -> str:
    return told.people[case_id].get("full_name") or case_id


def _label(told: Contacts, case_id: str) -> str:
    """Graphviz would read "&lt;" as "<"."""
    words = f"{_name(told, case_id)} ({told.people[case_id]['case_type']})"
    return words.replace("&", "&amp;")


def _source_words(told: Contacts, case_id: str) -> str:
    n = len(told.exposed[case_id])
    return f"{_name(told, case_id)}: " + ngettext("{n} exposed", "{n} exposed", n).format(n=n)


def chain(told: Contacts, case_id: str) -> str:
    """The chain in Graphviz' language; json.dumps quotes names as it asks for."""
    part = told.around(case_id)
    ids = dict.fromkeys([*part, *(to for several in part.values() for to in several)])
    lines = [
        f"{json.dumps(id_)} [label={json.dumps(_label(told, id_), ensure_ascii=False)}, "
        f'fillcolor="{_FILLS[told.people[id_]["case_type"]]}"]'
        for id_ in ids
    ]
    lines += [
        f"{json.dumps(by)} -> {json.dumps(to)}" for by, several in part.items() for to in several
    ]
    style = (
        'rankdir=LR; bgcolor="transparent"; edge [color="#7A858C"]; '
        'node [shape=box, style="filled,rounded", color="#7A858C", fontname="sans-serif"];'
    )
    return "digraph { " + style + "\n" + "\n".join(lines) + "\n}"
