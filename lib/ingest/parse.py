"""One cell -> a value or a finding: one plain function per column type.

This is the definition of what a cell means. The quick way in `fast` answers for the plain cells
only, and a test holds it to these functions.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from rapidfuzz.distance import OSA

from lib.ingest.amounts import bare_number
from lib.ingest.cell_texts import MERGED, UNCALCULATED
from lib.ingest.contacts import is_scientific, read_national_id, read_phones
from lib.ingest.dates import MIN_YEAR, MONTHS, YEARS_AS_DAYS, Unreadable, read_day, read_moment
from lib.ingest.lookups import Lookups, people_key
from lib.ingest.misread import meant_encoding
from lib.ingest.vocabulary import boolean_words, empty_words, enum_code, healthy_words
from lib.schema.columns import Column, ColumnType
from lib.schema.tables import ENUMERATIONS, TABLES, UNKNOWN_GROUP
from lib.text.fold import clean, fold_header, fold_search, has_invisible

BIRTH_DATE = "birth_date"
GROUPS = "groups"
_FORMULA_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|#+)")
# An old program had no place for the letter and wrote a question mark: "Nguy?n".
_LOST_LETTER = re.compile(r"[^\W\d_]\?[^\W\d_]")
_DIGITS = re.compile(r"[0-9]+")
_YEAR = re.compile(r"'?([0-9]{4})(?:[.,]0+)?")
_NUMBER = re.compile(r"([+-]?[0-9]{1,15})(?:[.,]([0-9]{1,15}))?")
# "Negative (2nd time)" says negative.
_NTH_TIME = re.compile(r" ?\(lan [0-9]{1,2}\)| lan [0-9]{1,2}$")
# One point or comma and three digits: thousands to one writer, decimals to another.
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}[.,][0-9]{3}")
# What a spreadsheet makes of 12/5 at a door, where its day is kept or its words for one are shown.
_MONTH = rf"(?:thg ?[0-9]{{1,2}}|{'|'.join(MONTHS)})"
_MADE_DAY = re.compile(
    r"[0-9]{1,2}/[0-9]{1,2}/(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[t ][0-9:]+)?"
    rf"|[0-9]{{1,2}}-{_MONTH}(?:-[0-9]{{2}})?|{_MONTH}-[0-9]{{1,2}}"
)
# "Before the 10th" is done on the 9th.
DUE, _BEFORE = "due_on", re.compile(r"truoc (?:ngay )?(.+)")
DISEASES = "conditions"  # whoever has a text here counts as ill
DOORS = ("house_number", "alley")
_OF_DIGITS = ("phone", "national_id", "date", "moment", "year", "integer", "number")
_MAY_BE_DENIED = ("phone", "national_id", "date", "moment", "year")
_NEAR = 3  # slips between a group as written and the one that may be meant
COORDINATES = ("latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Parsed:
    """`value` is None for an empty cell and for an error; a note or a warning has both."""

    value: Any = None
    code: str | None = None
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Known:
    lookups: Lookups
    today: date


def parse_value(column: Column, text: str, lookups: Lookups, *, today: date) -> Parsed:
    """What the cell says. Whether it may be empty is not asked here."""
    cleaned = clean(text)
    if code := _unfit(column, text, cleaned):
        return Parsed(None, code)
    if is_by_hand(column) and (encoding := meant_encoding(text)):
        return Parsed(None, "CELL_MISREAD", {"encoding": encoding})
    if not cleaned:
        return Parsed()
    if column.type in _OF_DIGITS and cleaned[0] == "'":
        cleaned = cleaned[1:].lstrip() or cleaned  # typed to keep a zero, and kept by a program
    if column.type in _MAY_BE_DENIED and fold_search(cleaned) in empty_words():
        return Parsed(None, "CELL_SAYS_NOTHING")
    if len(cleaned) > column.max_length:
        return Parsed(None, "CELL_TOO_LONG", {"limit": column.max_length})
    try:
        parsed = _PARSERS[column.type](column, cleaned, _Known(lookups, today))
    except Unreadable as error:
        return Parsed(None, error.code, error.params)
    is_trimmed = parsed.value is not None and parsed.code is None and has_invisible(text)
    return replace(parsed, code="CELL_INVISIBLE") if is_trimmed else parsed


def _unfit(column: Column, text: str, cleaned: str) -> str | None:
    """What no type of column can read: the cell is damaged, or holds no value of its own."""
    if "\0" in text:
        return "CELL_CONTROL"
    if "\ufffd" in text or (is_by_hand(column) and _LOST_LETTER.search(cleaned)):
        return "CELL_LETTERS_LOST"
    if cleaned in (UNCALCULATED, MERGED):
        return "CELL_UNCALCULATED" if cleaned == UNCALCULATED else "CELL_MERGED"
    return "CELL_FORMULA_ERROR" if _FORMULA_ERROR.fullmatch(cleaned.upper()) else None


def is_by_hand(column: Column) -> bool:
    """A name or an address: words of somebody's own, that are Vietnamese or foreign."""
    return column.type == "text" and column.class_ == "personal"


