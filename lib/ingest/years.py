"""A date column and its year column: where the date is known the year is, never the reverse."""

import polars as pl

from lib.ingest.columns import Sheet
from lib.ingest.ledger import ROW
from lib.schema.columns import Constraint


def complete_years(sheet: Sheet, values: pl.DataFrame) -> pl.DataFrame:
    """Fills the year beside a date, and from a date cell that holds only a year."""
    for constraint in sheet.table.constraints:
        if constraint.rule == "same_year" and constraint.column in values.columns:
            values = _complete(sheet, values, constraint)
    return values


def _complete(sheet: Sheet, values: pl.DataFrame, pair: Constraint) -> pl.DataFrame:
    day, year = pair.column, pair.other
    if year not in values.columns:
        values = values.with_columns(pl.lit(None, pl.Int64).alias(year))
    known = values[day].dt.year().cast(pl.Int64)
    rows = sorted(sheet.ledger.rows_with("BIRTH_YEAR_ONLY"))
    if rows:
        at = values[ROW].is_in(rows).arg_true()
        texts = sheet.cells[str(sheet.mapping.columns[day])].gather(at)
        years = [sheet.parse(sheet.table.columns[year], text).value for text in texts]
        known = known.scatter(at, years)
        contradicted = (values[year].gather(at) != pl.Series(years)).fill_null(False)
        for row in values[ROW].gather(at).filter(contradicted):
            sheet.ledger.add_between(pair.code, row, day, year)
    return values.with_columns(values[year].fill_null(known))
