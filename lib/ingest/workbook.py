"""A workbook's bytes -> the text of one sheet, and what must be said about the others."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lib.ingest.choices import Choices
from lib.ingest.guides import is_own
from lib.ingest.header import DELIMITERS, find_header
from lib.ingest.limits import LIMITS, Limits
from lib.ingest.refusal import FileAsks, FileRefused, refuse
from lib.ingest.samples import N_SAMPLES
from lib.ingest.sandbox import Died, ask_child
from lib.schema.columns import Table
from lib.schema.findings import Finding

Range = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0


@dataclass(frozen=True)
class Source:
    """A text table's bytes, before anything is known of them."""

    data: bytes
    delimiters: tuple[str, ...] = DELIMITERS
    sheet: str | None = None
    merged: tuple[Range, ...] = ()
    is_1904: bool = False
    notes: tuple[Finding, ...] = ()


def read_workbook(
    raw: bytes, tables: Sequence[Table], choices: Choices, limits: Limits = LIMITS
) -> Source:
    """Raises FileRefused, and FileAsks where several sheets may be meant."""
    answer, data = _ask(raw, limits, sheet=choices.sheet)
    if not answer["sheets"]:
        raise refuse("FILE_EMPTY")
    if answer["chosen"] is None:
        answer, data = _ask(raw, limits, sheet=_choose(answer["sheets"], tables))
    return Source(
        data=data,
        delimiters=(",",),
        sheet=answer["chosen"],
        merged=tuple(tuple(place) for place in answer["merged"]),
        is_1904=answer["is_1904"],
        notes=tuple(_notes(answer)),
    )


def _ask(raw: bytes, limits: Limits, *, sheet: str | None) -> tuple[dict[str, Any], bytes]:
    try:
        return ask_child("workbook", raw, limits, sheet=sheet)
    except Died:
        raise _why(raw, limits) from None


def _why(raw: bytes, limits: Limits) -> FileRefused:
    """What was too much for the child, as far as a second look tells."""
    if raw.startswith(b"PK"):
        try:
            if far := ask_child("far_cell", raw, limits)[0]:
                return refuse("FILE_CELL_FAR", cell=far["cell"])
        except Died:
            pass
        except FileRefused as refusal:
            return refusal
    return refuse("FILE_TOO_HEAVY", seconds=limits.seconds, size=limits.memory_mb)


def _choose(sheets: list[dict[str, Any]], tables: Sequence[Table]) -> str:
    """The only sheet with known headings among those that people see, but for those of a
    template of ours; else a person must say."""
    lists = _without_own(sheets) or sheets
    seen = [sheet for sheet in lists if not sheet["hidden"]] or lists
    known = [sheet for sheet in seen if _is_known(sheet["head"], tables)]
    if len(known) == 1:
        return str(known[0]["name"])
    raise FileAsks("sheet", {sheet["name"]: _sample(sheet["head"]) for sheet in seen})


def _without_own(sheets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [sheet for sheet in sheets if not is_own(sheet)]


def _is_known(head: list[list[str]], tables: Sequence[Table]) -> bool:
    target = io.StringIO()
    csv.writer(target).writerows(head)
    header = find_header(target.getvalue().encode(), tables, delimiters=(",",))
    return header is not None and header.is_known


def _sample(head: list[list[str]]) -> tuple[str, ...]:
    return tuple(islice((cell for row in head for cell in row if cell), N_SAMPLES))


def _notes(answer: dict[str, Any]) -> Iterator[Finding]:
    """Sheets that hold something and were not read."""
    others = [sheet for sheet in answer["sheets"] if sheet["name"] != answer["chosen"]]
    left = _without_own(others)
    n_hidden = sum(sheet["hidden"] for sheet in left)
    for code, n in (("SHEETS_LEFT", len(left) - n_hidden), ("SHEETS_HIDDEN", n_hidden)):
        if n:
            yield Finding(code, "", params={"n": n})
