"""Columns whose days were written month first, as a program set to American English does.

"12/29/2021" is no day here and is refused as such; "12/5/2021" below it would be the 12th of May.
"""

import polars as pl

from lib.ingest.columns import Sheet
from lib.ingest.ledger import ROW

_TWO_NUMBERS = r"^\s*([0-9]{1,2})[-/.]([0-9]{1,2})[-/.][0-9]{2,4}\b"
_MONTHS = 12
_FEWEST = 2  # one by itself is a slip of the pen
_MONTH_FIRST = pl.col("first").le(_MONTHS) & pl.col("second").gt(_MONTHS)
_DAY_FIRST = pl.col("second").le(_MONTHS) & pl.col("first").gt(_MONTHS)
_EITHER = pl.all_horizontal(pl.col("first", "second") <= _MONTHS)


def check_day_order(sheet: Sheet) -> None:
    """Where several days of a column can only be month first and none only day first, those that
    can be both are refused. Looks at nothing while every day is one of the calendar."""
    impossible = sheet.ledger.rows_with("DATE_IMPOSSIBLE")
    for name, at in sheet.mapping.columns.items():
        if sheet.table.columns[name].type not in ("date", "moment"):
            continue
        spoilt = impossible & sheet.ledger.spoilt_rows(name)
        if len(spoilt) < _FEWEST:
            continue
        cell = pl.col(str(at))
        places = sheet.rows.search_sorted(pl.Series(sorted(spoilt)))  # rows stand in order
        refused = sheet.cells[str(at)].gather(places).to_frame()
        if _numbers(refused).filter(_MONTH_FIRST).height < _FEWEST:
            continue
        days = _numbers(sheet.cells.select(cell.unique()))
        if days.filter(_DAY_FIRST).is_empty():
            doubtful = days.filter(_EITHER, pl.col("first") != pl.col("second"))[str(at)]
            for row in sheet.cells.filter(cell.is_in(doubtful.implode()))[ROW]:
                sheet.ledger.add("DATE_ORDER", row, name)


def _numbers(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells of one column with the two numbers that their days begin with."""
    text = pl.col(cells.columns[0]).str
    number = {name: text.extract(_TWO_NUMBERS, n) for n, name in ((1, "first"), (2, "second"))}
    return cells.with_columns(one.cast(pl.Int64).alias(name) for name, one in number.items())
