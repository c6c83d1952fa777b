"""The pay sheet to be signed: heading, period, decision, lines, the sum in words, three signatures.

Words lie in data/templates/pay_sheet.toml. The sheet is Vietnamese whatever the reader's language.
"""

import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from babel.numbers import format_decimal
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from lib.documents.workbooks import OPTIONS
from lib.settings import ROOT
from lib.text.formats import format_day

WORDS_FILE = ROOT / "data" / "templates" / "pay_sheet.toml"
FIRST_LINE = 7  # below the heading and the columns' own row, counted from 0
_A4 = 9
_WIDTHS = (6, 28, 24, 10, 16, 18, 12, 22)
_LAST = len(_WIDTHS) - 1
_SIGN_AT = ((0, 1), (2, 4), (5, _LAST))
_MARGINS = {"left": 0.6, "right": 0.4, "top": 0.6, "bottom": 0.6}  # inches
_FONT: Mapping[str, Any] = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_CENTRED = {**_FONT, "align": "center", "text_wrap": True}
_CELL = {**_FONT, "border": 1, "text_wrap": True}
_SUM = {"bold": True}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "centred": _CENTRED, "bold": {**_CENTRED, "bold": True},
    "title": {**_CENTRED, "bold": True, "font_size": 14}, "note": {**_CENTRED, "italic": True},
    "words": {**_FONT, "italic": True, "text_wrap": True},
    "head": {**_CELL, "bold": True, "align": "center"}, "text": {**_CELL, "num_format": "@"},
    "number": {**_CELL, "num_format": "#,##0"}, "day": {**_CELL, "num_format": "dd/mm/yyyy"},
    "sum": {**_CELL, **_SUM}, "sum_number": {**_CELL, **_SUM, "num_format": "#,##0"},
}  # fmt: skip


@dataclass(frozen=True)
class PayLine:
    """What one volunteer signs for."""

    name: str
    team: str
    units: float
    rate: int
    amount: int
    paid_on: date | None


@dataclass(frozen=True)
class SheetTerms:
    """What stands above and below the lines; `signers` are the names under the three places."""

    ward: str
    first: date
    last: date
    decision_number: str
    rate: int
    most_per_day: int | None
    signers: Sequence[str]


def render_pay_sheet(terms: SheetTerms, lines: Sequence[PayLine]) -> bytes:
    """The bytes of an .xlsx file, set up for paper: A4 across, one page wide."""
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    formats = {name: book.add_format(dict(spec)) for name, spec in _FORMATS.items()}
    page = book.add_worksheet(_words()["sheet"])
    _set_up(page)
    _write_heading(page, terms, formats)
    _write_lines(page, lines, formats)
    _write_end(page, terms, sum(line.amount for line in lines), FIRST_LINE + len(lines), formats)
    book.close()
    return out.getvalue()


def _set_up(page: Worksheet) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_margins(**_MARGINS)
    page.repeat_rows(FIRST_LINE - 1)
    page.set_footer("&C&P/&N")
    for at, width in enumerate(_WIDTHS):
        page.set_column(at, at, width)


def _write_heading(page: Worksheet, terms: SheetTerms, formats: Mapping[str, Any]) -> None:
    words = _words()
    page.merge_range(0, 0, 0, 2, "", formats["bold"])
    page.write_string(0, 0, words["authority"].format(ward=terms.ward).upper(), formats["bold"])
    page.merge_range(0, 3, 0, _LAST, words["nation"], formats["bold"])
    page.merge_range(1, 3, 1, _LAST, words["motto"], formats["bold"])
    page.merge_range(3, 0, 3, _LAST, words["title"], formats["title"])
    first, last = format_day(terms.first), format_day(terms.last)
    page.merge_range(4, 0, 4, _LAST, words["period"].format(first=first, last=last),
                     formats["centred"])  # fmt: skip
    said = words["decision" if terms.most_per_day else "decision_without_cap"].format(
        number=terms.decision_number, rate=_number(terms.rate), most=terms.most_per_day
    )
    page.merge_range(5, 0, 5, _LAST, said, formats["note"])


