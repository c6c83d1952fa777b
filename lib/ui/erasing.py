"""The form that proposes to erase somebody: it says what goes along, and asks about the rest."""

from typing import Any

import streamlit as st

from lib.actions.proposals import propose
from lib.reports.erasing import Person, Record, person_of, record_with
from lib.reports.listing import named_groups
from lib.schema.tables import TABLES
from lib.text.catalogue import N_, _, language
from lib.ui.context import PageContext
from lib.ui.disclosure import say_or
from lib.ui.plain import plain
from lib.ui.tables import cell_words

ERASING = {
    "anonymise": N_("Make it anonymous: it is still counted"),
    "erase": N_("Erase it with everything that hangs on it"),
}


def may_erase(context: PageContext) -> bool:
    return context.may("persons.erase") and context.may("persons.see")


def erase_by_code(context: PageContext, code: str | None, *, key: str) -> None:
    """For somebody who asked for it: find the record by its code, then propose."""
    if not may_erase(context):
        return
    with st.expander(_("Propose to erase the data"), icon=":material/person_remove:"):
        said = st.text_input(_("Code of the record"), code or "", key=f"{key}.code").strip()
        found = record_with(context.store, context.actor, said) if said else None
        if found:
            offer_erasure(context, *found, key=key)
        elif said:
            st.warning(_("There is no record with this code."))


def offer_erasure(context: PageContext, table: str, row_id: str, *, key: str) -> None:
    """Choose how, and with which other records; a second person must agree to each."""
    person = person_of(context.store, context.actor, table, row_id)
    if person is None:
        st.warning(_("There is no record with this code."))
        return
    show_own(context, person)
    with st.form(f"{key}.form.{row_id}"):
        kind = st.radio(
            _("What is to be done"), list(ERASING), format_func=lambda name: _(ERASING[name]),
            key=f"{key}.kind",
        )  # fmt: skip
        others = _ask_others(context, person, f"{key}.others.{row_id}")
        reason = st.text_input(_("Why"), key=f"{key}.why", max_chars=300)
        st.caption(_("It cannot be taken back, not even from a backup. Another person must agree."))
        if st.form_submit_button(_("Ask a second person"), key=f"{key}.ask"):
            wanted = [(table, row_id), *((other.table, other.row_id) for other in others)]
            if say_or(lambda: _propose_all(context, wanted, kind, reason)):
                st.rerun()


def show_own(context: PageContext, person: Person) -> None:
    """What goes together."""
    st.caption(_("These records go together, with everything written about them:"))
    for record in person.own:
        st.text(_words(record, named_groups(context.store)))
    st.caption(
        _("So do the files sent to the ward that name them, whoever else is in those files.")
    )


def _ask_others(context: PageContext, person: Person, key: str) -> list[Record]:
    if not person.others:
        return []
    groups = named_groups(context.store)
    words = {_words(record, groups): record for record in person.others}
    chosen: Any = st.pills(
        _("They share a name, a telephone or a number. Also the same person?"), list(words),
        selection_mode="multi", format_func=plain, key=key,
    )  # fmt: skip
    return [words[name] for name in chosen]


def _propose_all(
    context: PageContext, wanted: list[tuple[str, str]], kind: str, reason: str
) -> None:
    for table, row_id in wanted:
        arguments = {"table": table, "row_id": row_id, "kind": kind}
        propose(context.store, context.actor, "persons.erase", arguments, reason)


def _words(record: Record, groups: dict[str, str]) -> str:
    columns = TABLES[record.table].columns
    cells = (cell_words(columns[name], value, groups) for name, value in record.cells.items())
    parts = (record.row_id, TABLES[record.table].label(language()), *cells)
    return " \u00b7 ".join(str(part) for part in parts if part is not None)
