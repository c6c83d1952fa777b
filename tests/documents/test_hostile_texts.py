"""All texts that break programs, in every paper: words on it, and nothing that anybody carries out.

The printed pages in HTML are opened in a browser by tests/browser/test_hostile.py; workbooks go the
way there and back in tests/actions/test_round_trip.py.
"""

import io
import os
import random
import re
import zipfile
from datetime import date

import pytest

from lib.documents.brief import brief_document
from lib.documents.door_signs import DoorSign, Issuer, render_signs
from lib.documents.neighbours_sheet import AlleySheet, Door, render_neighbours_sheet
from lib.documents.paper import one_line
from lib.documents.papers import COMPLETION, ORDER, PaperKind, render_paper, shipped_template
from tests.documents.printed import page_texts, paper_text, squeezed
from tests.documents.test_papers import VALUES
from tests.inputs.hostile import storable

DAY, LATER = date(2021, 12, 29), date(2022, 1, 5)
TEXTS = storable()
SOME = (
    TEXTS if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else random.Random(8).sample(TEXTS, 60)
)
# What a PDF can do besides being read, and a Word document.
ACTS = re.compile(rb"/(?:JavaScript|JS|OpenAction|Launch|URI|EmbeddedFile|AA)\b")
REACHES_OUT = re.compile(r'TargetMode="External"|<w:fldSimple|<w:instrText|<w:altChunk|oleObject')


def reaching_out(docx: bytes) -> list[str]:
    """Parts of the document that name something outside, or a field that is worked out; the
    number of the page is one of ours."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
    return [
        name for name, part in parts.items()
        if REACHES_OUT.search(re.sub(r"<w:instrText[^>]*> ?PAGE", "", part))
    ]  # fmt: skip


def acts(pdf: bytes) -> list[bytes]:
    return ACTS.findall(pdf)


def printable(text: str) -> bool:
    """Letters that the printed font has for certain."""
    return text.isascii() and text.isprintable()


def test_the_brief_as_a_document() -> None:
    docx = brief_document(heading=["x"], title="x", day="x", sections=[("x", TEXTS)], footer="x")
    lines = paper_text(docx).split("\n")
    missing = [
        text for text in TEXTS if f"\u2013 {one_line(text)}".rstrip() not in map(str.rstrip, lines)
    ]
    assert missing == []
    assert reaching_out(docx) == []


@pytest.mark.parametrize("kind", [ORDER, COMPLETION], ids=lambda kind: kind.name)
def test_orders_and_completion_papers(kind: PaperKind) -> None:
    template = shipped_template(kind)
    for text in SOME:
        docx = render_paper(
            kind, template, VALUES[kind.name] | {"ho_va_ten": text, "dia_chi": text}
        )
        assert squeezed(one_line(text)) in squeezed(paper_text(docx)), text
        assert reaching_out(docx) == []


def test_the_sheet_of_an_alley() -> None:
    doors = tuple(Door(text, DAY, None) for text in TEXTS)
    pdf = render_neighbours_sheet(AlleySheet("x", "x", DAY, LATER, DAY, doors), Issuer("x", ""))
    said = re.sub(r"\s", "", "".join(page_texts(pdf)))  # long lines are broken anywhere
    assert [t for t in TEXTS if printable(t) and re.sub(r"\s", "", t) not in said] == []
    assert acts(pdf) == []


def test_signs_on_doors() -> None:
    pdf = render_signs([DoorSign(text, text, DAY, LATER) for text in SOME], Issuer("x", ""))
    assert len(page_texts(pdf)) == len(SOME)
    assert acts(pdf) == []
