"""What tells that a row is about a person or a thing, before its table is chosen.

A running number beside anything, a telephone, a day, a word of a list, a group: one is enough.
Whoever is told so may still be refused, but never left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lib.ingest.contacts import read_national_id, read_phones
from lib.ingest.headings import column_words, take_exact
from lib.ingest.vocabulary import enum_words, headings_of
from lib.schema.columns import Column, Table
from lib.text.fold import clean, fold_header, fold_search

Cells = Sequence[str | None]
_DAY = re.compile(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4}(?:[ T].*)?")
# In a column of days or years also a part of one, and a spreadsheet's number of a day.
_PART_OF_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:\.0)?|4[0-9]{4}|[0-9]{1,2}[./-][0-9]{1,2}")
_CODE = re.compile(r"[A-Za-z]+[0-9][0-9A-Za-z-]*")
_GROUP = re.compile(r"(?:to|tdp|to dan pho|to dp)(?: so)? ?[0-9]+")
_NUMBERED = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True)
class Evidence:
    """`columns`: position -> the columns that its heading may stand for, in any of the tables."""

    columns: dict[int, tuple[Column, ...]]
    title: frozenset[int]
    running: frozenset[int]

    @classmethod
    def of(cls, headings: Sequence[str], tables: Sequence[Table]) -> "Evidence":
        columns: dict[int, tuple[Column, ...]] = {}
        title: set[int] = set()
        for table in tables:
            words = {name: column_words(own.headers) for name, own in table.columns.items()}
            called = {*table.title, *table.natural_key}
            for name, at in take_exact(words, dict(enumerate(headings))).items():
                column = table.columns[name]
                columns[at] = (*columns.get(at, ()), column)
                if name in called and column.type in ("text", "code"):
                    title.add(at)
        running = headings_of("running_number")
        counts = {at for at, heading in enumerate(headings) if fold_header(heading) in running}
        return cls(columns, frozenset(title), frozenset(counts))

    def names(self, cells: Cells) -> bool:
        """Whether a text stands where rows are called by one."""
        return any(cells[at] for at in self.title)

    def tells_something(self, cells: Cells, *, is_sum: bool) -> bool:
        """`is_sum`: the row begins like a sum or a remark; then numbers count something else."""
        said = {at: cleaned for at, cell in enumerate(cells) if cell and (cleaned := clean(cell))}
        if any(self._tells(at, text, is_sum=is_sum) for at, text in said.items()):
            return True
        if is_sum:
            return False
        if any(said.get(at, "").rstrip(".").isdecimal() for at in self.running):
            return len(said) > 1
        # A name with a number beside it: a door, an age. Two signatures side by side have none.
        beside = [text for at, text in said.items() if at in self.columns and at not in self.title]
        return self.names(cells) and any(map(_has_digit, beside))

    def _tells(self, at: int, text: str, *, is_sum: bool) -> bool:
        if _DAY.fullmatch(text) or _is_phone(text, is_sum=is_sum):
            return True
        return any(_fits(column, text, is_sum=is_sum) for column in self.columns.get(at, ()))


def _fits(column: Column, text: str, *, is_sum: bool) -> bool:
    folded = fold_search(text)
    match column.type:
        case "enum":
            return folded in enum_words(column.enum or "") and not folded.isdecimal()
        case "national_id":
            return read_national_id(text) is not None
        case "year" | "date" | "moment":
            return bool(_PART_OF_DAY.fullmatch(text)) and not is_sum
        case "ref" if column.ref == "groups":
            is_group = _GROUP.fullmatch(folded) or (not is_sum and _NUMBERED.fullmatch(text))
            return bool(is_group or _CODE.fullmatch(text))
        case "ref" | "code":
            return bool(_CODE.fullmatch(text))
    return False


def _is_phone(text: str, *, is_sum: bool) -> bool:
    is_long = sum(map(str.isdecimal, text)) >= 8
    return is_long and (text[0] in "0+" or not is_sum) and bool(read_phones(text))


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))
