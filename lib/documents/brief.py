"""The morning brief on one A4 page: for the screen and the printer, and as a Word document."""

import io
import math
from collections.abc import Sequence

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from lib.documents.overview_sheet import sheet_template
from lib.documents.paper import one_line

FONT = "Times New Roman"
Sections = Sequence[tuple[str, Sequence[str]]]
# Points. The largest size with which all fits on the page is taken.
SIZES = (11, 10.5, 10, 9.5, 9, 8.5)
_SIDE, _TOP, _INDENT = Mm(16), Mm(11), Mm(4)
_WIDTH = Mm(210).pt - 2 * _SIDE.pt
# Of the font size: a letter on average, a line; a heading's and the title's lines are larger.
_LETTER, _LINE, _LARGER, _TITLE = 0.44, 1.16, 1, 3
_AFTER, _BEFORE_HEAD, _BEFORE_FOOTER = 1, 4, 5


def brief_sheet(
    *, heading: Sequence[str], title: str, day: str, sections: Sections, footer: str
) -> str:
    """HTML with its own print style; every text is escaped."""
    size = fitting_size([*heading, title, day], sections, footer)
    return sheet_template("brief_sheet.html").render(
        heading=heading, title=title, day=day, sections=sections, footer=footer, size=size
    )


def brief_document(
    *, heading: Sequence[str], title: str, day: str, sections: Sections, footer: str
) -> bytes:
    """The .docx. Every text is one line of letters, whatever somebody typed."""
    document, out = Document(), io.BytesIO()
    size = fitting_size([*heading, title, day], sections, footer)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(size)
    style.paragraph_format.space_after = Pt(_AFTER)
    style.paragraph_format.line_spacing = 1
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = _SIDE
    page.top_margin = page.bottom_margin = _TOP
    for line in heading:
        _write(document.add_paragraph(), line, size, bold=True)
    _write(document.add_paragraph(), title.upper(), size + _TITLE, bold=True, centred=True)
    _write(document.add_paragraph(), day, size, centred=True)
    for name, sentences in sections:
        head = _write(document.add_paragraph(), name, size + _LARGER, bold=True)
        head.paragraph_format.space_before = Pt(_BEFORE_HEAD)
        head.paragraph_format.keep_with_next = True
        for sentence in sentences:
            said = _write(document.add_paragraph(), f"\u2013 {sentence}", size).paragraph_format
            said.left_indent, said.first_line_indent = _INDENT, Mm(-4)
    end = _write(document.add_paragraph(), footer, min(size, 9))
    end.paragraph_format.space_before = Pt(_BEFORE_FOOTER)
    document.save(out)
    return out.getvalue()


def fitting_size(opening: Sequence[str], sections: Sections, footer: str) -> float:
    """The largest of SIZES with which everything stands on one page, else the least of them."""
    fits = (s for s in SIZES if height(s, opening, sections, footer) <= page_height())
    return next(fits, SIZES[-1])


def page_height() -> float:
    return float(Mm(297).pt - 2 * _TOP.pt)


def height(size: float, opening: Sequence[str], sections: Sections, footer: str) -> float:
    """Points that the page needs, as far as can be told without setting it; rather too many."""
    lines = [*opening, footer, *(text for _name, said in sections for text in said)]
    narrow = _WIDTH - _INDENT.pt
    of_text = sum(
        math.ceil(max(len(one_line(text)), 1) * size * _LETTER / narrow) * size * _LINE + _AFTER
        for text in lines
    )
    of_heads = len(sections) * ((size + _LARGER) * _LINE + _AFTER + _BEFORE_HEAD)
    return float(of_text + of_heads + _TITLE * _LINE + _BEFORE_FOOTER)


def _write(
    paragraph: Paragraph, text: str, size: float, *, bold: bool = False, centred: bool = False
) -> Paragraph:
    run = paragraph.add_run(one_line(text))
    run.bold, run.font.size = bold, Pt(size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph
