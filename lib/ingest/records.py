"""Delimited text -> records, carefully.

A record is what a spreadsheet shows as one row: line breaks inside quotation marks do not end
it, blank lines count.
"""

import csv
import io
from collections.abc import Iterator

from lib.ingest.refusal import refuse

_END = "\x1f\x1eend of the file\x1e\x1f"
csv.field_size_limit(2**31 - 1)  # a long cell is a finding about that cell, not a crash


def read_records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Every record, a blank line as []. Raises FileRefused when a quotation mark stays open.

    The csv module closes an open quotation in silence, so one more line is laid behind the
    text: inside an open quotation it is swallowed instead of standing alone.
    """
    source = io.StringIO(text, newline=None)
    reader = csv.reader(_and_then_end(source), delimiter=delimiter)
    n_lines = text.count("\n") + (not text.endswith("\n"))
    for record in reader:
        if record == [_END]:
            return
        if record and record[-1].endswith(_END):
            end_line = n_lines + text.endswith("\n")
            raise refuse("FILE_QUOTE_OPEN", line=end_line - record[-1].count("\n"))
        yield record


def _and_then_end(lines: Iterator[str]) -> Iterator[str]:
    yield from lines
    yield _END
