"""Numbers that may leave the ward's staff: small counts hidden, the others rounded.

Counts of 1 to `at_most` are hidden and all others rounded to a multiple of 5, after the
OpenSAFELY project's disclosure rules (7 and 5). A ward's number and its groups' numbers are read
together, so that hidden ones could be worked out by subtraction: with a small group one more is
hidden, and a table in which that does not help is withheld whole. Whether it helps is decided from
published numbers alone; that decision then tells nothing either.

Tested by trying every small table: whatever is published, each value that a hidden count might
have is still possible.
"""

from collections.abc import Mapping
from dataclasses import dataclass

BASE, _HALF = 5, 2
FEWEST_GROUPS, SMALLEST_DENOMINATOR = 3, 20


@dataclass(frozen=True)
class Disclosure:
    """How much is hidden: counts from 1 to `at_most`, which is 7, 12, 17 and so on: the smallest
    number that is shown must stand for as many counts as the others (10 for 8 to 12), or it would
    tell more. Raises ValueError for another."""

    at_most: int = 7

    def __post_init__(self) -> None:
        if (self.at_most + 1 + _HALF) % BASE:
            raise ValueError(f"{self.at_most} does not go with rounding to {BASE}")

    def rounded(self, n: int) -> int:
        return (n + _HALF) // BASE * BASE

    def lowest(self, published: int) -> int:
        """The smallest count that is published like this."""
        return published - _HALF

    def highest(self, published: int) -> int:
        return published + _HALF


def publish_count(n: int, rule: Disclosure) -> int | None:
    """None when the count is too small to be told; 0 is told."""
    return None if 0 < n <= rule.at_most else rule.rounded(n)


def publish_parts(counts: Mapping[str, int], rule: Disclosure) -> dict[str, int | None] | None:
    """The groups of a ward whose total is published as well; None when all must stay hidden."""
    total = publish_count(sum(counts.values()), rule)
    if len(counts) < FEWEST_GROUPS or total is None:
        return None
    hidden = {group for group, n in counts.items() if 0 < n <= rule.at_most}
    if hidden:
        large = [(n, group) for group, n in counts.items() if n > rule.at_most]
        hidden |= {min(large)[1]} if large else set()
        shown = [rule.rounded(n) for group, n in counts.items() if n and group not in hidden]
        if not large or not _keeps_secrets(len(hidden), shown, total, rule):
            return None
    return {g: None if g in hidden else rule.rounded(n) for g, n in counts.items()}


def _keeps_secrets(n_hidden: int, shown: list[int], total: int, rule: Disclosure) -> bool:
    """Could each small hidden count still be 1, and could it still be `at_most`? One of the hidden
    is a larger one, at most as large as the smallest that is shown."""
    others = n_hidden - 2
    lowest = sum(rule.lowest(value) for value in shown)
    highest = sum(rule.highest(value) for value in shown)
    fits_most = rule.at_most + others + (rule.at_most + 1) + lowest <= rule.highest(total)
    if not shown:
        return fits_most
    largest = min(rule.highest(value) for value in shown)
    fits_one = 1 + rule.at_most * others + largest + highest >= rule.lowest(total)
    return fits_most and fits_one


def publish_share(n: int, of: int, rule: Disclosure) -> float | None:
    """A share worked out from published counts; None when either is hidden, when few are asked,
    and when it would say that all of them are."""
    part, whole = publish_count(n, rule), publish_count(of, rule)
    if of < SMALLEST_DENOMINATOR or not whole or part is None or n == of:
        return None
    return min(part / whole, 1.0)
