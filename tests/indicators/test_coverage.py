"""A share needs both its numbers, that of the ward those of every group."""

import pytest

from lib.indicators.coverage import ADULTS, coverage, coverage_by_group
from lib.indicators.figure import Ward
from tests.indicators.frames import day, tables


def ward(*pairs: tuple[int | None, int | None]) -> Ward:
    groups = [
        {"group_id": f"TDP{n}", "name": str(n), "adults_one_dose": part, "adults": whole}
        for n, (part, whole) in enumerate(pairs)
    ]
    return Ward(tables(groups=groups), (), day("29/12"))


@pytest.mark.parametrize(("pairs", "percent", "by_group"), [
    ([(9, 10), (30, 30)], 97.5, [(9, 10), (30, 30)]),
    ([(9, 10), (30, None)], None, [(9, 10), None]),
    ([(None, 10)], None, [None]),
    ([(0, 0)], None, [None]),
    ([], None, []),
])  # fmt: skip
def test_nothing_is_shown_without_a_denominator(pairs, percent, by_group):
    assert coverage(ward(*pairs), *ADULTS) == percent
    assert [each.adults for each in coverage_by_group(ward(*pairs))] == by_group
