"""Which row holds the headings, and what separates cells: whatever makes most headings known."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lib.ingest.encoding import to_text
from lib.ingest.headings import readings, take_nearly
from lib.ingest.mapping import known_words
from lib.schema.columns import Table
from lib.text.fold import clean, fold_header

DELIMITERS = (",", ";", "\t", "|", "^", "~")
SEARCHED_ROWS = 30
_MOST_ROWS = 3  # of headings
_MOST_TITLES = 3  # side by side
_HEAD_BYTES = 1 << 18
# Of forms whose years of birth stand in two columns; see forms.
_SPREAD = frozenset(
    f"{above} {sex}"
    for above in ("nam sinh", "ngay sinh", "tuoi", "gioi tinh")
    for sex in ("nam", "nu")
)


@dataclass(frozen=True)
class Header:
    """`row` counts records from 1, the last of several heading rows; `n_lines` is where the
    headings end in the file's lines. `is_known` false: no row names columns of these tables;
    this is the one that looks most like headings. `above`: row and text of the titles before."""

    delimiter: str
    row: int
    n_lines: int
    headings: tuple[str, ...]
    is_known: bool = True
    above: tuple[tuple[int, str], ...] = ()


Records = list[tuple[list[str], int]]
Vocabularies = Sequence[frozenset[str]]


def find_header(
    data: bytes,
    tables: Sequence[Table],
    *,
    row: int | None = None,
    delimiters: Sequence[str] = DELIMITERS,
) -> Header | None:
    """None where there is no such row. `row`: a person said which it is, from 1."""
    n_bytes = _HEAD_BYTES if row is None or row <= SEARCHED_ROWS else len(data)
    head = to_text(data[:n_bytes], is_whole=len(data) <= n_bytes)
    head = head.replace("\r\n", "\n").replace("\r", "\n")
    records = {
        delimiter: _first_records(head, delimiter, row or SEARCHED_ROWS) for delimiter in delimiters
    }
    vocabularies = [known_words(table) | _SPREAD for table in tables]
    rows = range(SEARCHED_ROWS) if row is None else range(row - 1, row)
    best = _best(records, rows, vocabularies)
    if best and row is None:
        return _with_row_below(best, records[best.delimiter])
    return best or _likeliest(records, rows, vocabularies)


def column_letter(position: int) -> str:
    """0 -> A, 26 -> AA, as a spreadsheet names its columns."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _first_records(head: str, delimiter: str, last_row: int) -> Records:
    """Two more than may be headings: what a row is shows in those below."""
    reader = csv.reader(io.StringIO(head, newline="\n"), delimiter=delimiter)
    return [(record, reader.line_num) for record in islice(reader, last_row + 2)]


def _best(records: dict[str, Records], rows: range, vocabularies: Vocabularies) -> Header | None:
    best, best_score = None, 0
    for delimiter, first in records.items():
        for at in rows:
            for top, headings in _candidates(first, at, wider_than=best_score):
                if (score := _n_known(headings, vocabularies)) > best_score:
                    above = tuple(_titles(first[:top]))
                    best = Header(delimiter, at + 1, first[at][1], _cleaned(headings), above=above)
                    best_score = score
    return best


def _with_row_below(header: Header, records: Records) -> Header:
    """A row right below that fills nothing but what wide headings leave open divides them."""
    if header.row >= len(records):
        return header
    record, n_lines = records[header.row]
    width = len(header.headings)
    filled = {at: cell for at, cell in enumerate(map(clean, record)) if cell}
    headings = header.headings
    is_divided = len(filled) > 1 and all(
        at < width and "" in headings[at : at + 2] and any(map(str.isalpha, cell))
        for at, cell in filled.items()
    )
    if not is_divided or all(headings[at] for at in filled):
        return header
    joined = tuple(_joined([header.headings, record]))
    return replace(header, row=header.row + 1, n_lines=n_lines, headings=joined)


def _titles(records: Records) -> Iterator[tuple[int, str]]:
    """What stands in rows of few cells."""
    for row, (record, _line) in enumerate(records, start=1):
        texts = [text for cell in record if (text := clean(cell))]
        if len(texts) <= _MOST_TITLES:
            yield from ((row, text) for text in texts)


def _candidates(records: Records, at: int, *, wider_than: int) -> Iterator[tuple[int, list[str]]]:
    """The row alone, and as the lowest of two or three rows of headings, the first of which is
    given too; more columns than `wider_than`."""
    if at >= len(records):
        return
    lowest = records[at][0]
    if len(lowest) > wider_than:
        yield at, lowest
    for first in range(at - 1, max(at - _MOST_ROWS, -1), -1):
        rows = [record for record, _ in records[first : at + 1]]
        if len(lowest) < 2 or not rows[0]:
            return
        if max(map(len, rows)) > wider_than:
            yield first, _joined(rows)


def _joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """Headings over several rows: an upper one holds for what stands below and right of it, as
    far as the next one in its row or above it."""
    width = max(map(len, rows))
    joined, held = [], [""] * len(rows)
    for cells in zip(*(_padded(row, width) for row in rows), strict=True):
        is_new = False
        for depth, cell in enumerate(cells):
            is_new = is_new or bool(cell)
            is_held = not is_new and any(cells[depth + 1 :])
            held[depth] = cell or (held[depth] if is_held else "")
        joined.append("\n".join(filter(None, held)))
        held = [text if any(cells[depth + 1 :]) else "" for depth, text in enumerate(held)]
    return joined


def _padded(record: Sequence[str], width: int) -> list[str]:
    return [clean(cell) for cell in record] + [""] * (width - len(record))


def _cleaned(headings: Sequence[str]) -> tuple[str, ...]:
    return tuple(clean(heading) for heading in headings)


def _n_known(headings: Sequence[str], vocabularies: Vocabularies) -> int:
    """A single one counts only where it stands alone."""
    cells = {ways for heading in headings if (ways := readings(heading))}
    known = max(sum(not words.isdisjoint(ways) for ways in cells) for words in vocabularies)
    return known if known > 1 or len(cells) == 1 else 0


def _likeliest(
    records: dict[str, Records], rows: range, vocabularies: Vocabularies
) -> Header | None:
    """Foreign headings: the delimiter under which rows agree most, the row with most words."""
    found = [
        (_likeness(first, at), delimiter, at)
        for delimiter, first in records.items()
        for at in rows
        if at < len(first)
    ]
    if not found:
        return None
    _, delimiter, at = max(found, key=lambda one: one[0])
    record, n_lines = records[delimiter][at]
    headings = _cleaned(record)
    words = ({word: (word,) for word in vocabulary} for vocabulary in vocabularies)
    n_near = max(len(take_nearly(one, dict(enumerate(headings)))) for one in words)
    return Header(delimiter, at + 1, n_lines, headings, is_known=n_near > 1)


def _likeness(records: Records, at: int) -> tuple[float, int]:
    """Headings are words, and rows below are as long; the nearer to the top the better."""
    record = records[at][0]
    words = {folded for cell in record if (folded := fold_header(cell)) and not folded.isdigit()}
    below = [len(other) for other, _ in records[at + 1 :] if other]
    agreeing = sum(n == len(record) for n in below) / len(below) if below else 0.5
    return len(words) * (0.5 + agreeing), -at
