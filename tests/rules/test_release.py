"""Tests due and the release review: a stay's samples, a day, and what may be said on it."""

from datetime import timedelta

import pytest

from lib.rules.quarantine import load_rule_book
from lib.rules.release import Sample, days_to_test, due_test, review
from lib.rules.rulings import Facts, ruling_for
from tests.indicators.frames import day

BOOK = load_rule_book()


def f1():
    """A fully dosed F1 of 20/12: tests on 20 and 26/12, the last day is 26/12."""
    return ruling_for(
        BOOK, Facts("F1", day("20/12"), doses=2, last_dose_on=day("01/11")), as_of=day("20/12")
    )


def f0():
    """An F0 of 28/12: a supervised negative test on 06/01, which is the last day."""
    return ruling_for(
        BOOK, Facts("F0", day("28/12"), positive_on=day("28/12"), doses=2), as_of=day("28/12")
    )


def samples(text):
    """'26/12- 27/12+' -> samples; ? waits for its result, x is invalid, ~ negative and alone."""
    results = {"+": "positive", "-": "negative", "?": "pending", "x": "invalid", "~": "negative"}
    return [Sample(day(s[:-1]), results[s[-1]], s[-1] != "~") for s in text.split()]


DUE = """
    19/12 |               -> waiting 20/12
    20/12 |               -> due     20/12
    20/12 | 20/12-        -> taken   20/12
    20/12 | 20/12x        -> due     20/12
    20/12 | 20/12?        -> taken   20/12
    21/12 |               -> overdue 20/12
    25/12 | 22/12-        -> taken   20/12
    25/12 | 19/12-        -> overdue 20/12
    26/12 | 20/12-        -> due     26/12
    26/12 | 20/12- 25/12- -> due     26/12
    26/12 | 26/12-        -> taken   26/12
    30/12 | 26/12-        -> taken   26/12
    30/12 | 20/12-        -> overdue 26/12
    26/12 | 27/12-        -> due     26/12
"""


@pytest.mark.parametrize("line", [x.strip() for x in DUE.strip().splitlines()])
def test_which_test_counts_on_a_day(line):
    left, right = line.split("->")
    on, taken = left.split("|")
    state, due = right.split()
    found = due_test(f1(), day("26/12"), samples(taken), on=day(on.strip()))
    assert (found.state, found.day) == (state, day(due))


def test_without_a_rule_no_test_is_due():
    nothing = ruling_for(BOOK, Facts("F0", day("20/12")), as_of=day("20/12"))
    assert due_test(nothing, day("26/12"), [], on=day("26/12")).state == "none"


def test_whoever_is_still_positive_is_tested_again_on_the_last_day():
    longer = day("09/01")
    assert days_to_test(f0(), longer, samples("06/01+"))[-1] == longer
    assert days_to_test(f0(), longer, samples("06/01-")) == (day("06/01"),)
    assert days_to_test(f0(), longer, []) == (day("06/01"),)
    assert due_test(f0(), longer, samples("06/01+"), on=longer).state == "due"


@pytest.mark.parametrize("end", ["06/01", "10/01"])
def test_what_is_still_to_come_is_what_is_due_on_those_days(end):
    taken, last = samples("06/01+"), day(end)
    for n in range(20):
        on = last - timedelta(n)
        coming = due_test(f0(), last, taken, on=on).coming
        assert coming == tuple(d for d in days_to_test(f0(), last, taken) if d > on)
        dues = [on + timedelta(k) for k in range(1, n + 1)]
        assert coming == tuple(d for d in dues if due_test(f0(), last, taken, on=d).day == d)


