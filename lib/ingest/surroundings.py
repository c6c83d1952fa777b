"""What stands around the rows of a list and is none: a row that numbers the columns, headings that
are repeated on each page, titles and sums between the rows, remarks and signatures below the last
one. Left out, and said. And cells that a merged cell covers.

Row by row: whatever says something of a person or a thing is data, wherever it stands.
"""

from collections.abc import Iterable, Sequence

import polars as pl

from lib.ingest.cell_texts import MERGED
from lib.ingest.evidence import Evidence
from lib.ingest.headings import column_words, readings
from lib.ingest.ledger import spans
from lib.ingest.parts import Part, find_parts
from lib.ingest.vocabulary import are_signers, begins_a_remark, headings_of
from lib.ingest.workbook import Range
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.text.fold import fold_header

_LAST = 40  # rows below the list that may be remarks
_TYPICAL = 200
# A remark fills a third at most of what a row fills, if that is much; of little it must begin so.
_SPARSE, _WIDE, _NARROW = 3, 5, 3
_FEWEST_NUMBERS = 3
_FEWEST_HEADINGS = 3


def leave_surroundings(
    cells: pl.DataFrame, headings: Sequence[str], tables: Sequence[Table]
) -> tuple[pl.DataFrame, tuple[Finding, ...], tuple[Part, ...]]:
    """The rows, what is to be said, and where the parts of the list begin."""
    cells, notes = _without_numbered_blanks(cells, headings)
    # Below headings that nobody knows, 1, 2, 3 may as well be somebody's numbers.
    is_known = _is_known(headings, tables)
    if cells.height and _numbers_columns(cells.row(0)[1:]) and is_known:
        notes.append(Finding("NUMBERS_LEFT", "", cells["row"][0]))
        cells = cells.slice(1)
    evidence = Evidence.of(headings, tables)
    if is_known:
        cells = _without(cells, "HEADINGS_LEFT", _repeated_headings(cells, headings), notes)
    cells = _without(cells, "REMARKS_LEFT", _remarks(cells.tail(_TYPICAL), evidence), notes)
    parts = find_parts(cells, evidence)
    cells = _without(cells, "PARTS_LEFT", [part.row for part in parts if part.is_left], notes)
    return cells, tuple(notes), tuple(part for part in parts if part.title is not None)


def _without(cells: pl.DataFrame, code: str, rows: list[int], notes: list[Finding]) -> pl.DataFrame:
    """The other rows; which ones were left out is noted. A list of nothing else stays."""
    if not rows or len(rows) == cells.height:
        return cells
    notes.append(Finding(code, "", rows[0], params={"n": len(rows), "rows": spans(rows)}))
    return cells.filter(~pl.col("row").is_in(rows))


def _without_numbered_blanks(
    cells: pl.DataFrame, headings: Sequence[str]
) -> tuple[pl.DataFrame, list[Finding]]:
    """Forms are numbered beforehand: a row with its running number and nothing else is empty."""
    running = headings_of("running_number")
    at = [str(at) for at, heading in enumerate(headings) if fold_header(heading) in running]
    others = [name for name in cells.columns[1:] if name not in at]
    if not at or not others:
        return cells, []
    says_more = pl.any_horizontal(
        pl.col(others).str.contains(r"\S"), pl.col(at).str.contains(r"[^\d\s.]")
    )
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
    written = set(map(fold_header, headings))
    columns = (column for table in tables for column in table.columns.values())
    return any(not written.isdisjoint(column_words(column.headers)) for column in columns)


def _repeated_headings(cells: pl.DataFrame, headings: Sequence[str]) -> list[int]:
    """Rows that say the headings again, as printed pages do, with the row below that numbers the
    columns."""
    known = [set(readings(heading)) for heading in headings]
    named = [at for at, heading in enumerate(headings) if heading][:_FEWEST_HEADINGS]
    if len(named) < _FEWEST_HEADINGS:
        return []
    likely = pl.any_horizontal(
        pl.col(str(at)) == text
        for at in named[:2]
        for text in {headings[at], *headings[at].split("\n")}
    )
    found = []
    for row in cells.filter(likely).rows():
        said = [
            (fold_header(cell), ways) for cell, ways in zip(row[1:], known, strict=True) if cell
        ]
        if len(said) >= _FEWEST_HEADINGS and all(folded in ways for folded, ways in said):
            found.append(row[0])
    below = cells.filter(pl.col("row").is_in([row + 1 for row in found]))
    return sorted([*found, *(row[0] for row in below.rows() if _numbers_columns(row[1:]))])


def _remarks(tail: pl.DataFrame, evidence: Evidence) -> list[int]:
    """Which of the last rows say nothing of a person or a thing: sums; half empty, and they begin
    like a remark, or stand below such a row as a signature does; or sparse, and they leave the
    columns of names empty. A lone name above all remarks may be somebody, a lone word is none."""
    rows = tail.rows()
    filled = [sum(bool(cell and cell.strip()) for cell in row[1:]) for row in rows]
    typical = _typical(filled)
    end: list[tuple[int, bool, bool]] = []  # row, whether it is data, whether surely a remark
    for row, n_filled in list(zip(rows, filled, strict=True))[: -_LAST - 1 : -1]:
        number, said = row[0], row[1:]
        first, *others = (cell for cell in said if cell and cell.strip())
        begins = begins_a_remark(first) or are_signers((first, *others))
        is_sum = begins and all(cell.strip().isdecimal() for cell in others)
        if not is_sum and (n_filled * 2 > typical or not (begins or typical >= _NARROW)):
            break
        is_data = evidence.tells_something(said, is_sum=begins)
        is_sparse = typical >= _WIDE and n_filled * _SPARSE <= typical
        is_word = bool(end) and _is_lone_word(said)
        is_certain = begins or (is_sparse and (is_word or not evidence.names(said)))
        end.append((number, is_data, is_certain))
    found: list[int] = []
    is_below = False  # a remark, and nobody stands between
    for number, is_data, is_certain in reversed(end):
        is_below = not is_data and (is_certain or is_below)
        if is_below:
            found.append(number)
    return found


def _typical(filled: Sequence[int]) -> int:
    """What a row of the list fills; remarks below a short list may be more than its rows."""
    rows = sorted(n for n in filled if n * 2 > max(filled))
    return rows[len(rows) // 2] if rows else 0


def _is_lone_word(said: Sequence[str | None]) -> bool:
    return len(" ".join(cell for cell in said if cell).split()) == 1


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
