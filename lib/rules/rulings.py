"""Which rule covers a stay, and what it gives: last day, test days, and why.

Pure functions of a rule book, the facts of one stay and a day. A date that a person typed is no
fact here: it stands, and is compared with what comes out.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lib.rules.quarantine import CaseType, Condition, CountFrom, Rule, RuleBook

# The field of a stay that each way of counting needs.
COUNTED_FROM: Mapping[CountFrom, str] = {
    "start": "quarantine_start", "positive": "first_positive_date",
    "exposure": "last_exposure_date",
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What rules look at. `start` is the first day of the stay; `positive_tests` are the days of
    its positive samples so far."""

    case_type: CaseType
    start: date
    positive_on: date | None = None
    exposed_on: date | None = None
    doses: int | None = None
    last_dose_on: date | None = None
    recovered_on: date | None = None
    closed_on: date | None = None
    positive_tests: tuple[date, ...] = ()


@dataclass(frozen=True)
class Ruling:
    """What the rule book says of one stay.

    `rule` None: no rule covers it. `end` None with a rule: a date is missing, or the rule asks for
    no quarantine. `missing` names fields of the stay without which the answer is not sure.
    """

    rule: Rule | None = None
    end: date | None = None
    test_days: tuple[date, ...] = ()
    is_prolonged: bool = False
    missing: tuple[str, ...] = ()

    @property
    def asks_for_none(self) -> bool:
        return self.rule is not None and self.rule.days == 0


def ruling_for(book: RuleBook, facts: Facts, *, as_of: date) -> Ruling:
    """The newest rule that covers the stay, and its dates; rules of after `as_of` do not count yet
    unless the stay begins later still."""
    missing: list[str] = []
    for rule in book.rules:
        if rule.case_type != facts.case_type or not _is_in_time(rule, facts, as_of):
            continue
        fits, unknown = covers(rule.any_of, facts)
        if fits:
            return _dates(rule, facts, tuple(dict.fromkeys(missing)))
        missing += unknown
    return Ruling(missing=tuple(dict.fromkeys(missing)))


def _is_in_time(rule: Rule, facts: Facts, as_of: date) -> bool:
    if rule.effective_from > max(as_of, facts.start):
        return False
    if rule.effective_to and facts.start > rule.effective_to:
        return False
    if facts.start >= rule.effective_from:
        return True
    is_open = facts.closed_on is None or facts.closed_on >= rule.effective_from
    return rule.covers_open_stays and is_open


def covers(conditions: Iterable[Condition], facts: Facts) -> tuple[bool, tuple[str, ...]]:
    """Whether one of the conditions holds; if none does for sure, what would have to be known."""
    unknown: list[str] = []
    conditions = tuple(conditions)
    for condition in conditions:
        fits, lacking = _holds(condition, facts)
        if fits:
            return True, ()
        unknown += lacking
    return not conditions, tuple(dict.fromkeys(unknown))


def _holds(condition: Condition, facts: Facts) -> tuple[bool, tuple[str, ...]]:
    """A missing recovery is no recovery; missing doses are not known."""
    if condition.recovered_months_ago is not None:
        day = facts.recovered_on
        earliest = months_before(facts.start, condition.recovered_months_ago)
        if day is None or not earliest <= day <= facts.start:
            return False, ()
    if condition.doses is None:
        return True, ()
    if facts.doses is None:
        return False, ("vaccine_doses",)
    if facts.doses < condition.doses:
        return False, ()
    return _dose_in_time(condition, facts)


def _dose_in_time(condition: Condition, facts: Facts) -> tuple[bool, tuple[str, ...]]:
    if condition.dose_days_ago is None and condition.dose_months_ago is None:
        return True, ()
    if facts.last_dose_on is None:
        return False, ("last_dose_date",)
    latest = facts.start - timedelta(condition.dose_days_ago or 0)
    is_recent = condition.dose_months_ago is None or facts.last_dose_on >= months_before(
        facts.start, condition.dose_months_ago
    )
    return facts.last_dose_on <= latest and is_recent, ()


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last: six before 31/08 is 28/02."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _dates(rule: Rule, facts: Facts, missing: tuple[str, ...]) -> Ruling:
    counted = {"start": facts.start, "positive": facts.positive_on, "exposure": facts.exposed_on}
    base = counted[rule.count_from]
    if rule.days == 0:
        return Ruling(rule, missing=missing)
    if base is None:
        return Ruling(rule, missing=(*missing, COUNTED_FROM[rule.count_from]))
    days, unknown = prolonged(rule, facts, base)
    test_days = tuple(numbered_day(rule, base, number) for number in rule.tests_on)
    end = numbered_day(rule, base, days or rule.days)
    lacking = tuple(dict.fromkeys((*missing, *unknown)))
    return Ruling(rule, end, test_days, days is not None, lacking)


def numbered_day(rule: Rule, base: date, number: int) -> date:
    """The day that bears the number when the day counted from bears `first_day`."""
    return base + timedelta(number - rule.first_day)


def prolonged(rule: Rule, facts: Facts, base: date) -> tuple[int | None, tuple[str, ...]]:
    """Days in all for somebody still positive on the last test day or later, None for others;
    and what would have to be known for a shorter one."""
    unknown: list[str] = []
    last_test = numbered_day(rule, base, rule.tests_on[-1]) if rule.tests_on else None
    if last_test is None or not any(day >= last_test for day in facts.positive_tests):
        return None, ()
    for longer in rule.if_positive:
        fits, lacking = covers((longer.condition,), facts)
        if fits:
            return longer.days, tuple(unknown)
        unknown += lacking
    return None, tuple(unknown)


@dataclass(frozen=True)
class Move:
    """A stay whose last day a change of the rule book would move."""

    case_id: str
    before: Ruling
    after: Ruling


def moved_by(
    book: RuleBook, changed: RuleBook, stays: Mapping[str, Facts], *, as_of: date
) -> tuple[Move, ...]:
    """Exactly the stays for which the two books give different last days."""
    moves = (
        Move(
            case_id,
            ruling_for(book, facts, as_of=as_of),
            ruling_for(changed, facts, as_of=as_of),
        )
        for case_id, facts in stays.items()
    )
    return tuple(move for move in moves if move.before.end != move.after.end)
