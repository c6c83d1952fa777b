"""A typed spreadsheet cell -> the text a person would have typed."""

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

# Cells that hold no value a person could have meant; the parser knows these two signs.
UNCALCULATED = "#FORMULA!"
MERGED = "#MERGED!"

_EXACT = 10**15  # a spreadsheet keeps 15 digits; what is longer has lost some already
_HALF_A_SECOND = timedelta(microseconds=500_000)


def cell_text(value: Any) -> str:
    match value:
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n")
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value)
        case datetime():
            return _moment(value)
        case date():
            return f"{value:%d/%m}/{value.year:04}"
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            return str(value)
    return "" if value is None else str(value)


def _number(value: float) -> str:
    """Plain digits, never 9.01E+08 nor 79201001234.0, unless digits are lost anyway."""
    if not math.isfinite(value):
        return UNCALCULATED
    if abs(value) >= _EXACT:
        return f"{value:.14E}"
    if value == int(value):
        return str(int(value))
    text = f"{Decimal(f'{value:.15g}'):f}"
    # 1.234 would be asked back about (thousands?), but a number cell leaves no doubt.
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def _moment(value: datetime) -> str:
    rounded = (value + _HALF_A_SECOND).replace(microsecond=0)
    day = cell_text(rounded.date())
    if rounded.time() == time():
        return day
    return f"{day} {rounded:%H:%M:%S}" if rounded.second else f"{day} {rounded:%H:%M}"
