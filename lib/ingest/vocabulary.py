"""The words people write for a value, from data/vocabulary and the declared enumerations.

Spellings are compared as fold_search gives them: without case and diacritics; signs such as
"+" and "-" stay what they are.
"""

import tomllib
from functools import cache
from typing import Any

from lib.schema.tables import ENUMERATIONS
from lib.settings import ROOT
from lib.text.fold import fold_header, fold_search

VALUES_FILE = ROOT / "data" / "vocabulary" / "values.toml"


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


@cache
def headings_of(kind: str) -> frozenset[str]:
    """Folded headings of a column that no table declares: "running_number", "age"."""
    return frozenset(fold_header(word) for word in _values()[kind]["headings"])


def begins_a_remark(text: str) -> bool:
    words = _values()["remark"]
    folded = fold_search(text)
    begins = tuple(fold_search(word) for word in words["begins"])
    return folded.startswith(begins) or folded.rstrip(" :.") in map(fold_search, words["says"])
