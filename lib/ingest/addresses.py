"""An address that stands in one cell, taken apart: house number, alley, street, group.

An address is understood as a whole or not at all: "12, alley 34, behind the market" may be another
door than "12, alley 34". What is taken apart stays beside the row as it was written, too.
"""

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Named
from dataclasses import replace
from functools import cache

import polars as pl

from lib.ingest.filling import contradicting, fill
from lib.ingest.ledger import ROW, spans
from lib.ingest.mapping import Mapping as Headings
from lib.ingest.reader import TextTable
from lib.ingest.vocabulary import address_words
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.text.fold import clean, fold_header, fold_search

PARTS = ("house_number", "alley", "street")
_GROUP = "group_id"
_LONGEST = 300
_NUMBER = r"[0-9]{1,4}[a-z]{0,2}[0-9]?(?: ?[/.-] ?[0-9]{1,4}[a-z]?[0-9]?)*"
_CODE = r"[a-z]{1,3}[0-9]{1,4}(?: ?[/.-] ?[0-9]{1,4})*[a-z]?"
_NAME = r"[^\W\d_]+(?: [^\W\d_]+){0,4}"
_COMMA = re.compile(r"[,;\n\r]| [-\u2013\u2014] ")
_EDGE = " .:-"
# Group of the pattern of a piece -> what it tells; a house number is a door like a room in a block.
_KINDS = {
    "house": "door", "room": "door", "block": "door", "alley": "alley", "alley_name": "alley",
    "street": "street", "group": "group", "name": "name", "name_behind": "name",
    "name_alone": "name",
}  # fmt: skip
_MARKS = ("house", "room", "block", "alley", "street", "group", "beyond", "places")


def take_addresses(
    table: Table, text: TextTable, mapping: Headings, groups: Callable[[], Named[str, str]]
) -> tuple[TextTable, Headings]:
    """The rows with the parts in columns of their own, in a file that has no such columns; the
    group where the row's own cell is empty. How many were taken apart and which were not is said.
    `groups`: Lookups.groups, asked for only where there are addresses."""
    at = address_place(table, mapping)
    if at is None:
        return text, mapping
    parts, spelt = _taken_apart(text.cells[str(at)]), groups()
    if not parts["is_read"].any():
        return text, mapping
    notes = list(_told(text.cells[ROW], at, parts["is_read"]))
    mapping = replace(mapping, address=at)
    for name in PARTS:
        text, mapping, _own = fill(table.columns[name], text, mapping, parts[name])
    group = parts[_GROUP].replace_strict(spelt, default=None, return_dtype=pl.String)
    text, mapping, own = fill(table.columns[_GROUP], text, mapping, group)
    rows = text.cells[ROW].filter(contradicting(own, group, spelt))
    notes += [Finding("ADDRESS_CONTRADICTED", "", row, _GROUP) for row in rows]
    return replace(text, notes=(*text.notes, *notes)), mapping


def address_place(table: Table, mapping: Headings) -> int | None:
    """Of the column that holds whole addresses and nothing else is known of."""
    has_parts = not mapping.columns.keys().isdisjoint(PARTS)
    if has_parts or not {*PARTS, _GROUP} <= table.columns.keys():
        return None
    free = {fold_header(heading): at for at, heading in reversed(mapping.unknown)}
    wanted = map(fold_header, address_words("headings"))
    return next((free[heading] for heading in wanted if heading in free), None)


def _taken_apart(cells: pl.Series) -> pl.DataFrame:
    """A line for each cell: the parts, and whether it was understood, null for an empty cell."""
    texts = [text for text in cells.unique().drop_nulls() if text.strip()]
    found = [apart(text) for text in texts]
    names = (*PARTS, _GROUP)
    lines = {"text": texts, "is_read": [parts is not None for parts in found]} | {
        name: [parts and parts.get(name) for parts in found] for name in names
    }
    kinds = {"text": pl.String, "is_read": pl.Boolean} | dict.fromkeys(names, pl.String)
    known = pl.DataFrame(lines, schema=kinds)
    return cells.to_frame("text").join(known, on="text", how="left", maintain_order="left")


def _told(rows: pl.Series, at: int, is_read: pl.Series) -> Iterator[Finding]:
    yield Finding("ADDRESS_READ", "", params={"n": int(is_read.sum()), "position": at})
    left = rows.filter(~is_read.fill_null(value=True))
    if len(left):
        yield Finding("ADDRESS_KEPT", "", left[0], params={"n": len(left), "rows": spans(left)})


