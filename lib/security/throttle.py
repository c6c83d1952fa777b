"""Guessing is slowed down; nobody is locked out by somebody else's guesses.

Whoever fails waits longer each time, by the address it comes from. An account that is guessed at
from many places gets a short wait for everybody. Neither wait is for an address from which this
account was signed in to before: there only its own failures at that account count.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

FREE = 5
LONGEST_BY_ADDRESS, LONGEST_BY_LOGIN = timedelta(minutes=5), timedelta(seconds=5)
FORGOTTEN_AFTER = timedelta(minutes=30)
_MOST_KEPT = 10_000


@dataclass
class Throttle:
    """In memory: a restart forgives, and there is one server."""

    _failures: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    _known: dict[tuple[str, str], None] = field(default_factory=dict)  # the oldest first

    def begin(self, address: str, login: str, now: datetime) -> timedelta:
        """How long until an attempt is looked at. Zero: now, and it counts as a failure until
        `succeeded` says otherwise, so that attempts at the same time are not all looked at."""
        wait = self._wait_of(address, login, now)
        if not wait:
            self._count(address, login, now)
        return wait

    def succeeded(self, address: str, login: str) -> None:
        """Takes its own attempt back and forgives what concerns this account; other failures from
        the same address stay."""
        self._failures.pop(f"l {login}", None)
        self._failures.pop(f"b {address} {login}", None)
        if counted := self._failures.pop(f"a {address}", None):
            self._failures[f"a {address}"] = (counted[0] - 1, counted[1])
        self._known.pop((address, login), None)
        self._known[address, login] = None
        if len(self._known) > _MOST_KEPT:
            del self._known[next(iter(self._known))]

    def _wait_of(self, address: str, login: str, now: datetime) -> timedelta:
        if (address, login) in self._known:
            return self._wait(f"b {address} {login}", LONGEST_BY_ADDRESS, now)
        return max(
            self._wait(f"a {address}", LONGEST_BY_ADDRESS, now),
            self._wait(f"l {login}", LONGEST_BY_LOGIN, now),
        )

    def _count(self, address: str, login: str, now: datetime) -> None:
        if len(self._failures) > _MOST_KEPT:
            self._forget(now)
        for key in (f"a {address}", f"l {login}", f"b {address} {login}"):
            n_before = self._failures[key][0] if self._is_fresh(key, now) else 0
            self._failures[key] = (n_before + 1, now)

    def _wait(self, key: str, longest: timedelta, now: datetime) -> timedelta:
        if not self._is_fresh(key, now):
            return timedelta()
        n_failures, last = self._failures[key]
        if n_failures < FREE:
            return timedelta()
        pause = min(timedelta(seconds=2 ** min(n_failures - FREE, 20)), longest)
        return max(last + pause - now, timedelta())

    def _is_fresh(self, key: str, now: datetime) -> bool:
        found = self._failures.get(key)
        return found is not None and now - found[1] < FORGOTTEN_AFTER

    def _forget(self, now: datetime) -> None:
        self._failures = {key: v for key, v in self._failures.items() if self._is_fresh(key, now)}
