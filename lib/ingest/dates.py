"""Days and moments as people write them. Day before month, always."""

import re
from datetime import date, datetime, timedelta, timezone
from typing import Any

from lib.settings import TIME_ZONE
from lib.text.fold import fold_search

MIN_YEAR, MAX_YEAR = 1900, 2100
_EXCEL_EPOCH = date(1899, 12, 30)
# What a cell that is shown as a day makes of a typed year: 1985 is the 7th of June 1905.
YEARS_AS_DAYS = frozenset(_EXCEL_EPOCH + timedelta(days=year) for year in range(1920, 2031))
_SERIALS = range(20_000, 60_001)
# Five digits are never a year, and the eldest were born before serial 20000 (October 1954).
_BIRTH_SERIALS = range(10_000, 60_001)
_NOON = 12
_MINUTES_A_DAY = 24 * 60

_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_SERIAL = re.compile(r"([0-9]{5})(?:[.,]([0-9]{1,15}))?")
_CLOCK = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]{1,9})?)?|([0-9]{1,2})h([0-9]{2})?"
)
_PARTS = re.compile(r"[T\s]+")
# As programs write a moment of the world.
_ZONED = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r" ?(?:(Z)|([+-])([0-9]{2}):?([0-9]{2}))"
)
# 29-Dec-21, 29 Dec 2021, 29-Thg12-2021: a month by its name leaves no doubt.
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_MONTH = re.compile(
    rf"\b([0-9]{{1,2}})[-/. ]?(?:({'|'.join(MONTHS)})[a-z]*|thg[. ]?([0-9]{{1,2}}))[-/., ]{{1,2}}"
    r"([0-9]{4}|[0-9]{2})\b"
)
_SPACED = re.compile(r"\b([0-9]{1,2})\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{4}|[0-9]{2})\b")
# Folded; "at 18 hours 30, day 27 month 12 year 2021".
_DAY_IN_WORDS = re.compile(r"([0-9]{1,2}) thang ([0-9]{1,2}),? nam ([0-9]{4})")
_HOUR_IN_WORDS = re.compile(r"([0-9]{1,2}) ?gio(?: ?([0-9]{2})(?![0-9/.-]))?(?: ?phut)?")
_FILLING = re.compile(r"\b(?:ngay|luc|vao|thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat)\b|,")
_HALF_DAY = re.compile(r"([0-9]{1,2})(:[0-9]{2}(?::[0-9]{2})?) ?(sa|ch|am|pm)\b")
# Beside an hour it would say which half of the day is meant.
_TIME_OF_DAY = re.compile(r"^(?![^:]*[0-9] ?(?:h|g|:))(.*)\b(?:sang|trua|chieu|toi|dem)\b")
_WORDS = re.compile(r"[^\W\d_Th]")


class Unreadable(ValueError):
    """Carries the finding's code and parameters, never the text."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read_day(text: str, *, today: date, is_birth: bool = False) -> date:
    """A time of day behind or before the day is left out. Raises Unreadable."""
    if _WORDS.search(text) and _TIME_OF_DAY.search(folded := fold_search(text)):
        text = _TIME_OF_DAY.sub(r"\1", folded).strip()
    return read_moment(text, today=today, is_birth=is_birth)[0]


def read_moment(
    text: str, *, today: date, is_birth: bool = False
) -> tuple[date, tuple[int, int] | None]:
    """Day, and (hour, minute) where the text gives them. Raises Unreadable."""
    text = text.rstrip(" .,;")
    if match := _SERIAL.fullmatch(text):
        return _from_serial(match, _BIRTH_SERIALS if is_birth else _SERIALS)
    if match := _ZONED.fullmatch(text):
        return _here(match)
    parts = _PARTS.split(_in_signs(text))
    clocks = [match for part in parts if (match := _CLOCK.fullmatch(part.lower()))]
    days = [part for part in parts if not _CLOCK.fullmatch(part.lower())]
    if len(days) != 1 or len(clocks) > 1:
        raise Unreadable("DATE_UNREADABLE")
    day = _calendar_day(days[0], today=today, is_birth=is_birth)
    return day, _time(clocks[0]) if clocks else None


def _in_signs(text: str) -> str:
    """Without blanks inside the day, and with signs in place of words."""
    text = _SPACED.sub(r"\1\2\3\2\4", text)
    if not _WORDS.search(text):
        return text.replace(",", " ")
    folded = _DAY_IN_WORDS.sub(r"\1/\2/\3", fold_search(text))
    folded = _NAMED_MONTH.sub(_with_number, folded)
    folded = _HOUR_IN_WORDS.sub(lambda hour: f"{hour[1]}h{hour[2] or ''}", folded)
    folded = _HALF_DAY.sub(_by_24_hours, folded)
    return _FILLING.sub(" ", folded).strip()


def _by_24_hours(half: re.Match[str]) -> str:
    """12:30 in the first half of the day is 0:30; an hour above 12 stays what it is."""
    hour = int(half[1])
    if hour <= _NOON:
        hour = hour % _NOON + (_NOON if half[3] in ("ch", "pm") else 0)
    return f"{hour}{half[2]}"


def _with_number(named: re.Match[str]) -> str:
    month = named[3] or MONTHS.index(named[2]) + 1
    return f"{named[1]}/{month}/{named[4]}"


def _here(match: re.Match[str]) -> tuple[date, tuple[int, int]]:
    """Day and time by the ward's clock."""
    ahead = timedelta() if match[3] else timedelta(hours=int(match[5]), minutes=int(match[6]))
    try:
        written = datetime.fromisoformat(f"{match[1]}T{match[2]}")
        zone = timezone(-ahead if match[4] == "-" else ahead)
    except ValueError:
        raise Unreadable("DATE_IMPOSSIBLE") from None
    here = written.replace(tzinfo=zone).astimezone(TIME_ZONE)
    return here.date(), (here.hour, here.minute)


def _calendar_day(text: str, *, today: date, is_birth: bool) -> date:
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year_text = int(match[1]), int(match[3]), match[4]
    elif match := _YEAR_FIRST.fullmatch(text):
        day, month, year_text = int(match[4]), int(match[3]), match[1]
    else:
        raise Unreadable("DATE_UNREADABLE")
    year = int(year_text)
    if len(year_text) == 2:
        year += 1900 if is_birth and year > today.year % 100 else 2000
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise Unreadable("DATE_YEAR", min=MIN_YEAR, max=MAX_YEAR)
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("DATE_IMPOSSIBLE") from None


def _time(match: re.Match[str]) -> tuple[int, int]:
    hour, minute = int(match[1] or match[3]), int(match[2] or match[4] or 0)
    if hour > 23 or minute > 59:
        raise Unreadable("DATE_UNREADABLE")
    return hour, minute


def _from_serial(match: re.Match[str], accepted: range) -> tuple[date, tuple[int, int] | None]:
    """Excel's count of days since 30/12/1899; the fraction is the time of day."""
    if int(match[1]) not in accepted:
        raise Unreadable("DATE_UNREADABLE")
    days, time = int(match[1]), None
    if match[2]:
        minutes = round(float(f"0.{match[2]}") * _MINUTES_A_DAY)
        days, minutes = days + minutes // _MINUTES_A_DAY, minutes % _MINUTES_A_DAY
        time = divmod(minutes, 60)
    return _EXCEL_EPOCH + timedelta(days=days), time
