"""What the workbook's reader does not tell of an .xlsx: error cells, formulas that were never
calculated, and how far away the last cell stands. Looked up in the sheet's own XML."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from defusedxml import ElementTree

from lib.ingest.archives import open_archive, read_member
from lib.ingest.cell_texts import UNCALCULATED
from lib.ingest.limits import Limits

_CHUNK = 1 << 20
_OVERLAP = 256
_TOKEN = re.compile(
    rb"<(?:\w+:)?row\b([^>]*)>|<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL
)
_PLACE = re.compile(rb"""\br=["']([A-Z]*)([0-9]+)["']""")
_ERROR = re.compile(rb"""\bt=["']e["']""")
_TEXT = re.compile(rb"""\bt=["']str["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]+)</")
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_EPOCH_1904 = re.compile(rb"""\bdate1904=["'](?:1|true)["']""")
_SHEETS = ("xl/worksheets/",)


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the part of the archive that holds it."""
    links = ElementTree.fromstring(read_member(archive, "xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    book = ElementTree.fromstring(read_member(archive, "xl/workbook.xml"))
    parts = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            link = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
            target = targets.get(link, "")
            parts[sheet.get("name", "")] = target[1:] if target[:1] == "/" else f"xl/{target}"
    return parts


def has_epoch_1904(archive: zipfile.ZipFile) -> bool:
    return bool(_EPOCH_1904.search(read_member(archive, "xl/workbook.xml")))


def find_marks(xml: bytes) -> dict[tuple[int, int], str]:
    """(row, column), both from 0 -> the error, or UNCALCULATED."""
    if not _ERROR.search(xml) and not _FORMULA.search(xml):
        return {}
    marks: dict[tuple[int, int], str] = {}
    row, column = 0, 0
    for token in _TOKEN.finditer(xml):
        if token[1] is not None:
            place = _PLACE.search(token[1])
            row, column = int(place[2]) if place else row + 1, 0
            continue
        place = _PLACE.search(token[2])
        column = column_number(place[1].decode()) if place and place[1] else column + 1
        if mark := _mark(token[2], token[3] or b""):
            marks[row - 1, column - 1] = mark
    return marks


def _mark(attributes: bytes, content: bytes) -> str:
    value = _VALUE.search(content)
    if _ERROR.search(attributes):
        return value[1].decode("utf-8", "replace") if value else UNCALCULATED
    is_silent = not value and not _TEXT.search(attributes)  # a text may come out empty
    return UNCALCULATED if is_silent and _FORMULA.search(content) else ""


def column_number(letters: str) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def find_far_cell(raw: bytes, limits: Limits) -> dict[str, Any]:
    """{"cell": "XFD1048576"} when a sheet reaches further than the limits, else {}.

    Reads in pieces and keeps none: this is asked when reading the sheet whole went wrong.
    """
    archive = open_archive(raw, limits)
    for name in archive.namelist():
        if name.startswith(_SHEETS) and name.endswith(".xml"):
            n_columns, n_rows, far, cell = 0, 0, 0, ""
            for column, row, place in _places(archive, name):
                n_columns, n_rows = max(n_columns, column), max(n_rows, row)
                if column * row > far:
                    far, cell = column * row, place
            if n_columns * n_rows > limits.cells:
                return {"cell": cell}
    return {}


def _places(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[int, int, str]]:
    rest = b""
    with archive.open(name) as part:
        while piece := part.read(_CHUNK):
            for match in _CELL.finditer(rest + piece):
                letters, row = match[1].decode(), int(match[2])
                yield column_number(letters), row, f"{letters}{row}"
            rest = piece[-_OVERLAP:]
