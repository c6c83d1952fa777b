"""Sheets of our own workbooks that are no list: what explains a template, and the hidden words from
which its cells choose."""

from typing import Any

from lib.text.catalogue import N_, in_every_language
from lib.text.fold import fold_header

GUIDE_SHEET = N_("Guide")
GUIDE_HEADINGS = (N_("Column"), N_("Needed"), N_("How to fill it in"), N_("Example"))
WORDS_SHEET = "_lists"  # as lib/documents/workbooks.py names it


def is_own(sheet: dict[str, Any]) -> bool:
    """`sheet` as `sheets` describes it: "name", "hidden", "head"."""
    return (sheet["hidden"] and sheet["name"] == WORDS_SHEET) or _is_guide(sheet["head"])


def _is_guide(head: list[list[str]]) -> bool:
    """By its headings, in either language; a sheet's name may be changed."""
    first = [fold_header(cell) for cell in (head[0] if head else []) if cell]
    return len(first) == len(GUIDE_HEADINGS) and all(
        written in {fold_header(words) for words in in_every_language(heading)}
        for written, heading in zip(first, GUIDE_HEADINGS, strict=True)
    )