def is_past(column: Column) -> bool:
    return column.not_future or column.name == BIRTH_DATE


def parse_person(
    column: Column, texts: dict[str, str | None], lookups: Lookups, *, today: date
) -> Parsed:
    """A reference given as cells of the person it means: full_name, group_id, birth_year."""
    target = TABLES[column.ref or ""]
    read = {
        name: parse_value(target.columns[name], text or "", lookups, today=today)
        for name, text in texts.items()
    }
    if wrong := next((each for each in read.values() if each.code and each.value is None), None):
        return wrong
    if read["full_name"].value is None:
        return Parsed()
    year = read["birth_year"].value if "birth_year" in read else None
    key = people_key(read["full_name"].value, read["group_id"].value or UNKNOWN_GROUP, year)
    ids = lookups.names.get(target.name, {}).get(key, ())
    if len(ids) != 1:
        return Parsed(None, "REF_AMBIGUOUS" if ids else "REF_UNKNOWN", {"table": target.name})
    return Parsed(ids[0])


def _text(column: Column, text: str, known: _Known) -> Parsed:
    if column.name in DOORS and _MADE_DAY.fullmatch(text.lower()):
        return Parsed(None, "CELL_MADE_DAY")
    if column.name == DISEASES and fold_search(text) in healthy_words():
        return Parsed(None, "CELL_SAYS_NOTHING")
    return Parsed(text)


def _day(column: Column, text: str, known: _Known) -> Parsed:
    is_birth = column.name == BIRTH_DATE
    if is_birth and _YEAR.fullmatch(text):
        year = _year(column, text, known)
        return Parsed(None, year.code or "BIRTH_YEAR_ONLY", year.params)
    if column.name == DUE and (before := _BEFORE.fullmatch(fold_search(text))):
        last = read_day(before[1], today=known.today) - timedelta(days=1)
        return Parsed(last, "DAY_BEFORE_TAKEN")
    day = read_day(text, today=known.today, is_birth=is_birth)
    if is_birth and day in YEARS_AS_DAYS:
        return Parsed(None, "YEAR_MADE_DAY")
    _check_past(column, day, known)
    return Parsed(day)


def _moment(column: Column, text: str, known: _Known) -> Parsed:
    day, time = read_moment(text, today=known.today)
    _check_past(column, day, known)
    return Parsed(f"{day}T{time[0]:02}:{time[1]:02}" if time else f"{day}")


def _check_past(column: Column, day: date, known: _Known) -> None:
    if is_past(column) and day > known.today:
        raise Unreadable("DATE_IN_FUTURE")


def _year(column: Column, text: str, known: _Known) -> Parsed:
    match = _YEAR.fullmatch(text)
    year = int(match[1]) if match else _year_of_day(text, known)
    if not MIN_YEAR <= year <= known.today.year:
        return Parsed(None, "DATE_YEAR", {"min": MIN_YEAR, "max": known.today.year})
    return Parsed(year, None if match else "YEAR_OF_DATE")


