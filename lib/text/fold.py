"""Vietnamese text brought to one form: for keeping, for matching, for searching.

Three forms, from strict to loose:
`clean` is what is stored (NFC, no control or invisible characters, single spaces);
`fold_key` says whether two spellings are the same word (case, tone placement, D with bar) but
keeps every mark, because Hoa and Hoa-with-grave are two people;
`fold_search` drops the marks, so that "nguyen thi hoa" finds her.
"""

import re
import unicodedata

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# "oa", "oe", "uy" at the end of a syllable: the tone mark stands on either vowel; we keep it
# on the first ("h\u00f2a"), as the older and the ward's own style does.
_OPEN_DIPHTHONG = re.compile(rf"(?<!q)([ou])([aey])([{_TONES}])(?![a-z\u0302\u0306\u031b])")
_ETH = str.maketrans({"\u00d0": "\u0110", "\u0189": "\u0110", "\u00f0": "\u0111"})


def clean(text: str) -> str:
    """NFC, Eth letters made Vietnamese, invisible and control characters out, spaces single.

    Line breaks inside a cell stay. Idempotent.
    """
    text = unicodedata.normalize("NFC", text).translate(_ETH)
    if not text.isprintable():
        text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text)).strip()


def has_invisible(text: str) -> bool:
    """Whether `clean` takes characters out of it that nobody sees but a program does."""
    return not text.isprintable() and bool(_INVISIBLE.search(text))


def fold_key(text: str) -> str:
    """Equal for two spellings of one Vietnamese word; keeps diacritics."""
    decomposed = unicodedata.normalize("NFD", clean(text).casefold())
    moved = _OPEN_DIPHTHONG.sub(_tone_on_first, decomposed)
    return " ".join(unicodedata.normalize("NFC", moved).split())


def _tone_on_first(match: re.Match[str]) -> str:
    first, second, tone = match.groups()
    if first + second not in ("oa", "oe", "uy"):
        return match.group(0)
    return first + tone + second


def fold_search(text: str) -> str:
    """Lower case without diacritics, single spaces; D with bar becomes d."""
    decomposed = unicodedata.normalize("NFD", clean(text).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.replace("\u0111", "d").split())


def fold_header(text: str) -> str:
    """A column heading for comparison: letters and digits only, without diacritics."""
    return " ".join(re.findall(r"[a-z0-9]+", fold_search(text)))
