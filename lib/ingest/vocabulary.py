"""The words people write for a value, from data/vocabulary and the declared enumerations.

Spellings are compared as fold_search gives them: without case and diacritics; signs such as
"+" and "-" stay what they are.
"""

import re
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from lib.schema.tables import ENUMERATIONS
from lib.settings import ROOT
from lib.text.fold import fold_header, fold_key, fold_search

VALUES_FILE = ROOT / "data" / "vocabulary" / "values.toml"
# II. or A/ or 3) and then a word.
_NTH = r"\s*(?:[IVXivx]+|[A-Ha-h]|[0-9]{1,2})\s*[./):-]\s*"
_NTH_PART = re.compile(rf"{_NTH}[^\W\d_]")
_SHORTEST_JOINED = 2
# Above a signature: "Ha Noi, day 28 month 12 year 2021"; the numbers may be left to be filled in.
_DAY_OF_SIGNING = re.compile(r"\bngay\b[ .\u2026\d]*\bthang\b[ .\u2026\d]*\bnam\b")
_ORDINAL_OF_PART = re.compile(rf"^{_NTH}(?=[^\W\d_])")


@cache
def _values() -> dict[str, Any]:
    return tomllib.loads(VALUES_FILE.read_text("utf-8"))


@cache
def boolean_words() -> dict[str, bool]:
    words = _values()["boolean"]
    return {
        fold_search(word): truth
        for truth, name in ((True, "true"), (False, "false"))
        for word in words[name]
    }


def group_words() -> dict[str, str]:
    """Spelling -> built-in group (unknown, outside)."""
    return {fold_search(word): code for code, words in _values()["group"].items() for word in words}


@cache
def enum_words(name: str) -> dict[str, str]:
    return {
        fold_search(spelling): value.code
        for value in ENUMERATIONS[name].values
        for spelling in value.spellings
    }


def enum_code(name: str, folded: str) -> str | None:
    """The value that a folded word stands for; hyphens, points and blanks do not count."""
    return enum_words(name).get(folded) or _joined_words(name).get(_joined(folded))


@cache
def _joined_words(name: str) -> dict[str, str]:
    """None of a sign or a lone letter, nor one that would stand for two values."""
    found: dict[str, set[str]] = {}
    for spelling, code in enum_words(name).items():
        found.setdefault(_joined(spelling), set()).add(code)
    return {
        word: codes.pop()
        for word, codes in found.items()
        if word.isalnum() and len(word) >= _SHORTEST_JOINED and len(codes) == 1
    }


def _joined(folded: str) -> str:
    return re.sub(r"[\s.-]", "", folded)


@cache
def empty_words() -> frozenset[str]:
    """Folded; what people write where they have no number and no day to write."""
    return frozenset(map(fold_search, _values()["empty"]["words"]))


@cache
def healthy_words() -> frozenset[str]:
    """Folded; that somebody has no disease, or that nothing is known of one."""
    return empty_words() - {"x"} | frozenset(map(fold_search, _values()["empty"]["disease"]))


@cache
def form_words(kind: str) -> tuple[str, ...]:
    """Headings of forms that spread one thing over two columns, as people write them."""
    return tuple(_values()["form"][kind])


@cache
def abbreviations() -> dict[str, str]:
    """Folded word of a heading -> what it is short for."""
    return {fold_header(word): fold_header(full) for word, full in _values()["short"].items()}


@cache
def of_another() -> frozenset[str]:
    """Folded; in a heading they say that the column is about somebody else than the row."""
    return frozenset(fold_header(word) for word in _values()["heading"]["of_another"])


@cache
def of_the_person() -> frozenset[str]:
    return frozenset(fold_header(word) for word in _values()["heading"]["of_the_person"])


@cache
def headings_of(kind: str) -> frozenset[str]:
    """Folded headings of a column that no table declares: "running_number", "age"."""
    return frozenset(fold_header(word) for word in _values()[kind]["headings"])


def is_ditto(text: str) -> bool:
    """ "As above", in words or by a sign; the signs around the words do not count."""
    folded = fold_search(text)
    return (folded.strip(" .-()[]") or folded) in _dittos()


@cache
def _dittos() -> frozenset[str]:
    return frozenset(map(fold_search, _values()["ditto"]["words"]))


def without_ward(text: str) -> str:
    """The folded name of a ward, without the word for one before it."""
    words = sorted(map(fold_header, _values()["ward"]["before"]), key=len, reverse=True)
    folded = fold_header(text)
    before = next((word for word in words if folded.startswith(f"{word} ")), "")
    return folded[len(before) :].strip()


def heading_of_asides(heading: str) -> str:
    """Of the column that keeps the remarks in brackets of another one."""
    return str(_values()["aside"]["heading"]).format(column=heading)


@cache
def doubting_words() -> frozenset[str]:
    """Folded; in a remark they may turn the sense of the word before it."""
    return frozenset(map(fold_search, _values()["aside"]["doubts"]))


@cache
def amount_words(column: str) -> tuple[str, ...]:
    """Folded, with {n} where the number of this column stands."""
    return tuple(map(fold_search, _values()["amount"].get(column, ())))


@cache
def nothing_words(column: str) -> frozenset[str]:
    """Folded words for 0 in this column."""
    return frozenset(map(fold_search, _values()["amount"]["zero"].get(column, ())))


def begins_a_remark(text: str) -> bool:
    words = _values()["remark"]
    fold = _fold_of(text)
    says = {fold(word) for word in words["says"]}
    is_said = _begins(text, words["begins"]) or fold(text).rstrip(" :.") in says
    return is_said or bool(_DAY_OF_SIGNING.search(fold_search(text)))


def are_signers(cells: Iterable[str]) -> bool:
    """Offices side by side, and nothing else."""
    words = _values()["remark"]
    return all(_begins(cell, (*words["signers"], *words["begins"])) for cell in cells)


def begins_a_part(text: str) -> bool:
    """The title of a part of a list: counted as parts are, or named as such."""
    words = _values()["part"]
    is_numbered = any(map(str.isdecimal, text)) and _begins(text, words["numbered"])
    return is_numbered or _begins(text, words["begins"]) or bool(_NTH_PART.match(text))


@cache
def part_words(kind: str) -> tuple[str, ...]:
    """What may stand in a title beside what it names, folded; `kind` as in the vocabulary."""
    return tuple(fold_header(word) for word in _values()["part"][kind])


@cache
def address_words(kind: str) -> tuple[str, ...]:
    """Headings of whole addresses, or the words in one before a number or a name; as written."""
    return tuple(_values()["address"][kind])


def without_ordinal(title: str) -> str:
    """The title of a part without II. or A/ before it."""
    return _ORDINAL_OF_PART.sub("", title, count=1)


def _fold_of(text: str) -> Callable[[str], str]:
    """Marks count where the text has any: a family name may differ from a word by them alone."""
    return fold_search if text.isascii() else fold_key


def _begins(text: str, known: Iterable[str]) -> bool:
    """As whole words: "total" does not begin "totally"."""
    fold = _fold_of(text)
    folded = fold(text)
    return any(
        folded.startswith(word)
        and not (word[-1].isalnum() and folded[len(word) : len(word) + 1].isalnum())
        for word in map(fold, known)
    )
