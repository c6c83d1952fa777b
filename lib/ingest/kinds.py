"""What a file is, by its first bytes: its name may say anything."""

from pathlib import PurePath
from typing import Literal

from lib.ingest.refusal import refuse

Kind = Literal["text", "workbook"]

_HEAD = 1024
_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_WORKBOOK_ENDINGS = (".xlsx", ".xls", ".ods", ".xlsm", ".xltx")
_FOREIGN = {
    b"\x1f\x8b": "gzip", b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"%PDF": "PDF", b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF",
}  # fmt: skip
_MARKUP = {
    b"<!doctype html": "HTML", b"<html": "HTML", b"<table": "HTML", b"<style": "HTML",
    b"<?xml": "XML", b"{\\rtf": "RTF",
}  # fmt: skip
_LOCK_NAME = "~$"
_LOCK_SIZE = 165  # Excel's lock file: the length of a name, the name, blanks


def kind_of(raw: bytes, file_name: str) -> Kind:
    """Raises FileRefused for what is no list at all."""
    if file_name.startswith(_LOCK_NAME) or _is_lock_file(raw):
        raise refuse("FILE_LOCK")
    for start, kind in _FOREIGN.items():
        if raw.startswith(start):
            raise refuse("FILE_KIND", kind=kind)
    head = raw[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for start, kind in _MARKUP.items():
        if head.startswith(start):
            raise refuse("FILE_KIND", kind=kind)
    return "workbook" if raw.startswith(_WORKBOOKS) else "text"


def is_misnamed(kind: Kind, file_name: str) -> bool:
    """Whether the name promises the other kind; a name without an ending promises nothing."""
    ending = PurePath(file_name).suffix.lower()
    return bool(ending) and (ending in _WORKBOOK_ENDINGS) != (kind == "workbook")


def _is_lock_file(raw: bytes) -> bool:
    return len(raw) == _LOCK_SIZE and 0 < raw[0] < 55 and raw.endswith(b" \0" * 8)
