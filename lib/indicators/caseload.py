"""Who is in quarantine, who begins, who ends, whose dates are missing."""

from collections.abc import Callable
from datetime import date, timedelta

import narwhals as nw

from lib.indicators.figure import Figure, Ward, count, no_data
from lib.indicators.stays import IS_NEW
from lib.rules.levels import weekly_rate


def stays_where(
    id_: str, condition: Callable[[date], nw.Expr], of: nw.Expr | None = None
) -> Callable[[Ward], Figure]:
    """An indicator that counts stays; `of` selects the stays of its denominator."""

    def compute(ward: Ward) -> Figure:
        rows = ward.stays.filter(condition(ward.as_of)).to_native()
        if not len(ward.table("cases")):
            return no_data(id_, rows, as_of=ward.as_of)
        total = len(ward.stays.filter(of)) if of is not None else None
        return count(id_, rows, as_of=ward.as_of, of=total)

    return compute


def in_quarantine(case_type: str) -> Callable[[date], nw.Expr]:
    return lambda _day: nw.col("in_quarantine") & (nw.col("case_type") == case_type)


def starts(after_days: int) -> Callable[[date], nw.Expr]:
    return lambda day: nw.col("is_open") & (nw.col("first_day") == day + timedelta(days=after_days))


def ends(after_days: int) -> Callable[[date], nw.Expr]:
    """The last day of quarantine is today or tomorrow; a stay closed before is not listed."""
    return lambda day: (
        (nw.col("in_quarantine") | (nw.col("is_open") & (nw.col("first_day") > day)))
        & (nw.col("quarantine_end") == day + timedelta(days=after_days)).fill_null(False)
    )


def awaiting_release(_day: date) -> nw.Expr:
    return nw.col("awaiting_release")


def missing_dates(_day: date) -> nw.Expr:
    return nw.col("is_open") & (nw.col("missing_start") | nw.col("missing_end"))


OPEN_STAYS = nw.col("is_open")


def new_f0_rate(ward: Ward) -> Figure:
    """New F0 reported in the seven days up to the day, per 100,000 people."""
    first = ward.as_of - timedelta(days=6)
    rows = ward.stays.filter(nw.col("case_type") == "F0", nw.col("reported_on") >= first, IS_NEW)
    population = ward_population(ward)
    if not population or not len(ward.table("cases")):
        return no_data("rate_7d", rows.to_native(), as_of=ward.as_of)
    rate = float(weekly_rate(len(rows), population=population, days=7))
    return Figure(
        id="rate_7d", as_of=ward.as_of, value=rate, numerator=len(rows),
        denominator=population, rows=rows.to_native(),
    )  # fmt: skip


def ward_population(ward: Ward) -> int | None:
    """The ward's own number, else the sum of its groups where each of them has one."""
    for table in ("ward", "groups"):
        numbers = ward.table(table)["population"]
        if len(numbers) and not numbers.is_null().any():
            return int(numbers.sum()) or None
    return None
