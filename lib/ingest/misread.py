"""Unicode that shows other letters than were meant: text of an old font that was copied into a
new workbook, or UTF-8 that a program took for Western. In single cells or in whole columns;
a whole file of it is told by `encoding`.
"""

from collections.abc import Sequence

import polars as pl

from lib.ingest.encoding import FONTS, UTF_8
from lib.ingest.legacy import from_font, is_meant_in, share_in_font, share_of_syllables, words_of

_HEAD = 500
_FEW, _LIKELY, _UNLIKELY = 2, 0.7, 0.5


def meant_encoding(text: str) -> str | None:
    """What people call the encoding in which a word makes sense that makes none as it stands."""
    if text.isascii():
        return None
    if any(_is_utf8(word) for word in text.split(" ")):
        return UTF_8.upper()
    words = words_of(text)
    found = (font.upper() for font in FONTS if any(is_meant_in(font, word) for word in words))
    return next(found, None)


def columns_in_font(cells: pl.DataFrame) -> list[str]:
    """Columns of which most words are in an old font, below headings that may be in none."""
    return [name for name in cells.columns[1:] if _is_in_font(_beginning(cells[name]))]


def columns_better_in(cells: pl.DataFrame, font: str) -> list[str]:
    """Once a person has said that the file's font is this one: also columns of few words, some of
    which are syllables as they stand."""
    return [name for name in cells.columns[1:] if _is_better_in(_beginning(cells[name]), font)]


def with_columns_read(cells: pl.DataFrame, names: Sequence[str], font: str) -> pl.DataFrame:
    """Each different cell of these columns is read once."""
    for name in names:
        old = cells[name].drop_nulls().unique()
        new = [from_font(text, font) for text in old]
        read = pl.col(name).replace_strict(old, new, default=None, return_dtype=pl.String)
        cells = cells.with_columns(read)
    return cells


def _is_utf8(word: str) -> bool:
    """Whether the word's letters are bytes that together are letters of UTF-8. One Western letter
    alone never is, so that no right word looks like this."""
    if word.isascii():
        return False
    try:
        b"".join(map(_byte, word)).decode("utf-8")
    except UnicodeError:
        return False
    return True


def _byte(letter: str) -> bytes:
    """The five codes that Windows-1252 leaves open came through as they were."""
    return letter.encode("latin-1" if "\x80" <= letter < "\xa0" else "cp1252")


def _beginning(cells: pl.Series) -> str:
    return " ".join(cells.head(_HEAD).drop_nulls())


def _is_in_font(text: str) -> bool:
    if text.isascii():
        return False
    share, n_words = share_of_syllables(text)
    is_nonsense = n_words >= _FEW and share < _UNLIKELY
    return is_nonsense and max(share_in_font(text, font) for font in FONTS) >= _LIKELY


def _is_better_in(text: str, font: str) -> bool:
    return not text.isascii() and share_in_font(text, font) > share_of_syllables(text)[0]
