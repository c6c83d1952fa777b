"""A workbook's bytes -> its sheets as text. Runs in the child process of `sandbox`."""

import csv
import io
from collections.abc import Iterable
from itertools import islice
from typing import Any

from lib.ingest.books import SheetName, open_book
from lib.ingest.limits import Limits, Unfit

HEAD_ROWS = 40
_MB = 1 << 20


def read_sheets(
    raw: bytes, limits: Limits, sheet: str | None = None
) -> tuple[dict[str, Any], bytes]:
    """Every sheet that holds something, with its first rows; and as CSV the one asked for, or
    the only one that people see."""
    book = open_book(raw, limits)
    heads = {name.name: list(islice(book.rows(name.name), HEAD_ROWS)) for name in book.names}
    full = [name for name in book.names if any(any(row) for row in heads[name.name])]
    chosen = _choose(full, sheet)
    answer: dict[str, Any] = {
        "sheets": [
            {"name": one.name, "hidden": one.is_hidden, "head": heads[one.name]} for one in full
        ],
        "chosen": chosen,
        "is_1904": book.is_1904,
        "merged": [place for place in book.merged(chosen) if place[2] > place[0]] if chosen else [],
    }
    return answer, _as_csv(book.rows(chosen), limits) if chosen else b""


def _choose(full: list[SheetName], sheet: str | None) -> str | None:
    if sheet is not None:
        return sheet if sheet in {one.name for one in full} else None
    seen = [one for one in full if not one.is_hidden] or full
    return seen[0].name if len(seen) == 1 else None


def _as_csv(rows: Iterable[list[str]], limits: Limits) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    for row in rows:
        writer.writerow(row)
        if target.tell() > limits.output_mb * _MB:
            raise Unfit("ARCHIVE_TOO_LARGE", size=limits.output_mb + 1, limit=limits.output_mb)
    return target.getvalue().encode("utf-8", "replace")
