"""The rows of a file that would be new, and which of them may be about somebody listed already."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.actions.imports import Preview
from lib.reports.duplicates import PEOPLE_TABLES, Listed, listed_already
from lib.reports.listing import named_groups
from lib.schema.tables import TABLES
from lib.text.catalogue import _
from lib.ui.context import PageContext
from lib.ui.data.wording import cell_label, value_text
from lib.ui.plain import plain

MOST_NEW, MOST_LISTED, MOST_COMPARED = 100, 50, 5000
_TOLD_BY = ("full_name", "birth_date", "birth_year", "group_id", "house_number", "alley", "phone")
_KEPT = "data.listed"


def show_new(context: PageContext, preview: Preview) -> None:
    """As they were understood, so that a column in the wrong place is seen."""
    if not preview.new:
        return
    groups = named_groups(context.store)
    names = [name for name in TABLES[preview.table].columns if name in preview.fresh.columns]
    lines = [
        {_("Row"): row["row"]}
        | {
            cell_label(preview.table, name): value_text(preview.table, name, row[name], groups)
            for name in names
        }
        for row in preview.fresh.head(MOST_NEW).iter_rows(named=True)
    ]
    with st.expander(_("New rows ({n})").format(n=preview.new), icon=":material/person_add:"):
        st.dataframe(pd.DataFrame(lines), hide_index=True, placeholder="", key="data.new_rows")
        _say_how_many(len(lines), preview.new)


def show_listed(context: PageContext, preview: Preview) -> None:
    """Side by side; both stay until a person says that they are one."""
    listed = _listed(context, preview)
    if not listed:
        return
    groups = named_groups(context.store)
    rows = {row["row"]: row for row in preview.fresh.iter_rows(named=True)}
    lines = [
        {
            _("Row"): str(one.row),
            _("In the file"): _person(preview.table, rows[one.row], groups),
            _(
                "Listed already"
            ): f"{_person(preview.table, one.stored, groups)} ({plain(one.row_id)})",
        }
        for one in listed[:MOST_LISTED]
    ]
    title = _("May be listed already ({n})").format(n=len(listed))
    with st.expander(title, expanded=True, icon=":material/group:"):
        words = _(
            'Saved, each of them stands in the list a second time. Under "Listed twice" the two '
            "are joined or kept apart."
        )
        st.caption(words)
        with st.container(key="data_listed"):
            st.table(pd.DataFrame(lines), hide_index=True, border="horizontal")
        _say_how_many(len(lines), len(listed))
    if preview.fresh.height > MOST_COMPARED:
        words = _("Only the first {n} new rows were compared with the list.")
        st.caption(words.format(n=MOST_COMPARED))


def _listed(context: PageContext, preview: Preview) -> list[Listed]:
    """Compared once for each look at the file."""
    is_asked = preview.table in PEOPLE_TABLES and context.may("persons.see") and preview.new
    if not is_asked:
        return []
    kept: tuple[Preview, list[Listed]] | None = st.session_state.get(_KEPT)
    if kept is None or kept[0] is not preview:
        rows = preview.fresh.head(MOST_COMPARED)
        kept = (preview, listed_already(context.store, context.actor, preview.table, rows))
        st.session_state[_KEPT] = kept
    return kept[1]


def _person(table: str, row: dict[str, Any], groups: dict[str, str]) -> str:
    told = [value_text(table, name, row.get(name), groups) for name in _TOLD_BY]
    return plain(" \u00b7 ".join(text for text in told if text))


def _say_how_many(n_shown: int, n_all: int) -> None:
    if n_all > n_shown:
        st.caption(_("The first {n} of {total} are shown.").format(n=n_shown, total=n_all))
