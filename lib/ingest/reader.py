"""A file's bytes -> TextTable: headings, and every cell as text beside its spreadsheet row number.

What only a person can know is asked (FileAsks), never guessed; what was done so that the file
could be read is said in `notes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from lib.ingest.body import read_body, with_lf
from lib.ingest.choices import NO_CHOICES, Choices
from lib.ingest.encoding import FONTS, UTF_8, UTF_16, decode, guess_encodings, is_blank
from lib.ingest.forms import put_together
from lib.ingest.header import Header, column_letter, find_header
from lib.ingest.kinds import is_misnamed, kind_of
from lib.ingest.mapping import Mapping, guess_table, known_words, match_headers
from lib.ingest.misread import columns_better_in, columns_in_font, meant_encoding, with_columns_read
from lib.ingest.parts import Part
from lib.ingest.refusal import FileAsks, FileRefused, refuse
from lib.ingest.samples import names_in, telling
from lib.ingest.second_lists import with_second_lists_in_order
from lib.ingest.surroundings import leave_surroundings, mark_merged
from lib.ingest.workbook import Source, read_workbook
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.schema.tables import TABLES
from lib.text.fold import fold_header

__all__ = ["Choices", "FileAsks", "FileRefused", "TextTable", "guess_table", "read_text_table"]

_HEAD = 1 << 18
_SHOWN_HEADINGS, _SHOWN_ROWS = 12, 100


@dataclass(frozen=True)
class TextTable:
    """A file as text. `cells`: "row" (the number a spreadsheet shows), then "0", "1", ... as
    String, an empty cell null; rows without any text are left out. `long_rows`: row -> surplus
    cells with text in them. `notes`: what was done so that the file could be read. `is_1904`:
    the workbook counts its days from 1904. `parts`: where titles of parts stood, and where such
    a part ends. `above`: row and text of the titles before the headings."""

    headers: tuple[str, ...]
    header_row: int
    cells: pl.DataFrame
    delimiter: str
    long_rows: dict[int, int] = field(default_factory=dict)
    encoding: str = UTF_8
    sheet: str | None = None
    notes: tuple[Finding, ...] = ()
    is_1904: bool = False
    parts: tuple[Part, ...] = ()
    above: tuple[tuple[int, str], ...] = ()


def read_text_table(
    raw: bytes, tables: Sequence[Table], choices: Choices = NO_CHOICES, file_name: str = ""
) -> TextTable:
    """`tables`: those whose headings may be meant. Raises FileRefused, and FileAsks when a
    person must choose. What the file is its bytes say; `file_name` may only contradict them."""
    if is_blank(raw):
        raise refuse("FILE_EMPTY")
    kind = kind_of(raw, file_name)
    source = read_workbook(raw, tables, choices) if kind == "workbook" else Source(raw)
    if is_misnamed(kind, file_name):
        source = replace(source, notes=(Finding("FILE_MISNAMED", ""), *source.notes))
    try:
        encoding = choices.encoding or _encoding(source, tables, source.data[:_HEAD])
        return _read(source, encoding, tables, choices, is_damaged=False)
    except UnicodeDecodeError:  # further down than one looked: the whole file must tell
        encoding = choices.encoding or _encoding(source, tables, source.data)
        return _read(source, encoding, tables, choices, is_damaged=True)


def _encoding(source: Source, tables: Sequence[Table], looked_at: bytes) -> str:
    is_whole = len(looked_at) == len(source.data)
    options = guess_encodings(looked_at, is_whole=is_whole)
    if len(options) == 1:
        return options[0]
    samples = {
        option: names_in(decode(looked_at, option), tables, source.delimiters) for option in options
    }
    raise FileAsks("encoding", samples)


def _read(
    source: Source, encoding: str, tables: Sequence[Table], choices: Choices, *, is_damaged: bool
) -> TextTable:
    whole, font = _apart(source, encoding)
    data, marks = with_lf(decode(source.data, whole))
    header = find_header(data, tables, row=choices.header_row, delimiters=source.delimiters)
    if header is None:
        raise refuse("FILE_EMPTY")
    cells, long_rows = read_body(data, marks, header, is_damaged=is_damaged)
    cells, headings, joined = put_together(cells, header.headings, tables)
    header = replace(header, headings=headings)
    cells, moved, second = with_second_lists_in_order(cells, headings, tables)
    if second is not None:
        raise _second_list(second, header, cells, tables)
    cells, notes, parts = leave_surroundings(cells, headings, tables)
    notes = (*joined, *moved, *notes)
    cells = mark_merged(cells, source.merged, is_filled=choices.fill_merged)
    _refuse_unusable(header, cells, tables, is_chosen=choices.header_row is not None)
    cells = _with_font_read(cells, font, is_asked=choices.encoding is None)
    if encoding not in (UTF_8, UTF_16):
        notes = (Finding("ENCODING_READ", "", params={"encoding": encoding}), *notes)
    return TextTable(
        headers=header.headings,
        header_row=header.row,
        cells=cells,
        delimiter=header.delimiter,
        long_rows=long_rows,
        encoding=encoding,
        sheet=source.sheet,
        notes=(*source.notes, *notes),
        is_1904=source.is_1904,
        parts=parts,
        above=header.above,
    )


def _apart(source: Source, encoding: str) -> tuple[str, str | None]:
    """(encoding of the file, font of some of its columns). A font that a person chose for a file
    whose headings are Unicode is that of its other columns."""
    if encoding not in FONTS:
        return encoding, None
    own = guess_encodings(source.data, is_whole=True)
    return (own[0], encoding) if own in ((UTF_8,), (UTF_16,)) else (encoding, None)


def _with_font_read(cells: pl.DataFrame, font: str | None, *, is_asked: bool) -> pl.DataFrame:
    """Columns in an old font below headings that are in none. Raises FileAsks."""
    if font:
        return with_columns_read(cells, columns_better_in(cells, font), font)
    if not is_asked or not (names := columns_in_font(cells)):
        return cells
    shown = cells.select("row", *names).head(_SHOWN_ROWS)
    readings = {one: with_columns_read(shown, names, one) for one in FONTS} | {UTF_8: shown}
    samples = {one: telling(read[names[0]].drop_nulls()) for one, read in readings.items()}
    raise FileAsks("encoding", samples)


def _refuse_unusable(
    header: Header, cells: pl.DataFrame, tables: Sequence[Table], *, is_chosen: bool
) -> None:
    """Nothing known, one column twice, or no rows: said together with what was understood."""
    if not header.is_known and not is_chosen:
        said = _no_header(header, tables)
    elif twins := _twins(header.headings, tables):
        said = Finding("FILE_HEADER_TWICE", _name(tables), params={"columns": ", ".join(twins)})
    elif cells.is_empty():
        said = Finding("FILE_NO_ROWS", _name(tables))
    else:
        return
    mapping = _mapping(header.headings, tables)
    raise FileRefused(said, mapping=mapping, n_rows=cells.height, header_row=header.row)


def _no_header(header: Header, tables: Sequence[Table]) -> Finding:
    """Headings may be there, in letters that no program shows any more."""
    misread = filter(None, map(meant_encoding, header.headings))
    if encoding := next(misread, None):
        return Finding("FILE_MISREAD", _name(tables), params={"encoding": encoding})
    return Finding("FILE_HEADER_MISSING", _name(tables), params={"expected": _expected(tables)})


def _second_list(
    row: int, header: Header, cells: pl.DataFrame, tables: Sequence[Table]
) -> FileRefused:
    return FileRefused(
        Finding("FILE_SECOND_LIST", _name(tables), row),
        mapping=_mapping(header.headings, tables),
        n_rows=cells.height,
        header_row=header.row,
    )


def _mapping(headings: Sequence[str], tables: Sequence[Table]) -> Mapping:
    return match_headers(TABLES[guess_table(headings, tables)[0][0]], headings)


def _twins(headings: Sequence[str], tables: Sequence[Table]) -> list[str]:
    """The letters of columns whose known heading stands there twice."""
    folded = [fold_header(heading) for heading in headings]
    known = frozenset[str]().union(*map(known_words, tables))
    twice = next((one for one in folded if one in known and folded.count(one) > 1), None)
    return [column_letter(at) for at, other in enumerate(folded) if twice and other == twice]


def _name(tables: Sequence[Table]) -> str:
    return tables[0].name if len(tables) == 1 else ""


def _expected(tables: Sequence[Table]) -> str:
    """The headings that a file of these tables cannot do without, as people write them."""
    needed = [
        column.vi
        for table in tables
        for column in table.columns.values()
        if column.name in (*table.natural_key, *table.title) or column.required
        if column.name != table.id
    ]
    return ", ".join(list(dict.fromkeys(needed))[:_SHOWN_HEADINGS])
