"""Which row holds the headings, and what separates cells: whatever makes most headings known."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from lib.ingest.encoding import to_text
from lib.ingest.refusal import refuse
from lib.schema.columns import Table
from lib.text.fold import clean, fold_header

DELIMITERS = (",", ";", "\t")
SEARCHED_ROWS = 30
_HEAD_BYTES = 1 << 18
_SHOWN_HEADINGS = 12


@dataclass(frozen=True)
class Header:
    """`row` counts records from 1; `n_lines` is where the headings end in the file's lines."""

    delimiter: str
    row: int
    n_lines: int
    headings: tuple[str, ...]


def find_header(data: bytes, tables: Sequence[Table]) -> Header:
    """Raises FileRefused when no row names columns of these tables, or one column twice."""
    head = to_text(data[:_HEAD_BYTES], is_whole=len(data) <= _HEAD_BYTES)
    vocabularies = [known_headings(table.name, _headers(table)) for table in tables]
    best, best_score = None, 0
    for delimiter in DELIMITERS:
        for row, (record, n_lines) in enumerate(_first_records(head, delimiter), start=1):
            if len(record) <= best_score:
                continue
            score = _score(record, vocabularies)
            if score > best_score:
                headings = tuple(clean(cell) for cell in record)
                best, best_score = Header(delimiter, row, n_lines, headings), score
    if best is None:
        raise refuse("FILE_HEADER_MISSING", _name(tables), expected=_expected(tables))
    _refuse_twins(best.headings, vocabularies, tables)
    return best


def column_letter(position: int) -> str:
    """0 -> A, 26 -> AA, as a spreadsheet names its columns."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@cache
def known_headings(_table: str, headers: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold_header(header) for header in headers)


def _headers(table: Table) -> tuple[str, ...]:
    return tuple(header for column in table.columns.values() for header in column.headers)


def _first_records(head: str, delimiter: str) -> Iterable[tuple[list[str], int]]:
    reader = csv.reader(io.StringIO(head, newline=None), delimiter=delimiter)
    for _, record in zip(range(SEARCHED_ROWS), reader, strict=False):
        yield record, reader.line_num


def _score(record: list[str], vocabularies: Sequence[frozenset[str]]) -> int:
    """Known headings in this row; a single one counts only where it stands alone."""
    cells = {fold_header(cell) for cell in record if len(cell) < 200} - {""}
    known = max(len(cells & vocabulary) for vocabulary in vocabularies)
    return known if known > 1 or len(cells) == 1 else 0


def _refuse_twins(
    headings: tuple[str, ...], vocabularies: Sequence[frozenset[str]], tables: Sequence[Table]
) -> None:
    folded = [fold_header(heading) for heading in headings]
    known = frozenset[str]().union(*vocabularies)
    for heading in folded:
        if heading in known and folded.count(heading) > 1:
            twins = [column_letter(at) for at, other in enumerate(folded) if other == heading]
            raise refuse("FILE_HEADER_TWICE", _name(tables), columns=", ".join(twins))


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
