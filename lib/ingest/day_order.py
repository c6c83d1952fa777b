"""Columns whose days were written month first, as a program set to American English does.

"12/29/2021" is no day here and is refused as such; "12/5/2021" below it would be the 12th of May.
"""

import re

from lib.ingest.columns import Sheet

_TWO_NUMBERS = re.compile(r"\s*([0-9]{1,2})([-/.])([0-9]{1,2})\2[0-9]{2,4}\b")
_MONTHS = 12
_FEWEST = 2  # one by itself is a slip of the pen


def check_day_order(sheet: Sheet) -> None:
    """Where several days of a column can only be month first and none only day first, those that
    can be both are refused. Looks at nothing while every day is one of the calendar."""
    impossible = sheet.ledger.rows_with("DATE_IMPOSSIBLE")
    if not impossible:
        return
    for name, at in sheet.mapping.columns.items():
        if sheet.table.columns[name].type not in ("date", "moment"):
            continue
        cells = sheet.cells.select("row", str(at)).rows()
        days = {row: pair for row, text in cells if (pair := _numbers(text))}
        if _is_month_first(days, impossible):
            for row, (first, second) in days.items():
                if first <= _MONTHS >= second and first != second:
                    sheet.ledger.add("DATE_ORDER", row, name)


def _is_month_first(days: dict[int, tuple[int, int]], impossible: set[int]) -> bool:
    n_month_first = sum(a <= _MONTHS < b for row, (a, b) in days.items() if row in impossible)
    return n_month_first >= _FEWEST and not any(b <= _MONTHS < a for a, b in days.values())


def _numbers(text: str | None) -> tuple[int, int] | None:
    match = _TWO_NUMBERS.match(text or "")
    return (int(match[1]), int(match[3])) if match else None
