"""Dates and numbers as the reader's language writes them. Days are dd/mm/yyyy in both."""

from datetime import date, datetime

from babel.numbers import format_decimal

from lib.text.catalogue import language


def format_day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def format_moment(moment: datetime | str | None) -> str:
    """A moment as dd/mm/yyyy HH:MM; a stored day without a time keeps none."""
    if not moment:
        return ""
    text = moment if isinstance(moment, str) else moment.isoformat(timespec="minutes")
    day, _, time = text.partition("T")
    shown = format_day(date.fromisoformat(day))
    return f"{shown} {time[:5]}" if time else shown


def format_exact(number: float) -> str:
    """With the decimals that were written down: 36.8 -> 36,8 in Vietnamese."""
    return format_decimal(number, format="#,##0.######", locale=language())


def format_number(number: float | None, decimals: int = 0) -> str:
    """1234.5 -> 1.234,5 in Vietnamese; empty for None."""
    if number is None:
        return ""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(number, format=pattern, locale=language())


def inside_sentence(label: str) -> str:
    """A label as it stands within a sentence: small letters, but F0 and UBND as they are."""
    words = label.split(" ")
    return " ".join(word if _is_abbreviation(word) else word.lower() for word in words)


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word == word.upper() and word[0].isalpha()
