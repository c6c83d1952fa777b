"""The rows below the headings -> a frame of text.

Two ways lead to the same frame. Polars splits regular text; what it would split differently from
a spreadsheet (stray quotation marks, rows longer than the headings) goes through the csv module,
record by record.
"""

import io
from itertools import islice

import polars as pl

from lib.ingest.encoding import to_strict_text, to_text
from lib.ingest.header import Header
from lib.ingest.marks import Marks, are_regular, find_marks, has_empty_quotes
from lib.ingest.records import read_records

Body = tuple[pl.DataFrame, dict[int, int]]  # cells, and row -> surplus cells with text in them


def read_body(data: bytes, marks: Marks, header: Header, *, is_damaged: bool) -> Body:
    """ "row" (the number a spreadsheet shows), then "0", "1", ...: an empty cell null, rows
    without text left out. Raises UnicodeDecodeError unless `is_damaged` was said before."""
    quick = None if is_damaged else _read_quickly(data, marks, header)
    cells, long_rows = quick or _read_carefully(data, header, is_damaged=is_damaged)
    return _without_empty_rows(cells), long_rows


def with_lf(data: bytes) -> tuple[bytes, Marks]:
    """Lines that end in CR alone, as old Macs wrote them, get LF; CR LF stays as it is."""
    marks = find_marks(data)
    if marks.n_lone_cr:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        marks = find_marks(data)
    return data, marks


def _read_quickly(data: bytes, marks: Marks, header: Header) -> Body | None:
    """None when the text is not regular; decided before and, for row lengths, while reading."""
    start, delimiter = _line_end(data, header.n_lines), header.delimiter
    quotes = marks.quotes[marks.quotes >= start]
    if not are_regular(quotes, data, start=start, delimiter=delimiter):
        return None
    names = [str(position) for position in range(len(header.headings))]
    try:
        cells = pl.read_csv(
            data, has_header=False, skip_lines=header.n_lines, separator=delimiter,
            schema=dict.fromkeys(names, pl.String),
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        return None
    # What csv does and Polars does not: a line break in a cell is LF, a quoted nothing empty.
    n_line_ends = cells.height - (not data.endswith(b"\n"))
    if marks.n_cr and marks.n_lf - header.n_lines > n_line_ends:
        cells = cells.select(pl.all().str.replace_all("\r\n", "\n", literal=True))
    if has_empty_quotes(quotes, data, start=start, delimiter=delimiter):
        cells = cells.select(pl.when(pl.all() != "").then(pl.all()))
    return cells.with_row_index("row", offset=header.row + 1).cast({"row": pl.Int64}), {}


def _read_carefully(data: bytes, header: Header, *, is_damaged: bool) -> Body:
    width = len(header.headings)
    columns: list[list[str | None]] = [[] for _ in range(width)]
    long_rows: dict[int, int] = {}
    text = to_text(data) if is_damaged else to_strict_text(data)
    records = islice(read_records(text, header.delimiter), header.row, None)
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