def apart(address: str) -> dict[str, str] | None:
    """column -> part, the group spelled as Lookups.groups spells one; None where anything in the
    address is not understood."""
    text = clean(address)
    low = text.lower()
    if len(text) > _LONGEST or len(low) != len(text):
        return None
    said: list[tuple[str, str]] = []
    is_marked = not low.isascii()
    start = 0
    for comma in (*_COMMA.finditer(low), None):
        end = comma.start() if comma else len(low)
        for first, last in _pieces(low, start, end, _marks(is_marked=is_marked)):
            piece = text[first:last].strip(_EDGE)
            match = _piece(is_marked=is_marked).fullmatch(piece.lower())
            if match is None:
                return None
            said += [(name, piece[slice(*match.span(name))]) for name in _named(match)]
        start = comma.end() if comma else end
    return _parts(said, is_marked=is_marked)


def _pieces(low: str, start: int, end: int, marks: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Between two commas: a piece begins with each word that goes before a number or a name, but
    for one right behind another, which is part of the name ("pho Ngo Hue")."""
    begin = behind = start
    for mark in marks.finditer(low, start, end):
        if low[behind : mark.start()].strip(_EDGE):
            yield begin, mark.start()
            begin = mark.start()
        behind = mark.end()
    if low[begin:end].strip(_EDGE):
        yield begin, end


def _named(match: re.Match[str]) -> list[str]:
    return [name for name, text in match.groupdict().items() if text]


def _parts(said: list[tuple[str, str]], *, is_marked: bool) -> dict[str, str] | None:
    """None where one thing is said twice, or nothing that a row needs. Without marks a street may
    look like a district ("Quan"), so that a number needs an alley or a street beside it."""
    by_kind: dict[str, list[str]] = {}
    for name, text in said:
        by_kind.setdefault(_KINDS[name], []).append(text)
    names, streets = by_kind.get("name", []), by_kind.get("street", [])
    doors, alleys = by_kind.get("door", []), by_kind.get("alley", [])
    groups = {int(number) for number in by_kind.get("group", [])}
    if not all(name[0].isupper() for name in names) or not (doors or alleys or streets or groups):
        return None
    streets = streets or names[:1]
    is_alone = bool(doors) and not is_marked and not (alleys or streets)
    n_houses = sum(name == "house" for name, _text in said)
    if is_alone or max(n_houses, len(groups), len(streets), len(alleys) - 2) > 1:
        return None
    parts = {
        "house_number": ", ".join(doors),
        "alley": _capital(", ".join(alleys)),
        "street": _capital("".join(streets)),
        _GROUP: "".join(f"to {number}" for number in groups),
    }
    return {column: part for column, part in parts.items() if part}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _marks(*, is_marked: bool) -> re.Pattern[str]:
    words = _any(_MARKS, is_marked=is_marked)
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W\d_])")


@cache
def _piece(*, is_marked: bool) -> re.Pattern[str]:
    """One piece, with what is kept of it under the name of its kind."""
    word = {kind: _any((kind,), is_marked=is_marked) for kind in _MARKS}
    beyond = rf"(?:(?:{word['beyond']})[.: ]*)?"
    nth = rf"[.: ]*(?:(?:{word['house']})[.: ]*)?"
    room = r"(?:[a-z]?[0-9]{3,5}[a-z]?|[0-9]{1,2}[.-][0-9]{2})"
    return re.compile(
        rf"(?P<room>(?:{word['room']})[.: ]*{room})"
        rf"|(?P<block>(?:{word['block']})[.: ]*(?:{_NUMBER}|{_CODE}|{_NAME}(?: {_CODE})?))"
        rf"|(?P<alley>(?:{word['alley']}){nth}(?:{_NUMBER}|{_CODE}))(?: (?P<name_behind>{_NAME}))?"
        rf"|(?P<alley_name>(?:{word['alley']}) {_NAME})"
        rf"|(?P<street>(?:{word['street']})[.: ]*(?:{_NUMBER}|{_NAME}))"
        rf"|(?:{word['group']}){nth}0*(?P<group>[0-9]{{1,3}})"
        rf"|{beyond}(?:{word['places']})(?: {beyond}(?:{word['places']}))*"
        rf"|(?:{word['beyond']})[.: ]*(?:{_NAME}|[0-9]{{1,2}})"
        rf"|(?:(?:{word['house']})[.: ]*)?(?P<house>{_NUMBER}|{_CODE})(?: (?P<name>{_NAME}))?"
        rf"|(?P<name_alone>{_NAME})"
    )


def _any(kinds: tuple[str, ...], *, is_marked: bool) -> str:
    """The longest first; without marks where the whole address has none."""
    words = [word for kind in kinds for word in address_words(kind)]
    folded = words if is_marked else map(fold_search, words)
    return "|".join(sorted(map(re.escape, set(folded)), key=len, reverse=True))
