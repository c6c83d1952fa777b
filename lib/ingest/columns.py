"""Text cells -> one typed column per declared column, and what is wrong with single cells."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from lib.ingest.fast import dtype_of, quick_values
from lib.ingest.ledger import ROW, Ledger
from lib.ingest.lookups import Lookups
from lib.ingest.mapping import Mapping, is_needed
from lib.ingest.parse import Parsed, parse_person, parse_value
from lib.schema.columns import Column, Table


@dataclass(frozen=True)
class Sheet:
    """A file under examination: its cells, which column stands where, and what is known."""

    table: Table
    cells: pl.DataFrame
    mapping: Mapping
    lookups: Lookups
    today: date
    ledger: Ledger

    @property
    def rows(self) -> pl.Series:
        return self.cells[ROW]

    def parse(self, column: Column, text: str) -> Parsed:
        return parse_value(column, text, self.lookups, today=self.today)


def read_columns(sheet: Sheet) -> pl.DataFrame:
    """ "row" and the values of every column that the file, constants or `absent` give."""
    table = sheet.table
    own = {column.name for column in table.references if column.ref == table.name}
    columns = _read_cells(sheet, sheet.mapping.columns.keys() - own)
    if own & sheet.mapping.columns.keys():
        columns |= _read_cells(_knowing_own_ids(sheet, columns), own & sheet.mapping.columns.keys())
    for name, positions in sheet.mapping.via.items():
        columns[name] = _read_people(sheet, table.columns[name], positions)
    for name, text in sheet.mapping.constants.items():
        columns[name] = _read_constant(sheet, table.columns[name], text)
    for column in table.columns.values():
        if column.absent is not None:
            columns[column.name] = _fill_absent(sheet, column, columns.get(column.name))
        elif is_needed(table, column) and column.name in columns:
            _check_present(sheet, column, columns[column.name])
    ordered = [columns[name].alias(name) for name in table.columns if name in columns]
    return pl.DataFrame([sheet.rows, *ordered])


def _read_cells(sheet: Sheet, names: Iterable[str]) -> dict[str, pl.Series]:
    """The quick way for all columns at once, then cell by cell what it left open."""
    chosen = {sheet.table.columns[name]: str(sheet.mapping.columns[name]) for name in names}
    values = quick_values(chosen, sheet.cells, sheet.lookups, today=sheet.today)
    open_at = sheet.cells.hstack(values).select(
        (pl.col(column.name).is_null() & pl.col(at).is_not_null())
        .arg_true().implode().alias(column.name)
        for column, at in chosen.items()
    )  # fmt: skip
    return {
        column.name: _finish(
            sheet, column, values[column.name], sheet.cells[at], open_at[column.name][0]
        )
        for column, at in chosen.items()
    }


def _finish(
    sheet: Sheet, column: Column, values: pl.Series, cells: pl.Series, open_at: pl.Series
) -> pl.Series:
    """Each text at the positions that are still open is parsed once."""
    if open_at.is_empty():
        return values
    texts = cells.gather(open_at)
    parsed = {text: sheet.parse(column, text) for text in texts.unique()}
    answers = [parsed[text] for text in texts]
    _report(sheet, column, sheet.rows.gather(open_at), answers)
    if all(answer.value is None for answer in answers):
        return values
    return values.scatter(open_at, _series(column, answers))


def _report(sheet: Sheet, column: Column, rows: pl.Series, answers: list[Parsed]) -> None:
    for row, answer in zip(rows, answers, strict=True):
        if answer.code:
            sheet.ledger.add(answer.code, row, column.name, **answer.params)


def _series(column: Column, answers: list[Parsed]) -> pl.Series:
    return pl.Series([answer.value for answer in answers], dtype=dtype_of(column))


def _knowing_own_ids(sheet: Sheet, columns: dict[str, pl.Series]) -> Sheet:
    """A row may point at another row of the same file (a case at the case it came from)."""
    name = sheet.table.name
    if sheet.table.id not in columns:
        return sheet
    known = sheet.lookups.ids.get(name, frozenset()) | set(columns[sheet.table.id].drop_nulls())
    return replace(sheet, lookups=replace(sheet.lookups, ids=sheet.lookups.ids | {name: known}))


def _read_people(sheet: Sheet, column: Column, positions: dict[str, int]) -> pl.Series:
    """A reference by name, group and birth year; each person is looked for once."""
    cells = sheet.cells.select(str(at) for at in positions.values()).rows()
    parsed = {
        texts: parse_person(
            column, dict(zip(positions, texts, strict=True)), sheet.lookups, today=sheet.today
        )
        for texts in set(cells)
    }
    answers = [parsed[texts] for texts in cells]
    _report(sheet, column, sheet.rows, answers)
    return _series(column, answers)


def _read_constant(sheet: Sheet, column: Column, text: str) -> pl.Series:
    """One value for every row; one that cannot be read is said once and refuses every row."""
    parsed = sheet.parse(column, text)
    code = parsed.code
    if code is None and parsed.value is None and is_needed(sheet.table, column):
        code = "CELL_REQUIRED"
    if code:
        sheet.ledger.add(code, None, column.name, **parsed.params)
        if parsed.value is None:
            sheet.ledger.refuse(sheet.rows)
    return pl.Series([parsed.value], dtype=dtype_of(column)).new_from_index(0, len(sheet.rows))


def _fill_absent(sheet: Sheet, column: Column, values: pl.Series | None) -> pl.Series:
    """What is stored where the file is silent: said per row, or once if the column is missing."""
    if values is None:
        sheet.ledger.add("GROUP_ABSENT", None, column.name)
        return pl.Series([column.absent], dtype=pl.String).new_from_index(0, len(sheet.rows))
    at = _silent(sheet, column, values)
    for row in sheet.rows.gather(at):
        sheet.ledger.add("GROUP_ABSENT", row, column.name)
    return values.scatter(at, column.absent) if len(at) else values


def _check_present(sheet: Sheet, column: Column, values: pl.Series) -> None:
    if column.name not in sheet.mapping.constants:
        for row in sheet.rows.gather(_silent(sheet, column, values)):
            sheet.ledger.add("CELL_REQUIRED", row, column.name)


def _silent(sheet: Sheet, column: Column, values: pl.Series) -> pl.Series:
    """Positions without a value and without an error that explains it."""
    if not values.null_count():
        return pl.Series(dtype=pl.UInt32)
    at = values.is_null().arg_true()
    if not (spoilt := sheet.ledger.spoilt_rows(column.name)):
        return at
    return at.filter(~sheet.rows.gather(at).is_in(list(spoilt)))
