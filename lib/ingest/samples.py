"""A few names from a file, to tell by which reading of it is the right one. For the screen only."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import islice

from lib.ingest.encoding import to_text
from lib.ingest.header import find_header
from lib.ingest.headings import column_words, take_exact
from lib.schema.columns import Table
from lib.text.fold import clean

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
    return telling(names) or telling(cell for row in rows for cell in row)


def _name_column(headings: Sequence[str], tables: Sequence[Table]) -> int | None:
    """People's names before what else a row is called by: a group's name stands in many lists."""
    named: dict[bool, set[int]] = {True: set(), False: set()}
    for table in tables:
        for name in table.title:
            column = table.columns[name]
            if column.type == "text":
                words = {name: column_words(column.headers)}
                taken = take_exact(words, dict(enumerate(headings)))
                named[column.class_ == "personal"].update(taken.values())
    return min(named[True] or named[False], default=None)


def telling(cells: Iterable[str]) -> tuple[str, ...]:
    """The first few with other than ASCII letters."""
    told = dict.fromkeys(cleaned for cell in cells if not (cleaned := clean(cell)).isascii())
    return tuple(islice(told, N_SAMPLES))
