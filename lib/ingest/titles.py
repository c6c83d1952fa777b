"""What the title of a part says of the rows below it: their residential group, or F0 and F1.

"II. To 6: 12 nguoi" stands once above its rows, which say nothing of the group themselves. A title
is understood as a whole or not at all: a word too much ("not of group 6", "groups 5 and 6") may
turn its sense round, and then its rows get nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Named
from dataclasses import replace

import polars as pl

from lib.ingest.filling import contradicting, fill
from lib.ingest.ledger import ROW
from lib.ingest.mapping import Mapping as Headings
from lib.ingest.reader import TextTable
from lib.ingest.vocabulary import enum_words, part_words, without_ordinal
from lib.schema.columns import Column, Table
from lib.schema.findings import Finding
from lib.text.fold import fold_header, fold_search

_GROUP, _KIND = "group_id", "case_type"
_TITLE, _GIVEN = "_title", "_given"
_LONGEST = 200
# Words and numbers; signs that only part them are dropped, any other must be understood.
_TOKEN = re.compile(r"[a-z0-9]+|[^\sa-z0-9.,;)/\"'\u2013\u2014-]")
_NUMERAL = re.compile(r"^[ivx]+ ")
Words = Named[str, str]  # folded spelling -> code


def take_titles(
    table: Table, text: TextTable, mapping: Headings, groups: Callable[[], Words]
) -> tuple[TextTable, Headings]:
    """The rows with what the titles above them give: in the column of the group where their own
    cell is empty, in a new column where the file has none. Each title that gave something and each
    row that contradicts its title is said. `groups`: Lookups.groups, asked for only where a
    title stands."""
    if not any(part.title for part in text.parts):
        return text, mapping
    group, kind = table.columns.get(_GROUP), table.columns.get(_KIND)
    words = {
        _GROUP: groups() if group and group.required and group.name != table.id else {},
        _KIND: enum_words(kind.enum or "") if kind else {},
    }
    marks = _marks(text, _reading_of(words))
    if group and words[_GROUP]:
        text, mapping = _given(group, text, mapping, marks, words[_GROUP])
    if kind and _KIND not in mapping.columns:
        text, mapping = _given(kind, text, mapping, marks, words[_KIND])
    return text, mapping


def _marks(text: TextTable, read: Callable[[str], Words]) -> pl.DataFrame:
    """Row of the title, and a column for what it gives of each kind, null for nothing."""
    said = [read(part.title) if part.title else {} for part in text.parts]
    return pl.DataFrame(
        {
            _TITLE: [part.row for part in text.parts],
            **{name: [each.get(name) for each in said] for name in (_GROUP, _KIND)},
        },
        schema={_TITLE: pl.Int64, _GROUP: pl.String, _KIND: pl.String},
    )


def _given(
    column: Column, text: TextTable, mapping: Headings, marks: pl.DataFrame, words: Words
) -> tuple[TextTable, Headings]:
    """With the column filled, and the mapping that knows it."""
    marks = marks.select(_TITLE, pl.col(column.name).alias(_GIVEN))
    if not marks[_GIVEN].count():
        return text, mapping
    below = text.cells.select(ROW).join_asof(
        marks, left_on=ROW, right_on=_TITLE, strategy="backward"
    )
    text, known, own = fill(column, text, mapping, below[_GIVEN])
    taking = below.filter(own.is_null() & below[_GIVEN].is_not_null())
    other = below.filter(contradicting(own, below[_GIVEN], words))
    is_row = column.name in mapping.columns
    findings = [*_taken(column, taking), *_contradicted(column, other, is_row=is_row)]
    return replace(text, notes=(*text.notes, *findings)), known


def _taken(column: Column, taking: pl.DataFrame) -> Iterator[Finding]:
    by_title = taking.group_by(_TITLE, _GIVEN, maintain_order=True).len()
    for title, given, n in by_title.rows():
        yield Finding("PART_TAKEN", "", title, column.name, {"n": n, "value": given})


def _contradicted(column: Column, other: pl.DataFrame, *, is_row: bool) -> Iterator[Finding]:
    """By row; once for each title where one word was given for all rows."""
    if is_row:
        for row, title in other.select(ROW, _TITLE).rows():
            yield Finding("PART_CONTRADICTED", "", row, column.name, {"title": title})
        return
    for title, n in other.group_by(_TITLE, maintain_order=True).len().rows():
        yield Finding("PART_OVERRULED", "", title, column.name, {"n": n})


def _reading_of(words: Named[str, Words]) -> Callable[[str], Words]:
    """title -> {column: the one code of it that the title names}; {} for a title with anything in
    it that is not known."""
    named = _named(words)
    piece = _piece(named, [fold_header(word) for word in words[_KIND]])

    def read(title: str) -> Words:
        said, codes = _TOKEN.findall(fold_search(without_ordinal(title))), set[tuple[str, str]]()
        rest = _NUMERAL.sub("", " ".join(said))
        while rest:
            if len(rest) > _LONGEST or not (match := piece.match(rest)):
                return {}
            codes.update(named.get(match[1] or "", ()))
            rest = rest[match.end() :]
        columns = [column for column, _code in codes]
        return {column: code for column, code in codes if columns.count(column) == 1}

    return read


def _named(words: Named[str, Words]) -> dict[str, set[tuple[str, str]]]:
    """Folded spelling -> (column, code). A number or a letter alone names nothing here."""
    named: dict[str, set[tuple[str, str]]] = {}
    for column, spellings in words.items():
        for spelling, code in spellings.items():
            folded = fold_header(spelling)
            if len(folded) > 1 and not folded.isdecimal():
                named.setdefault(folded, set()).add((column, code))
    return named


def _piece(named: Iterable[str], kinds: Iterable[str]) -> re.Pattern[str]:
    """What a title is made of: a name (group 1), counts, an area, a word beside. A bare number is
    none, nor a count behind a comma, which may be a second group: "groups 5, 6: F0"."""
    count = (
        rf"[0-9]{{1,4}} (?:(?:{_any(part_words('counted'))})(?: (?:{_any(kinds)}))?|{_any(kinds)})"
    )
    return re.compile(
        rf"(?:({_any(named)})"
        rf"|(?:[:(]|{_any(part_words('counting'))}) {count}(?: {count})*"
        rf"|(?:{_any(part_words('area'))})(?: so)? (?:[0-9]{{1,3}}[a-z]?|[a-hivx]{{1,4}})"
        rf"|[:(]|{_any(part_words('beside'))})(?: |$)"
    )


def _any(words: Iterable[str]) -> str:
    """The longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"
