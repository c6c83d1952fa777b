"""Numbers as people write them: with a unit, with points between the thousands, or in words.

A unit is understood in the columns that have it only; a word too much ("about 20 people") may
mean another number, and is none.
"""

import re
from functools import cache

from lib.ingest.vocabulary import amount_words, nothing_words
from lib.text.fold import fold_search

_AMOUNT = r"([+-]?[0-9][0-9.,]*)"
# Two points or commas at least, three digits after each: nothing but thousands.
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})+")


def bare_number(column: str, text: str) -> str:
    """The number that the cell of this column says, in digits; the text itself where it says none
    or is a number already."""
    number = _without_unit(column, text)
    if _THOUSANDS.fullmatch(number):
        return number.replace(".", "").replace(",", "")
    return number


def _without_unit(column: str, text: str) -> str:
    folded = fold_search(text)
    if folded in nothing_words(column):
        return "0"
    match = _written(column).fullmatch(folded)
    return next(filter(None, match.groups()), text) if match else text


@cache
def _written(column: str) -> re.Pattern[str]:
    """Any of the ways in which the column's numbers are written."""
    ways = [re.escape(way).replace(r"\ ", " ?") for way in amount_words(column)]
    return re.compile("|".join(way.replace(r"\{n\}", _AMOUNT) for way in ways) or "(?!)")
