"""Workbooks of three kinds, one way to their rows: every cell as text.

calamine reads .xlsx and .ods; xlrd reads .xls, where calamine would lose the error cells.
Used in the child process of `sandbox` only.
"""

import io
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import python_calamine
import xlrd

from lib.ingest.archives import open_archive, read_member, refuse_document_types
from lib.ingest.cell_texts import cell_text
from lib.ingest.limits import Limits, Unfit
from lib.ingest.sheet_marks import find_marks, has_epoch_1904, sheet_parts

_OLE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ODS_ERROR = re.compile(
    rb'(<table:table-cell\b[^>]*?)office:value-type="\w+"([^>]*?calcext:value-type="error"[^>]*>)'
)
_ODS_VALUE = re.compile(rb' office:(?:string-)?value="[^"]*"')
Range = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0


@dataclass(frozen=True)
class SheetName:
    name: str
    is_hidden: bool


class Book(Protocol):
    is_1904: bool
    names: list[SheetName]

    def rows(self, name: str) -> Iterator[list[str]]:
        """From the sheet's first row on; a row may end where its last text stands."""

    def merged(self, name: str) -> list[Range]: ...


def open_book(raw: bytes, limits: Limits) -> Book:
    """Raises Unfit where this is no workbook that can be read."""
    if raw.startswith(_OLE):
        if _LOCKED in raw:
            raise Unfit("FILE_PASSWORD")
        return _OldBook(raw)
    archive = open_archive(raw, limits)
    names = set(archive.namelist())
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Unfit("FILE_MACROS")
    refuse_document_types(archive)
    if "xl/workbook.xml" in names:
        return _NewBook(raw, archive)
    if "mimetype" in names and read_member(archive, "mimetype").startswith(_ODS):
        return _OpenDocument(raw, archive)
    raise Unfit("FILE_KIND", kind="xlsb" if "xl/workbook.bin" in names else "zip")


class _Calamine:
    is_1904 = False

    def __init__(self, raw: bytes) -> None:
        try:
            self._book = python_calamine.load_workbook(io.BytesIO(raw))
        except python_calamine.PasswordError:
            raise Unfit("FILE_PASSWORD") from None
        except (python_calamine.CalamineError, ValueError, OSError):
            raise Unfit("FILE_BROKEN") from None
        visible = python_calamine.SheetVisibleEnum.Visible
        work = python_calamine.SheetTypeEnum.WorkSheet
        self.names = [
            SheetName(sheet.name, sheet.visible != visible)
            for sheet in self._book.sheets_metadata
            if sheet.typ == work
        ]
        self._sheets: dict[str, python_calamine.CalamineSheet] = {}

    def _sheet(self, name: str) -> python_calamine.CalamineSheet:
        if name not in self._sheets:
            try:
                self._sheets[name] = self._book.get_sheet_by_name(name)
            except (python_calamine.CalamineError, ValueError, OSError):
                raise Unfit("FILE_BROKEN") from None
        return self._sheets[name]

    def rows(self, name: str) -> Iterator[list[str]]:
        sheet = self._sheet(name)
        before = [""] * (sheet.start[1] if sheet.start else 0)
        for row in sheet.iter_rows():
            yield before + [cell_text(cell) for cell in row]

    def merged(self, name: str) -> list[Range]:
        return [(*first, *last) for first, last in self._sheet(name).merged_cell_ranges or ()]


class _NewBook(_Calamine):
    def __init__(self, raw: bytes, archive: Any) -> None:
        super().__init__(raw)
        self._archive = archive
        self._parts = sheet_parts(archive)
        self._marks: dict[str, dict[int, dict[int, str]]] = {}
        self.is_1904 = has_epoch_1904(archive)

    def rows(self, name: str) -> Iterator[list[str]]:
        marks = self._marks_of(name)
        last = -1
        for last, row in enumerate(super().rows(name)):
            yield _marked(row, marks.get(last))
        for beyond in range(last + 1, max(marks, default=-1) + 1):
            yield _marked([], marks.get(beyond))

    def _marks_of(self, name: str) -> dict[int, dict[int, str]]:
        if name not in self._marks:
            by_row: dict[int, dict[int, str]] = {}
            xml = read_member(self._archive, self._parts.get(name, ""))
            for (row, column), mark in find_marks(xml).items():
                by_row.setdefault(row, {})[column] = mark
            self._marks[name] = by_row
        return self._marks[name]


def _marked(row: list[str], marks: dict[int, str] | None) -> list[str]:
    if marks:
        row += [""] * (max(marks) + 1 - len(row))
        for column, mark in marks.items():
            row[column] = row[column] or mark
    return row


class _OpenDocument(_Calamine):
    def __init__(self, raw: bytes, archive: Any) -> None:
        content = read_member(archive, "content.xml")
        if b'calcext:value-type="error"' in content:
            raw = _with_errors_as_texts(archive, content)
        super().__init__(raw)


def _with_errors_as_texts(archive: Any, content: bytes) -> bytes:
    """An error cell is declared an empty text; without the declaration its own text is read."""

    def shown(match: re.Match[bytes]) -> bytes:
        cell = match[1] + b'office:value-type="string"' + match[2]
        return _ODS_VALUE.sub(b"", cell)

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name in archive.namelist():
            data = _ODS_ERROR.sub(shown, content) if name == "content.xml" else None
            copy.writestr(name, read_member(archive, name) if data is None else data)
    return target.getvalue()


class _OldBook:
    def __init__(self, raw: bytes) -> None:
        try:
            self._book = xlrd.open_workbook(
                file_contents=raw, formatting_info=True, ragged_rows=True,
                logfile=open(os.devnull, "w"),  # noqa: SIM115 - the process ends with the answer
            )  # fmt: skip
        except xlrd.XLRDError as error:
            code = "FILE_PASSWORD" if "encrypted" in str(error) else "FILE_BROKEN"
            raise Unfit(code) from None
        except Exception:  # noqa: BLE001 - a damaged file makes xlrd fail in any way
            raise Unfit("FILE_BROKEN") from None
        self.is_1904 = bool(self._book.datemode)
        self.names = [
            SheetName(sheet.name, bool(sheet.visibility)) for sheet in self._book.sheets()
        ]

    def rows(self, name: str) -> Iterator[list[str]]:
        sheet = self._book.sheet_by_name(name)
        for number in range(sheet.nrows):
            yield [self._text(cell) for cell in sheet.row(number)]

    def merged(self, name: str) -> list[Range]:
        ranges = self._book.sheet_by_name(name).merged_cells
        return [(top, left, bottom - 1, right - 1) for top, bottom, left, right in ranges]

    def _text(self, cell: Any) -> str:
        match cell.ctype:
            case xlrd.XL_CELL_ERROR:
                return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
            case xlrd.XL_CELL_BOOLEAN:
                return cell_text(bool(cell.value))
            case xlrd.XL_CELL_DATE:
                return self._moment(cell.value)
        return cell_text(cell.value)

    def _moment(self, serial: float) -> str:
        try:
            moment = xlrd.xldate.xldate_as_datetime(serial, self._book.datemode)
        except (ValueError, OverflowError):
            return cell_text(serial)
        return cell_text(moment.time() if 0 < serial < 1 else moment)
