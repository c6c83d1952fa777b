"""Official papers as DOCX, filled into templates that the ward edits in its office program.

The shipped templates follow the layout of decree 30/2020/ND-CP. A template holds words between
double braces, see FIELDS; it is Jinja, and rendered in the sandbox: it can name values, test and
repeat them, and nothing else. Values are text, whatever they look like.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2 import TemplateError, UndefinedError
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from lib.documents.paper import one_line
from lib.rules.reporting import LINES
from lib.settings import ROOT
from lib.text.catalogue import N_, _

TEMPLATES = ROOT / "data" / "templates"
LARGEST = 2_000_000  # bytes
LARGEST_INSIDE = 20_000_000
# What zip, XML and Word's own structure throw at whoever reads a damaged or forged file.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, PackageNotFoundError, SyntaxError, LookupError, ValueError,
    AttributeError, RuntimeError, OSError,
)  # fmt: skip
_PART = re.compile(r"\{[{%].*?(?:[}%]\}|(?=\{[{%])|$)", re.MULTILINE)
_STATEMENT = re.compile(r"\{%(?:(?:p|tr|tc|r)\s|-)?\s*(\w+)")
DOTS = "\u2026" * 12  # to be filled in by hand
# Of every paper: the names that a template may use, and what stands for them.
_OF_WARD = {
    "phuong": N_("ward"),
    "phuong_in_hoa": N_("ward, in capitals"),
    "dia_danh": N_("place before the date"),
    "so": N_("number of the paper"),
    "ngay": N_("day of the paper"),
    "thang": N_("month of the paper"),
    "nam": N_("year of the paper"),
    "nguoi_ky": N_("who signs"),
}
_ALL = _OF_WARD | {
    "ho_va_ten": N_("full name"),
    "nam_sinh": N_("birth year"),
    "gioi_tinh": N_("sex"),
    "so_cccd": N_("national ID"),
    "dia_chi": N_("address"),
    "to_dan_pho": N_("residential group"),
    "tu_ngay": N_("first day"),
}
_ORDER = {
    "dien_cach_ly": N_("F0 or F1, in words"),
    "den_ngay": N_("last day"),
    "so_ngay": N_("number of days"),
    "van_ban": N_("document of the rule, may be empty"),
    "co_quan": N_("issuer of that document"),
}
_COMPLETION = {
    "den_ngay": N_("last day"),
    "ngay_ket_thuc": N_("day the stay was closed"),
    "so_quyet_dinh": N_("number of the order, may be empty"),
    "ngay_quyet_dinh": N_("day of the order"),
    "ngay_xet_nghiem": N_("day of the last negative test, may be empty"),
    "ngay_tu_theo_doi": N_("days of self-monitoring, may be empty"),
}
_REPORT = {
    "quan": N_("district"),
    "tu_ngay": N_("day before the first, 18:00"),
    "den_ngay": N_("last day, 18:00"),
} | {line.word: line.label for line in LINES}
_REFUSALS = {
    "TEMPLATE_UNREADABLE": N_("This is not a Word document (.docx) that can be read."),
    "TEMPLATE_TOO_LARGE": N_("The template is larger than 2 MB. Take big pictures out."),
    "TEMPLATE_WRONG": N_("The template has a mistake in {{ }} or {% %}: {detail}"),
    "TEMPLATE_UNKNOWN_WORD": N_("The template uses a word that is not known: {detail}"),
    "TEMPLATE_FROM_OUTSIDE": N_("The template loads something from outside. Put it inside."),
}


@dataclass(frozen=True)
class PaperKind:
    """One official paper: its shipped template and the words that it may use."""

    name: str
    label: str
    fields: Mapping[str, str]

    @property
    def file_name(self) -> str:
        return f"{self.name}.docx"


ORDER = PaperKind("quarantine_order", N_("Quarantine order"), _ALL | _ORDER)
COMPLETION = PaperKind("completion_paper", N_("Completion paper"), _ALL | _COMPLETION)
REPORT = PaperKind("district_report", N_("Report to the district"), _OF_WARD | _REPORT)
KINDS: dict[str, PaperKind] = {kind.name: kind for kind in (ORDER, COMPLETION, REPORT)}


class TemplateRefused(Exception):  # noqa: N818 - expected: the ward mends its template
    """`detail` names a word of the template, never a person's value."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail

    def sentence(self) -> str:
        return _(_REFUSALS[self.code]).replace("{detail}", self.detail)


def shipped_template(kind: PaperKind) -> bytes:
    return (TEMPLATES / kind.file_name).read_bytes()


