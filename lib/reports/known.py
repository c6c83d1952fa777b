"""What of a stored row was known at the end of a day: what is dated later has not happened yet."""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

# table -> the day or moment of something that happens to a row -> what it brought with it
_BROUGHT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "cases": {
        "home_care_checked_on": ("home_care_eligible", "home_care_reasons"),
        "proposed_on": ("proposed_by",),
        "approved_on": ("approved_by",),
        "closed_on": ("closed_by", "end_reason", "transferred_to", "converted_case_id"),
        "completion_date": ("completion_number",),
    },
    "unvaccinated": {"outcome_on": ("outcome",)},
    "requests": {"taken_at": ("taken_by",), "delivered_at": ("cost",), "repaid_on": ()},
    "directives": {"done_on": ("status", "evidence")},
    "inspections": {"resolved_on": ()},
    "signs": {"posted_on": ("posted_by",), "removed_on": ()},
    "venues": {"status_at": ("status",)},
    "payments": {"prepared_on": ("prepared_by",), "approved_on": ("approved_by",), "paid_on": ()},
}
# The word before it happened; everything else was empty.
_BEFORE: Mapping[tuple[str, str], str] = {
    ("unvaccinated", "outcome"): "remaining",
    ("directives", "status"): "in_progress",
}


def with_days(table: str, columns: Iterable[str]) -> tuple[str, ...]:
    """These columns and the days that say from when on their values are known."""
    columns = tuple(columns)
    days = [
        day
        for day, brought in _BROUGHT.get(table, {}).items()
        if not {*brought}.isdisjoint(columns)
    ]
    return tuple(dict.fromkeys((*columns, *days)))


def known_by(table: str, frame: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The rows without what is dated after the day; values without a day of their own stand."""
    days = {day: told for day, told in _BROUGHT.get(table, {}).items() if day in frame.columns}
    is_to_come = {
        day: (pl.col(day).cast(pl.String).str.slice(0, 10) > as_of.isoformat()).fill_null(False)
        for day in days
    }
    return frame.with_columns(
        pl.when(is_to_come[day]).then(pl.lit(_BEFORE.get((table, name)))).otherwise(pl.col(name))
        .cast(frame.schema[name]).alias(name)
        for day, told in days.items()
        for name in (day, *told)
        if name in frame.columns
    )  # fmt: skip
