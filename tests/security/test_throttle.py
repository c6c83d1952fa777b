"""Whoever guesses waits; nobody is locked out by another."""

from datetime import datetime, timedelta

import pytest

from lib.security.throttle import FREE, LONGEST_BY_ADDRESS, LONGEST_BY_LOGIN, Throttle

NOW = datetime.fromisoformat("2021-12-29T08:00")


def after(n, *, address="10.0.0.7", login="lan"):
    throttle = Throttle()
    for _n in range(n):
        throttle.failed(address, login, NOW)
    return throttle


@pytest.mark.parametrize(
    ("n", "seconds"),
    [
        (0, 0),
        (FREE - 1, 0),
        (FREE, 1),
        (FREE + 3, 8),
        (FREE + 40, LONGEST_BY_ADDRESS.total_seconds()),
    ],
)
def test_each_failure_doubles_the_wait(n, seconds):
    assert after(n).wait("10.0.0.7", "lan", NOW) == timedelta(seconds=seconds)


def test_the_owner_gets_in_from_elsewhere():
    assert after(500).wait("10.0.0.8", "lan", NOW) <= LONGEST_BY_LOGIN
    assert after(500).wait("10.0.0.8", "ba", NOW) == timedelta()


def test_time_and_success_forgive():
    throttle = after(FREE + 2)
    assert throttle.wait("10.0.0.7", "lan", NOW + timedelta(seconds=4)) == timedelta()
    assert throttle.wait("10.0.0.7", "lan", NOW) > timedelta()
    throttle.succeeded("10.0.0.7", "lan")
    assert throttle.wait("10.0.0.7", "lan", NOW) == timedelta()
    assert after(99).wait("10.0.0.7", "lan", NOW + timedelta(minutes=31)) == timedelta()
