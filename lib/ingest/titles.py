"""What the title of a part, of the list or of its sheet says of the rows below it: their
residential group, or F0 and F1.

"II. To 6: 12 nguoi" stands once above its rows, which say nothing of the group themselves. A title
is understood as a whole or not at all: a word too much ("not of group 6", "groups 5 and 6") may
turn its sense round, and then its rows get nothing. Above the headings a title is as long as an
office likes it; there what stands between dashes and brackets is understood by itself, if the
beginning is.
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
_SHEET = 0  # stands for a row: the name of the sheet is above all of them
_LONGEST = 200
_BETWEEN = re.compile(r"\s+[-\u2013\u2014]\s+|[()\n]")
_OTHER_KIND = re.compile(r"\bf ?-?[2-9]\b")
_RANGE = re.compile(r"[0-9]\s*[-\u2013\u2014]\s*[0-9]")
# Words and numbers; signs that only part them are dropped, any other must be understood.
_TOKEN = re.compile(r"[a-z0-9]+|[^\sa-z0-9.,;)/\"'\u2013\u2014-]")
_NUMERAL = re.compile(r"^[ivx]+ ")
_DAY = (
    r"(?:tinh den |den )?(?:[0-9]{1,2} ?(?:h|gio)(?: ?[0-9]{2})? )?"
    r"ngay [0-9]{1,2} (?:thang )?[0-9]{1,2}(?: (?:nam )?[0-9]{4})?"
)
Words = Named[str, str]  # folded spelling -> code


def take_titles(
    table: Table, text: TextTable, mapping: Headings, groups: Callable[[], Words]
) -> tuple[TextTable, Headings]:
    """The rows with what the titles above them give: in the column of the group where their own
    cell is empty, in a new column where the file has none. Each title that gave something and each
    row that contradicts its title is said. `groups`: Lookups.groups, asked for only where a
    title stands."""
    if not (any(part.title for part in text.parts) or text.above or text.sheet):
        return text, mapping
    group, kind = table.columns.get(_GROUP), table.columns.get(_KIND)
    words = {
        _GROUP: groups() if group and group.required and group.name != table.id else {},
        _KIND: enum_words(kind.enum or "") if kind else {},
    }
    read = _reading_of(words)
    if group and words[_GROUP]:
        text, mapping = _given(group, text, mapping, _marks(text, _GROUP, read), words[_GROUP])
    if kind and _KIND not in mapping.columns:
        text, mapping = _given(kind, text, mapping, _marks(text, _KIND, read), words[_KIND])
    return text, mapping


def _marks(text: TextTable, column: str, read: Callable[[str], Words]) -> pl.DataFrame:
    """Row of each title, and the code that it gives, null for nothing. That of the whole list
    holds on below the title of a part that is understood and gives another column."""
    row, whole = _above(text, column, read)
    said = [read(part.title) if part.title else {} for part in text.parts]
    marks = [(part.row, codes.get(column, whole if codes else None))
             for part, codes in zip(text.parts, said, strict=True)]  # fmt: skip
    marks = [(row, whole), *marks] if whole else marks
    return pl.DataFrame(marks, schema={_TITLE: pl.Int64, _GIVEN: pl.String}, orient="row")


def _above(text: TextTable, column: str, read: Callable[[str], Words]) -> tuple[int, str | None]:
    """What the sheet's name (row 0) or a title above the headings gives; two give nothing."""
    titles = [*([(_SHEET, text.sheet)] if text.sheet else ()), *text.above]
    said = {
        codes[column]: row
        for row, title in reversed(titles)
        for codes in _read_in_pieces(title, read)
        if column in codes
    }
    return (said[min(said)], min(said)) if len(said) == 1 else (_SHEET, None)


def _read_in_pieces(title: str, read: Callable[[str], Words]) -> list[Words]:
    """The first piece must be understood, for it says what the others are about ("people around -
    F0"). None of "group 5 - 8", which may be four groups, nor beside another F than is known."""
    pieces = [piece for piece in _BETWEEN.split(title) if piece.strip()]
    said = [read(piece) for piece in pieces]
    is_open = any(
        not codes and _OTHER_KIND.search(fold_search(piece))
        for piece, codes in zip(pieces, said, strict=True)
    )
    return [] if _RANGE.search(title) or is_open or not (said and said[0]) else said


def _given(
    column: Column, text: TextTable, mapping: Headings, marks: pl.DataFrame, words: Words
) -> tuple[TextTable, Headings]:
    """With the column filled, and the mapping that knows it."""
    if not marks[_GIVEN].count():
        return text, mapping
    below = text.cells.select(ROW).join_asof(
        marks, left_on=ROW, right_on=_TITLE, strategy="backward"
    )
    text, known, own = fill(column, text, mapping, below[_GIVEN])
    taking = below.filter(own.is_null() & below[_GIVEN].is_not_null())
    other = below.filter(contradicting(own, below[_GIVEN], words) & (below[_TITLE] != _SHEET))
    is_row = column.name in mapping.columns
    findings = [*_taken(column, taking), *_contradicted(column, other, is_row=is_row)]
    return replace(text, notes=(*text.notes, *findings)), known


def _taken(column: Column, taking: pl.DataFrame) -> Iterator[Finding]:
    by_title = taking.group_by(_TITLE, _GIVEN, maintain_order=True).len()
    for title, given, n in by_title.rows():
        code, row = ("PART_TAKEN", title) if title != _SHEET else ("SHEET_TAKEN", None)
        yield Finding(code, "", row, column.name, {"n": n, "value": given})


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
    """What a title is made of: a name (group 1), counts, a day, an area, a word beside. A bare
    number is none, nor a count behind a comma, which may be a second group: "groups 5, 6: F0"."""
    count = (
        rf"[0-9]{{1,4}} (?:(?:{_any(part_words('counted'))})(?: (?:{_any(kinds)}))?|{_any(kinds)})"
    )
    return re.compile(
        rf"(?:({_any(named)})"
        rf"|(?:[:(]|{_any(part_words('counting'))}) {count}(?: {count})*"
        rf"|{_DAY}"
        rf"|(?:{_any(part_words('area'))})(?: so)? (?:[0-9]{{1,3}}[a-z]?|[a-hivx]{{1,4}})"
        rf"|[:(]|{_any(part_words('beside'))})(?: |$)"
    )


def _any(words: Iterable[str]) -> str:
    """The longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"
