"""What everything printed as PDF shares: the bundled font, colours, lines that fit."""

import unicodedata
from functools import cache
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from lib.settings import ROOT
from lib.text.fold import clean

FONTS = ROOT / "data" / "fonts"
REGULAR, BOLD = "BeVietnamPro-Regular", "BeVietnamPro-Bold"
_SMALLEST, _STEP, _ELLIPSIS = 7.0, 0.5, "\u2026"


@cache
def load_fonts() -> None:
    """Registered once; of each document only the letters it uses are embedded."""
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, FONTS / f"{name}.ttf"))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR)


def new_canvas(out: BytesIO, page_size: tuple[float, float], title: str) -> Canvas:
    """The same content gives the same bytes: no moment of printing inside the file."""
    load_fonts()
    canvas = Canvas(out, pagesize=page_size, invariant=True, lang="vi", initialFontName=REGULAR)
    canvas.setTitle(title)
    canvas.setCreator("")
    return canvas


def one_line(text: str | None) -> str:
    """What somebody typed as one line of letters that can be printed, never a command."""
    joined = " ".join(clean(text or "").split())
    return unicodedata.normalize("NFC", "".join(c for c in joined if c.isprintable()))


def draw_fitted(
    canvas: Canvas, text: str, *, x: float, y: float, width: float, size: float, font: str = BOLD
) -> float:
    """One line centred on `x`, set smaller until it fits, then cut; returns the size (points)."""
    size = fitting_size(text, width=width, size=size, font=font)
    while len(text) > 1 and pdfmetrics.stringWidth(text, font, size) > width:
        text = text[:-2].rstrip() + _ELLIPSIS
    canvas.setFont(font, size)
    canvas.drawCentredString(x, y, text)
    return size


def fitting_size(text: str, *, width: float, size: float, font: str = BOLD) -> float:
    """The largest size up to `size` in which the text is no wider than `width`, both in points."""
    while size > _SMALLEST and pdfmetrics.stringWidth(text, font, size) > width:
        size -= _STEP
    return size


@cache
def colour(hex_code: str) -> HexColor:
    return HexColor(hex_code)
