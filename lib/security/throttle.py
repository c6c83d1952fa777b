"""Guessing is slowed down; nobody is locked out by somebody else's guesses.

Whoever fails waits longer each time, by the address it comes from. An account that is guessed at
from many places gets a short wait for everybody, so that its owner still gets in.
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

    def wait(self, address: str, login: str, now: datetime) -> timedelta:
        """How long until the next attempt is looked at; zero: now."""
        return max(
            self._wait(f"a {address}", LONGEST_BY_ADDRESS, now),
            self._wait(f"l {login}", LONGEST_BY_LOGIN, now),
        )

    def failed(self, address: str, login: str, now: datetime) -> None:
        if len(self._failures) > _MOST_KEPT:
            self._forget(now)
        for key in (f"a {address}", f"l {login}"):
            n_before = self._failures.get(key, (0, now))[0] if self._is_fresh(key, now) else 0
            self._failures[key] = (n_before + 1, now)

    def succeeded(self, address: str, login: str) -> None:
        self._failures.pop(f"a {address}", None)
        self._failures.pop(f"l {login}", None)

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
