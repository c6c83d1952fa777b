"""What became, or would become, of a file's rows: accepted + refused = rows, always said."""

import streamlit as st

from lib.text.catalogue import _
from lib.text.formats import format_number
from lib.ui.numbers import show_number


def show_counts(rows: int, new: int, changed: int, unchanged: int, refused: int) -> None:
    with st.grid(min_column_width=105):
        for name, label, n in (
            ("rows", _("Rows in the file"), rows), ("new", _("New"), new),
            ("changed", _("Changed"), changed), ("unchanged", _("Unchanged"), unchanged),
            ("refused", _("Refused"), refused),
        ):  # fmt: skip
            with st.container(border=True):
                show_number(label, format_number(n), key=f"data.counts.{name}")
    st.caption(sum_line(rows, new + changed + unchanged, refused))


def sum_line(rows: int, accepted: int, refused: int) -> str:
    return _("{accepted} accepted + {refused} refused = {rows} rows").format(
        accepted=format_number(accepted), refused=format_number(refused), rows=format_number(rows)
    )
