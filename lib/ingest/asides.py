"""Words of a list with a remark in brackets: "negative (rapid test)". The word is read where it is
one of the list and the remark cannot turn its sense; the remark stays with the row, in a column of
its own, and both are said.
"""

import re
from dataclasses import replace

import polars as pl

from lib.ingest.ledger import ROW, spans
from lib.ingest.mapping import Mapping
from lib.ingest.reader import TextTable
from lib.ingest.vocabulary import doubting_words, enum_code, enum_words, heading_of_asides
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.text.fold import clean, fold_search

_ASIDE = re.compile(r"(?s)([^()]*[^()\s])\s*\(([^()]*)\)\s*\.?")
_MOST_WORDS = 1000  # a column of more different cells is no list's
_WORD = re.compile(r"[^\W_]+")


def take_asides(table: Table, text: TextTable, mapping: Mapping) -> tuple[TextTable, Mapping]:
    for name, at in mapping.columns.items():
        enum = table.columns[name].enum
        found = _asides(text.cells[str(at)], enum) if enum else {}
        if found:
            text, mapping = _apart(text, mapping, name, at, found)
    return text, mapping


def _asides(cells: pl.Series, enum: str) -> dict[str, tuple[str, str]]:
    """cell -> (word, remark)"""
    different = cells.unique().drop_nulls()
    if len(different) > _MOST_WORDS:
        return {}
    matches = ((cell, _ASIDE.fullmatch(cell)) for cell in different if "(" in cell)
    return {
        cell: (match[1], match[2])
        for cell, match in matches
        if match and not enum_code(enum, fold_search(cell)) and _is_aside(match[1], match[2], enum)
    }


def _is_aside(word: str, remark: str, enum: str) -> bool:
    """Not where the remark names another word of the list, or doubts this one."""
    code = enum_code(enum, fold_search(clean(word)))
    folded = " ".join(_WORD.findall(fold_search(remark)))
    named = {other for spelling, other in enum_words(enum).items() if _says(folded, spelling)}
    doubts = "?" in remark or any(_says(folded, each) for each in doubting_words())
    return bool(code and folded) and named <= {code} and not doubts


def _says(folded: str, spelling: str) -> bool:
    """As whole words; a sign or a lone letter is no word of a remark."""
    word = " ".join(_WORD.findall(spelling))
    return len(word) > 1 and f" {word} " in f" {folded} "


def _apart(
    text: TextTable, mapping: Mapping, name: str, at: int, found: dict[str, tuple[str, str]]
) -> tuple[TextTable, Mapping]:
    """The remarks stand last, in a column that no list declares and that is kept with the row."""
    cell, place = pl.col(str(at)), len(text.headers)
    heading = heading_of_asides(text.headers[at])
    words = {said: word for said, (word, _remark) in found.items()}
    remarks = {said: remark for said, (_word, remark) in found.items()}
    rows = text.cells.filter(cell.is_in(list(found)))[ROW].to_list()
    cells = text.cells.with_columns(
        cell.replace_strict(remarks, default=None, return_dtype=pl.String).alias(str(place)),
        cell.replace(words).alias(str(at)),
    )
    note = Finding("ASIDES_KEPT", "", rows[0], name, {"n": len(rows), "rows": spans(rows)})
    headers = (*text.headers, heading)
    mapping = replace(mapping, headers=headers, kept=(*mapping.kept, place),
                      unknown=(*mapping.unknown, (place, heading)))  # fmt: skip
    return replace(text, cells=cells, headers=headers, notes=(*text.notes, note)), mapping
