"""Cells of stored rows in the reader's words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lib.schema.tables import TABLES
from lib.store.conflicts import EXTRA_CELL
from lib.store.repository import MASK
from lib.text.catalogue import _, language
from lib.ui.tables import cell_words


def cell_label(table: str, cell: str) -> str:
    """A column's label; the heading of a column that the table does not know."""
    column = TABLES[table].columns.get(cell)
    if column:
        return column.label(language())
    return cell.removeprefix(EXTRA_CELL) if cell.startswith(EXTRA_CELL) else _("Other columns")


def value_text(
    table: str, cell: str, value: Any, groups: Mapping[str, str] = MappingProxyType({})
) -> str:
    """One value as people read it, nothing as "", what is hidden from them as its mask."""
    column = TABLES[table].columns.get(cell)
    words = cell_words(column, value, dict(groups)) if column and value != MASK else value
    if words is None:
        return ""
    return f"{words:%d/%m/%Y}" if hasattr(words, "day") else str(words)


def title_of(table: str, values: dict[str, Any]) -> str:
    """By what people know a record."""
    parts = [value_text(table, name, values.get(name)) for name in TABLES[table].title]
    return ", ".join(part for part in parts if part)
