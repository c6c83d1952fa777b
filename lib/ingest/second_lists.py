"""A second list below the first one, under headings of its own.

The same columns in another order are put back in order; other columns belong into another file.
Read under the first headings, its door numbers would become groups.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from lib.ingest.headings import readings
from lib.ingest.mapping import known_words
from lib.ingest.vocabulary import headings_of
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.text.fold import fold_header

_FEWEST = 3
_MOST_KNOWN = 0.75
Order = dict[int, int]  # where a cell stands -> where the first headings have it


def with_second_lists_in_order(
    cells: pl.DataFrame, headings: Sequence[str], tables: Sequence[Table]
) -> tuple[pl.DataFrame, tuple[Finding, ...], int | None]:
    """The rows; what is to be said; the row at which a list of other columns begins."""
    notes = []
    found = list(_heading_rows(cells, headings, tables))
    ends = [row - 1 for row, _said in found[1:]] + cells["row"].tail(1).to_list()
    for (row, said), end in zip(found, ends, strict=False):
        order = _order(said, headings)
        if order is None or not _holds_all(order, cells.filter(pl.col("row").is_between(row, end))):
            return cells, (), row
        if any(place != at for place, at in order.items()):
            cells = _moved(cells, row, end, order)
            notes.append(Finding("COLUMNS_MOVED", "", row))
    return cells, tuple(notes), None


def _heading_rows(
    cells: pl.DataFrame, headings: Sequence[str], tables: Sequence[Table]
) -> Iterator[tuple[int, dict[int, str]]]:
    """Rows that are words where the others are numbered, most of them known as headings."""
    running = headings_of("running_number")
    at = next((at for at, head in enumerate(headings) if fold_header(head) in running), None)
    if at is None:
        return
    worded = cells.filter(pl.col(str(at)).str.contains(r"^[^\d]+$"))
    known = frozenset[str]().union(running, *map(known_words, tables), *map(readings, headings))
    for row in worded.rows():
        said = {place: cell for place, cell in enumerate(row[1:]) if cell and cell.strip()}
        n_known = sum(not known.isdisjoint(readings(cell)) for cell in said.values())
        if len(said) >= _FEWEST and n_known >= _MOST_KNOWN * len(said):
            yield row[0], said


def _order(said: dict[int, str], headings: Sequence[str]) -> Order | None:
    """None where a heading is not among the first ones, or twice."""
    ways = [set(readings(heading)) for heading in headings]
    found = {
        place: [at for at, own in enumerate(ways) if fold_header(cell) in own]
        for place, cell in said.items()
    }
    order = {place: at[0] for place, at in found.items() if len(at) == 1}
    is_whole = len(order) == len(said) == len(set(order.values()))
    return order if is_whole else None


def _holds_all(order: Order, below: pl.DataFrame) -> bool:
    """Nothing stands where the second headings have none."""
    others = (name for name in below.columns[1:] if int(name) not in order)
    return all(below[name].null_count() == below.height for name in others)


def _moved(cells: pl.DataFrame, first: int, last: int, order: Order) -> pl.DataFrame:
    """From the row of the second headings to the next ones, each cell under the first headings."""
    is_below = pl.col("row").is_between(first, last)
    there = {at: place for place, at in order.items()}
    return cells.with_columns(
        pl.when(is_below)
        .then(pl.col(str(there[at])) if at in there else pl.lit(None, pl.String))
        .otherwise(pl.col(str(at)))
        .alias(str(at))
        for at in range(cells.width - 1)
    )
