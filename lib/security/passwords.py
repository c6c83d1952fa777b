"""Passwords: how they are kept, and which are refused.

argon2id with OWASP's parameters. No rule about kinds of characters and no change by date (NIST SP
800-63B): a password is long, and not made of what everybody would try first.
"""

import re
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lib.settings import ROOT
from lib.text.catalogue import N_, _
from lib.text.fold import fold_search

SHORTEST, LONGEST = 15, 200
WEAK_PARTS = ROOT / "data" / "vocabulary" / "weak_passwords.txt"
# Without the letters that look alike in handwriting.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_SENTENCES = {
    "SHORT": N_("The password needs at least {n} characters. Four words make a good one."),
    "LONG": N_("The password is longer than {n} characters."),
    "WEAK": N_(
        "This password is easy to guess. Four words that do not belong together are better."
    ),
    "UNLIKE": N_("The two new passwords are not the same."),
}


class PasswordRefused(Exception):  # noqa: N818 - expected: the person thinks of another
    """The password is not taken; the reason is in `code`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def sentence(self) -> str:
        return _(_SENTENCES[self.code]).format(n=LONGEST if self.code == "LONG" else SHORTEST)


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Whether it fits the hash. As much work is done when there is none."""
    try:
        return _HASHER.verify(kept or _nobodys(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_hex())


def check_password(password: str, login: str, again: str | None = None) -> None:
    """Raises PasswordRefused."""
    if again is not None and again != password:
        raise PasswordRefused("UNLIKE")
    if len(password) < SHORTEST:
        raise PasswordRefused("SHORT")
    if len(password) > LONGEST:
        raise PasswordRefused("LONG")
    rest = _letters(password)
    for part in sorted((_letters(login), *_weak_parts()), key=len, reverse=True):
        rest = rest.replace(part, "")
    if len(set(rest)) < 4:
        raise PasswordRefused("WEAK")


@cache
def _weak_parts() -> tuple[str, ...]:
    lines = WEAK_PARTS.read_text("utf-8").splitlines()
    return tuple(_letters(line) for line in lines if line and not line.startswith("#"))


def _letters(text: str) -> str:
    """What is left when marks, digits and signs are not counted."""
    return re.sub(r"[\W\d_]", "", fold_search(text))


def one_time_password() -> str:
    """To be read out once: 80 random bits in groups of four."""
    letters = [secrets.choice(_LETTERS) for _place in range(16)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, 16, 4))
