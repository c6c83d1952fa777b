"""Lists of cases as text."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

HEADINGS = ("Họ và tên", "Diện", "Tổ", "Ngày báo cáo")
HOA = ("Nguyễn Thị Hòa", "F1", "Tổ 5", "27/12/2021")
DUC = ("Nguyễn Văn Đức", "F0", "Tổ 12", "28/12/2021")
TWO = (HEADINGS, HOA, DUC)
_GIVEN = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Mai", "Nga")


def text(rows: Iterable[Sequence[str]] = TWO, **dialect: Any) -> str:
    target = io.StringIO()
    csv.writer(target, **({"lineterminator": "\n"} | dialect)).writerows(rows)
    return target.getvalue()


def utf8(rows: Iterable[Sequence[str]] = TWO, **dialect: Any) -> bytes:
    return text(rows, **dialect).encode()


def with_columns(headings: Sequence[str], *cells: Sequence[str]) -> bytes:
    """One person per row of cells, with these columns more."""
    people = (
        (f"Lê Thị {given}", *HOA[1:], *row) for given, row in zip(_GIVEN, cells, strict=False)
    )
    return utf8([(*HEADINGS, *headings), *people])


def with_column(heading: str, *cells: str) -> bytes:
    return with_columns([heading], *([cell] for cell in cells))


# The bytes that fonts of the 1990s drew as TWO; encode them with cp1252.
TCVN3 = "\n".join(
    [
        "Hä vµ tªn,DiÖn,Tæ,Ngµy b¸o c¸o",
        "NguyÔn ThÞ Hßa,F1,Tæ 5,27/12/2021",
        "NguyÔn V¨n §øc,F0,Tæ 12,28/12/2021",
    ]
)
VNI = "\n".join(
    [
        "Hoï vaø teân,Dieän,Toå,Ngaøy baùo caùo",
        "Nguyeãn Thò Hoøa,F1,Toå 5,27/12/2021",
        "Nguyeãn Vaên Ñöùc,F0,Toå 12,28/12/2021",
    ]
)


def windows_1258(unicode_text: str) -> bytes:
    """Letters with their hats and horns stay whole, tones follow as marks of their own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    written = []
    for letter in unicode_text:
        marks = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in marks if mark in tones)
        bare = "".join(mark for mark in marks if mark not in tones)
        written.append(unicodedata.normalize("NFC", bare) + tone)
    return "".join(written).encode("cp1258")