def _year_of_day(text: str, known: _Known) -> int:
    """A whole date where a year was asked for; a bare number is none."""
    if _NUMBER.fullmatch(text):
        raise Unreadable("YEAR_UNREADABLE")
    try:
        day = read_day(text, today=known.today, is_birth=True)
    except Unreadable:
        raise Unreadable("YEAR_UNREADABLE") from None
    if day in YEARS_AS_DAYS:
        raise Unreadable("YEAR_MADE_DAY")
    return day.year


def _integer(column: Column, text: str, known: _Known) -> Parsed:
    text = bare_number(column.name, text)
    match = _NUMBER.fullmatch(text)
    if not match or _THOUSANDS.fullmatch(text):
        return Parsed(None, "NUMBER_UNREADABLE")
    if (match[2] or "").strip("0"):
        return Parsed(None, "NUMBER_NOT_WHOLE")
    return _in_range(column, int(match[1]))


def _number(column: Column, text: str, known: _Known) -> Parsed:
    text = bare_number(column.name, text)
    is_ambiguous = column.name not in COORDINATES and _THOUSANDS.fullmatch(text)
    if is_ambiguous or not (match := _NUMBER.fullmatch(text)):
        return Parsed(None, "NUMBER_UNREADABLE")
    return _in_range(column, float(f"{match[1]}.{match[2] or 0}"))


def _in_range(column: Column, number: float) -> Parsed:
    if column.max is None and column.min is not None and number < column.min:
        return Parsed(None, "NUMBER_TOO_SMALL", {"min": column.min})
    low = column.min if column.min is not None else number
    high = column.max if column.max is not None else number
    if not low <= number <= high:
        return Parsed(None, "NUMBER_RANGE", {"min": column.min, "max": column.max})
    return Parsed(number)


def _boolean(column: Column, text: str, known: _Known) -> Parsed:
    truth = boolean_words().get(fold_search(text))
    return Parsed(None, "BOOLEAN_UNREADABLE") if truth is None else Parsed(truth)


def _enum(column: Column, text: str, known: _Known) -> Parsed:
    name, word = column.enum or "", fold_search(text)
    bare = _NTH_TIME.sub("", word).rstrip(" .,;")
    code = enum_code(name, word) or enum_code(name, bare)
    if code is None:
        return Parsed(None, "ENUM_UNKNOWN", {"accepted": ENUMERATIONS[name].codes})
    return Parsed(code)


def _ref(column: Column, text: str, known: _Known) -> Parsed:
    table = column.ref or ""
    if table == GROUPS:
        groups = known.lookups.groups
        code = groups.get(fold_search(text)) or groups.get(fold_header(text))
        return Parsed(code) if code else _no_such_group(text, groups)
    if column.late or text in known.lookups.ids.get(table, ()):
        return Parsed(text)
    return Parsed(None, "REF_UNKNOWN", {"table": table})


def _no_such_group(text: str, groups: dict[str, str]) -> Parsed:
    """With the group that may be meant, for a person to decide."""
    folded = fold_search(text)
    numbers = [int(number) for number in _DIGITS.findall(folded)]
    near = [
        (OSA.distance(folded, spelling), code)
        for spelling, code in groups.items()
        if [int(number) for number in _DIGITS.findall(spelling)] == numbers
    ]
    if near and min(near)[0] <= _NEAR:
        return Parsed(None, "GROUP_NEAR", {"near": min(near)[1]})
    return Parsed(None, "REF_UNKNOWN", {"table": GROUPS})


def _phone(column: Column, text: str, known: _Known) -> Parsed:
    if is_scientific(text):
        return Parsed(None, "PHONE_DIGITS_LOST")
    if not (read := read_phones(text)):
        return Parsed(None, "PHONE_UNREADABLE")
    return Parsed(*read)


def _national_id(column: Column, text: str, known: _Known) -> Parsed:
    if not (read := read_national_id(text)):
        return Parsed(None, "NATIONAL_ID_UNREADABLE")
    return Parsed(read[0], "NATIONAL_ID_ZERO_ADDED" if read[1] else None)


_PARSERS: dict[ColumnType, Callable[[Column, str, _Known], Parsed]] = {
    "text": _text,
    "code": _text,
    "phone": _phone,
    "national_id": _national_id,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _day,
    "moment": _moment,
    "year": _year,
    "enum": _enum,
    "ref": _ref,
}
