"""Vietnamese text in encodings of the 1990s, and whether a text is Vietnamese at all.

Python knows Windows-1258; TCVN3 and VNI are tables in data/vocabulary/encodings.toml. A text in
either may also come as Unicode that only shows the old font's codes, with other letters than were
meant: that too is read with the table.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any

from lib.settings import ROOT

FILE = ROOT / "data" / "vocabulary" / "encodings.toml"
_WORD = re.compile(r"[^\s0-9!-/:-@\[-`{-~]+")
_LOOKED_AT = 2000
_SHORT = 4  # letters: in capitals an abbreviation, no syllable in any font
_OWN_LETTER = re.compile("[\u0100-\u1ef9]")  # that no old font's code shows
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def _syllable() -> re.Pattern[str]:
    parts = _tables()["syllable"]
    onset, nucleus, coda = ("|".join(parts[name]) for name in ("onsets", "nuclei", "codas"))
    return re.compile(f"(?:{onset})(?:{nucleus})(?:{coda})")


def share_of_syllables(text: str) -> tuple[float, int]:
    """(of the first words with other than ASCII letters: which share are syllables, how many)."""
    words = _first_words(text)
    good = sum(n for word, n in words.items() if is_syllable(word))
    return (good / words.total() if words else 1.0), words.total()


def _first_words(text: str) -> Counter[str]:
    """How often each stands among the first words with other than ASCII letters."""
    found: list[str] = []
    for match in _WORD.finditer(text):
        if not (word := match[0]).isascii():
            found.append(word)
            if len(found) == _LOOKED_AT:
                break
    return Counter(found)


def is_syllable(word: str) -> bool:
    bare, n_tones = _TONES.subn("", unicodedata.normalize("NFD", word.lower()))
    return n_tones < 2 and bool(_syllable().fullmatch(unicodedata.normalize("NFC", bare)))


def words_of(text: str) -> list[str]:
    """Words with other than ASCII letters."""
    return [word for word in _WORD.findall(text) if not word.isascii()]


def is_meant_in(font: str, word: str) -> bool:
    """No syllable as it stands, but one in this font; letters of Unicode's own were in none."""
    if _OWN_LETTER.search(word) or is_syllable(word):
        return False
    return is_syllable(_DECODERS[font](word))


def share_in_font(text: str, font: str) -> float:
    """As share_of_syllables, had every word been written in this font."""
    words = _first_words(text)
    meant = sum(n for word, n in words.items() if is_syllable(_DECODERS[font](word)))
    return meant / words.total() if words else 0.0


def from_font(text: str, font: str) -> str:
    """`font`: "tcvn3" or "vni". A word that makes sense only in the other one is read so: people
    copy cells together. Words with Unicode's own Vietnamese letters were not in an old font."""
    other = "vni" if font == "tcvn3" else "tcvn3"
    read: dict[str, str] = {}

    def decoded(match: re.Match[str]) -> str:
        word = match[0]
        if word not in read:
            read[word] = word if word.isascii() else _best(word, font, other)
        return read[word]

    return _WORD.sub(decoded, text)


def _best(word: str, font: str, other: str) -> str:
    if _OWN_LETTER.search(word):
        return word
    meant = _DECODERS[font](word)
    if is_syllable(meant) or len(meant) < _SHORT and meant.isupper():
        return meant
    else_meant = _DECODERS[other](word)
    return else_meant if is_syllable(else_meant) else meant


def _tcvn3(word: str) -> str:
    """Fonts for capitals drew small letters' codes as capitals: a word in capitals stays one."""
    letters = [letter for letter in word if letter.isascii()]
    meant = word.translate(_tcvn3_letters())
    return meant.upper() if len(letters) > 1 and "".join(letters).isupper() else meant


def _vni(word: str) -> str:
    pattern, meaning = _vni_letters()
    return pattern.sub(lambda match: meaning[match[0]], word)


_DECODERS: dict[str, Callable[[str], str]] = {"tcvn3": _tcvn3, "vni": _vni}


@cache
def _tcvn3_letters() -> dict[int, str]:
    table = _tables()["tcvn3"]
    return str.maketrans(dict(zip(table["shown"], table["means"], strict=True)))


@cache
def _vni_letters() -> tuple[re.Pattern[str], dict[str, str]]:
    """Either case of letter and mark; the letter's case counts."""
    table = _tables()["vni"]
    meaning = dict(zip(table["shown"], table["means"], strict=True))
    marks = list(zip(table["marks"], table["tones"], strict=True))
    for base, (mark, tone) in product(table["bases"], marks):
        letter = unicodedata.normalize("NFC", meaning.get(base, base) + tone)
        if len(letter) == 1:
            meaning[base + mark] = letter
    for shown, letter in list(meaning.items()):
        for written in {shown.upper(), shown.capitalize()}:
            meaning[written] = letter.upper()
    longest_first = sorted(meaning, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), meaning