REVIEWS = """
    F1 26/12 | 26/12 | 26/12-        | -      -> yes LAST_DAY_TODAY NEGATIVE
    F1 26/12 | 27/12 | 26/12-        | -      -> yes LAST_DAY_PAST NEGATIVE
    F1 26/12 | 25/12 |               | -      -> no  NOT_YET TEST_MISSING
    F1 26/12 | 27/12 |               | -      -> no  LAST_DAY_PAST TEST_MISSING
    F1 26/12 | 27/12 | 25/12-        | -      -> no  LAST_DAY_PAST TEST_MISSING
    F1 26/12 | 27/12 | 26/12?        | -      -> no  LAST_DAY_PAST TEST_PENDING
    F1 26/12 | 27/12 | 26/12x        | -      -> no  LAST_DAY_PAST TEST_MISSING
    F1 26/12 | 27/12 | 20/12+ 26/12- | -      -> no  LAST_DAY_PAST TEST_POSITIVE
    F1 26/12 | 27/12 | 26/12- 28/12+ | -      -> yes LAST_DAY_PAST NEGATIVE
    F1 24/12 | 25/12 | 20/12-        | -      -> no  BEFORE_RULE TEST_MISSING
    F1 24/12 | 26/12 | 26/12-        | -      -> yes LAST_DAY_PAST NEGATIVE
    F1 -     | 27/12 | 26/12-        | -      -> no  NO_END NEGATIVE
    F1 26/12 | 27/12 | 26/12-        | danger -> no  LAST_DAY_PAST NEGATIVE DANGER
    F0 06/01 | 06/01 | 06/01-        | -      -> yes LAST_DAY_TODAY NEGATIVE
    F0 06/01 | 07/01 | 06/01~        | -      -> no  LAST_DAY_PAST TEST_ALONE
    F0 06/01 | 07/01 | 06/01+        | -      -> no  LAST_DAY_PAST TEST_POSITIVE
    F0 06/01 | 08/01 | 06/01+ 08/01- | -      -> yes LAST_DAY_PAST NEGATIVE
    F0 06/01 | 07/01 | 07/01+ 07/01- | -      -> no  LAST_DAY_PAST TEST_POSITIVE
    F0 06/01 | 07/01 | 28/12+ 05/01- | -      -> no  LAST_DAY_PAST TEST_MISSING
"""


@pytest.mark.parametrize("line", [x.strip() for x in REVIEWS.strip().splitlines()])
def test_may_the_stay_be_closed(line):
    left, right = line.split("->")
    stay, on, taken, danger = (part.strip() for part in left.split("|"))
    kind, end = stay.split()
    answer, *codes = right.split()
    found = review(
        f1() if kind == "F1" else f0(), None if end == "-" else day(end), samples(taken),
        on=day(on), in_danger=danger == "danger",
    )  # fmt: skip
    assert (found.meets, [reason.code for reason in found.because]) == (answer == "yes", codes)


def test_without_a_rule_people_decide():
    nothing = ruling_for(BOOK, Facts("F0", day("20/12")), as_of=day("20/12"))
    over = review(nothing, day("26/12"), [], on=day("27/12"), in_danger=False)
    assert (over.meets, [r.code for r in over.because]) == (None, ["LAST_DAY_PAST", "NO_RULE"])
    early = review(nothing, day("30/12"), [], on=day("27/12"), in_danger=False)
    assert early.meets is False
    no_sample = ruling_for(BOOK, Facts("F0", day("28/12")), as_of=day("28/12"))
    unsure = review(no_sample, day("06/01"), [], on=day("07/01"), in_danger=False)
    assert (unsure.meets, unsure.because[-1].code) == (None, "RULE_UNSURE")


def test_whoever_stayed_longer_needs_no_other_test_after_the_last_of_those_days():
    stay = Facts(
        "F0", day("28/01"), positive_on=day("28/01"), doses=2, last_dose_on=day("01/11"),
        positive_tests=(day("03/02"),),
    )  # fmt: skip
    ruling = ruling_for(BOOK, stay, as_of=day("06/02"))
    assert ruling.end == day("06/02")
    positive = samples("03/02+")
    met = review(ruling, day("06/02"), positive, on=day("06/02"), in_danger=False)
    assert (met.meets, met.because[-1].code) == (True, "NO_TEST_NEEDED")
    early = review(ruling, day("04/02"), positive, on=day("05/02"), in_danger=False)
    assert early.meets is False
