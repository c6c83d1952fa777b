"""What the columns of one row must be to each other, as the table declares it."""

from collections.abc import Callable

import polars as pl

from lib.ingest.ledger import ROW, Ledger
from lib.schema.columns import Constraint, Table
from lib.schema.findings import CODES

_DAY_LENGTH = len("2021-12-29")


def check_constraints(table: Table, values: pl.DataFrame, ledger: Ledger) -> None:
    values = _with_days(table, values)
    rules = {
        str(number): (constraint, broken)
        for number, constraint in enumerate(table.constraints)
        if (broken := _RULES[constraint.rule](constraint, values)) is not None
    }
    is_broken = values.select(broken.alias(number) for number, (_, broken) in rules.items())
    for number, (constraint, _) in rules.items():
        _report(constraint, values[ROW].gather(is_broken[number].arg_true()), ledger)


def _report(constraint: Constraint, rows: pl.Series, ledger: Ledger) -> None:
    named = constraint.columns or (constraint.column, constraint.other)
    spoilt = ledger.spoilt_rows(*named) if len(rows) else set()
    for row in rows:
        if row in spoilt:
            continue
        if constraint.columns:
            ledger.add(constraint.code, row, columns=constraint.columns)
        else:
            apart = {"days": constraint.days} if constraint.days else {}
            ledger.add_between(constraint.code, row, constraint.column, constraint.other, **apart)


def _with_days(table: Table, values: pl.DataFrame) -> pl.DataFrame:
    """A moment counts by its day."""
    compared = {name for rule in table.constraints for name in (rule.column, rule.other)}
    moments = [
        name for name in compared & set(values.columns) if table.columns[name].type == "moment"
    ]
    days = pl.col(moments).str.slice(0, _DAY_LENGTH).str.to_date("%Y-%m-%d")
    return values.with_columns(days) if moments else values


def _not_before(constraint: Constraint, values: pl.DataFrame) -> pl.Expr | None:
    """Beside a year a day counts by its own."""
    if {constraint.column, constraint.other} - set(values.columns):
        return None
    day, other = pl.col(constraint.column), pl.col(constraint.other)
    return (day.dt.year() if values.schema[constraint.other] == pl.Int64 else day) < other


def _within_days(constraint: Constraint, values: pl.DataFrame) -> pl.Expr | None:
    """Two days of one story lie near each other, whichever comes first."""
    if {constraint.column, constraint.other} - set(values.columns):
        return None
    apart = pl.col(constraint.column) - pl.col(constraint.other)
    return apart.dt.total_days().abs() > constraint.days


def _same_year(constraint: Constraint, values: pl.DataFrame) -> pl.Expr | None:
    if {constraint.column, constraint.other} - set(values.columns):
        return None
    return pl.col(constraint.column).dt.year() != pl.col(constraint.other)


def _any_of(constraint: Constraint, values: pl.DataFrame) -> pl.Expr | None:
    """What a file has no column for at all its sender does not know: no need to say so per row."""
    is_open = CODES[constraint.code].level != "error" and set(constraint.columns).isdisjoint(
        values.columns
    )
    return None if is_open else _n_given(constraint, values) == 0


def _exactly_one(constraint: Constraint, values: pl.DataFrame) -> pl.Expr | None:
    return _n_given(constraint, values) != 1


def _counted(constraint: Constraint, values: pl.DataFrame) -> pl.Expr | None:
    """Where the last of something is given, there is at least one of it."""
    if {constraint.column, constraint.other} - set(values.columns):
        return None
    return pl.col(constraint.other).is_not_null() & (pl.col(constraint.column) == 0)


def _n_given(constraint: Constraint, values: pl.DataFrame) -> pl.Expr:
    given = [pl.col(name).is_not_null() for name in constraint.columns if name in values.columns]
    return pl.sum_horizontal(given) if given else pl.repeat(0, pl.len())


_RULES: dict[str, Callable[[Constraint, pl.DataFrame], pl.Expr | None]] = {
    "not_before": _not_before,
    "same_year": _same_year,
    "any_of": _any_of,
    "exactly_one": _exactly_one,
    "counted": _counted,
    "within_days": _within_days,
}
