"""Stored values as a file writes them: for machines with codes, for people with words."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa

from lib.ingest.lookups import group_spellings
from lib.schema.columns import Column
from lib.schema.tables import ENUMERATIONS, OUTSIDE_GROUP, UNKNOWN_GROUP
from lib.store.repository import fetch
from lib.text.catalogue import _, language
from lib.text.fold import fold_search
from lib.text.formats import format_day, format_moment
from lib.text.inert import as_quoted

Headers = Literal["codes", "labels"]
Writer = Callable[[Any], str]
_MANY_DECIMALS = 3


def writers(
    conn: sa.Connection, ward_id: str, columns: Sequence[Column], headers: Headers
) -> list[Writer]:
    """One function per column: value -> text that the importer reads as this very value."""
    if headers == "codes":
        return [_code] * len(columns)
    group = _group_writer(dict(fetch(conn, ward_id, "groups", ("group_id", "name")).rows()))
    return [group if column.ref == "groups" else _label_writer(column) for column in columns]


def workbook_cell(column: Column, value: Any, write: Writer) -> str | int | float | date | None:
    """Days and numbers as such, so that a spreadsheet can sort and add them; the rest as text."""
    if value is None:
        return None
    if column.type in ("date", "integer", "year", "number"):
        return value  # type: ignore[no-any-return]
    if column.type == "moment":
        return _moment(value)
    return as_quoted(write(value))


def _moment(text: str) -> date | str:
    """Midnight looks like a day without a time: it stays text."""
    day, _t, time = text.partition("T")
    if not time:
        return date.fromisoformat(day)
    return format_moment(text) if time == "00:00" else datetime.fromisoformat(text)


def _code(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return _plain_number(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain_number(number: float) -> str:
    """No exponent; and never exactly three decimals, which could be read as thousands."""
    text = format(Decimal(repr(number)), "f")
    has_three = len(text.partition(".")[2]) == _MANY_DECIMALS
    return text + "0" if has_three else text


def _label_writer(column: Column) -> Writer:
    if column.type == "date":
        return format_day
    if column.type == "moment":
        return format_moment
    if column.type == "boolean":
        return lambda value: "" if value is None else _("Yes") if value else _("No")
    if column.enum:
        enumeration, now = ENUMERATIONS[column.enum], language()
        return lambda code: enumeration.label(code, now)
    return _code


def _group_writer(names: dict[str, str]) -> Writer:
    """A group's name where it leads back to this very group, else its code."""
    spellings = group_spellings(names.items())
    words = names | {UNKNOWN_GROUP: _("Unknown"), OUTSIDE_GROUP: _("Outside the ward")}
    clear = {id_: word for id_, word in words.items() if spellings.get(fold_search(word)) == id_}
    return lambda group_id: clear.get(group_id, group_id or "")
