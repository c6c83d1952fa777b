"""How long a stay lasts, by the rules of the day it begins (domain rule book, as dates)."""

from datetime import date, timedelta

from maker.people import Person

F1_SHORT_FROM = date(2021, 12, 16)  # fully dosed close contacts: 7 days
F0_HOME_FROM = date(2021, 12, 28)  # 10 days from the positive sample
F0_SHORT_FROM = date(2022, 1, 28)  # 7 days


def last_day(first_day: date, days: int) -> date:
    return first_day + timedelta(days - 1)


def is_fully_dosed(person: Person, start: date) -> bool:
    doses = person.doses_before(start)
    return len(doses) >= 2 and 14 <= (start - doses[-1]).days <= 182


def end_of_f1(person: Person, start: date) -> date:
    short = start >= F1_SHORT_FROM and is_fully_dosed(person, start)
    return last_day(start, 7 if short else 14)


def end_of_f0(start: date, first_positive: date) -> date:
    """Before 28/12/2021 no rule for care at home was known: the ward typed 14 days."""
    if start < F0_HOME_FROM:
        return last_day(start, 14)
    return last_day(first_positive, 10 if start < F0_SHORT_FROM else 7)
