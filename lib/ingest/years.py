"""A date column and its year column: where the date is known the year is. The reverse holds only
where somebody wrote the whole date below the heading of the year.
"""

import polars as pl

from lib.ingest.columns import Sheet
from lib.ingest.ledger import ROW
from lib.schema.columns import Constraint


def complete_years(sheet: Sheet, values: pl.DataFrame) -> pl.DataFrame:
    """Fills the year beside a date, and from a date cell that holds only a year."""
    for constraint in sheet.table.constraints:
        if constraint.rule != "same_year":
            continue
        values = _with_days(sheet, values, constraint)
        if constraint.column in values.columns:
            values = _complete(sheet, values, constraint)
    return values


def _with_days(sheet: Sheet, values: pl.DataFrame, pair: Constraint) -> pl.DataFrame:
    """Whole dates that stand in the column of years; a date of its own counts before them."""
    rows = sorted(sheet.ledger.rows_with("YEAR_OF_DATE"))
    if not rows:
        return values
    if pair.column not in values.columns:
        values = values.with_columns(pl.lit(None, pl.Date).alias(pair.column))
    at = values[ROW].is_in(rows).arg_true()
    texts = sheet.cells[str(sheet.mapping.columns[pair.other])].gather(at)
    days = [sheet.parse(sheet.table.columns[pair.column], text).value for text in texts]
    told = values[pair.column].scatter(at, pl.Series(days, dtype=pl.Date))
    return values.with_columns(values[pair.column].fill_null(told))


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
