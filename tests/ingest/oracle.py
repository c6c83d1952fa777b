"""The slow, obvious importer: one row after the other, one cell after the other.

It shares with the product the reading of one cell (parse_value) and the folding of a word,
and nothing of how whole columns are read, compared and reported.
"""

import csv
import io
from collections import defaultdict
from datetime import date
from typing import Any

from lib.ingest.lookups import Lookups
from lib.ingest.parse import parse_value
from lib.schema.columns import Table
from lib.schema.findings import CODES
from lib.text.fold import fold_header, fold_key

Told = set[tuple[str, int | None, str | None]]


def check_slowly(
    table: Table, raw: bytes, lookups: Lookups, *, today: date
) -> tuple[dict[int, dict[str, Any]], set[int], Told]:
    """(accepted: row -> values, refused rows, findings about rows). Headings in line 1; every
    heading known; no reference into the file itself."""
    header, *records = csv.reader(io.StringIO(raw.decode(), newline=None))
    names = [_column(table, heading) for heading in header]
    rows: dict[int, dict[str, Any]] = {}
    told: Told = set()
    for number, record in enumerate(records, start=2):
        if not any(cell.strip() for cell in record):
            continue
        rows[number] = {}
        if any(cell.strip() for cell in record[len(names) :]):
            told.add(("ROW_TOO_LONG", number, None))
            continue
        cells = dict(zip(names, record + [""] * len(names), strict=False))
        rows[number] = _read_row(table, cells, lookups, today, number, told)
    _compare_rows(table, rows, told)
    _count_phones(table, rows, told)
    refused = _refused(told)
    return {row: values for row, values in rows.items() if row not in refused}, refused, told


def _count_phones(table: Table, rows: dict[int, dict[str, Any]], told: Told) -> None:
    for name, column in table.columns.items():
        phones = [values[name] for values in rows.values() if values.get(name) is not None]
        if column.type == "phone" and len(set(phones)) < len(phones):
            told.add(("PHONES_SHARED", None, name))


def _column(table: Table, heading: str) -> str:
    return next(
        name
        for name, column in table.columns.items()
        if fold_header(heading) in map(fold_header, column.headers)
    )


def _read_row(
    table: Table, cells: dict[str, str], lookups: Lookups, today: date, row: int, told: Told
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    wrong = set()
    for name, column in table.columns.items():
        if name not in cells:
            continue
        parsed = parse_value(column, cells[name], lookups, today=today)
        values[name], code = parsed.value, parsed.code
        if code:
            told.add((code, row, name))
            if CODES[code].level == "error":
                wrong.add(name)
        elif parsed.value is None and column.absent:
            values[name] = column.absent
            told.add(("GROUP_ABSENT", row, name))
        elif parsed.value is None and column.required and name != table.id:
            told.add(("CELL_REQUIRED", row, name))
            wrong.add(name)
    _read_years(table, cells, values, lookups, today, row, told)
    _compare_cells(table, values, wrong, row, told)
    return values


def _read_years(
    table: Table, cells: dict[str, str], values: dict[str, Any], lookups: Lookups, today: date,
    row: int, told: Told,
) -> None:  # fmt: skip
    if ("YEAR_OF_DATE", row, "birth_year") in told and not values.get("birth_date"):
        column = table.columns["birth_date"]
        day = parse_value(column, cells["birth_year"], lookups, today=today).value
        values["birth_date"] = day
    if ("BIRTH_YEAR_ONLY", row, "birth_date") in told:
        column = table.columns["birth_year"]
        year = parse_value(column, cells["birth_date"], lookups, today=today).value
        if values.get("birth_year") not in (None, year):
            told.add(("BIRTH_YEAR_DIFFERS", row, "birth_date"))
        values["birth_year"] = values.get("birth_year") or year
    if values.get("birth_date"):
        values["birth_year"] = values.get("birth_year") or values["birth_date"].year


def _compare_cells(
    table: Table, values: dict[str, Any], wrong: set[str], row: int, told: Told
) -> None:
    for rule in table.constraints:
        if wrong & {rule.column, rule.other, *rule.columns}:
            continue
        one, other = values.get(rule.column), values.get(rule.other)
        given = [name for name in rule.columns if values.get(name) is not None]
        if rule.rule == "not_before" and one and other and str(one)[:10] < str(other)[:10]:
            told.add((rule.code, row, rule.column))
        if rule.rule == "same_year" and one and other and one.year != other:
            told.add((rule.code, row, rule.column))
        is_asked = CODES[rule.code].level == "error" or any(name in values for name in rule.columns)
        if rule.rule == "any_of" and not given and is_asked:
            told.add((rule.code, row, None))
        if rule.rule == "counted" and one == 0 and other:
            told.add((rule.code, row, rule.column))
        if rule.rule == "within_days" and one and other:
            days = [date.fromisoformat(str(value)[:10]) for value in (one, other)]
            if abs(days[0] - days[1]).days > rule.days:
                told.add((rule.code, row, rule.column))
        if rule.rule == "exactly_one" and len(given) != 1:
            told.add((rule.code, row, None))


def _compare_rows(table: Table, rows: dict[int, dict[str, Any]], told: Told) -> None:
    for has_id in (True, False):
        refused = _refused(told)
        alike: defaultdict[Any, list[int]] = defaultdict(list)
        for row, values in rows.items():
            if row not in refused and (not has_id or values.get(table.id) is not None):
                alike[values[table.id] if has_id else _natural_key(table, values)].append(row)
        for members in alike.values():
            _compare_twins(table, members, rows, told, has_id=has_id)


def _compare_twins(
    table: Table, members: list[int], rows: dict[int, dict[str, Any]], told: Told, *, has_id: bool
) -> None:
    all_named = all(rows[row].get(table.id) is not None for row in members)
    if len(members) == 1 or (all_named and not has_id):
        return
    first, *others = members
    if all(rows[row] == rows[first] for row in others):
        told |= {("ROW_TWICE", row, None) for row in others}
    else:
        told |= {("ROW_CONFLICT", row, None) for row in members}


def _natural_key(table: Table, values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(
        fold_key(values[name])
        if table.columns[name].type == "text" and values.get(name)
        else values.get(name)
        for name in table.natural_key
    )


def _refused(told: Told) -> set[int]:
    return {row for code, row, _ in told if CODES[code].level == "error"}
