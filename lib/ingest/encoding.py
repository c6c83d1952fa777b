"""A file's bytes -> text in UTF-8, or a refusal that names the trouble."""

import codecs

from lib.ingest.refusal import refuse

_HEAD = 1024
# Workbooks (zip, OLE), archives, PDF, pictures; then web pages that call themselves .xls or .csv.
_FOREIGN = (
    b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF", b"\x89PNG",
    b"\xff\xd8\xff",
)  # fmt: skip
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<style", b"{\\rtf")
_MANY_NULS = 5  # more than one byte in five: no text in UTF-8
_MARK = "\ufeff"


def to_utf8(raw: bytes) -> bytes:
    """Text in UTF-8, perhaps with a byte order mark. Raises FileRefused.

    That every byte is UTF-8 is found out later, where the cells are read.
    """
    if raw.startswith(_FOREIGN) or raw[:_HEAD].lstrip().lower().startswith(_MARKUP):
        raise refuse("FILE_NOT_TEXT")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raw = _from_utf16(raw)
    if _is_blank(raw[:_HEAD]) and _is_blank(raw):
        raise refuse("FILE_EMPTY")
    if raw[:_HEAD].count(0) * _MANY_NULS > len(raw[:_HEAD]):
        raise refuse("FILE_NOT_TEXT")
    return raw


def to_text(data: bytes, *, is_whole: bool = True) -> str:
    """Without byte order mark. `is_whole` false: a letter cut in two at the end is left out."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data, final=is_whole)
    except UnicodeDecodeError:
        raise refuse("FILE_NOT_TEXT" if b"\0" in data else "FILE_ENCODING") from None
    return text.removeprefix(_MARK)


def _is_blank(raw: bytes) -> bool:
    return not raw.removeprefix(codecs.BOM_UTF8).strip()


def _from_utf16(raw: bytes) -> bytes:
    try:
        return raw.decode("utf-16").removeprefix(_MARK).encode("utf-8")
    except UnicodeDecodeError:
        raise refuse("FILE_ENCODING") from None
