"""Everything said about a file so far, and which rows it refuses."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import polars as pl

from lib.schema.columns import Table
from lib.schema.findings import CODES, Finding

ROW = "row"
_SHOWN_ROWS = 12


class Ledger:
    """Rows are spreadsheet row numbers. A warning or a note refuses nothing."""

    def __init__(self, table: Table) -> None:
        self._table = table.name
        self._order = {name: place for place, name in enumerate(table.columns)}
        self._findings: list[Finding] = []
        self._spoilt_cells: dict[str, set[int]] = {}
        self._refused: set[int] = set()

    def add(
        self, code: str, row: int | None = None, column: str | None = None, **params: Any
    ) -> None:
        self._findings.append(Finding(code, self._table, row, column, params))
        if row is not None and CODES[code].level == "error":
            self._refused.add(row)
            if column:
                self._spoilt_cells.setdefault(column, set()).add(row)

    def repeat(self, notes: Iterable[Finding]) -> None:
        """What was said before a table was chosen; it refuses nothing."""
        self._findings.extend(replace(note, table=self._table) for note in notes)

    def add_between(self, code: str, row: int, column: str, other: str, **params: Any) -> None:
        """Two cells of a row that contradict each other; both are named."""
        params = {"column": column, "other": other, **params}
        self._findings.append(Finding(code, self._table, row, column, params))
        if CODES[code].level == "error":
            self._refused.add(row)

    def refuse(self, rows: Iterable[int]) -> None:
        """For a reason that was said once about the whole file."""
        self._refused.update(rows)

    def spoilt_rows(self, *columns: str) -> set[int]:
        """Rows with an error in one of these cells, about which no more can be said."""
        return set().union(*(self._spoilt_cells.get(column, ()) for column in columns))

    def rows_with(self, code: str) -> set[int]:
        return {said.row for said in self._findings if said.code == code and said.row is not None}

    def open_rows(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of a frame that nothing refuses so far."""
        return frame.filter(~self._is_refused(frame[ROW])) if self._refused else frame

    def refused_rows(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.filter(self._is_refused(frame[ROW]))

    def findings(self) -> tuple[Finding, ...]:
        """The file first, then by row, then as the table declares its columns."""
        return tuple(sorted(self._findings, key=self._place))

    def _is_refused(self, rows: pl.Series) -> pl.Series:
        """The few refused ones are looked up among the rows, which stand in the file's order."""
        nobody = pl.repeat(False, len(rows), eager=True)
        if rows.is_empty() or not self._refused:
            return nobody
        refused = pl.Series(sorted(self._refused), dtype=pl.Int64)
        at = rows.search_sorted(refused).clip(upper_bound=len(rows) - 1)
        return nobody.scatter(at.filter(rows.gather(at) == refused), True)

    def _place(self, finding: Finding) -> tuple[int, int]:
        return finding.row or 0, self._order.get(finding.column or "", len(self._order))


def spans(rows: Iterable[int]) -> str:
    """3, 8-11: the first few of them."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    told = [f"{first}-{last}" if last > first else f"{first}" for first, last in found]
    return ", ".join(told[:_SHOWN_ROWS]) + (", ..." if len(told) > _SHOWN_ROWS else "")
