"""Listings as grids: labels from the schema, days as dd/mm/yyyy, codes as words."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import polars as pl
import streamlit as st

from lib.reports.listing import Listing
from lib.schema.columns import Column
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.text.catalogue import N_, _, language
from lib.text.formats import format_exact, format_moment

STATE_LABELS = {
    "in_quarantine": N_("In quarantine"),
    "awaiting_release": N_("Awaiting release"),
    "not_started": N_("Not begun"),
    "closed": N_("Closed"),
}
COMPUTED_LABELS = {
    "state": N_("State"),
    "days_left": N_("Days left"),
    "address": N_("Address"),
    "place": N_("Place"),
    "person_name": N_("Full name"),
}
ROW_HEIGHT, HEADER_HEIGHT, MOST_ROWS = 35, 38, 14


def show_listing(
    listing: Listing, *, key: str, groups: Mapping[str, str], selectable: bool = False
) -> str | None:
    """Draw the grid; returns the id of the chosen row.

    The key carries a digest of the ids, so that a choice never outlives the order it was made in
    and cannot fall on another person.
    """
    if not listing.ids:
        return None
    frame = readable(listing, groups)
    digest = hashlib.sha256("\n".join(listing.ids).encode()).hexdigest()[:12]
    state: Any = st.dataframe(
        frame,
        hide_index=True,
        placeholder="",
        height=HEADER_HEIGHT + ROW_HEIGHT * min(len(listing), MOST_ROWS),
        column_config=_column_config(listing),
        key=f"{key}.{digest}",
        on_select="rerun" if selectable else "ignore",
        selection_mode="single-row",
    )
    if not selectable:
        return None
    chosen = state["selection"]["rows"]
    return listing.ids[chosen[0]] if chosen else None


def show_rows_behind(
    rows: Listing, total: int, *, key: str, groups: Mapping[str, str], nothing: str
) -> None:
    """The rows of a number; where somebody may not see them all, how many of how many.

    `nothing`: what to say of a number that no row stands behind.
    """
    if not total:
        st.caption(nothing)
    elif len(rows) < total:
        st.caption(reach_words(len(rows), total))
    show_listing(rows, key=key, groups=groups)


def reach_words(n: int, total: int) -> str:
    return _("Within your reach: {n} of {total} rows.").format(n=n, total=total)


def wide_table(rows: Sequence[Mapping[str, str]], *, key: str) -> None:
    """A table with many columns scrolls by itself on a phone; the first column stays."""
    if not rows:
        return
    frame = pd.DataFrame(rows)
    first = {frame.columns[0]: st.column_config.TextColumn(pinned=True)}
    st.dataframe(
        frame, hide_index=True, placeholder="", key=key, column_config=first, height="content"
    )


def readable(listing: Listing, groups: Mapping[str, str]) -> pd.DataFrame:
    """The listing as people read it: labels as headings, words instead of codes."""
    shown = {
        column_label(listing.table, name): _words(listing.table, listing.frame[name], groups)
        for name in listing.frame.columns
    }
    return pd.DataFrame(shown)


def column_label(table: str, name: str) -> str:
    if name in COMPUTED_LABELS:
        return _(COMPUTED_LABELS[name])
    return TABLES[table].columns[name].label(language())


def _words(table: str, values: pl.Series, groups: Mapping[str, str]) -> Any:
    if values.name in COMPUTED_LABELS:
        return [_(STATE_LABELS[v]) for v in values] if values.name == "state" else values.to_list()
    column = TABLES[table].columns[values.name]
    return [cell_words(column, value, groups) for value in values.to_list()]


def cell_words(column: Column, value: Any, names: Mapping[str, str]) -> Any:
    """One stored value as people read it; days stay days so that a grid sorts them. `names` say
    who or what an id stands for."""
    if value is None:
        return None
    if column.enum:
        return ENUMERATIONS[column.enum].label(value, language())
    if column.ref:
        return names.get(value, value)
    if column.type == "number":
        return format_exact(value)
    if column.type == "moment":
        return format_moment(value)
    if column.type == "boolean":
        return _("Yes") if value else _("No")
    return value


def _column_config(listing: Listing) -> dict[str, Any]:
    config: dict[str, Any] = {}
    for name in listing.frame.columns:
        column = TABLES[listing.table].columns.get(name)
        label = column_label(listing.table, name)
        if column and column.is_day:
            config[label] = st.column_config.DateColumn(format="DD/MM/YYYY")
        elif column and column.type == "year":
            config[label] = st.column_config.NumberColumn(format="%d")
    return config
