"""Tables as an Excel workbook, in memory. A text is a text whatever it begins with: nothing that
somebody typed into a cell becomes a formula, a link or a number.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from lib.text.catalogue import _

Cell = str | int | float | date | datetime | None
_LAST_ROW, _A4 = 1_048_575, 9
_NARROWEST, _WIDEST, _PADDING, _MEASURED = 9, 42, 2, 200
_NOTE = {"x_scale": 2}
# Excel counts a 29 February 1900 that never was: days before March of that year would move.
_FIRST_SURE_DAY = date(1900, 3, 1)
OPTIONS = {
    "in_memory": True,  # no temporary file with people's data
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_BASE = {"valign": "top", "num_format": "@"}
_HEAD = _BASE | {"bold": True, "font_color": "#ffffff", "text_wrap": True}
_FORMATS = {
    "text": _BASE,
    "heading": _HEAD | {"bg_color": "#0b6277"},
    "needed": _HEAD | {"bg_color": "#073f4c"},
    "example": _BASE | {"italic": True, "font_color": "#6d767c", "bg_color": "#f1f5f6"},
    "wrong": _BASE | {"bg_color": "#fbe3d6", "border": 1, "border_color": "#d55e00"},
    "above": _BASE | {"bold": True},
    "wrapped": _BASE | {"text_wrap": True},
    "remark": _BASE | {"text_wrap": True, "font_color": "#a34700"},
    "number": _BASE | {"num_format": "General"},
    "day": _BASE | {"num_format": "dd/mm/yyyy"},
    "moment": _BASE | {"num_format": "dd/mm/yyyy hh:mm"},
}  # fmt: skip
# Signs that XML has not; and what two escapes in one another would be read as.
_UNFIT = re.compile("[\ufffe\uffff]|_x[0-9A-Fa-f]{4}(?=_x[0-9A-Fa-f]{4}_)")


class NotForWorkbook(Exception):  # noqa: N818 - expected: take the CSV instead
    """A text is longer than a cell can hold, or has signs that would come back as others."""

    def sentence(self) -> str:
        return _("A workbook cannot hold one of the texts as it is. Take the list as CSV.")


@dataclass(frozen=True)
class Column:
    """`choices` are offered in a list, other words stay possible; `note` explains the heading."""

    heading: str
    choices: Sequence[str] = ()
    note: str = ""
    is_needed: bool = False
    style: str = "text"
    width: int | None = None


@dataclass(frozen=True)
class Sheet:
    """`marks`: (row, column) below the headings, from 0 -> what is wrong with that cell.
    `examples`: rows shown as examples; `above`: lines over the headings."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    examples: frozenset[int] = frozenset()
    is_hidden: bool = False
    above: Sequence[str] = ()


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of an .xlsx file. Raises NotForWorkbook."""
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    formats = {name: book.add_format(spec) for name, spec in _FORMATS.items()}
    pages = [(sheet, book.add_worksheet(sheet.name)) for sheet in sheets]
    lists = _Lists(book)
    for sheet, page in pages:
        _write_sheet(page, sheet, formats, lists)
        if sheet.is_hidden:
            page.hide()
    book.close()
    return out.getvalue()


class _Lists:
    """A hidden sheet with the words to choose from: a list inside a cell's rule may have 255
    letters only."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._page: Worksheet | None = None
        self._known: dict[tuple[str, ...], str] = {}

    def place_of(self, words: Sequence[str]) -> str:
        key = tuple(words)
        if key not in self._known:
            if self._page is None:
                self._page = self._book.add_worksheet("_lists")
                self._page.very_hidden()
            column = len(self._known)
            for row, word in enumerate(key):
                self._page.write_string(row, column, word)
            letter = xl_col_to_name(column)
            self._known[key] = f"=_lists!${letter}$1:${letter}${len(key)}"
        return self._known[key]


def _write_sheet(
    page: Worksheet, sheet: Sheet, formats: Mapping[str, Format], lists: _Lists
) -> None:
    first = len(sheet.above)
    page.freeze_panes(first + 1, 0)
    _set_print(page, first)
    for row, line in enumerate(sheet.above):
        page.write_string(row, 0, line, formats["above"])
    for at, column in enumerate(sheet.columns):
        _write_column(page, first, at, column, formats, lists)
        page.set_column(at, at, column.width or _width(sheet, at), formats["text"])
    for row, cells in enumerate(sheet.rows):
        for at, cell in enumerate(cells):
            style = sheet.columns[at].style if row not in sheet.examples else "example"
            _write_cell(page, first + row + 1, at, cell, formats, style)
    for (row, at), words in sheet.marks.items():
        _write_cell(page, first + row + 1, at, sheet.rows[row][at] or "", formats, "wrong")
        page.write_comment(first + row + 1, at, words, _NOTE)


def _set_print(page: Worksheet, heading: int) -> None:
    """A4 across, one page wide, the headings on each page."""
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(heading)


def _write_column(
    page: Worksheet, row: int, at: int, column: Column, formats: Mapping[str, Format], lists: _Lists
) -> None:
    style = "needed" if column.is_needed else "heading"
    page.write_string(row, at, column.heading, formats[style])
    if column.note:
        page.write_comment(row, at, column.note, _NOTE)
    if column.choices:
        rule = {"validate": "list", "source": lists.place_of(column.choices)}
        page.data_validation(row + 1, at, _LAST_ROW, at, rule | {"error_type": "information"})


def _write_cell(
    page: Worksheet, row: int, at: int, cell: Cell, formats: Mapping[str, Format], style: str
) -> None:
    """A day or a number that Excel could not give back as it is goes as text."""
    if cell is None:
        return
    if isinstance(cell, datetime):
        page.write_datetime(row, at, cell, formats["moment"])
    elif isinstance(cell, date):
        if cell >= _FIRST_SURE_DAY:
            page.write_datetime(row, at, cell, formats["day"])
        else:
            page.write_string(row, at, f"{cell:%d/%m/%Y}", formats[style])
    elif isinstance(cell, int | float) and float(f"{cell:.16G}") == cell:
        page.write_number(row, at, cell, formats["number"])
    elif _UNFIT.search(str(cell)) or _write_text(page, row, at, str(cell), formats[style]):
        raise NotForWorkbook


def _write_text(page: Worksheet, row: int, at: int, text: str, style: Format) -> int:
    """0 when it fits. A text from <r> to </r> would be taken for ready markup: it goes in parts."""
    if text.startswith("<r>") and text.endswith("</r>"):
        return int(page.write_rich_string(row, at, text[:2], style, text[2:], style))
    return int(page.write_string(row, at, text, style))


def _width(sheet: Sheet, at: int) -> int:
    texts = [sheet.columns[at].heading, *(str(row[at] or "") for row in sheet.rows[:_MEASURED])]
    return min(max(_NARROWEST, *(len(text) + _PADDING for text in texts)), _WIDEST)
