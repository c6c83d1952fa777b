"""Sessions while the store cannot be written, as on a full disk: what is known of them in memory.

Whoever may read still comes in. A session that began here goes into the store, with its line of
the audit, as soon as one can be written; a restart ends it.
"""

from dataclasses import dataclass, field
from datetime import datetime

from lib.store.accounts import Session

_MOST_KEPT = 10_000


@dataclass(frozen=True)
class Begun:
    """`proof` is the hash of the password that opened it; with another one it is over."""

    session: Session
    login: str
    proof: str | None


@dataclass
class HeldSessions:
    """By the token's hash."""

    begun: dict[str, Begun] = field(default_factory=dict)
    _seen: dict[str, datetime] = field(default_factory=dict)
    _ended: set[str] = field(default_factory=set)

    def saw(self, token_hash: str, at: datetime) -> None:
        if len(self._seen) >= _MOST_KEPT:
            self._seen.clear()
        self._seen[token_hash] = at

    def last_seen(self, token_hash: str, noted: datetime) -> datetime:
        """`noted` is what the store says."""
        return max(noted, self._seen.get(token_hash, noted))

    def end(self, token_hash: str) -> None:
        """Also one that the store still has and could not be made to forget."""
        self.begun.pop(token_hash, None)
        self._ended.add(token_hash)

    def forgotten(self, token_hash: str) -> None:
        """The store has forgotten it."""
        self._seen.pop(token_hash, None)
        self._ended.discard(token_hash)

    def is_ended(self, token_hash: str) -> bool:
        return token_hash in self._ended

    def begun_by(self, account_id: str) -> list[str]:
        """Those of one account that the store does not know yet."""
        return [key for key, held in self.begun.items() if held.session.account_id == account_id]

    def end_all(self, account_id: str) -> int:
        """The same, ended; returns how many."""
        own = self.begun_by(account_id)
        for key in own:
            self.end(key)
        return len(own)

    def stored(self, token_hash: str) -> None:
        """The store knows all about it again."""
        self.begun.pop(token_hash, None)
        self._seen.pop(token_hash, None)
