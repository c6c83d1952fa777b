"""What became known about the case since: the rule, the door and the chain follow from it."""

from typing import Any

import streamlit as st

from lib.actions.case_facts import Facts, complete_facts
from lib.actions.doors import ADDRESS
from lib.reports.work_lists import Board, CaseItem
from lib.text.catalogue import _
from lib.ui.case_fields import (
    doses_field,
    health_fields,
    past_day,
    source_fields,
    text_field,
)
from lib.ui.context import PageContext
from lib.ui.form_parts import in_dialog, kept_as_draft, save, seen
from lib.ui.plain import plain
from lib.ui.work_words import ruling_words


def complete(context: PageContext, board: Board, item: CaseItem) -> None:
    in_dialog(_("Case details"), facts_form, context, board, item)


@kept_as_draft("facts")
def facts_form(context: PageContext, _board: Board, item: CaseItem) -> None:
    key, row = f"facts.{item.case_id}", item.row
    st.info(plain(ruling_words(item.life.ruling)), icon=":material/gavel:")
    with st.grid(min_column_width=150):
        typed = _days(context, item, key)
        typed |= {name: text_field(key, name, row.get(name)) for name in ADDRESS[1:]}
    with st.grid(min_column_width=200):
        typed |= source_fields(
            context, key, row.get("source_case_id"), row.get("relation"), but=item.case_id
        )
    st.caption(_("What is on record here is not shown. Leave empty what shall stay as it is."))
    with st.grid(min_column_width=150):
        health = health_fields(key, context.as_of)
    changed = {name: value for name, value in typed.items() if value != row.get(name)}
    changed |= {name: value for name, value in health.items() if value is not None}
    facts = Facts(seen(item), changed)
    save(
        context, f"{key}.save", _("Save"),
        lambda: complete_facts(context.store, context.actor, facts, on=context.as_of),
        _("{name}: the details are saved.").format(name=item.name), disabled=not changed,
    )  # fmt: skip


def _days(context: PageContext, item: CaseItem, key: str) -> dict[str, Any]:
    """Doses, and the days from which rules count."""
    row, names = item.row, ["last_dose_date", "last_exposure_date"]
    if item.life.case_type == "F0":
        names.append("first_positive_date")
    doses = doses_field(key, row.get("vaccine_doses"))
    days = {name: past_day(key, name, row.get(name), context.as_of) for name in names}
    return {"vaccine_doses": doses} | days
