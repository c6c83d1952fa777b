"""Counts -> classes, colours and a legend that somebody else draws."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

N_CLASSES = 5


@dataclass(frozen=True)
class Palette:
    """`classes` from the lowest to the highest; `kinds` are the colours of points."""

    classes: tuple[str, ...]
    zero: str
    no_data: str
    line: str
    background: str
    kinds: dict[str, str]


LIGHT = Palette(
    classes=("#cfe6ee", "#9accdc", "#5fa8c3", "#2f7d9f", "#0f4f70"),
    zero="#ffffff", no_data="#8d969c", line="#4d5a63", background="#f1f4f5",
    kinds={"F0": "#c4320a", "F1": "#e8a100", "venue": "#6b2a8c"},
)  # fmt: skip
DARK = Palette(
    classes=("#16404f", "#1d6277", "#2b88a0", "#5ab3c6", "#a9dfe8"),
    zero="#10171b", no_data="#6d767c", line="#93a1a9", background="#1b2226",
    kinds={"F0": "#ff7a4d", "F1": "#ffc94d", "venue": "#d19bf0"},
)  # fmt: skip


@dataclass(frozen=True)
class LegendEntry:
    """Values from `low` to `high`, both included; both None: no data."""

    colour: str
    low: int | None
    high: int | None


def class_breaks(values: Iterable[int | None], n: int = N_CLASSES) -> tuple[int, ...]:
    """Upper bounds of the classes, ascending. 0 is a class of its own; the others hold about
    equally many groups. () when nothing is known anywhere."""
    known = [value for value in values if value is not None]
    above = sorted(value for value in known if value > 0)
    cuts = {above[math.ceil(len(above) * k / n) - 1] for k in range(1, n + 1) if above}
    return (*((0,) if len(above) < len(known) else ()), *sorted(cuts))


def colour_of(value: int | None, breaks: Sequence[int], palette: Palette) -> str:
    if value is None:
        return palette.no_data
    if value <= 0:
        return palette.zero
    steps = [upper for upper in breaks if upper > 0]
    place = next((i for i, upper in enumerate(steps) if value <= upper), len(steps) - 1)
    return _spread(palette.classes, len(steps))[place]


def _spread(colours: Sequence[str], n: int) -> list[str]:
    """`n` of the colours, always with the strongest: few classes must still differ clearly."""
    last = len(colours) - 1
    return [colours[last - (n - 1 - i) * len(colours) // n] for i in range(n)]


def legend(
    breaks: Sequence[int], palette: Palette, *, with_no_data: bool
) -> tuple[LegendEntry, ...]:
    """One entry per class from the lowest up, then "no data" when some group has none."""
    entries, low = [], min(1, *breaks) if breaks else 1
    for upper in breaks:
        entries.append(LegendEntry(colour_of(upper, breaks, palette), low, upper))
        low = upper + 1
    if with_no_data:
        entries.append(LegendEntry(palette.no_data, None, None))
    return tuple(entries)
