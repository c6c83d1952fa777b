"""Where the parts of a list begin and end: rows between the others that hold the title of a part,
as a lone text, or its sum."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from lib.ingest.evidence import Evidence
from lib.ingest.vocabulary import begins_a_part, begins_a_remark

_FEWEST_COLUMNS = 3
_ORDINAL = re.compile(r"\s*(?:[IVX]+|[A-H])\s*[.)]?\s*")


@dataclass(frozen=True)
class Part:
    """A row at which a part begins. `title`: "" where only the one above ends, at a sum or at a
    lone text of which nobody knows what it is (that one stays among the rows); None where nothing
    ends, as at a sum right below its title."""

    row: int
    title: str | None
    is_left: bool = True


def find_parts(cells: pl.DataFrame, evidence: Evidence) -> list[Part]:
    """In the order of the rows."""
    names = cells.columns[1:]
    if len(names) < _FEWEST_COLUMNS:
        return []
    # Such a row is empty in one at least of any three columns: of the fullest, few rows are.
    fullest = sorted(names, key=lambda name: cells[name].null_count())[:3]
    n_filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in names)
    sparse = cells.filter(pl.any_horizontal(pl.col(fullest).is_null())).filter(n_filled < 3)
    parts: list[Part] = []
    for row in sparse.rows():
        above = parts[-1] if parts and parts[-1].row == row[0] - 1 else None
        if part := _part(row[0], row[1:], evidence, has_title_above=bool(above and above.title)):
            parts.append(part)
    return parts


def _part(
    row: int, said: Sequence[str | None], evidence: Evidence, *, has_title_above: bool
) -> Part | None:
    filled = {at: cell for at, cell in enumerate(said) if cell and cell.strip()}
    texts = {at: cell for at, cell in filled.items() if not _is_ordinal(at, cell, evidence)}
    at, text = next(iter(texts.items()), (-1, ""))
    numbers = list(texts.values())[1:]
    is_sum = begins_a_remark(text) and all(cell.strip().isdecimal() for cell in numbers)
    if not (is_sum or len(texts) == 1) or evidence.tells_something(said, is_sum=is_sum):
        return None
    if is_sum:
        return Part(row, None if has_title_above else "")
    is_title = at in evidence.running or begins_a_part(text)
    return Part(row, text if is_title else "", is_left=is_title)


def _is_ordinal(at: int, cell: str, evidence: Evidence) -> bool:
    """I, II, A where rows are numbered."""
    return at in evidence.running and bool(_ORDINAL.fullmatch(cell))
