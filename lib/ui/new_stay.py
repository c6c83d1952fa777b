"""A new stay, typed in: who, where, since when; the rule gives the last day."""

from datetime import date
from typing import Any

import streamlit as st

from lib.actions.stays import open_stay
from lib.reports.rulings import ruling_of_values
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import _, language
from lib.ui.case_fields import (
    code_field,
    doses_field,
    health_fields,
    label_of,
    past_day,
    source_fields,
    text_field,
)
from lib.ui.context import PageContext
from lib.ui.deeds import may_act, perform, show_problem
from lib.ui.drafts import drafted
from lib.ui.plain import plain
from lib.ui.work_words import ruling_words

_KEY = "new_stay"


def new_stay_button(context: PageContext, groups: dict[str, str]) -> None:
    if context.may("cases.edit") and may_act(context):
        clicked = st.button(_("New stay"), key="new_stay_button", icon=":material/add:")
        if clicked:
            st.dialog(_("New stay"), width="large")(_drafted_form)(context, groups)


def _drafted_form(context: PageContext, groups: dict[str, str]) -> None:
    with drafted(context, _KEY):
        _form(context, groups)


def _form(context: PageContext, groups: dict[str, str]) -> None:
    kinds = ENUMERATIONS["case_type"]
    values: dict[str, Any] = {"reported_at": context.as_of.isoformat()}
    values["case_type"] = st.segmented_control(
        _("Type"), kinds.codes, default="F1", required=True, key=f"{_KEY}.type",
        format_func=lambda code: kinds.label(code, language()),
    )  # fmt: skip
    values |= _person() | _place(groups) | _facts(context, values["case_type"])
    ruling = ruling_of_values(context.store, context.as_of, values)
    st.info(plain(ruling_words(ruling)), icon=":material/gavel:")
    start = values["quarantine_start"]
    values["quarantine_end"] = _day(
        "quarantine_end", ruling.end, key=f"{_KEY}.end.{start}.{ruling.end}"
    )
    if st.button(_("Save"), key=f"{_KEY}.save", type="primary"):
        said = _("{name}: the stay is opened.").format(name=values["full_name"])
        if perform(
            context, lambda: open_stay(context.store, context.actor, values), said, form=_KEY
        ):
            st.rerun()
        show_problem()


def _person() -> dict[str, Any]:
    with st.grid(min_column_width=200):
        name = _text("full_name")
        year = st.number_input(
            label_of("birth_year"), min_value=1900, max_value=2035, value=None, step=1,
            key=f"{_KEY}.birth_year",
        )  # fmt: skip
        sex = code_field(_KEY, "sex", "sex")
        phone = _text("phone")
    return {"full_name": name, "birth_year": year, "sex": sex, "phone": phone}


def _place(groups: dict[str, str]) -> dict[str, Any]:
    with st.grid(min_column_width=150):
        group = st.selectbox(
            label_of("group_id"), list(groups), key=f"{_KEY}.group",
            format_func=lambda id_: groups[id_],
        )  # fmt: skip
        house, alley, street = (_text(name) for name in ("house_number", "alley", "street"))
    return {"group_id": group, "house_number": house, "alley": alley, "street": street}


def _facts(context: PageContext, case_type: str) -> dict[str, Any]:
    """What the rules look at, the day from which they count first; and who exposed the person."""
    day, today = "first_positive_date", context.as_of
    if case_type != "F0":
        day = "last_exposure_date"
    with st.grid(min_column_width=150):
        values: dict[str, Any] = {"vaccine_doses": doses_field(_KEY)}
        values["last_dose_date"] = past_day(_KEY, "last_dose_date", None, today)
        values[day] = past_day(_KEY, day, today if case_type == "F0" else None, today)
        values["quarantine_start"] = _day("quarantine_start", today)
        values |= health_fields(_KEY, today)
    with st.grid(min_column_width=200):
        return values | source_fields(context, _KEY)


def _text(name: str) -> str | None:
    return text_field(_KEY, name)


def _day(name: str, value: date | None, key: str = "") -> date | None:
    day: date | None = st.date_input(
        label_of(name), value, key=key or f"{_KEY}.{name}", format="DD/MM/YYYY"
    )
    return day
