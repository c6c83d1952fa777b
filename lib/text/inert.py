"""Texts that a spreadsheet would run as formulas, written so that it does not, and read back.

An apostrophe in front makes a spreadsheet leave the rest alone. Reading takes one apostrophe away
where it stands before such a text; a text that has one of its own gets a second when it is
written. So whatever goes out comes back, and a file in which somebody typed the apostrophe says
what it means.
"""

import re

# = + - @ begin a formula, also in full width; tab and line breaks in front of them are skipped.
_BEGINNINGS = r"[=+\-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20]"
GUARDED = rf"^'('*{_BEGINNINGS})"  # of the text to give back; for Polars too
_LIVE = re.compile(rf"'*{_BEGINNINGS}")
_GUARDED = re.compile(GUARDED)
_NUMBER = re.compile(r"[+\-][0-9][0-9 .,]*")


def as_inert(text: str) -> str:
    """For a cell of a CSV file. A plain number such as -5 or +84 90 is no formula."""
    is_live = _LIVE.match(text) and not _NUMBER.fullmatch(text)
    return "'" + text if is_live else text


def as_quoted(text: str) -> str:
    """For a cell that is marked as text, as in a workbook: only apostrophes need a second one."""
    return "'" + text if _GUARDED.match(text) else text


def as_written(text: str) -> str:
    """The text that was meant: as_written(as_inert(x)) == as_written(as_quoted(x)) == x."""
    return _GUARDED.sub(r"\1", text)
