"""What may leave the ward's staff, attacked by somebody who knows the rules and tries all."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.indicators.suppression import (
    BASE,
    Disclosure,
    publish_count,
    publish_parts,
    publish_share,
)

RULE = Disclosure()
COUNTS = st.integers(0, 400)
RULES = [Disclosure(7), Disclosure(12)]
Table = tuple[int, ...]


@pytest.mark.parametrize(
    ("n", "told"),
    [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (17, 15), (18, 20), (102, 100)],
)
def test_small_counts_are_hidden_and_others_rounded(n: int, told: int | None) -> None:
    assert publish_count(n, RULE) == told


@pytest.mark.parametrize("rule", RULES, ids=str)
@given(n=st.integers(0, 10_000))
def test_a_published_count_stands_for_its_whole_range(rule: Disclosure, n: int) -> None:
    told = publish_count(n, rule)
    if told:
        assert told % BASE == 0
        assert rule.lowest(told) <= n <= rule.highest(told)
        assert publish_count(rule.lowest(told), rule) == told
        assert publish_count(rule.highest(told), rule) == told
        assert publish_count(rule.highest(told) + 1, rule) != told


@pytest.mark.parametrize("at_most", [0, 5, 6, 8, 10])
def test_a_threshold_that_rounding_would_betray_is_refused(at_most: int) -> None:
    with pytest.raises(ValueError, match="does not go with rounding"):
        Disclosure(at_most)


def parts(counts: Iterable[int], rule: Disclosure = RULE) -> list[int | None] | None:
    told = publish_parts({f"g{n}": count for n, count in enumerate(counts)}, rule)
    return told and list(told.values())


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((10, 20, 30), [10, 20, 30]),
        ((0, 20, 33), [0, 20, 35]),
        ((3, 20, 33, 40), [None, None, 35, 40]),  # the smallest of the others goes with it
        ((3, 4, 33, 40), [None, None, None, 40]),
        ((0, 3, 20, 40), [0, None, None, 40]),
        ((3, 2, 1, 1), None),  # the ward's own number is hidden
        ((7, 7, 7, 7), None),  # 28 in four groups would tell them all
        ((1, 8, 8), None),
        ((10, 12), None),  # two groups: each tells the other
        ((0, 0, 0), [0, 0, 0]),
        ((), None),
    ],
)
def test_the_groups_of_a_ward(counts: Table, told: list[int | None] | None) -> None:
    assert parts(counts) == told


def classes(rule: Disclosure, n_groups: int, largest: int) -> dict[object, list[Table]]:
    """All tables by what a reader is told of them: the groups and the ward's total."""
    found: defaultdict[object, list[Table]] = defaultdict(list)
    for counts in product(range(largest + 1), repeat=n_groups):
        told = parts(counts, rule)
        total = publish_count(sum(counts), rule)
        if total is None or rule.highest(total) <= largest:  # else not all tables are tried
            found[tuple(told) if told else None, total].append(counts)
    return found


@pytest.mark.parametrize(
    ("rule", "n_groups", "largest"),
    [(RULE, 3, 32), (RULE, 4, 17), (Disclosure(12), 3, 37)],
    ids=str,
)
def test_no_small_count_can_be_worked_out(rule: Disclosure, n_groups: int, largest: int) -> None:
    """A reader who knows the rules, the groups and the total lists every table that would look the
    same: among them each hidden small count takes (nearly) every value that it may have."""
    small = set(range(1, rule.at_most + 1))
    n_attacked = 0
    for (told, _total), tables in classes(rule, n_groups, largest).items():
        for place, values in enumerate(map(set, zip(*tables, strict=True))):
            if not values & small:
                continue
            n_attacked += 1
            assert told is None or told[place] is None
            possible = values & small
            assert len(possible) >= (rule.at_most - 1 if told is None else rule.at_most)
    assert n_attacked > 10


@given(before=COUNTS, after=COUNTS)
def test_a_change_between_two_days_is_never_exact(before: int, after: int) -> None:
    told = publish_count(before, RULE), publish_count(after, RULE)
    if None in told or 0 in told:
        return
    low, high = told
    assert low is not None
    assert high is not None
    possible = RULE.highest(high) - RULE.lowest(low) - (RULE.lowest(high) - RULE.highest(low))
    assert possible >= 8


@given(st.lists(COUNTS, min_size=2, max_size=30))
def test_nothing_small_is_ever_shown(counts: list[int]) -> None:
    for told, n in zip(parts(counts) or [], counts, strict=bool(parts(counts))):
        assert told is None or n == told == 0 or n > RULE.at_most


@given(st.lists(st.integers(0, 60), min_size=4, max_size=8))
def test_a_hidden_group_is_never_hidden_alone(counts: list[int]) -> None:
    told = parts(counts)
    assert told is None or told.count(None) != 1


@pytest.mark.parametrize(
    ("n", "of", "share"),
    [
        (50, 100, 0.5), (52, 98, 0.5), (3, 100, None), (0, 100, 0.0), (0, 19, None),
        (15, 19, None), (30, 30, None), (29, 30, 1.0), (100, 0, None),
    ],
)  # fmt: skip
def test_a_share_comes_from_published_counts(n: int, of: int, share: float | None) -> None:
    assert publish_share(n, of, RULE) == share


def test_rounding_is_even_over_the_range() -> None:
    """Every multiple stands for as many counts, so that rounding does not lean to one side."""
    told = [publish_count(n, RULE) for n in range(13, 413)]
    assert all(told.count(value) == 5 for value in set(told))
    assert all(b - a in (0, 5) for a, b in pairwise(t for t in told if t is not None))
