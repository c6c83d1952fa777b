"""Cells of a column that something beside them gives: a title above, an address in one cell."""

from collections.abc import Mapping as Named
from dataclasses import replace

import polars as pl

from lib.ingest.mapping import Mapping as Headings
from lib.ingest.reader import TextTable
from lib.schema.columns import Column
from lib.text.fold import clean, fold_header, fold_search


def fill(
    column: Column, text: TextTable, mapping: Headings, given: pl.Series
) -> tuple[TextTable, Headings, pl.Series]:
    """The rows with the column filled where their own cell is empty, in a new column where the file
    has none; and what their own cells, or the one word for all rows, say: null for nothing.
    `given`: a text or null for each row."""
    at = mapping.columns.get(column.name)
    constant = pl.lit(mapping.constants.get(column.name), pl.String)
    stands = constant if at is None else pl.col(str(at))
    cells = text.cells.with_columns(given.alias("_given"))
    is_empty = stands.str.strip_chars().fill_null("") == ""
    own = cells.select(pl.when(~is_empty).then(stands).alias("own")).to_series()
    if not (own.is_null() & given.is_not_null()).any():
        return text, mapping, own
    place = len(text.headers) if at is None else at
    filled = pl.when(is_empty).then("_given").otherwise(stands).alias(str(place))
    text = replace(text, cells=cells.with_columns(filled).drop("_given"))
    return (text, mapping, own) if at is not None else (*_with_column(column, text, mapping), own)


def _with_column(column: Column, text: TextTable, mapping: Headings) -> tuple[TextTable, Headings]:
    """The new column stands last, under the heading that the table has for it."""
    headers = (*text.headers, column.vi)
    known = replace(
        mapping,
        columns=mapping.columns | {column.name: len(text.headers)},
        missing=tuple(name for name in mapping.missing if name != column.name),
        nearest={name: near for name, near in mapping.nearest.items() if name != column.name},
        headers=headers,
    )
    return replace(text, headers=headers), known


def contradicting(own: pl.Series, given: pl.Series, words: Named[str, str]) -> pl.Series:
    """Whether a row's own cell says another code than was given. A cell that nobody can read is
    refused as such, elsewhere. `words`: folded spelling -> code."""
    texts = own.unique().drop_nulls()
    codes = dict(zip(texts, (_code(text, words) for text in texts), strict=True))
    read = pl.Series([codes.get(text) for text in own], dtype=pl.String)
    return (read != given).fill_null(value=False)


def _code(text: str, words: Named[str, str]) -> str | None:
    """As a cell is read."""
    cleaned = clean(text)
    return words.get(fold_search(cleaned)) or words.get(fold_header(cleaned))
