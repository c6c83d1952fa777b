"""Headings that say what the numbers below them mean: "Sex (0: male, 1: female)". A form's own
legend counts before the numbers that the table knows, which may be the other way round.
"""

import re
from collections.abc import Iterator

import polars as pl

from lib.ingest.ledger import Ledger
from lib.ingest.mapping import Mapping
from lib.ingest.vocabulary import boolean_words, enum_words
from lib.schema.columns import Column, Table
from lib.text.fold import clean, fold_search

_FEWEST = 2  # a number by itself explains nothing
_SIGN = r"\s*[:=.)\u2013-]\s*"
_WORD = r"[^\W\d_][^\d,;:=()\[\]/\n]*"
_NUMBER_FIRST = re.compile(rf"(?<!\d)(\d){_SIGN}({_WORD})")
_WORD_FIRST = re.compile(rf"({_WORD}){_SIGN}(\d)(?!\d)")
_BARE = r"^\s*(\d)(?:[.,]0+)?\s*$"


def with_words_for_numbers(
    cells: pl.DataFrame, table: Table, mapping: Mapping, ledger: Ledger
) -> pl.DataFrame:
    """The word in place of each number that the heading explains; said once for a column. A number
    that it leaves out means nothing."""
    for name, at in mapping.columns.items():
        legend = _legend(table.columns[name], mapping.headers[at])
        if len(legend) < _FEWEST:
            continue
        ledger.add("LEGEND_READ", None, name)
        number = pl.col(str(at)).str.extract(_BARE)
        words = list(legend.values())
        word = number.replace_strict(list(legend), words, default=number + pl.lit(" ?"))
        cells = cells.with_columns(word.fill_null(pl.col(str(at))).alias(str(at)))
    return cells


def _legend(column: Column, heading: str) -> dict[str, str]:
    """number -> word; {} where the column has no words, or one number is explained twice."""
    known = _words(column)
    found = [(number, word) for number, word in _pairs(clean(heading)) if word in known]
    legend = dict(found)
    return legend if len(legend) == len(set(found)) else {}


def _pairs(heading: str) -> Iterator[tuple[str, str]]:
    for pattern, (number, word) in ((_NUMBER_FIRST, (1, 2)), (_WORD_FIRST, (2, 1))):
        pairs = [(match[number], match[word]) for match in pattern.finditer(heading)]
        if len(pairs) >= _FEWEST:
            yield from ((digit, fold_search(said).strip()) for digit, said in pairs)
            return


def _words(column: Column) -> frozenset[str]:
    if column.type == "boolean":
        return frozenset(boolean_words())
    return frozenset(enum_words(column.enum)) if column.enum else frozenset()
