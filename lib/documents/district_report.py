"""The ward's report to the district: words of its template, and the same numbers as a workbook."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from lib.documents.workbooks import Cell, Column, Sheet, write_workbook
from lib.rules.reporting import CLOSES_AT, LINES, Line
from lib.text.catalogue import _
from lib.text.formats import format_day, format_number


def number_words(counts: Mapping[str, int | None]) -> dict[str, str]:
    """What stands for the template's words."""
    return {line.word: count_words(counts[line.id]) for line in LINES}


def count_words(n: int | None) -> str:
    """No data is said, never shown as 0."""
    return _("no data") if n is None else format_number(n)


def counted_words(line: Line, first: date, last: date) -> str:
    """Since when, or as of when, a line counts."""
    if line.is_state:
        return _("as of {hour} on {day}").format(hour=CLOSES_AT, day=format_day(last))
    return period_words(first, last)


def period_words(first: date, last: date) -> str:
    opens = format_day(first - timedelta(days=1))
    words = _("from {hour} on {opens} to {hour} on {last}")
    return words.format(hour=CLOSES_AT, opens=opens, last=format_day(last))


def line_words(line: Line) -> str:
    return ("\u2013 " if line.is_part else "") + _(line.label)


def report_workbook(
    counts: Mapping[str, int | None], *, first: date, last: date, above: Sequence[str] = ()
) -> bytes:
    """What, how many, since when, then how each line is counted. The numbers are numbers.
    `above`: whose report it is, its number, who signs it."""
    columns = [Column(_("Figure")), Column(_("Number")), Column(_("Counted"))]
    rows: list[list[Cell]] = [
        [line_words(line), _cell(counts[line.id]), counted_words(line, first, last)]
        for line in LINES
    ]
    return write_workbook([Sheet(_("Report"), columns, rows, above=above), _definitions()])


def _definitions() -> Sheet:
    """How each line is counted, in the words of the screen."""
    columns = [Column(_("Figure")), Column(_("How it is counted"), style="wrapped", width=90)]
    rows: list[list[Cell]] = [[line_words(line), _(line.definition)] for line in LINES]
    return Sheet(_("How it is counted"), columns, rows)


def _cell(n: int | None) -> Cell:
    return count_words(n) if n is None else n
