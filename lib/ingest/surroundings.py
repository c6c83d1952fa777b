"""What stands around the rows of a list and is none: a row that numbers the columns, remarks and
sums below the last row. Left out, and said. And cells that a merged cell covers."""

from collections.abc import Iterable, Sequence

import polars as pl

from lib.ingest.cell_texts import MERGED
from lib.ingest.headings import take_exact
from lib.ingest.vocabulary import begins_a_remark, headings_of
from lib.ingest.workbook import Range
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.text.fold import fold_header

_LAST = 40  # rows below the list that may be remarks
_TYPICAL = 200
_SPARSE, _WIDE = 3, 5  # a remark fills a third at most of what a row fills, if that is much
_FEWEST_NUMBERS = 3


def leave_surroundings(
    cells: pl.DataFrame, headings: Sequence[str], tables: Sequence[Table]
) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    cells, notes = _without_numbered_blanks(cells, headings)
    # Below headings that nobody knows, 1, 2, 3 may as well be somebody's numbers.
    if cells.height and _numbers_columns(cells.row(0)[1:]) and _is_known(headings, tables):
        notes.append(Finding("NUMBERS_LEFT", "", cells["row"][0]))
        cells = cells.slice(1)
    if n_left := _n_remarks(cells.tail(_TYPICAL), _name_columns(headings, tables)):
        first, last = cells["row"][-n_left], cells["row"][-1]
        rows = f"{first}-{last}" if n_left > 1 else f"{first}"
        notes.append(Finding("REMARKS_LEFT", "", first, params={"n": n_left, "rows": rows}))
        cells = cells.head(-n_left)
    return cells, tuple(notes)


def _without_numbered_blanks(
    cells: pl.DataFrame, headings: Sequence[str]
) -> tuple[pl.DataFrame, list[Finding]]:
    """Forms are numbered beforehand: a row with its running number and nothing else is empty."""
    running = headings_of("running_number")
    at = [str(at) for at, heading in enumerate(headings) if fold_header(heading) in running]
    others = [name for name in cells.columns[1:] if name not in at]
    if not at or not others:
        return cells, []
    says_more = pl.any_horizontal(pl.col(others).str.contains(r"\S"))
    rest = cells.filter(says_more)
    n_blank = cells.height - rest.height
    return rest, [Finding("BLANKS_LEFT", "", params={"n": n_blank})] if n_blank else []


def _numbers_columns(row: Iterable[str | None]) -> bool:
    """(1) (2) (3) ... or A B 1 2 ... as forms number their columns."""
    said = [fold_header(cell) for cell in row if cell]
    numbers = [int(word) for word in said if word.isdecimal()]
    letters = "".join(word for word in said if not word.isdecimal())
    return (
        len(numbers) >= _FEWEST_NUMBERS
        and numbers == list(range(1, len(numbers) + 1))
        and letters == "abcdef"[: len(letters)]
    )


def _is_known(headings: Sequence[str], tables: Sequence[Table]) -> bool:
    known = {
        fold_header(words)
        for table in tables
        for column in table.columns.values()
        for words in column.headers
    }
    return not known.isdisjoint(map(fold_header, headings))


def _n_remarks(tail: pl.DataFrame, name_columns: Sequence[int]) -> int:
    """How many of the last rows say nothing of a person or a thing.

    Sparse rows are remarks when they begin like one, or when one of them leaves the columns of
    names empty: a lone name below a list may be somebody.
    """
    rows = [row[1:] for row in tail.rows()]
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in rows]
    typical = sorted(filled)[len(filled) // 2] if filled else 0
    n_left, is_certain = 0, False
    for row, n_filled in list(zip(rows, filled, strict=True))[: -_LAST - 1 : -1]:
        first = next(cell for cell in row if cell and cell.strip())
        is_remark = begins_a_remark(first) and n_filled * 2 <= typical
        if not is_remark and (typical < _WIDE or n_filled * _SPARSE > typical):
            break
        n_left += 1
        is_certain |= is_remark or not any(row[at] for at in name_columns)
    return n_left if is_certain and n_left < len(rows) else 0


def _name_columns(headings: Sequence[str], tables: Sequence[Table]) -> list[int]:
    """Where the texts stand that a row is called by."""
    positions: set[int] = set()
    for table in tables:
        words = {
            name: tuple(fold_header(header) for header in table.columns[name].headers)
            for name in (*table.title, *table.natural_key)
            if table.columns[name].type in ("text", "code")
        }
        positions |= set(take_exact(words, dict(enumerate(headings))).values())
    return sorted(positions)


def mark_merged(cells: pl.DataFrame, merged: Iterable[Range], *, is_filled: bool) -> pl.DataFrame:
    """A cell below a merged one is not empty: it is marked, or filled as a person asked."""
    marks: dict[str, list[tuple[int, str]]] = {}
    for top, left, bottom, _right in merged:
        name = str(left)
        if name not in cells.columns:
            continue
        covered = cells.filter(pl.col("row").is_between(top + 1, bottom + 1)).select("row", name)
        if covered.height and (text := covered[name][0]) and covered["row"][0] == top + 1:
            mark = text if is_filled else MERGED
            marks.setdefault(name, []).extend((row, mark) for row in covered["row"][1:])
    for name, marked in marks.items():
        old, new = [row for row, _ in marked], [mark for _, mark in marked]
        text = pl.col("row").replace_strict(old, new, default=pl.col(name), return_dtype=pl.String)
        cells = cells.with_columns(text.alias(name))
    return cells
