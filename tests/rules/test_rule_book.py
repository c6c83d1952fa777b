"""The rule book: every shipped row is whole, and every boundary falls where its document says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.rules.quarantine import Condition, RuleBook, load_rule_book, rule_from, rule_row
from lib.rules.rulings import Facts, months_before, moved_by, ruling_for
from tests.indicators.frames import day

BOOK = load_rule_book()
IDS = {"f1-5599", "f1-10696", "f1-762-dosed", "f1-762-others", "f1-1909", "f0-28-12", "f0-250"}


def test_the_shipped_rules_are_those_of_the_domain():
    assert {rule.id for rule in BOOK.rules} == IDS


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_shipped_row_says_where_it_comes_from(rule):
    assert rule.document
    assert rule.issuer
    assert rule.source.startswith("https://")
    assert rule.checked_by
    assert rule.en
    assert rule.vi
    assert set(rule.unverified) <= set(vars(rule))
    assert rule_from(rule_row(rule)) == rule


def facts(kind, start, *, doses=None, dose=None, recovered=None, positive=None, exposed=None):
    return Facts(
        kind, day(start), doses=doses, last_dose_on=dose and day(dose),
        recovered_on=recovered and day(recovered), positive_on=positive and day(positive),
        exposed_on=exposed and day(exposed),
    )  # fmt: skip


# type start | doses last-dose | recovered | positive | exposed -> rule, last day
BOUNDARIES = """
    F1 13/07/2021 | 0 -          | -          | - | -          -> -            -
    F1 14/07/2021 | 0 -          | -          | - | -          -> f1-5599      27/07/2021
    F1 15/12/2021 | 2 01/11/2021 | -          | - | -          -> f1-5599      28/12/2021
    F1 16/12/2021 | 2 01/11/2021 | -          | - | -          -> f1-10696     22/12/2021
    F1 16/12/2021 | 1 01/11/2021 | -          | - | -          -> f1-5599      29/12/2021
    F1 16/12/2021 | 0 -          | -          | - | -          -> f1-5599      29/12/2021
    F1 29/12/2021 | 2 15/12/2021 | -          | - | -          -> f1-10696     04/01/2022
    F1 29/12/2021 | 2 16/12/2021 | -          | - | -          -> f1-5599      11/01/2022
    F1 29/12/2021 | 2 29/06/2021 | -          | - | -          -> f1-10696     04/01/2022
    F1 29/12/2021 | 2 28/06/2021 | -          | - | -          -> f1-5599      11/01/2022
    F1 31/12/2021 | 2 30/06/2021 | -          | - | -          -> f1-10696     06/01/2022
    F1 31/12/2021 | 2 29/06/2021 | -          | - | -          -> f1-5599      13/01/2022
    F1 29/12/2021 | 0 -          | 29/06/2021 | - | -          -> f1-10696     04/01/2022
    F1 29/12/2021 | 0 -          | 28/06/2021 | - | -          -> f1-5599      11/01/2022
    F1 29/12/2021 | 0 -          | 29/12/2021 | - | -          -> f1-10696     04/01/2022
    F1 29/12/2021 | 0 -          | 30/12/2021 | - | -          -> f1-5599      11/01/2022
    F1 20/02/2022 | 2 01/11/2021 | -          | - | 19/02/2022 -> f1-10696     26/02/2022
    F1 21/02/2022 | 2 01/11/2021 | -          | - | 19/02/2022 -> f1-762-dosed 23/02/2022
    F1 21/02/2022 | 2 01/07/2021 | -          | - | 21/02/2022 -> f1-762-dosed 25/02/2022
    F1 21/02/2022 | 2 07/02/2022 | -          | - | 20/02/2022 -> f1-762-dosed 24/02/2022
    F1 21/02/2022 | 2 08/02/2022 | -          | - | 20/02/2022 -> f1-762-others 26/02/2022
    F1 21/02/2022 | 0 -          | 21/11/2021 | - | 20/02/2022 -> f1-762-dosed 24/02/2022
    F1 21/02/2022 | 0 -          | 20/11/2021 | - | 20/02/2022 -> f1-762-others 26/02/2022
    F1 21/02/2022 | 0 -          | -          | - | -          -> f1-762-others -
    F1 14/04/2022 | 2 01/11/2021 | -          | - | 14/04/2022 -> f1-762-dosed 18/04/2022
    F1 15/04/2022 | 0 -          | -          | - | 14/04/2022 -> f1-1909      -
    F0 27/12/2021 | 2 01/11/2021 | - | 27/12/2021 | -          -> -            -
    F0 28/12/2021 | 2 01/11/2021 | - | 28/12/2021 | -          -> f0-28-12     06/01/2022
    F0 28/12/2021 | 2 01/11/2021 | - | 27/12/2021 | -          -> f0-28-12     05/01/2022
    F0 28/12/2021 | 2 01/11/2021 | - | -          | -          -> f0-28-12     -
    F0 27/01/2022 | 2 01/11/2021 | - | 27/01/2022 | -          -> f0-28-12     05/02/2022
    F0 28/01/2022 | 2 01/11/2021 | - | 28/01/2022 | -          -> f0-250       03/02/2022
    F0 28/01/2022 | 0 -          | - | 27/01/2022 | -          -> f0-250       02/02/2022
