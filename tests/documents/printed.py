"""Reads printed papers back as another program would: pages, text, fonts, pixels, codes."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import zxingcpp
from docx import Document
from PIL.Image import Image


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, its lines in the order in which they were drawn."""
    with opened(pdf) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def page_sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height in whole millimetres."""
    with opened(pdf) as document:
        return [tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in document]


def picture(pdf: bytes, page: int = 0, dots_per_inch: int = 72) -> Image:
    with opened(pdf) as document:
        return document[page].render(scale=dots_per_inch / 72).to_pil().convert("RGB")


def codes(pdf: bytes, dots_per_inch: int = 200) -> list[str]:
    """What every QR code says, page by page from top to bottom."""
    with opened(pdf) as document:
        n_pages = len(document)
    found = [zxingcpp.read_barcodes(picture(pdf, page, dots_per_inch)) for page in range(n_pages)]
    return [code.text for of in found for code in sorted(of, key=lambda c: c.position.top_left.y)]


def fonts(pdf: bytes) -> dict[str, bool]:
    """Base font -> embedded? Of the fonts in which letters are drawn."""
    drawn: dict[str, bool] = {}
    with opened(pdf) as document:
        for page in document:
            for part in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
                font = part.get_font()
                drawn[font.get_base_name()] = bool(font.is_embedded)
    return drawn


def paper_text(docx: bytes) -> str:
    """Every paragraph of the body in order, those of tables too, one a line."""
    document = Document(io.BytesIO(docx))
    lines = []
    for block in document.iter_inner_content():
        cells = [cell for row in getattr(block, "rows", ()) for cell in row.cells]
        paragraphs = [p for cell in cells for p in cell.paragraphs] or [block]
        lines += [paragraph.text for paragraph in paragraphs]
    return "\n".join(line for line in lines if line.strip()) + "\n"


def part_of(docx: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return package.read(name).decode()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
