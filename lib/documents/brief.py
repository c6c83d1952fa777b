"""The morning brief on one A4 page: for the screen and the printer, and as a Word document."""

import io
from collections.abc import Sequence

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from lib.documents.overview_sheet import sheet_template
from lib.documents.paper import one_line

FONT = "Times New Roman"
Sections = Sequence[tuple[str, Sequence[str]]]


def brief_sheet(
    *, heading: Sequence[str], title: str, day: str, sections: Sections, footer: str
) -> str:
    """HTML with its own print style; every text is escaped."""
    return sheet_template("brief_sheet.html").render(
        heading=heading, title=title, day=day, sections=sections, footer=footer
    )


def brief_document(
    *, heading: Sequence[str], title: str, day: str, sections: Sections, footer: str
) -> bytes:
    """The .docx. Every text is one line of letters, whatever somebody typed."""
    document, out = Document(), io.BytesIO()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.paragraph_format.space_after = Pt(1)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(18)
    page.top_margin = page.bottom_margin = Mm(12)
    for line in heading:
        _write(document.add_paragraph(), line, bold=True)
    _write(document.add_paragraph(), title.upper(), bold=True, size=14, centred=True)
    _write(document.add_paragraph(), day, centred=True)
    for name, sentences in sections:
        head = _write(document.add_paragraph(), name, bold=True, size=12)
        head.paragraph_format.space_before = Pt(5)
        head.paragraph_format.keep_with_next = True
        for sentence in sentences:
            said = _write(document.add_paragraph(), f"\u2013 {sentence}").paragraph_format
            said.left_indent, said.first_line_indent = Mm(4), Mm(-4)
    _write(document.add_paragraph(), footer, size=9).paragraph_format.space_before = Pt(6)
    document.save(out)
    return out.getvalue()


def _write(
    paragraph: Paragraph, text: str, *, bold: bool = False, size: float = 11, centred: bool = False
) -> Paragraph:
    run = paragraph.add_run(one_line(text))
    run.bold, run.font.size = bold, Pt(size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph
