"""What a look at the bytes alone tells about a text: its line ends and quotation marks.

The bytes are looked at in blocks that fit a processor's cache: once over the file, at a
fraction of the time of reading it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

_BLOCK = 1 << 18
_QUOTE, _LF, _CR = b'"'[0], b"\n"[0], b"\r"[0]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Marks:
    """`quotes`: positions of quotation marks. A lone CR is one without LF behind it."""

    quotes: Positions
    n_lf: int
    n_cr: int
    n_lone_cr: int


def find_marks(data: bytes) -> Marks:
    bytes_ = np.frombuffer(data, dtype=np.uint8)
    quotes = [np.empty(0, dtype=np.intp)]
    n_lf = n_cr = n_pairs = 0
    for start in range(0, len(data), _BLOCK):
        block = bytes_[start : start + _BLOCK + 1]  # one byte more, for a pair across the border
        is_lf, is_cr = block == _LF, block == _CR
        n_lf += int(np.count_nonzero(is_lf[:_BLOCK]))
        if found := int(np.count_nonzero(is_cr[:_BLOCK])):
            n_cr += found
            n_pairs += int(np.count_nonzero(is_cr[:-1] & is_lf[1:]))
        if np.any(is_quote := block[:_BLOCK] == _QUOTE):
            quotes.append(np.flatnonzero(is_quote) + start)
    return Marks(np.concatenate(quotes), n_lf, n_cr, n_cr - n_pairs)


def are_regular(quotes: Positions, data: bytes, *, start: int, delimiter: str) -> bool:
    """Whether quotation marks (those from `start` on) stand only where they belong, so that
    all readers split the text alike."""
    if len(quotes) % 2 or not len(quotes):
        return not len(quotes)
    opening, closing = quotes[::2], quotes[1::2]
    # A doubled mark inside a quotation looks like a close with an open right behind it.
    doubled = opening[1:] == closing[:-1] + 1
    opens_cell, closes_cell = _at_borders(opening, closing, data, start, delimiter)
    return bool(
        opens_cell[0]
        and closes_cell[-1]
        and (opens_cell[1:] | doubled).all()
        and (closes_cell[:-1] | doubled).all()
    )


def has_empty_quotes(quotes: Positions, data: bytes, *, start: int, delimiter: str) -> bool:
    """Of regular marks: whether a cell is nothing but two of them."""
    opening, closing = quotes[::2], quotes[1::2]
    pairs = closing == opening + 1
    opens_cell, closes_cell = _at_borders(opening[pairs], closing[pairs], data, start, delimiter)
    return bool((opens_cell & closes_cell).any())


def _at_borders(
    opening: Positions, closing: Positions, data: bytes, start: int, delimiter: str
) -> tuple[Any, Any]:
    bytes_, last = np.frombuffer(data, dtype=np.uint8), len(data) - 1
    is_separator = np.zeros(256, dtype=bool)
    is_separator[[ord(delimiter), _LF, _CR]] = True
    opens_cell = (opening == start) | is_separator[bytes_[opening - 1]]
    closes_cell = (closing == last) | is_separator[bytes_[np.minimum(closing + 1, last)]]
    return opens_cell, closes_cell
