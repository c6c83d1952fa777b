"""The sheet of one alley for its neighbours: addresses and dates, no name, no illness.

Words lie in data/templates/neighbours_sheet.toml. Whoever prints it needs the vice-chair's
approval; see lib.actions.neighbours.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from lib.documents.door_signs import Issuer
from lib.documents.paper import BOLD, REGULAR, load_fonts, one_line
from lib.settings import ROOT

WORDS_FILE = ROOT / "data" / "templates" / "neighbours_sheet.toml"
_WIDTHS = (14 * mm, 92 * mm, 34 * mm, 34 * mm)
_GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.75, HexColor("#555555")),
        ("BACKGROUND", (0, 0), (-1, 0), HexColor("#eeeeee")),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
)


@dataclass(frozen=True)
class Door:
    """One home: nothing but where and until when. `last_day` None: not known yet."""

    address: str
    first_day: date
    last_day: date | None


@dataclass(frozen=True)
class AlleySheet:
    """`alley` as people say it, with its street; the sheet must not be used after `valid_to`."""

    alley: str
    group: str
    as_of: date
    valid_to: date
    approved_on: date
    doors: tuple[Door, ...]


def render_neighbours_sheet(sheet: AlleySheet, issuer: Issuer) -> bytes:
    """A PDF on A4; a long list goes on with its headings on the next page."""
    load_fonts()
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=16 * mm,
        bottomMargin=16 * mm, title=_words()["title"], lang="vi", invariant=True,
        initialFontName=REGULAR,
    )  # fmt: skip
    document.build(_story(sheet, issuer, _words()))
    return out.getvalue()


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(WORDS_FILE.read_text("utf-8"))


def _story(sheet: AlleySheet, issuer: Issuer, words: Mapping[str, Any]) -> list[Flowable]:
    place = words["place"].format(alley=sheet.alley, group=sheet.group)
    hotline = one_line(issuer.hotline)
    purpose = words["purpose" if hotline else "purpose_without_hotline"].format(hotline=hotline)
    return [
        _line(words["authority"].format(ward=issuer.ward_name.upper()), size=11),
        Spacer(0, 5 * mm),
        _line(words["title"].upper(), size=17, font=BOLD, centred=True),
        _line(place, size=15, font=BOLD, centred=True),
        _line(words["day"].format(day=_day(sheet.as_of)), size=11, centred=True),
        Spacer(0, 5 * mm),
        _table(sheet.doors, words),
        Spacer(0, 6 * mm),
        _line(words["valid"].format(day=_day(sheet.valid_to)), size=13, font=BOLD),
        _line(purpose, size=11),
        _line(words["limits"], size=11),
        _line(words["approved"].format(day=_day(sheet.approved_on)), size=11),
    ]


def _table(doors: Sequence[Door], words: Mapping[str, Any]) -> Table:
    heads = [_line(text, size=12, font=BOLD) for text in words["columns"]]
    rows = [
        [
            _line(str(number), size=12),
            _line(door.address, size=12),
            _line(_day(door.first_day), size=12),
            _line(_day(door.last_day) if door.last_day else words["no_end"], size=12, font=BOLD),
        ]
        for number, door in enumerate(doors, start=1)
    ]
    return Table([heads, *rows], colWidths=_WIDTHS, repeatRows=1, style=_GRID)


def _line(text: str, *, size: int, font: str = REGULAR, centred: bool = False) -> Paragraph:
    """A paragraph of plain text: what looks like markup is printed as it stands."""
    style = ParagraphStyle(
        "line", fontName=font, fontSize=size, leading=size * 1.4, spaceAfter=size * 0.2,
        alignment=TA_CENTER if centred else 0,
    )  # fmt: skip
    return Paragraph(escape(one_line(text)), style)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
