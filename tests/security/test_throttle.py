"""Whoever guesses waits; nobody is locked out by another."""

from datetime import datetime, timedelta

import pytest

from lib.security.throttle import FREE, LONGEST_BY_ADDRESS, LONGEST_BY_LOGIN, Throttle

NOW = datetime.fromisoformat("2021-12-29T08:00")
HERE, ELSEWHERE = "10.0.0.7", "10.0.0.8"


def after(n, *, address=HERE, login="lan", throttle=None):
    """n failures, each as soon as it is looked at; and the moment of the last one."""
    throttle, at = throttle or Throttle(), NOW
    for _n in range(n):
        if wait := throttle.begin(address, login, at):
            at += wait
            assert not throttle.begin(address, login, at)
    return throttle, at


@pytest.mark.parametrize(
    ("n", "seconds"),
    [
        (0, 0),
        (FREE - 1, 0),
        (FREE, 1),
        (FREE + 3, 8),
        (FREE + 20, LONGEST_BY_ADDRESS.total_seconds()),
    ],
)
def test_each_failure_doubles_the_wait(n, seconds):
    throttle, at = after(n)
    assert throttle.begin(HERE, "lan", at) == timedelta(seconds=seconds)


def test_attempts_at_the_same_time_are_not_all_looked_at():
    throttle = Throttle()
    looked_at = [not throttle.begin(HERE, "lan", NOW) for _n in range(60)]
    assert looked_at == [True] * FREE + [False] * (60 - FREE)


def test_what_was_not_looked_at_makes_nobody_wait_longer():
    throttle, at = after(FREE)
    assert {throttle.begin(HERE, "lan", at) for _n in range(60)} == {timedelta(seconds=1)}


def test_the_owner_gets_in_from_elsewhere():
    throttle, at = after(50)
    assert throttle.begin(ELSEWHERE, "lan", at) <= LONGEST_BY_LOGIN
    assert throttle.begin(ELSEWHERE, "ba", at) == timedelta()


@pytest.mark.parametrize("guessed", ["lan", "ba"])
def test_the_owner_never_waits_where_they_came_in_before(guessed):
    """Whoever else guesses, from the same address too."""
    throttle = Throttle()
    throttle.begin(HERE, "lan", NOW)
    throttle.succeeded(HERE, "lan")
    address = ELSEWHERE if guessed == "lan" else HERE
    throttle, at = after(20, address=address, login=guessed, throttle=throttle)
    assert throttle.begin(address, guessed, at) > timedelta()
    assert throttle.begin(HERE, "lan", at) == timedelta()


def test_who_guesses_at_an_account_where_it_came_in_before_waits_too():
    throttle = Throttle()
    throttle.begin(HERE, "lan", NOW)
    throttle.succeeded(HERE, "lan")
    throttle, at = after(FREE + 3, throttle=throttle)
    assert throttle.begin(HERE, "lan", at) == timedelta(seconds=8)


def test_a_success_with_another_account_forgives_no_guess():
    """A volunteer guesses four times at the vice-chair and signs in, again and again."""
    throttle, n_looked_at = Throttle(), 0
    for _n in range(20):
        for _guess in range(FREE - 1):
            n_looked_at += not throttle.begin(HERE, "pct", NOW)
        if not throttle.begin(HERE, "lan", NOW):
            throttle.succeeded(HERE, "lan")
    assert n_looked_at == FREE


def test_time_and_success_forgive():
    throttle, at = after(FREE + 2)
    assert throttle.begin(HERE, "lan", at) == timedelta(seconds=4)
    assert not throttle.begin(HERE, "lan", at + timedelta(seconds=4))
    throttle.succeeded(HERE, "lan")
    assert throttle.begin(HERE, "lan", at + timedelta(seconds=4)) == timedelta()
    throttle, at = after(30)
    assert throttle.begin(HERE, "lan", at + timedelta(minutes=31)) == timedelta()