def _write_lines(page: Worksheet, lines: Sequence[PayLine], formats: Mapping[str, Any]) -> None:
    for at, heading in enumerate(_words()["columns"]):
        page.write_string(FIRST_LINE - 1, at, heading, formats["head"])
    for number, line in enumerate(lines):
        row = FIRST_LINE + number
        page.write_number(row, 0, number + 1, formats["number"])
        page.write_string(row, 1, line.name, formats["text"])
        page.write_string(row, 2, line.team, formats["text"])
        for at, amount in enumerate((line.units, line.rate, line.amount), start=3):
            page.write_number(row, at, amount, formats["number"])
        if line.paid_on:
            page.write_datetime(row, 6, line.paid_on, formats["day"])
        else:
            page.write_blank(row, 6, None, formats["day"])
        page.write_blank(row, _LAST, None, formats["text"])
        page.set_row(row, 24)  # room for a signature
    row = FIRST_LINE + len(lines)
    for at in range(_LAST + 1):
        page.write_blank(row, at, None, formats["sum"])
    page.write_string(row, 1, _words()["sum"], formats["sum"])
    page.write_number(row, 3, sum(line.units for line in lines), formats["sum_number"])
    page.write_number(row, 5, sum(line.amount for line in lines), formats["sum_number"])


def _write_end(
    page: Worksheet, terms: SheetTerms, total: int, row: int, formats: Mapping[str, Any]
) -> None:
    words = _words()
    said = words["in_words"].format(words=_capital(sum_in_words(total)))
    page.merge_range(row + 2, 0, row + 2, _LAST, said, formats["words"])
    first, last = _SIGN_AT[-1]
    page.merge_range(row + 4, first, row + 4, last, words["date_line"], formats["note"])
    for (left, right), signer, name in zip(_SIGN_AT, words["signers"], terms.signers, strict=True):
        page.merge_range(row + 5, left, row + 5, right, signer, formats["bold"])
        page.merge_range(row + 6, left, row + 6, right, words["sign_here"], formats["note"])
        page.merge_range(row + 10, left, row + 10, right, "", formats["bold"])
        page.write_string(row + 10, left, name, formats["bold"])


def sum_in_words(amount: int) -> str:
    """4_320_000 as it is read out, with the currency."""
    say = _words()["numbers"]
    if amount == 0:
        return f"{say['digits'][0]} {say['currency']}"
    return " ".join([*_read(amount), say["currency"]])


def _read(amount: int) -> list[str]:
    """By groups of three digits; above a thousand million the powers begin anew."""
    say = _words()["numbers"]
    high, low = divmod(amount, 1_000_000_000)
    said = [*_read(high), say["powers"][3]] if high else []
    for power in (2, 1, 0):
        group = low // 1000**power % 1000
        if group:
            said += [*_read_group(group, is_first=not said)]
            said += [say["powers"][power]] if power else []
    return said


def _read_group(group: int, *, is_first: bool) -> list[str]:
    """Inside a number the hundreds are read even when there are none."""
    say = _words()["numbers"]
    digits = say["digits"]
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    said = [] if is_first and not hundreds else [digits[hundreds], say["hundred"]]
    if tens == 0 and ones and said:
        said += [say["odd"]]
    elif tens == 1:
        said += [say["ten"]]
    elif tens:
        said += [digits[tens], say["tens"]]
    if ones == 1 and tens > 1:
        said += [say["one_after_tens"]]
    elif ones == 5 and tens:
        said += [say["five_after_tens"]]
    elif ones:
        said += [digits[ones]]
    return said


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(n: int) -> str:
    return format_decimal(n, format="#,##0", locale="vi")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(WORDS_FILE.read_text("utf-8"))
