"""A few names from a file, to tell by which reading of it is the right one. For the screen only."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import islice

from lib.ingest.encoding import to_text
from lib.ingest.header import find_header
from lib.ingest.headings import take_exact
from lib.schema.columns import Table
from lib.text.fold import clean, fold_header

N_SAMPLES = 5
_ROWS = 500


def names_in(data: bytes, tables: Sequence[Table], delimiters: Sequence[str]) -> tuple[str, ...]:
    """Up to five cells with other than ASCII letters: names, where a column of names is known."""
    header = find_header(data, tables, delimiters=delimiters)
    if header is None:
        return ()
    source = io.StringIO(to_text(data), newline=None)
    records = islice(csv.reader(source, delimiter=header.delimiter), header.row, header.row + _ROWS)
    rows = list(records)
    at = _name_column(header.headings, tables)
    names = (row[at] for row in rows if at is not None and at < len(row))
    return _telling(names) or _telling(cell for row in rows for cell in row)


def _name_column(headings: Sequence[str], tables: Sequence[Table]) -> int | None:
    titles = {name for table in tables for name in table.title}
    for table in tables:
        words = {
            column.name: tuple(fold_header(header) for header in column.headers)
            for column in table.columns.values()
            if column.name in titles and column.type == "text"
        }
        if taken := take_exact(words, dict(enumerate(headings))):
            return min(taken.values())
    return None


def _telling(cells: Iterable[str]) -> tuple[str, ...]:
    told = dict.fromkeys(cleaned for cell in cells if not (cleaned := clean(cell)).isascii())
    return tuple(islice(told, N_SAMPLES))
