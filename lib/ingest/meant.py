"""Cells that say something else than they show: days counted from 1904, ages for birth years."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache, partial
from itertools import repeat

import polars as pl

from lib.ingest.dates import Unreadable, read_day
from lib.ingest.headings import readings
from lib.ingest.ledger import Ledger
from lib.ingest.mapping import Mapping
from lib.ingest.vocabulary import headings_of
from lib.schema.columns import Table
from lib.text.fold import clean, fold_search

_DAYS_1900_TO_1904 = 1462
_SERIAL = r"^[0-9]{5}(?:[.,][0-9]+)?$"
_AGE = re.compile(r"([0-9]{1,3})(?:[.,]0+)? ?(?:tuoi|t)?")
_MONTHS = re.compile(r"([0-9]{1,2}) ?thang(?: tuoi)?")
_OLDEST = 120


def with_days_from_1904(cells: pl.DataFrame, table: Table, mapping: Mapping) -> pl.DataFrame:
    """Serial numbers of days, in the columns of days, become those that count from 1900."""
    names = [
        str(at)
        for column, at in mapping.columns.items()
        if table.columns[column].type in ("date", "moment")
    ]
    serial = (
        pl.col(names).str.replace(",", ".", literal=True).cast(pl.Decimal(16, 10), strict=False)
    )
    moved = (
        (serial + _DAYS_1900_TO_1904)
        .cast(pl.String)
        .str.strip_chars_end("0")
        .str.strip_chars_end(".")
    )
    is_serial = pl.col(names).str.contains(_SERIAL)
    return cells.with_columns(pl.when(is_serial).then(moved).otherwise(pl.col(names)))


def with_years_for_ages(
    cells: pl.DataFrame, table: Table, mapping: Mapping, ledger: Ledger, *, today: date
) -> pl.DataFrame:
    """An age tells the birth year but for one, counted back from the day that its row is about;
    said once, because it holds for every row."""
    for column, at in mapping.columns.items():
        is_age = not headings_of("age").isdisjoint(readings(mapping.headers[at]))
        if table.columns[column].type == "year" and is_age:
            ledger.add("AGE_TAKEN", None, column)
            days = _days_told(cells, table, mapping, today)
            years = map(cache(_year_of), cells[str(at)], days)
            cells = cells.with_columns(pl.Series(str(at), list(years), dtype=pl.String))
    return cells


def _days_told(cells: pl.DataFrame, table: Table, mapping: Mapping, today: date) -> Iterable[date]:
    """When the list was made, row by row; today where it does not say so."""
    name = next((c.name for c in table.columns.values() if c.required and c.not_future), "")
    if name in mapping.columns:
        texts: Iterable[str | None] = cells[str(mapping.columns[name])]
    else:
        texts = repeat(mapping.constants.get(name), cells.height)
    return map(cache(partial(_day_told, today=today)), texts)


def _day_told(text: str | None, *, today: date) -> date:
    """A day that nobody can read is refused later on."""
    try:
        return min(read_day(clean(text or ""), today=today), today)
    except Unreadable:
        return today


def _year_of(age: str | None, day: date) -> str | None:
    """What is no age stays as it is and will be refused as no year."""
    folded = fold_search(age or "")
    if (match := _AGE.fullmatch(folded)) and int(match[1]) <= _OLDEST:
        return str(day.year - int(match[1]))
    if match := _MONTHS.fullmatch(folded):
        return str((day.year * 12 + day.month - 1 - int(match[1])) // 12)
    return age
