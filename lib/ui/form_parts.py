"""What the forms about a stay are made of: the dialog, its fields, and the button that saves."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from lib.actions.deeds import Done
from lib.actions.stays import Seen
from lib.reports.work_lists import Board, CaseItem
from lib.schema.tables import ENUMERATIONS
from lib.text.catalogue import language
from lib.ui.context import PageContext
from lib.ui.deeds import perform, show_problem
from lib.ui.drafts import drafted
from lib.ui.plain import plain

Form = Callable[[PageContext, Board, CaseItem], None]


def seen(item: CaseItem) -> Seen:
    return Seen(item.case_id, item.row_version)


def in_dialog(title: str, form: Form, context: PageContext, board: Board, item: CaseItem) -> None:
    st.dialog(plain(f"{title}: {item.name}"), width="medium")(form)(context, board, item)


def kept_as_draft(name: str) -> Callable[[Form], Form]:
    """For a form whose fields have keys that begin with `name` and the stay's id."""

    def around(form: Form) -> Form:
        def drawn(context: PageContext, board: Board, item: CaseItem) -> None:
            with drafted(context, f"{name}.{item.case_id}"):
                form(context, board, item)

        return drawn

    return around


def save(
    context: PageContext, key: str, label: str, act: Callable[[], Done], words: str, *,
    disabled: bool = False,
) -> None:  # fmt: skip
    """The form's button; what was refused is said in the dialog, which stays open."""
    if st.button(label, key=key, type="primary", disabled=disabled):
        if perform(context, act, words, form=key.removesuffix(".save")):
            st.rerun()
        show_problem()


def day_field(label: str, key: str, value: date | None, **more: Any) -> date | None:
    day: date | None = st.date_input(label, value, key=key, format="DD/MM/YYYY", **more)
    return day


def day_of_stay(context: PageContext, item: CaseItem, label: str, key: str) -> date:
    """A day on which something happened: today unless said, since the stay began."""
    today = context.as_of
    first = min(item.life.first_day, today)
    return day_field(label, key, today, min_value=first, max_value=today) or today


def choice(label: str, enumeration: str, key: str, default: str) -> str:
    values = ENUMERATIONS[enumeration]
    chosen: str = st.segmented_control(
        label, values.codes, key=key, default=default, required=True,
        format_func=lambda code: values.label(code, language()),
    )  # fmt: skip
    return chosen
