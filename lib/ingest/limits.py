"""What a file that is no plain text may take, and how its child process says no."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """`unpacked_mb`, `ratio` and `members` bound an archive before anything in it is read;
    `cells` a sheet from A1 to its last cell; `output_mb` its text."""

    seconds: int = 60
    memory_mb: int = 1024
    unpacked_mb: int = 150
    ratio: int = 200
    members: int = 1000
    cells: int = 20_000_000
    output_mb: int = 200


LIMITS = Limits()


class Unfit(Exception):
    """A code and numbers, never content."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params
