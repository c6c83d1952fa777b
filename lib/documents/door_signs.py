"""The red sign for the door of a home in quarantine, one A4 sheet for each home.

Words, colours and sizes lie in data/templates/door_sign.toml. The sign is always in Vietnamese: it
is read at the door. It names no person and no illness of anybody; its QR code dials the hotline.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from lib.documents.paper import (
    BOLD,
    REGULAR,
    colour,
    draw_fitted,
    fitting_size,
    new_canvas,
    one_line,
)
from lib.settings import ROOT

LAYOUT_FILE = ROOT / "data" / "templates" / "door_sign.toml"
WIDTH, HEIGHT = landscape(A4)
_CENTRE, _FRAME, _QR = WIDTH / 2, 8 * mm, 40 * mm
_ACROSS = WIDTH - 2 * (_FRAME + 8 * mm)
# Where the lower left corner of the QR code stands, and the middle of the words beside it.
_QR_X, _QR_Y = WIDTH - _FRAME - _QR - 9 * mm, _FRAME + 10 * mm
_BESIDE = (_FRAME + _QR_X) / 2


@dataclass(frozen=True)
class DoorSign:
    """What the sign of one home says: first day and the latest last day behind the door."""

    address: str
    group: str
    first_day: date
    last_day: date
    code: str = ""


@dataclass(frozen=True)
class Issuer:
    """Who hangs it; `hotline` may be empty, then the sign asks nobody to call."""

    ward_name: str
    hotline: str = ""


def render_signs(signs: Sequence[DoorSign], issuer: Issuer) -> bytes:
    """A PDF of as many A4 pages as there are signs. Raises ValueError without any."""
    if not signs:
        raise ValueError("no sign to print")
    out, layout = BytesIO(), _layout()
    canvas = new_canvas(out, (WIDTH, HEIGHT), " ".join(layout["heading"]))
    for sign in signs:
        _draw_sign(canvas, sign, issuer, layout)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def _layout() -> Mapping[str, Any]:
    return tomllib.loads(LAYOUT_FILE.read_text("utf-8"))


def _draw_sign(canvas: Canvas, sign: DoorSign, issuer: Issuer, words: Mapping[str, Any]) -> None:
    _draw_ground(canvas, words["colours"])
    _draw_head(canvas, issuer, words)
    _draw_days(canvas, sign, words)
    where = one_line(" \u2013 ".join(part for part in (sign.address, sign.group) if part))
    draw_fitted(canvas, where, x=_CENTRE, y=66 * mm, width=_ACROSS, size=words["sizes"]["address"])
    _draw_foot(canvas, sign, issuer, words)


def _draw_ground(canvas: Canvas, colours: Mapping[str, str]) -> None:
    canvas.setFillColor(colour(colours["ground"]))
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    canvas.setStrokeColor(colour(colours["letters"]))
    canvas.setLineWidth(3)
    canvas.rect(_FRAME, _FRAME, WIDTH - 2 * _FRAME, HEIGHT - 2 * _FRAME)
    canvas.line(_FRAME, 60 * mm, WIDTH - _FRAME, 60 * mm)
    canvas.setFillColor(colour(colours["letters"]))


def _draw_head(canvas: Canvas, issuer: Issuer, words: Mapping[str, Any]) -> None:
    sizes = words["sizes"]
    authority = words["authority"].format(ward=one_line(issuer.ward_name).upper())
    draw_fitted(canvas, authority, x=_CENTRE, y=190 * mm, width=_ACROSS, size=sizes["authority"])
    size = sizes["heading"]
    for line, y in zip(words["heading"], (162 * mm, 138 * mm), strict=True):
        size = draw_fitted(canvas, line, x=_CENTRE, y=y, width=_ACROSS, size=size)


def _draw_days(canvas: Canvas, sign: DoorSign, words: Mapping[str, Any]) -> None:
    """Both days below each other in one size: neither may look like the lesser one."""
    days = {words["first_day"]: sign.first_day, words["last_day"]: sign.last_day}
    said = {label: f"{day:%d/%m/%Y}" for label, day in days.items()}
    largest, across = words["sizes"]["date"], 168 * mm
    size = min(fitting_size(text, width=across, size=largest) for text in said.values())
    for y, (label, text) in zip((107 * mm, 81 * mm), said.items(), strict=True):
        draw_fitted(canvas, label, x=62 * mm, y=y, width=80 * mm, size=words["sizes"]["label"])
        draw_fitted(canvas, text, x=190 * mm, y=y, width=across, size=size)


def _draw_foot(canvas: Canvas, sign: DoorSign, issuer: Issuer, words: Mapping[str, Any]) -> None:
    sizes, hotline = words["sizes"], one_line(issuer.hotline)
    middle, width = (_BESIDE, _QR_X - _FRAME - 14 * mm) if hotline else (_CENTRE, _ACROSS)
    draw_fitted(
        canvas, words["watch"], x=middle, y=45 * mm, width=width, size=sizes["remark"], font=REGULAR
    )
    if hotline:
        said = f"{words['hotline']} {hotline}"
        draw_fitted(canvas, said, x=middle, y=27 * mm, width=width, size=sizes["hotline"])
        _draw_code(canvas, hotline, words)
    if sign.code:
        canvas.setFont(BOLD, sizes["code"])
        code = words["code"].format(code=one_line(sign.code))
        canvas.drawString(_FRAME + 4 * mm, _FRAME + 3 * mm, code)


def _draw_code(canvas: Canvas, hotline: str, words: Mapping[str, Any]) -> None:
    """A code that dials the hotline: it holds no word about the home."""
    colours = words["colours"]
    digits = "".join(c for c in hotline if c.isdigit() or c == "+")
    code = QrCodeWidget(
        f"tel:{digits}", barLevel="M", barBorder=4, barWidth=_QR, barHeight=_QR,
        barFillColor=colour(colours["ink"]),
    )  # fmt: skip
    canvas.rect(_QR_X, _QR_Y, _QR, _QR, stroke=0, fill=1)
    renderPDF.draw(Drawing(_QR, _QR, code), canvas, _QR_X, _QR_Y)
    middle = _QR_X + _QR / 2
    draw_fitted(canvas, words["scan"], x=middle, y=_QR_Y - 5 * mm, width=_QR, size=12, font=REGULAR)
