"""How many people have been vaccinated, in percent; never with a denominator that is not there.

Source: the numbers that the ward enters of each residential group (data/schema/places.toml).
"""

from dataclasses import dataclass

from lib.indicators.figure import Ward

# What is counted, of whom, as columns of the groups.
ADULTS = ("adults_one_dose", "adults")
ELDERLY = ("people_50_plus_full", "people_50_plus")


@dataclass(frozen=True)
class GroupCoverage:
    """(numerator, denominator) each; None where one of the two is missing."""

    group_id: str
    adults: tuple[int, int] | None
    elderly: tuple[int, int] | None


def coverage(ward: Ward, part: str, whole: str) -> float | None:
    """Percent over all groups; None unless every group has both numbers."""
    groups = ward.table("groups")
    if not len(groups) or groups[part].is_null().any() or groups[whole].is_null().any():
        return None
    total = int(groups[whole].sum())
    return 100 * int(groups[part].sum()) / total if total else None


def coverage_by_group(ward: Ward) -> tuple[GroupCoverage, ...]:
    return tuple(
        GroupCoverage(row["group_id"], _pair(row, *ADULTS), _pair(row, *ELDERLY))
        for row in ward.table("groups").rows(named=True)
    )


def _pair(row: dict[str, int | None], part: str, whole: str) -> tuple[int, int] | None:
    n, of = row[part], row[whole]
    return (n, of) if n is not None and of else None
