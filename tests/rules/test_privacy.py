"""Due dates and periods for people's data."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.rules.privacy import PRIVACY, due_on, reply_due_on, review_on

SEE, STOP = PRIVACY.kinds["see"], PRIVACY.kinds["restrict"]


@pytest.mark.parametrize(
    ("received", "reply"),
    [
        ("2026-01-05", "2026-01-07"),  # Monday: Wednesday
        ("2026-01-08", "2026-01-12"),  # Thursday: Monday
        ("2026-01-09", "2026-01-13"),  # Friday: Tuesday
        ("2026-01-10", "2026-01-13"),  # Saturday: Tuesday
        ("2026-01-11", "2026-01-13"),  # Sunday: Tuesday
    ],
)
def test_the_first_answer_is_due_after_two_working_days(received: str, reply: str) -> None:
    assert reply_due_on(SEE, received_on=date.fromisoformat(received)).isoformat() == reply


def test_stopping_is_due_after_15_days_and_15_more_once() -> None:
    day = date(2026, 1, 5)
    assert due_on(STOP, received_on=day) == date(2026, 1, 20)
    assert due_on(STOP, received_on=day, is_extended=True) == date(2026, 2, 4)


@given(st.dates(date(2026, 1, 1), date(2040, 1, 1)), st.sampled_from(list(PRIVACY.kinds.values())))
def test_no_answer_is_due_on_a_weekend_or_after_the_end(received: date, kind: object) -> None:
    reply = reply_due_on(kind, received_on=received)
    assert reply.weekday() < 5
    between = [date.fromordinal(n) for n in range(received.toordinal() + 1, reply.toordinal() + 1)]
    assert sum(day.weekday() < 5 for day in between) == kind.reply
    assert reply <= due_on(kind, received_on=received)


@pytest.mark.parametrize(
    ("ended", "months", "review"),
    [
        ("2021-12-29", 12, "2022-12-29"),
        ("2021-12-31", 2, "2022-02-28"),
        ("2023-12-31", 2, "2024-02-29"),
        ("2021-01-15", 1, "2021-02-15"),
        ("2021-12-15", 1, "2022-01-15"),
    ],
)
def test_a_record_is_reviewed_months_later(ended: str, months: int, review: str) -> None:
    assert review_on(date.fromisoformat(ended), months).isoformat() == review


def test_every_policy_stands_within_its_own_bounds() -> None:
    for policy in PRIVACY.policies.values():
        assert policy.allows(policy.value), policy.name
        assert policy.allows(policy.most), policy.name
        assert not policy.allows(policy.least - policy.step)
        assert not policy.allows(policy.most + policy.step)
        assert policy.label("vi") != policy.label("en")
