"""Fields of a case as forms ask for them: labels and limits from the schema, under a form's key."""

from datetime import date
from typing import Any

import streamlit as st

from lib.reports.contacts import possible_sources
from lib.schema.columns import Column
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.text.catalogue import _, language
from lib.text.fold import clean
from lib.ui.context import PageContext


def column_of(name: str) -> Column:
    return TABLES["cases"].columns[name]


def label_of(name: str) -> str:
    return column_of(name).label(language())


def text_field(form: str, name: str, value: str | None = None, **more: Any) -> str | None:
    typed = st.text_input(
        label_of(name), value or "", key=f"{form}.{name}", max_chars=column_of(name).max_length,
        **more,
    )  # fmt: skip
    return clean(typed) or None


def past_day(form: str, name: str, value: date | None, today: date) -> date | None:
    """A day that has come."""
    last = max(today, value or today)
    day: date | None = st.date_input(
        label_of(name), value, key=f"{form}.{name}", format="DD/MM/YYYY", max_value=last
    )
    return day


def doses_field(form: str, value: int | None = None) -> int | None:
    doses: int | None = st.number_input(
        label_of("vaccine_doses"), min_value=0, max_value=6, value=value, step=1,
        key=f"{form}.doses",
    )  # fmt: skip
    return doses


def code_field(form: str, name: str, enumeration: str, value: str | None = None) -> str | None:
    values = ENUMERATIONS[enumeration]
    index = values.codes.index(value) if value in values.codes else None
    chosen: str | None = st.selectbox(
        label_of(name), values.codes, index=index, key=f"{form}.{name}", placeholder="",
        format_func=lambda code: values.label(code, language()),
    )  # fmt: skip
    return chosen


def health_fields(form: str, today: date) -> dict[str, Any]:
    """What the rules ask about a person's health, empty: it is asked, not shown."""
    answers = {True: _("yes"), False: _("no")}
    recovered = past_day(form, "recovered_on", None, today)
    diseases = text_field(form, "conditions")
    pregnant = st.selectbox(
        label_of("pregnant"), list(answers), index=None, key=f"{form}.pregnant", placeholder="",
        format_func=lambda answer: answers[answer],
    )  # fmt: skip
    return {"recovered_on": recovered, "conditions": diseases, "pregnant": pregnant}


def source_fields(
    context: PageContext, form: str, source: str | None = None, relation: str | None = None,
    but: str = "",
) -> dict[str, Any]:  # fmt: skip
    """By whom somebody was exposed, and how they know each other; `but`: nobody is their own."""
    people = possible_sources(context.store, context.actor, context.as_of)
    people.pop(but, None)
    known = [source] if source and source not in people else []
    options = [*known, *people]
    chosen = st.selectbox(
        label_of("source_case_id"), options, index=options.index(source) if source else None,
        key=f"{form}.source_case_id", placeholder="",
        format_func=lambda id_: people.get(id_, id_),
    )  # fmt: skip
    return {
        "source_case_id": chosen,
        "relation": code_field(form, "relation", "relation", relation),
    }
