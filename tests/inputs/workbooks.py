"""Workbooks: ordinary ones by the usual writers, the others part by part."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt

from tests.inputs.lists import TWO

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS = "urn:oasis:names:tc:opendocument:xmlns"
Rows = Iterable[Sequence[Any]]


def xlsx(
    sheets: Mapping[str, Rows] | None = None,
    *,
    hidden: Sequence[str] = (),
    merged: Mapping[str, str] | None = None,
    **options: Any,
) -> bytes:
    """`merged`: range of the first sheet -> its text."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"default_date_format": "dd/mm/yyyy"} | options)
    for name, rows in (sheets or {"Danh sách": TWO}).items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if name in hidden:
            sheet.hide()
    for place, text in (merged or {}).items():
        book.worksheets()[0].merge_range(place, text)
    book.close()
    return target.getvalue()


def xls(sheets: Mapping[str, Rows] | None = None, *, hidden: Sequence[str] = ()) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in (sheets or {"Danh sách": TWO}).items():
        sheet = book.add_sheet(name)
        sheet.visibility = int(name in hidden)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def ods(cells: Iterable[Sequence[str]]) -> bytes:
    """`cells`: rows of finished <table:table-cell> elements."""
    rows = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in cells)
    spaces = " ".join(f'xmlns:{name}="{_ODS}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<office:document-content {spaces} xmlns:calcext="urn:x"><office:body>'
        f'<office:spreadsheet><table:table table:name="Danh sách">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<m:manifest xmlns:m="{_ODS}:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>'
    )
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_text(text: str) -> str:
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(text)}</text:p></table:table-cell>"
    )


def xlsx_of(rows: str, *, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A workbook whose one sheet holds these rows of XML; `parts` are added or replaced."""
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
            "</Types>",
            "_rels/.rels": _links("officeDocument", "xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": _links("worksheet", "worksheets/sheet1.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
            '<sheet name="Danh sách" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": sheet_xml(rows),
        }
        | dict(parts or {})
    )


def sheet_xml(rows: str) -> str:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def row_xml(number: int, cells: Iterable[str]) -> str:
    """Texts as a spreadsheet writes them into the sheet itself."""
    made = "".join(
        f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
        for at, cell in enumerate(cells)
    )
    return f'<row r="{number}">{made}</row>'


def _links(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f"Type={quoteattr(f'{_LINKS}/{kind}')} Target={quoteattr(target)}/></Relationships>"
    )


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_password() -> bytes:
    """Not the real thing, but what it is known by: the name of the stream that is locked."""
    return _OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1024)


def bomb(megabytes: int = 217) -> bytes:
    """Blanks, a megabyte after the other: less than a thousandth of it when zipped."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(megabytes):
                part.write(b" " * (1 << 20))
    return target.getvalue()


def formatted_blanks(n_rows: int = 1_048_576) -> bytes:
    """Somebody has coloured whole columns: every row exists, and three of them say something."""
    full = "".join(row_xml(at, row) for at, row in enumerate(TWO, start=1))
    blank = "".join(
        f'<row r="{at}" s="1" customFormat="1"><c r="A{at}" s="1"/></row>'
        for at in range(len(TWO) + 1, n_rows + 1)
    )
    return xlsx_of(full + blank)
