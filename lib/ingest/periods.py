"""The first and the last day in one cell, "27/12/2021 - 09/01/2022", taken apart.

Both days are read or neither; what was written stays beside the row.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from lib.ingest.filling import fill
from lib.ingest.ledger import ROW, spans
from lib.ingest.mapping import Mapping
from lib.ingest.reader import TextTable
from lib.ingest.vocabulary import headings_of
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.text.fold import fold_header, fold_search

_PAIRS = (("quarantine_start", "quarantine_end"), ("printed_start", "printed_end"))
_DAY = r"([0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4})"
_FROM_TO = re.compile(
    rf"(?:tu )?(?:het )?(?:ngay )?{_DAY}\s*(?:-+>?|=>|\u2013|\u2014|\u2192|den|toi)\s*"
    rf"(?:het )?(?:ngay )?{_DAY}\s*\.?"
)


def take_periods(table: Table, text: TextTable, mapping: Mapping) -> tuple[TextTable, Mapping]:
    """The rows with both days in columns of their own, in a file that has neither."""
    pair = next((pair for pair in _PAIRS if set(pair) <= table.columns.keys()), None)
    at = next((at for at, heading in mapping.unknown if _is_period(heading)), None)
    if pair is None or at is None or not mapping.columns.keys().isdisjoint(pair):
        return text, mapping
    days = _days(text.cells[str(at)])
    if not days["first"].count():
        return text, mapping
    notes = tuple(_told(text.cells, at, days["first"]))
    for name, part in zip(pair, ("first", "last"), strict=True):
        text, mapping, _own = fill(table.columns[name], text, mapping, days[part])
    return replace(text, notes=(*text.notes, *notes)), replace(mapping, kept=(*mapping.kept, at))


def _is_period(heading: str) -> bool:
    bare = fold_header(re.sub(r"\([^()]*\)", " ", heading))
    return not headings_of("period").isdisjoint((bare, fold_header(heading)))


def _days(cells: pl.Series) -> pl.DataFrame:
    """Line by line: null where the cell does not say both."""
    matches = [_FROM_TO.fullmatch(fold_search(cell)) if cell else None for cell in cells]
    return pl.DataFrame(
        {
            "first": [match and match[1] for match in matches],
            "last": [match and match[2] for match in matches],
        },
        schema={"first": pl.String, "last": pl.String},
    )


def _told(cells: pl.DataFrame, at: int, first: pl.Series) -> Iterator[Finding]:
    yield Finding("PERIOD_READ", "", params={"n": first.count(), "position": at})
    is_said = cells[str(at)].str.contains(r"\S").fill_null(value=False)
    left = cells[ROW].filter(is_said & first.is_null())
    if len(left):
        yield Finding("PERIOD_KEPT", "", left[0], params={"n": len(left), "rows": spans(left)})
