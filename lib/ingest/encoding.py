"""A file's bytes -> text in UTF-8: by what the bytes say, or by the answer of a person.

UTF-8 and UTF-16 say themselves what they are. Everything older is only likely, so it is asked
about; what a wrong reading makes of a name must never be stored.
"""

import codecs
import unicodedata

from lib.ingest.legacy import from_font, share_in_font, share_of_syllables
from lib.ingest.refusal import refuse

UTF_8, UTF_16 = "utf-8", "utf-16"
WINDOWS, WESTERN = "windows-1258", "windows-1252"
FONTS = ("tcvn3", "vni")
ENCODINGS = (UTF_8, UTF_16, WINDOWS, *FONTS, WESTERN)

_HEAD = 1 << 18
_FEW, _LIKELY, _UNLIKELY = 2, 0.7, 0.5
_MARK = "\ufeff"
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\x0b\x0c\r"))
_MANY_CONTROLS = 20  # more than one byte in twenty: no text


def guess_encodings(raw: bytes, *, is_whole: bool) -> tuple[str, ...]:
    """One: certain. Several, the likeliest first: a person must choose. Raises FileRefused.

    `is_whole` false: `raw` is the beginning of a file, perhaps with a letter cut in two.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _half_is_nul(raw):
        return (UTF_16,)
    if len(raw.translate(None, _CONTROLS)) * _MANY_CONTROLS < len(raw) * (_MANY_CONTROLS - 1):
        raise refuse("FILE_NOT_TEXT")
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(raw, final=is_whole)
    except UnicodeDecodeError:
        return _guess_old(raw)
    share, n_words = share_of_syllables(text)
    if n_words < _FEW or share >= _UNLIKELY:
        return (UTF_8,)
    by_font = {font: share_in_font(text, font) for font in FONTS}
    if max(by_font.values()) < _LIKELY:
        return (UTF_8,)
    return (*sorted(FONTS, key=by_font.__getitem__, reverse=True), UTF_8)


def _guess_old(raw: bytes) -> tuple[str, ...]:
    """Not UTF-8. Unless it is, but for a few damaged bytes: then their cells will be told."""
    damaged = raw.decode("utf-8", "replace")
    western = raw.decode("cp1252", "replace")
    by_encoding = {
        WINDOWS: share_of_syllables(_from_windows(raw))[0],
        **{font: share_in_font(western, font) for font in FONTS},
        WESTERN: 0.0,
    }
    best = sorted(by_encoding, key=by_encoding.__getitem__, reverse=True)
    share, n_words = share_of_syllables(damaged)
    if n_words >= _FEW and share >= max(_UNLIKELY, by_encoding[best[0]]):
        return (UTF_8,)
    return tuple(best)


def decode(raw: bytes, encoding: str) -> bytes:
    """UTF-8 without a byte order mark, except where `raw` is UTF-8 already: that is not copied.
    Raises FileRefused; letters that cannot be read become U+FFFD."""
    if encoding == UTF_8:
        return raw
    if encoding == UTF_16:
        return _from_utf16(raw)
    if encoding == WINDOWS:
        return _from_windows(raw).encode()
    if encoding == WESTERN:
        return raw.decode("cp1252", "replace").encode()
    return from_font(_as_shown(raw), encoding).encode()


def to_text(data: bytes, *, is_whole: bool = True) -> str:
    """Without byte order mark. `is_whole` false: a letter cut in two at the end is left out."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    return decoder.decode(data, final=is_whole).removeprefix(_MARK)


def is_blank(raw: bytes) -> bool:
    """The beginning tells, but for a file that begins with a quarter of a megabyte of nothing."""
    return _is_blank(raw[:_HEAD]) and _is_blank(raw)


def _is_blank(raw: bytes) -> bool:
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raw = raw.removeprefix(mark)
    return not raw.strip(b" \t\r\n\x0b\x0c\0")


def _half_is_nul(raw: bytes) -> bool:
    """UTF-16 without its mark: every other byte of plain Latin letters is 0."""
    head = raw[:_HEAD]
    return max(head[::2].count(0), head[1::2].count(0)) * 3 > len(head)


def _from_utf16(raw: bytes) -> bytes:
    is_marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    is_big = raw[:_HEAD:2].count(0) > raw[1:_HEAD:2].count(0)
    codec = UTF_16 if is_marked else "utf-16-be" if is_big else "utf-16-le"
    return raw.decode(codec, "replace").removeprefix(_MARK).encode("utf-8")


def _from_windows(raw: bytes) -> str:
    """Windows-1258 writes tones as marks of their own."""
    return unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))


def _as_shown(raw: bytes) -> str:
    """The old font's codes, whether they came as bytes or already as Unicode."""
    try:
        return to_strict_text(raw)
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def to_strict_text(raw: bytes) -> str:
    return raw.decode("utf-8").removeprefix(_MARK)