def render_paper(kind: PaperKind, template: bytes, values: Mapping[str, str]) -> bytes:
    """The filled DOCX. `values` has every name of `kind.fields`. Raises TemplateRefused."""
    cleaned = {name: one_line(values[name]) for name in kind.fields}
    out = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(cleaned, jinja_env=_environment())
        document.save(out)
    except UndefinedError as error:
        raise TemplateRefused("TEMPLATE_UNKNOWN_WORD", _named(error)) from None
    except (TemplateError, SyntaxError, ArithmeticError, TypeError, ValueError):
        raise TemplateRefused("TEMPLATE_WRONG", _wrong_part(template, cleaned)) from None
    return out.getvalue()


def marked(docx: bytes, marks: Sequence[str]) -> bytes:
    """The paper with a line above everything else that says what it is not, such as a draft."""
    if not marks:
        return docx
    document, out = Document(io.BytesIO(docx)), io.BytesIO()
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run(" \u00b7 ".join(map(one_line, marks)))
    run.bold, run.font.size = True, Pt(11)
    document.element.body.insert(0, line._p)  # noqa: SLF001 - there is no other way to the top
    document.save(out)
    return out.getvalue()


def check_template(kind: PaperKind, raw: bytes) -> None:
    """Raises TemplateRefused when a paper could not be made from it."""
    if len(raw) > LARGEST:
        raise TemplateRefused("TEMPLATE_TOO_LARGE")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            is_large = sum(part.file_size for part in package.infolist()) > LARGEST_INSIDE
        parts = [] if is_large else list(Document(io.BytesIO(raw)).part.package.iter_parts())
    except _DAMAGED:
        raise TemplateRefused("TEMPLATE_UNREADABLE") from None
    if is_large:
        raise TemplateRefused("TEMPLATE_TOO_LARGE")
    relations = [relation for part in parts for relation in part.rels.values()]
    if any(r.is_external and not r.reltype.endswith("/hyperlink") for r in relations):
        raise TemplateRefused("TEMPLATE_FROM_OUTSIDE")
    render_paper(kind, raw, sample_values(kind))


def sample_values(kind: PaperKind) -> dict[str, str]:
    """Something for every word, to try a template with."""
    return dict.fromkeys(kind.fields, DOTS)


def zipped(papers: Mapping[str, bytes]) -> bytes:
    """Several papers as one file to take home; the names are those of the papers."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in papers.items():
            archive.writestr(zipfile.ZipInfo(name), raw)
    return out.getvalue()


def day_words(day: date) -> dict[str, str]:
    """Day, month and year as decree 30/2020 writes them: a zero before 1-9 and before 1 and 2."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return {"ngay": f"{day.day:02d}", "thang": month, "nam": str(day.year)}


def place_name(ward_name: str) -> str:
    """What stands before the date: the ward's own name without the word for ward; a ward that has
    only a number keeps the word."""
    first, _space, rest = ward_name.partition(" ")
    is_ward = first.casefold() == "ph\u01b0\u1eddng"
    return rest if is_ward and rest and not rest[0].isdigit() else ward_name


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    del environment.filters["safe"]  # what somebody typed never becomes a part of the document
    return environment


def _wrong_part(template: bytes, values: Mapping[str, str]) -> str:
    """The first {{ }} that cannot be filled in, else the {% %} that belongs to no other."""
    body = Document(io.BytesIO(template)).element.body
    text = "\n".join("".join(each.itertext()) for each in body.iter(qn("w:p")))
    parts = _PART.findall(text)
    values_said = [part for part in parts if part.startswith("{{")]
    wrong = next((part for part in values_said if not _can_be_filled(part, values)), None)
    return one_line(wrong or _unpaired(parts) or "")[:40]


def _can_be_filled(part: str, values: Mapping[str, str]) -> bool:
    try:
        _environment().from_string(part).render(values)
    except UndefinedError:
        return True  # the variable of a loop, perhaps; a word that is not known is said elsewhere
    except (TemplateError, SyntaxError, ArithmeticError, TypeError, ValueError):
        return False
    return True


def _unpaired(parts: Sequence[str]) -> str | None:
    opened: list[str] = []
    for part in parts:
        match = _STATEMENT.match(part)
        word = match[1] if match else ""
        if word in ("if", "for"):
            opened.append(part)
        elif word in ("endif", "endfor") and opened:
            opened.pop()
        elif not part.startswith("{{") and word not in ("elif", "else", "set"):
            return part
    return opened[-1] if opened else None


def _named(error: UndefinedError) -> str:
    """The word that Jinja puts between apostrophes."""
    return one_line(str(error).partition("'")[2].partition("'")[0])[:40]


def filled(values: Mapping[str, Any]) -> dict[str, str]:
    """Text of every value; what is not known is left to be filled in by hand."""
    return {name: DOTS if value is None else str(value) for name, value in values.items()}
