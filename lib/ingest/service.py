"""What our own files add to a table: read where it is needed, never taken for data.

A workbook of refused rows carries each row's token and the reason; an exported list carries the
code of the export; a template carries one example row, which says so in the cell of the code; a
team's round says in one cell whom a row is about, on which day and by which team.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import quote, unquote

import polars as pl

from lib.ingest.mapping import Mapping
from lib.ingest.reader import TextTable
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.text.catalogue import N_, in_every_language
from lib.text.fold import clean, fold_header, fold_search
from lib.text.inert import GUARDED, as_written

TOKEN_HEADING = N_("Code of the waiting row")
REASON_HEADING = N_("Why it was refused")
# In every row, so that a list can be sorted, cut up and put together; both headings fold alike.
EXPORT_HEADING, EXPORT_NAME = N_("Export code"), "export_code"
ROUND_HEADING = N_("Code of the round")
PERSON_HEADING = N_("Whom to see")  # for the reader; it never comes back
_ADDED = (TOKEN_HEADING, REASON_HEADING, EXPORT_HEADING, ROUND_HEADING, PERSON_HEADING)
# The day of a round's row, by list.
_ROUND_DAY = {"visits": "visited_at", "tests": "sample_date"}
EXAMPLE_MARK = N_("EXAMPLE - delete this row")
# What a marked cell begins with in either language, however its letters are composed.
_MARK_LIKE = r"(?i)^\s*(?:v.{1,3}d.{1,3}\s|example)"
_QUOTED = r'^="([^"]*)"$'
_NOTHING = (None, None, None, None)
# Cells that a spreadsheet leaves as they were; days and numbers may come back in its own style.
_STEADY = ("text", "code", "enum", "phone")


def without_guards(text: TextTable) -> TextTable:
    """Cells as they were meant: without the apostrophe that keeps a text from being run, and
    without the formula ="0912" by which other programs keep a zero in a CSV file."""
    guarded = _columns_with(text.cells, "'")
    quoted = _columns_with(text.cells, '="') if text.sheet is None else []
    cells = text.cells.with_columns(
        pl.col(name).str.replace(_QUOTED, "${1}") for name in quoted
    ).with_columns(pl.col(name).str.replace(GUARDED, "${1}") for name in guarded)
    return replace(text, cells=cells, headers=tuple(as_written(head) for head in text.headers))


def _columns_with(cells: pl.DataFrame, sign: str) -> list[str]:
    """Rare: most columns are not looked at any further."""
    return [name for name in cells.columns[1:] if cells[name].str.starts_with(sign).any()]


@dataclass(frozen=True)
class Service:
    """`tokens`: row -> the waiting row that it answers; `exports`: row -> export it comes from."""

    tokens: dict[int, str] = field(default_factory=dict)
    exports: dict[int, str] = field(default_factory=dict)


def split_service(text: TextTable) -> tuple[TextTable, Service]:
    """The table without the columns that our own files add, and what those say."""
    ours = {heading: _columns(text, heading) for heading in _ADDED}
    dropped = {position for positions in ours.values() for position in positions}
    if not dropped:
        return text, Service()
    kept = [position for position in range(len(text.headers)) if position not in dropped]
    cells = text.cells.select(
        "row", *(pl.col(str(old)).alias(str(new)) for new, old in enumerate(kept))
    )
    says_nothing = pl.all_horizontal(pl.exclude("row").str.strip_chars().fill_null("") == "")
    cells = cells.filter(~says_nothing)  # cleared, all but what we had added
    headers = tuple(text.headers[position] for position in kept)
    service = Service(_cells(text, ours[TOKEN_HEADING]), _cells(text, ours[EXPORT_HEADING]))
    kept_text = replace(text, headers=headers, cells=cells)
    return _with_rounds(kept_text, _cells(text, ours[ROUND_HEADING])), service


def round_cell(
    table: Table, case_id: str, day: date, team_id: str, member_id: str | None = None
) -> str:
    """Whom, when and by whom, as one cell of a round's row; the volunteer when that is known."""
    parts = (table.name, case_id, f"{day}", team_id, *([member_id] if member_id else []))
    return "/".join(quote(part, safe="") for part in parts)


def _with_rounds(text: TextTable, codes: dict[int, str]) -> TextTable:
    """The table with what the codes of a round say, each in a column of its own."""
    said = {row: list(map(unquote, code.split("/"))) for row, code in codes.items()}
    day = next((_ROUND_DAY[p[0]] for p in said.values() if p[0] in _ROUND_DAY), None)
    if day is None:
        return text
    whole = {row: [*parts[1:], None][:4] for row, parts in said.items() if len(parts) in (4, 5)}
    is_named = any(parts[-1] for parts in whole.values())
    first, names = len(text.headers), ("case_id", day, "team_id", "member_id")[: 3 + is_named]
    rows = text.cells["row"].to_list()
    added = [
        pl.Series(str(first + at), [whole.get(row, _NOTHING)[at] for row in rows], pl.String)
        for at in range(len(names))
    ]
    headers = (*text.headers, *names)
    return replace(text, headers=headers, cells=text.cells.with_columns(added))


def is_service(written: str) -> bool:
    """Whether a heading is one that our own files add."""
    known = {fold_header(words) for heading in _ADDED for words in in_every_language(heading)}
    return fold_header(written) in known


def _columns(text: TextTable, heading: str) -> list[int]:
    known = {fold_header(words) for words in in_every_language(heading)}
    return [at for at, written in enumerate(text.headers) if fold_header(written) in known]


def _cells(text: TextTable, positions: list[int]) -> dict[int, str]:
    if not positions:
        return {}
    rows = text.cells.select("row", str(positions[0])).drop_nulls().rows()
    return {row: clean(cell) for row, cell in rows}


def without_example(
    table: Table, text: TextTable, mapping: Mapping
) -> tuple[TextTable, tuple[Finding, ...]]:
    """The table without a template's example row. A row that keeps the mark but says something
    of its own is data: the mark goes, the row stays. Either is said."""
    at = mapping.columns.get(table.id)
    if at is None:
        return text, ()
    marks = {fold_search(words) for words in in_every_language(EXAMPLE_MARK)}
    looking_so = text.cells.select("row", str(at)).filter(pl.col(str(at)).str.contains(_MARK_LIKE))
    marked = [row for row, cell in looking_so.rows() if fold_search(cell) in marks]
    if not marked:
        return text, ()
    said = text.cells.filter(pl.col("row").is_in(marked))
    own = [row["row"] for row in said.iter_rows(named=True) if _says_own(table, mapping, row)]
    examples = [row for row in marked if row not in own]
    code = pl.when(~pl.col("row").is_in(own)).then(str(at)).alias(str(at))
    cells = text.cells.filter(~pl.col("row").is_in(examples)).with_columns(code)
    findings = [
        Finding("ROW_EXAMPLE_KEPT" if row in own else "ROW_EXAMPLE", table.name, row, table.id)
        for row in marked
    ]
    return replace(text, cells=cells), tuple(findings)


def _says_own(table: Table, mapping: Mapping, row: dict[str, str | None]) -> bool:
    return any(
        fold_search(row[str(at)] or "") not in ("", fold_search(table.columns[name].example))
        for name, at in mapping.columns.items()
        if name != table.id and table.columns[name].type in _STEADY
    )
