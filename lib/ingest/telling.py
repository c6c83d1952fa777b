"""Findings in the reader's words: where, what and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lib.ingest.header import column_letter
from lib.schema.columns import Column, Level
from lib.schema.findings import Finding, sentence
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.text.catalogue import _, language


@dataclass(frozen=True)
class ToldFinding:
    """A finding in the reader's language and with the reader's headings."""

    level: Level
    row: int | None
    column: str
    words: str


def told(finding: Finding) -> ToldFinding:
    """Where, what and what to do."""
    table = TABLES.get(finding.table)
    columns = table.columns if table else {}
    column = columns.get(finding.column or "")
    params = {name: _in_words(value, columns, column) for name, value in finding.params.items()}
    label = column.label(language()) if column else _place(finding)
    named = {"column": label} if column else {}
    said = sentence(Finding(finding.code, finding.table, params=named | params))
    return ToldFinding(finding.level, finding.row, label, said)


def _place(finding: Finding) -> str:
    """A column that the table does not know is called by its letter, as a spreadsheet does."""
    position = finding.params.get("position")
    return finding.column or ("" if position is None else column_letter(position))


def told_line(finding: Finding) -> str:
    """The same as one line of text, place first."""
    words = told(finding)
    row = [_("row {row}").format(row=words.row)] if words.row is not None else []
    column = [_("column {column}").format(column=words.column)] if words.column else []
    place = ", ".join([*row, *column])
    return f"{place}: {words.words}" if place else words.words


def _in_words(value: Any, columns: dict[str, Column], column: Column | None) -> Any:
    """Names of columns and codes of lists become labels; numbers stay."""
    if isinstance(value, str):
        if value in columns:
            return columns[value].label(language())
        if column and column.enum:
            return ENUMERATIONS[column.enum].label(value, language())
        return TABLES[value].label(language()) if value in TABLES else value
    if isinstance(value, Iterable):
        return ", ".join(str(_in_words(item, columns, column)) for item in value)
    return value
