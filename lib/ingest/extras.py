"""Columns of the file that the table does not know: kept with the row as JSON, never dropped."""

import polars as pl

from lib.ingest.columns import Sheet
from lib.ingest.header import column_letter
from lib.ingest.ledger import Ledger
from lib.ingest.mapping import Mapping
from lib.ingest.reader import TextTable

EXTRA = "extra"


def report_unknown(text: TextTable, mapping: Mapping, ledger: Ledger) -> None:
    """A column without heading and without any text is only a spreadsheet's habit."""
    for name in mapping.guessed:
        ledger.add("COLUMN_GUESSED", None, name)
    for position, heading in mapping.unread:
        if heading or text.cells[str(position)].null_count() < text.cells.height:
            ledger.add("COLUMN_UNKNOWN", position=position)


def extra_names(mapping: Mapping, headers: tuple[str, ...]) -> dict[int, str]:
    """Position -> the name under which a column that the table does not know is kept."""
    taken = [heading for _, heading in mapping.unknown] + [
        headers[position] for position in mapping.columns.values()
    ]
    names = {}
    for position, heading in mapping.unknown:
        is_plain = heading and taken.count(heading) == 1
        names[position] = heading if is_plain else f"{heading} [{column_letter(position)}]".strip()
    return names


def read_extras(sheet: Sheet, headers: tuple[str, ...]) -> pl.Series:
    """{heading: text} of the cells that say something, as JSON text; null when none does."""
    names = extra_names(sheet.mapping, headers)
    nothing = pl.Series(EXTRA, [None], dtype=pl.String).new_from_index(0, sheet.cells.height)
    if not names:
        return nothing
    members = [_member(str(position), name) for position, name in names.items()]
    joined = pl.concat_str(members, separator=",", ignore_nulls=True)
    wrapped = pl.when(joined != "").then("{" + joined + "}").alias(EXTRA)
    return sheet.cells.select(wrapped).to_series() if sheet.cells.height else nothing


def _member(column: str, name: str) -> pl.Expr:
    """`"heading":"text"`, escaped by Polars; null for a cell without text."""
    text = pl.col(column)
    pair = pl.struct(text.alias(name)).struct.json_encode()
    bare = pair.str.strip_prefix("{").str.strip_suffix("}")
    return pl.when(text.str.strip_chars() != "").then(bare)
