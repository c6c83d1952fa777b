"""Vietnamese order: people by given name, "To 2" before "To 10".

The alphabet is a, a-breve, a-circumflex, b, c, d, d-bar, e, e-circumflex ...; tones count only
between words that are otherwise equal: level, grave, hook, tilde, acute, dot.
"""

import re
import unicodedata
from functools import lru_cache

from lib.text.fold import clean

_LETTERS = "a\u0103\u00e2bcd\u0111e\u00eafghijklmno\u00f4\u01a1pqrstu\u01b0vwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_LETTERS, start=1)}
_TONE_RANK = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_NUMBER = re.compile(r"(\d+)")
_DIGITS = re.compile(r"[0-9]+")

Key = tuple[tuple[tuple[int, int], ...], tuple[int, ...]]


@lru_cache(maxsize=65536)
def text_key(text: str) -> Key:
    """Sort key of a word or a phrase; digits compare as numbers and come before letters."""
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for part in _NUMBER.split(clean(text).casefold()):
        if part.isascii() and part.isdigit():
            letters.append((0, int(part)))
            continue
        for syllable_char in part:
            base, tone = _split_tone(syllable_char)
            letters.append((1, _RANK.get(base, 0)) if base in _RANK else (-1, ord(base[0])))
            tones.append(tone)
    return tuple(letters), tuple(tones)


def alley_key(alley: str) -> tuple[tuple[int, ...], Key]:
    """Sort key of a lane in walking order: "Ngo 33", then its own "Ngach 33/32", then "Ngo 34"."""
    return tuple(int(n) for n in _DIGITS.findall(alley)), text_key(alley)


def _split_tone(char: str) -> tuple[str, int]:
    decomposed = unicodedata.normalize("NFD", char)
    tone = next((_TONE_RANK[c] for c in decomposed if c in _TONE_RANK), 0)
    bare = "".join(c for c in decomposed if c not in _TONE_RANK)
    return unicodedata.normalize("NFC", bare) or char, tone


@lru_cache(maxsize=65536)
def name_key(full_name: str) -> tuple[Key, Key]:
    """Sort key of a person: the given name (last word) first, then the whole name."""
    words = full_name.split()
    return text_key(words[-1] if words else ""), text_key(full_name)
