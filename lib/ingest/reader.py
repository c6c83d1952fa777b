"""A file's bytes -> TextTable: headings, and every cell as text beside its spreadsheet row number.

Two ways lead to the same table. Polars splits regular text; what it would split differently
from a spreadsheet (stray quotation marks, rows longer than the headings) goes through the csv
module, record by record.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

import polars as pl

from lib.ingest.choices import NO_CHOICES, Choices
from lib.ingest.encoding import to_text, to_utf8
from lib.ingest.header import Header, find_header
from lib.ingest.mapping import guess_table
from lib.ingest.marks import Marks, are_regular, find_marks, has_empty_quotes
from lib.ingest.records import read_records
from lib.ingest.refusal import FileAsks, FileRefused, refuse
from lib.schema.columns import Table
from lib.schema.findings import Finding

__all__ = ["Choices", "FileAsks", "FileRefused", "TextTable", "guess_table", "read_text_table"]


@dataclass(frozen=True)
class TextTable:
    """A file as text. `cells`: "row" (the number a spreadsheet shows), then "0", "1", ... as
    String, an empty cell null; rows without any text are left out. `long_rows`: row -> surplus
    cells with text in them. `notes`: what was done so that the file could be read."""

    headers: tuple[str, ...]
    header_row: int
    cells: pl.DataFrame
    delimiter: str
    long_rows: dict[int, int] = field(default_factory=dict)
    encoding: str = "utf-8"
    sheet: str | None = None
    notes: tuple[Finding, ...] = ()


def read_text_table(
    raw: bytes, tables: Sequence[Table], choices: Choices = NO_CHOICES, file_name: str = ""
) -> TextTable:
    """`tables`: those whose headings may be meant. Raises FileRefused, and FileAsks when a
    person must choose; `file_name` serves only to know a spreadsheet's lock file."""
    data, marks = _with_lf(to_utf8(raw))
    header = find_header(data, tables)
    cells, long_rows = _read_quickly(data, marks, header) or _read_carefully(data, header)
    cells = _without_empty_rows(cells)
    if cells.is_empty():
        raise refuse("FILE_NO_ROWS", tables[0].name if len(tables) == 1 else "")
    return TextTable(header.headings, header.row, cells, header.delimiter, long_rows)


_Body = tuple[pl.DataFrame, dict[int, int]]


def _with_lf(data: bytes) -> tuple[bytes, Marks]:
    """Lines that end in CR alone, as old Macs wrote them, get LF; CR LF stays as it is."""
    marks = find_marks(data)
    if marks.n_lone_cr:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        marks = find_marks(data)
    return data, marks


def _read_quickly(data: bytes, marks: Marks, header: Header) -> _Body | None:
    """None when the text is not regular; decided before and, for row lengths, while reading."""
    start, delimiter = _line_end(data, header.n_lines), header.delimiter
    quotes = marks.quotes[marks.quotes >= start]
    if not are_regular(quotes, data, start=start, delimiter=delimiter):
        return None
    names = delimiter.join(str(position) for position in range(len(header.headings)))
    own = b"".join((names.encode(), b"\n", memoryview(data)[start:]))
    try:
        cells = pl.read_csv(own, separator=delimiter, infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    # What csv does and Polars does not: a line break in a cell is LF, a quoted nothing empty.
    n_line_ends = cells.height - (not data.endswith(b"\n"))
    if marks.n_cr and marks.n_lf - header.n_lines > n_line_ends:
        cells = cells.select(pl.all().str.replace_all("\r\n", "\n", literal=True))
    if has_empty_quotes(quotes, data, start=start, delimiter=delimiter):
        cells = cells.select(pl.when(pl.all() != "").then(pl.all()))
    return cells.with_row_index("row", offset=header.row + 1).cast({"row": pl.Int64}), {}


def _read_carefully(data: bytes, header: Header) -> _Body:
    width = len(header.headings)
    columns: list[list[str | None]] = [[] for _ in range(width)]
    long_rows: dict[int, int] = {}
    records = islice(read_records(to_text(data), header.delimiter), header.row, None)
    n_rows = 0
    for n_rows, record in enumerate(records, start=1):
        if any(surplus := [cell for cell in record[width:] if cell.strip()]):
            long_rows[header.row + n_rows] = len(surplus)
        record += [""] * (width - len(record))
        for column, cell in zip(columns, record, strict=False):
            column.append(cell or None)
    numbers = range(header.row + 1, header.row + 1 + n_rows)
    cells = {str(position): column for position, column in enumerate(columns)}
    schema = {"row": pl.Int64} | dict.fromkeys(cells, pl.String)
    return pl.DataFrame({"row": numbers} | cells, schema=schema), long_rows


def _line_end(data: bytes, n_lines: int) -> int:
    source = io.BytesIO(data)
    for _ in range(n_lines):
        source.readline()
    return source.tell()


def _without_empty_rows(cells: pl.DataFrame) -> pl.DataFrame:
    """Looks at a further column only for rows that showed no text so far: cheap on full rows."""
    empty = cells
    for name in cells.columns[1:]:
        if empty.is_empty():
            return cells
        blank = pl.col(name).is_null() | (pl.col(name).str.strip_chars() == "")
        empty = empty.filter(blank)
    return cells.filter(~pl.col("row").is_in(empty["row"].implode())) if len(empty) else cells
