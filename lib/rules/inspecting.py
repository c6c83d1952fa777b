"""What an inspection found, held against the measures in force at that hour."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from lib.rules.measures import Measure, Quantity, strictest

FIVE_K = ("mask", "distance", "health_declaration", "disinfection")
Result = Literal["complies", "breach", "not_checked"]
# Under what a count is written down when no measure limits it.
_UNLIMITED: dict[tuple[str, Quantity], str] = {
    ("gathering", "people"): "indoor_crowd",
    ("venue", "open"): "venue_closed",
    ("venue", "people"): "indoor_crowd",
    ("public_place", "people"): "outdoor_crowd",
}


@dataclass(frozen=True)
class Observation:
    """Numbers of people seen, whether a venue was open, and of the 5K which were kept."""

    people: int | None = None
    delegation: int | None = None
    is_open: bool | None = None
    five_k: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """`measure` is the code that is stored; `limit` the row that decides, None without one: then
    nothing was judged."""

    measure: str
    result: Result
    limit: Measure | None = None
    observed: int | None = None


def judge(
    measures: Iterable[Measure], target: str, kind: str, seen: Observation, moment: str
) -> tuple[Verdict, ...]:
    """One verdict for each thing that was looked at, in the order people, delegation, open, 5K.

    At the limit is within it. A count that nothing limits is not judged.
    """
    rows = tuple(measures)
    counts: tuple[tuple[Quantity, int | None], ...] = (
        ("people", seen.people),
        ("delegation", seen.delegation),
        ("open", None if seen.is_open is None else int(seen.is_open)),
    )
    judged = [
        _verdict(limit, _UNLIMITED.get((target, quantity), ""), number)
        for quantity, number in counts
        if number is not None
        and (
            (limit := strictest(rows, target=target, kind=kind, quantity=quantity, moment=moment))
            or (target, quantity) in _UNLIMITED
        )
    ]
    kept = [
        Verdict(measure, "complies" if seen.five_k[measure] else "breach")
        for measure in FIVE_K
        if measure in seen.five_k
    ]
    return (*judged, *kept)


def _verdict(limit: Measure | None, unlimited: str, number: int) -> Verdict:
    if limit is None:
        return Verdict(unlimited, "not_checked", None, number)
    is_over = number > limit.number
    return Verdict(limit.measure, "breach" if is_over else "complies", limit, number)
