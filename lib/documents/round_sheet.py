"""A team's round of one day on paper: whom to see, in walking order, with room to write.

Words lie in data/templates/round_sheet.toml. The QR code of a line opens the form of that person
for somebody who has signed in; it holds neither a name nor the code of a stay.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from lib.documents.door_signs import Issuer
from lib.documents.paper import BOLD, REGULAR, load_fonts, one_line
from lib.settings import ROOT

WORDS_FILE = ROOT / "data" / "templates" / "round_sheet.toml"
_QR = 14 * mm
_WIDTHS = tuple(n * mm for n in (10, 17, 87, 14, 16, 44, 18, 16, 16, 39))
_TEST_WIDTHS = tuple(n * mm for n in (10, 17, 93, 20, 20, 50, 24, 43))
_GREY, _PALE = HexColor("#555555"), HexColor("#eeeeee")
_GRID = [
    ("GRID", (0, 0), (-1, -1), 0.5, _GREY), ("BACKGROUND", (0, 0), (-1, 0), _PALE),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3), ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
]  # fmt: skip


@dataclass(frozen=True)
class RoundLine:
    """One person. `place`: the alley under which the line stands; `link`: what the code opens;
    `days_left` None: no last day is known."""

    place: str
    door: str
    name: str
    age: int | None
    case_type: str
    day: int
    days_left: int | None
    unseen: int
    needs_test: bool
    phone: str
    link: str


@dataclass(frozen=True)
class RoundSheet:
    """`tests`: the columns of a testing team; `danger`: the rule, in words."""

    team: str
    as_of: date
    tests: bool
    danger: str
    lines: tuple[RoundLine, ...]


def render_round_sheet(sheet: RoundSheet, issuer: Issuer) -> bytes:
    """A PDF on A4 lying on its side; headings come again on every page."""
    load_fonts()
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=landscape(A4), leftMargin=10 * mm, rightMargin=10 * mm, topMargin=9 * mm,
        bottomMargin=9 * mm, title=_words()["title"], lang="vi", invariant=True,
        initialFontName=REGULAR,
    )  # fmt: skip
    document.build(_story(sheet, issuer, _words()))
    return out.getvalue()


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(WORDS_FILE.read_text("utf-8"))


def _story(sheet: RoundSheet, issuer: Issuer, words: Mapping[str, Any]) -> list[Flowable]:
    hotline = one_line(issuer.hotline)
    danger = words["danger" if hotline else "danger_without_hotline"]
    team = words["team"].format(team=sheet.team, day=f"{sheet.as_of:%d/%m/%Y}", n=len(sheet.lines))
    return [
        _line(words["authority"].format(ward=issuer.ward_name.upper()), size=9),
        _line(f"{words['title'].upper()} \u2013 {team}", size=13, font=BOLD),
        _line(danger.format(rule=sheet.danger, hotline=hotline), size=9, font=BOLD),
        Spacer(0, 2 * mm),
        _table(sheet, words),
        Spacer(0, 2 * mm),
        _line(words["back"], size=9),
        _line(words["limits"], size=9),
    ]


def _table(sheet: RoundSheet, words: Mapping[str, Any]) -> Table:
    """A line across for each alley; below it its doors."""
    heads: Sequence[str] = words["test_columns" if sheet.tests else "columns"]
    rows: list[list[Any]] = [[_line(text, size=8, font=BOLD) for text in heads]]
    style: list[tuple[Any, ...]] = list(_GRID)
    number = 0
    for place, lines in groupby(sheet.lines, key=lambda line: line.place):
        at = len(rows)
        style += [("SPAN", (0, at), (-1, at)), ("BACKGROUND", (0, at), (-1, at), _PALE)]
        style.append(("NOSPLIT", (0, at), (-1, at + 1)))  # no alley alone at the foot of a page
        rows.append([_line(place, size=10, font=BOLD)])
        for line in lines:
            number += 1
            person = [
                _line(_who(line, words), size=10, font=BOLD),
                _line(_how(line, words), size=8),
            ]
            rows.append([_line(str(number), size=9), _code(line.link), person])
            rows[-1] += [""] * (len(heads) - 3)
    widths = _TEST_WIDTHS if sheet.tests else _WIDTHS
    return Table(rows, colWidths=widths, repeatRows=1, style=style)


def _who(line: RoundLine, words: Mapping[str, Any]) -> str:
    name = words["born"].format(name=line.name, age=line.age) if line.age is not None else line.name
    return f"{line.door} \u00b7 {name}" if line.door else name


def _how(line: RoundLine, words: Mapping[str, Any]) -> str:
    said = [words["stay"].format(case_type=line.case_type, day=line.day)]
    if line.days_left is not None and line.days_left <= 0:
        said.append(words["last" if line.days_left == 0 else "over"])
    if line.unseen >= 2:
        said.append(words["unseen"].format(n=line.unseen))
    if line.needs_test:
        said.append(words["test"])
    if line.phone:
        said.append(words["phone"].format(phone=line.phone))
    return " \u00b7 ".join(said)


def _code(link: str) -> Drawing:
    """14 mm read well from a hand's breadth."""
    qr = QrCodeWidget(link, barLevel="L", barWidth=_QR, barHeight=_QR, barBorder=2)
    return Drawing(_QR, _QR, qr)


def _line(text: str, *, size: int, font: str = REGULAR) -> Paragraph:
    """A paragraph of plain text: what looks like markup is printed as it stands."""
    style = ParagraphStyle("line", fontName=font, fontSize=size, leading=size * 1.3)
    return Paragraph(escape(one_line(text)), style)
