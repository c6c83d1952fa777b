"""Tests due, and whether somebody may go: "meets the rule because ..., does not, because ...".

Nobody is released by the clock. A review is an answer for the person who proposes and the one who
approves; closing a stay is theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from lib.rules.quarantine import Release
from lib.rules.rulings import Ruling

Result = Literal["positive", "negative", "invalid", "pending"]
DueState = Literal["none", "waiting", "taken", "due", "overdue"]
ReasonCode = Literal[
    "LAST_DAY_PAST", "LAST_DAY_TODAY", "NEGATIVE", "NO_TEST_NEEDED",
    "NO_END", "NOT_YET", "BEFORE_RULE", "TEST_MISSING", "TEST_POSITIVE", "TEST_PENDING",
    "TEST_ALONE", "DANGER", "NO_RULE", "RULE_UNSURE",
]  # fmt: skip
# What speaks for a release; every other reason speaks against it or leaves it open.
FOR: tuple[ReasonCode, ...] = ("LAST_DAY_PAST", "LAST_DAY_TODAY", "NEGATIVE", "NO_TEST_NEEDED")
OPEN: tuple[ReasonCode, ...] = ("NO_RULE", "RULE_UNSURE")


@dataclass(frozen=True)
class Sample:
    """One test. `is_supervised`: done or watched by a team or the health station."""

    day: date
    result: Result
    is_supervised: bool = True

    @property
    def is_conclusive(self) -> bool:
        return self.result in ("positive", "negative")


@dataclass(frozen=True)
class Reason:
    """Why, as a code and the day it speaks of."""

    code: ReasonCode
    day: date | None = None


@dataclass(frozen=True)
class Review:
    """`meets` None: no rule decides, people do."""

    meets: bool | None
    because: tuple[Reason, ...]


@dataclass(frozen=True)
class DueTest:
    """The test that counts on a day: the last of the test days up to it, else the next one.
    `coming`: the test days after it."""

    state: DueState
    day: date | None = None
    coming: tuple[date, ...] = field(default=(), compare=False)


def days_to_test(ruling: Ruling, end: date | None, samples: Sequence[Sample]) -> tuple[date, ...]:
    """The rule's test days; who is still positive and stays longer is tested at the end again."""
    days = ruling.test_days
    if not days or end is None or end <= days[-1] or ruling.is_prolonged:
        return days
    is_positive = any(s.result == "positive" and days[-1] <= s.day < end for s in samples)
    return (*days, end) if is_positive else days


def due_test(ruling: Ruling, end: date | None, samples: Sequence[Sample], *, on: date) -> DueTest:
    """An invalid sample is none; one that waits for its result was taken."""
    days = days_to_test(ruling, end, samples)
    past, coming = [day for day in days if day <= on], tuple(day for day in days if day > on)
    if not past:
        return DueTest("waiting", days[0], coming) if days else DueTest("none")
    due = past[-1]
    if any(due <= sample.day <= on and sample.result != "invalid" for sample in samples):
        return DueTest("taken", due, coming)
    return DueTest("due" if due == on else "overdue", due, coming)


def review(
    ruling: Ruling, end: date | None, samples: Sequence[Sample], *, on: date, in_danger: bool
) -> Review:
    """Whether the stay may be closed as completed on the day. `end` is the date that stands."""
    reasons = (
        *_of_the_end(ruling, end, on),
        *_of_the_test(ruling, samples, on),
        *([Reason("DANGER")] if in_danger else []),
    )
    if any(reason.code not in (*FOR, *OPEN) for reason in reasons):
        return Review(False, reasons)
    if any(reason.code in OPEN for reason in reasons):
        return Review(None, reasons)
    return Review(True, reasons)


def _of_the_end(ruling: Ruling, end: date | None, on: date) -> list[Reason]:
    if end is None:
        return [Reason("NO_END", ruling.end)]
    if end > on:
        return [Reason("NOT_YET", end)]
    if ruling.end and ruling.end > on:
        return [Reason("BEFORE_RULE", ruling.end)]
    return [Reason("LAST_DAY_TODAY" if end == on else "LAST_DAY_PAST", end)]


def _of_the_test(ruling: Ruling, samples: Sequence[Sample], on: date) -> list[Reason]:
    """The latest result since the last test day decides; an F1 must never have been positive."""
    if ruling.rule is None:
        return [Reason("NO_RULE")]
    if ruling.rule.case_type == "F1" and (positive := _positive_until(samples, on)):
        return [Reason("TEST_POSITIVE", positive)]
    release: Release = ruling.rule.release
    if release == "none" or (ruling.is_prolonged and ruling.end and ruling.end <= on):
        return [Reason("NO_TEST_NEEDED")]
    if not ruling.test_days:
        return [Reason("RULE_UNSURE")]
    since = ruling.test_days[-1]
    taken = sorted((s for s in samples if since <= s.day <= on), key=lambda s: s.day)
    conclusive = [sample for sample in taken if sample.is_conclusive]
    if not conclusive:
        is_pending = any(sample.result == "pending" for sample in taken)
        return [Reason("TEST_PENDING" if is_pending else "TEST_MISSING", since)]
    return [_judged(conclusive, release)]


def _positive_until(samples: Sequence[Sample], on: date) -> date | None:
    days = [sample.day for sample in samples if sample.result == "positive" and sample.day <= on]
    return max(days, default=None)


def _judged(conclusive: list[Sample], release: Release) -> Reason:
    """Of two results of one day the positive one counts."""
    last = conclusive[-1].day
    of_last_day = [sample for sample in conclusive if sample.day == last]
    if any(sample.result == "positive" for sample in of_last_day):
        return Reason("TEST_POSITIVE", last)
    if release == "supervised" and not any(sample.is_supervised for sample in of_last_day):
        return Reason("TEST_ALONE", last)
    return Reason("NEGATIVE", last)
