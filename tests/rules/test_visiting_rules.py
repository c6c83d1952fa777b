"""How many visits a day: one, two from 12/02/2022, and what a ward takes up beside it."""

from datetime import date

import pytest

from lib.rules.visiting import load_visit_rules, visit_rule, visit_rule_on, visits_a_day

SHIPPED = load_visit_rules()
OWN = {
    "effective_from": "2022-01-20", "times": 3, "document": "12/TB-UBND", "issuer": "UBND",
    "certainty": "verified", "checked_by": "lan", "en": "Three times.", "vi": "Ba lần.",
}  # fmt: skip


@pytest.mark.parametrize(
    ("day", "times"),
    [(date(2021, 12, 29), 1), (date(2022, 2, 11), 1), (date(2022, 2, 12), 2),
     (date(2022, 6, 1), 2)],
)  # fmt: skip
def test_once_a_day_and_twice_from_the_twelfth_of_february(day, times):
    assert visits_a_day(SHIPPED, day) == times


def test_what_the_ward_takes_up_holds_until_something_newer_begins():
    rules = (*SHIPPED, visit_rule(OWN))
    days = (date(2022, 1, 19), date(2022, 1, 20), date(2022, 2, 12))
    assert [visits_a_day(rules, day) for day in days] == [1, 3, 2]
    again = (*rules, visit_rule(OWN | {"effective_from": "2022-02-12", "times": 1}))
    assert visits_a_day(again, date(2022, 2, 12)) == 1  # of one day the last one said


def test_without_any_row_it_is_once():
    assert visits_a_day((), date(2021, 12, 29)) == 1
    assert visit_rule_on(SHIPPED, date(2019, 1, 1)) is None


@pytest.mark.parametrize(
    "wrong", [{"times": 0}, {"times": 5}, {"times": "2"}, {"effective_from": "x"}, {"moon": 1}]
)
def test_a_row_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match="visit rule"):
        visit_rule(OWN | wrong)