"""


def _or_none(text):
    return None if text == "-" else text


@pytest.mark.parametrize("line", [x.strip() for x in BOUNDARIES.strip().splitlines()])
def test_the_rule_and_its_last_day(line):
    left, right = line.split("->")
    stay, dose, recovered, positive, exposed = (part.strip() for part in left.split("|"))
    kind, start = stay.split()
    doses, last = dose.split()
    wanted_rule, wanted_end = right.split()
    ruling = ruling_for(
        BOOK,
        facts(kind, start, doses=int(doses), dose=_or_none(last), recovered=_or_none(recovered),
              positive=_or_none(positive), exposed=_or_none(exposed)),
        as_of=day(start),
    )  # fmt: skip
    assert (ruling.rule.id if ruling.rule else "-") == wanted_rule
    assert (f"{ruling.end:%d/%m/%Y}" if ruling.end else "-") == wanted_end


def test_day_one_is_the_start_and_the_last_day_bears_the_number_of_days():
    ruling = ruling_for(BOOK, facts("F1", "29/12", doses=0), as_of=day("29/12"))
    assert ruling.test_days == (day("29/12"), day("04/01"), day("11/01"))
    assert ruling.end == ruling.test_days[-1] == day("29/12") + timedelta(13)


def test_a_rule_may_count_from_day_nought():
    nought = replace(BOOK.rules[-1], id="x", first_day=0, tests_on=(1, 14))
    ruling = ruling_for(RuleBook.of(nought), facts("F1", "29/12", doses=0), as_of=day("29/12"))
    assert ruling.test_days == (day("30/12"), day("12/01"))
    assert ruling.end == day("12/01")


def test_what_is_not_known_is_not_taken_for_good_and_is_said():
    unknown_doses = ruling_for(BOOK, facts("F1", "29/12"), as_of=day("29/12"))
    assert unknown_doses.rule.id == "f1-5599"
    assert unknown_doses.missing == ("vaccine_doses",)
    unknown_day = ruling_for(BOOK, facts("F1", "29/12", doses=2), as_of=day("29/12"))
    assert (unknown_day.rule.id, unknown_day.missing) == ("f1-5599", ("last_dose_date",))
    no_sample = ruling_for(BOOK, facts("F0", "29/12"), as_of=day("29/12"))
    assert (no_sample.end, no_sample.missing) == (None, ("first_positive_date",))


@pytest.mark.parametrize(
    ("doses", "tested", "end"),
    [(2, "02/02", "03/02"), (2, "03/02", "06/02"), (2, "05/02", "06/02"), (0, "03/02", "10/02"),
     (None, "03/02", "10/02")],
)  # fmt: skip
def test_whoever_is_still_positive_on_day_seven_stays_longer(doses, tested, end):
    stay = replace(facts("F0", "28/01", doses=doses, dose="01/11", positive="28/01"),
                   positive_tests=(day("28/01"), day(tested)))  # fmt: skip
    ruling = ruling_for(BOOK, stay, as_of=day("05/02"))
    assert ruling.end == day(end)
    assert ruling.is_prolonged == (end != "03/02")
    assert ruling.missing == (("vaccine_doses",) if doses is None else ())


OPEN_TOO = replace(BOOK.rules[0], id="open", effective_from=day("21/02"), covers_open_stays=True)


@pytest.mark.parametrize(
    ("closed", "as_of", "rule"),
    [(None, "20/02", "f1-5599"), (None, "21/02", "open"), ("21/02", "22/02", "open"),
     ("20/02", "22/02", "f1-5599")],
)  # fmt: skip
def test_a_rule_reaches_stays_already_open_only_when_it_says_so(closed, as_of, rule):
    stay = replace(facts("F1", "15/02", doses=0), closed_on=closed and day(closed))
    book = BOOK.without("f1-762-dosed", "f1-762-others", "f1-1909").with_rules(OPEN_TOO)
    assert ruling_for(book, stay, as_of=day(as_of)).rule.id == rule


def test_a_rule_ends_after_its_last_day():
    ended = RuleBook.of(replace(BOOK.rules[-1], effective_to=day("31/12")))
    assert ruling_for(ended, facts("F1", "31/12", doses=0), as_of=day("31/12")).rule
    assert ruling_for(ended, facts("F1", "01/01", doses=0), as_of=day("01/01")).rule is None


@pytest.mark.parametrize(
    ("change", "named"),
    [({"tests_on": [7, 1]}, "tests_on"), ({"tests_on": [15]}, "tests_on"), ({"days": -1}, "days"),
     ({"count_from": "birth"}, "count_from"), ({"case_type": "F2"}, "case_type"),
     ({"effective_to": "2021-07-13"}, "effective_to"), ({"colour": "red"}, "colour"),
     ({"any_of": [{"doze": 2}]}, "doze"), ({"if_positive": [{"days": 3}]}, "if_positive")],
)  # fmt: skip
def test_a_wrong_row_is_refused_and_named(change, named):
    with pytest.raises(ValueError, match=named):
        rule_from(rule_row(BOOK.rules[-1]) | change)


def test_an_id_stands_once():
    with pytest.raises(ValueError, match="f1-5599"):
        BOOK.with_rules(BOOK.rules[-1])


@pytest.mark.parametrize(
    ("of", "months", "earlier"),
    [("31/08/2021", 6, "28/02/2021"), ("30/08/2021", 6, "28/02/2021"),
     ("28/08/2021", 6, "28/02/2021"), ("29/08/2024", 6, "29/02/2024"),
     ("15/01/2022", 1, "15/12/2021"), ("31/12/2021", 12, "31/12/2020")],
)  # fmt: skip
def test_months_are_calendar_months(of, months, earlier):
    assert months_before(day(of), months) == day(earlier)


# --- the same once more, one rule after the other, as a reader of the documents would --------

days = st.dates(date(2021, 6, 1), date(2022, 5, 31))
maybe = st.none() | days
stays = st.builds(
    Facts, case_type=st.sampled_from(["F0", "F1"]), start=days, positive_on=maybe,
    exposed_on=maybe, doses=st.none() | st.integers(0, 3), last_dose_on=maybe, recovered_on=maybe,
)  # fmt: skip


def slow_end(stay: Facts, with_762: bool = True) -> date | None:
    """The table of the domain, read line by line. None: no rule, no date, or no quarantine."""
    start, dose = stay.start, stay.last_dose_on
    two = stay.doses is not None and stay.doses >= 2 and dose is not None
    old_enough = two and (start - dose).days >= 14
    if stay.case_type == "F0":
        if start < date(2021, 12, 28) or stay.positive_on is None:
            return None
        n_days = 10 if start < date(2022, 1, 28) else 7
        return stay.positive_on + timedelta(n_days - 1)
    if start >= date(2022, 4, 15):
        return None
    if with_762 and start >= date(2022, 2, 21):
        short = old_enough or slow_recovered(stay, 3)
        if stay.exposed_on is None:
            return None
        return stay.exposed_on + timedelta(4 if short else 6)
    if start < date(2021, 7, 14):
        return None
    recent = old_enough and slow_months_between(dose, start, 6)
    short = start >= date(2021, 12, 16) and (recent or slow_recovered(stay, 6))
    return start + timedelta(6 if short else 13)


def slow_recovered(stay: Facts, months: int) -> bool:
    day_ = stay.recovered_on
    return day_ is not None and day_ <= stay.start and slow_months_between(day_, stay.start, months)


def slow_months_between(first: date, last: date, months: int) -> bool:
    """Does `last` lie at most so many calendar months after `first`? Walk back day by day."""
    month, year = last.month, last.year
    for _month in range(months):
        month, year = (12, year - 1) if month == 1 else (month - 1, year)
    number = last.day
    while True:
        try:
            return first >= date(year, month, number)
        except ValueError:
            number -= 1


@given(stays)
def test_the_rule_book_equals_the_table_read_aloud(stay):
    assert ruling_for(BOOK, stay, as_of=stay.start).end == slow_end(stay)


@given(st.lists(stays, max_size=12), days)
def test_a_preview_names_exactly_the_stays_whose_last_day_moves(people, as_of):
    named = {f"C{n}": replace(stay, case_type="F1") for n, stay in enumerate(people)}
    before = BOOK.without("f1-762-dosed", "f1-762-others")
    moves = moved_by(before, BOOK, named, as_of=as_of)
    in_force = {
        id_: stay for id_, stay in named.items() if date(2022, 2, 21) <= max(as_of, stay.start)
    }
    expected = {
        id_ for id_, stay in in_force.items() if slow_end(stay) != slow_end(stay, with_762=False)
    }
    assert {move.case_id for move in moves} == expected


def test_conditions_go_before_everyone_on_the_same_day():
    everyone = replace(BOOK.rules[-1], id="all", effective_from=day("16/12"))
    some = replace(everyone, id="some", any_of=(Condition(doses=1),), days=9, tests_on=(9,))
    for book in (RuleBook.of(everyone, some), RuleBook.of(some, everyone)):
        stay = facts("F1", "16/12", doses=1)
        assert ruling_for(book, stay, as_of=stay.start).rule.id == "some"
