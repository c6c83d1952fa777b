"""Day arithmetic of quarantine, written once.

In quarantine on day d: the stay is reported by d, start <= d <= end, and d <= closed_on when it
is closed. A missing start means the day of the report; a missing end means until closed. An end
that has passed without anybody closing the stay is "awaiting release", never "in quarantine".
Stays closed as duplicates or entered in error never were. Source: the ward's day convention,
docs/decisions.md.
"""

from datetime import date, timedelta

import narwhals as nw
from narwhals.typing import IntoDataFrameT

NEVER_WERE = ("duplicate", "entered_in_error")
COLUMNS = (
    "case_id", "case_type", "group_id", "reported_at",
    "quarantine_start", "quarantine_end", "closed_on", "end_reason",
)  # fmt: skip


def stays(cases: IntoDataFrameT, *, as_of: date) -> IntoDataFrameT:
    """One row per stay known on the day, with its state as of the end of that day.

    Adds: reported_on, first_day, isolated_since (Date), is_open, in_quarantine, awaiting_release,
    is_due (visits are due), missing_start, missing_end (Boolean, never null).
    """
    day = nw.lit(as_of)
    known = (
        nw.from_native(cases, eager_only=True)
        .with_columns(reported_on=day_of("reported_at"))
        .filter(
            nw.col("reported_on") <= day,
            ~nw.col("end_reason").fill_null("").is_in(NEVER_WERE),
        )
        .with_columns(
            first_day=nw.coalesce(nw.col("quarantine_start"), nw.col("reported_on")),
            missing_start=nw.col("quarantine_start").is_null(),
            missing_end=nw.col("quarantine_end").is_null(),
            # closed on the day itself is no longer open, but that day still counts as quarantine
            is_open=(nw.col("closed_on") > day).fill_null(True),
            not_closed_before=(nw.col("closed_on") >= day).fill_null(True),
            has_ended=(nw.col("quarantine_end") < day).fill_null(False),
        )
    )
    states = (
        _with_isolation(known)
        .with_columns(
            in_quarantine=(nw.col("first_day") <= day)
            & ~nw.col("has_ended")
            & nw.col("not_closed_before"),
            awaiting_release=nw.col("has_ended") & nw.col("is_open"),
        )
        .with_columns(is_due=nw.col("in_quarantine") | nw.col("awaiting_release"))
    )
    return states.drop("not_closed_before", "has_ended").to_native()


def _with_isolation(known: nw.DataFrame[IntoDataFrameT]) -> nw.DataFrame[IntoDataFrameT]:
    """The first day of the stay; of an F1 who is back from hospital that of the stay before it:
    the rules count from the start of isolation, which went on there."""
    before = known.select(previous_case_id="case_id", _before="first_day")
    is_f1 = nw.col("case_type") == "F1"
    since = nw.when(is_f1).then(nw.coalesce("_before", "first_day")).otherwise("first_day")
    joined = known.join(before, on="previous_case_id", how="left")
    return joined.with_columns(isolated_since=since).drop("_before")


# Somebody back from hospital is in quarantine once more, and no new case.
IS_NEW = nw.col("previous_case_id").is_null()


def day_of(column: str) -> nw.Expr:
    """The day of a moment stored as ISO text."""
    return nw.col(column).str.slice(0, 10).str.to_date("%Y-%m-%d")


def count_in_quarantine_by_day(cases: IntoDataFrameT, *, first: date, last: date) -> IntoDataFrameT:
    """Stays in quarantine on each day from `first` to `last`: columns day, case_type, n.

    A day without any stay of a type has no row. Aggregates to distinct periods before meeting
    the calendar, so the work grows with the number of different periods, not of people.
    """
    frame = nw.from_native(cases, eager_only=True)
    periods = (
        frame.filter(~nw.col("end_reason").fill_null("").is_in(NEVER_WERE))
        .with_columns(reported_on=day_of("reported_at"))
        .with_columns(  # the horizontal functions pass over what is missing
            from_day=nw.max_horizontal("reported_on", "quarantine_start"),
            last_day=nw.min_horizontal("quarantine_end", "closed_on"),
        )
        .group_by("case_type", "from_day", "last_day")
        .agg(nw.len().alias("n"))
    )
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    calendar = nw.from_dict({"day": days}, backend=frame.implementation)
    return (
        periods.join(calendar, how="cross")
        .filter(
            nw.col("from_day") <= nw.col("day"),
            (nw.col("day") <= nw.col("last_day")).fill_null(True),
        )
        .group_by("day", "case_type")
        .agg(nw.col("n").sum())
        .sort("day", "case_type")
        .to_native()
    )
