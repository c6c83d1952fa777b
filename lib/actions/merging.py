"""Cell by cell: what a file says, what is stored, and what was stored when the list went out.

Without a base an empty cell is "no word" and the file's word holds. With one, a cell that the
file left alone keeps what is stored, whatever that is by now; a cell changed on one side takes
that side, an emptied cell is a change like any other; a cell changed on both sides to different
values is a conflict, in which what is stored stays until a person chooses. So is a word without a
base that stood in the cell before a later change: the file may be an older copy.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.store.bases import Export
from lib.store.conflicts import EXTRA_CELL, Conflict, Decision, Side

Row = Mapping[str, Any]
Cells = dict[str, tuple[Any, Any]]
EXTRA = "extra"


@dataclass(frozen=True)
class Basis:
    """What the rows of a file were made from. `exports`: row -> its export; a row without one
    counts from the first of the file's exports. `since`: export -> row id -> what was then."""

    exports: Mapping[int, Export] = field(default_factory=dict)
    since: Mapping[str, Mapping[str, Row]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.exports)

    def before(self, row: int, row_id: str, stored: Row) -> Row | None:
        """The stored row as it was when the list went out; None when there was no list."""
        if not self:
            return None
        export = self.exports.get(row) or min(self.exports.values(), key=lambda e: e.history_seq)
        return {**stored, **self.since[export.export_id].get(row_id, {})}

    @property
    def listed_ids(self) -> frozenset[str]:
        """Everything that went out with these lists."""
        lists = {export.export_id: export for export in self.exports.values()}
        return frozenset(id_ for export in lists.values() for id_ in export.row_ids)


@dataclass(frozen=True)
class Spoken:
    """Cells of which a file may speak; only its own ones can be emptied. A year that was taken
    from a date is none of the file's own."""

    cells: tuple[str, ...]
    own: frozenset[str]


@dataclass(frozen=True)
class Pair:
    """A row of the file and the stored row that it is about, at the version that is compared.
    `earlier`: column -> what stood there before; asked where there is no base."""

    row: int
    row_id: str
    row_version: int
    file: Row
    stored: Row
    base: Row | None
    earlier: Mapping[str, Collection[Any]] = field(default_factory=dict)


def merge_row(
    pair: Pair, spoken: Spoken, decisions: Collection[Decision]
) -> tuple[Cells, tuple[Conflict, ...]]:
    """Column -> (stored, new) of what changes, and every conflict, chosen or not."""
    file, stored = _flat(pair.file), _flat(pair.stored)
    base = stored if pair.base is None else _flat(pair.base)
    changed: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for cell in spoken.cells:
        was, now, new = base.get(cell), stored.get(cell), file.get(cell)
        if new in (was, now) or (new is None and (pair.base is None or cell not in spoken.own)):
            continue
        side: Side | None = "file"
        is_older = pair.base is None and new in pair.earlier.get(cell, ())
        if now != was or is_older:
            side = _chosen(pair, cell, decisions)
            about = (pair.row, pair.row_id, pair.row_version, cell)
            conflicts.append(Conflict(*about, new if is_older else was, now, new, side))
        if side == "file":
            changed[cell] = new
    return _columns(pair.stored, stored, changed), tuple(conflicts)


def _chosen(pair: Pair, cell: str, decisions: Collection[Decision]) -> Side | None:
    """Somebody who chose looking at another version has not seen what is stored now."""
    for decision in decisions:
        at = (decision.row_id, decision.row_version, decision.cell)
        if at == (pair.row_id, pair.row_version, cell):
            return decision.side
    return None


def _flat(row: Row) -> dict[str, Any]:
    """The cells of a row, each unknown column of `extra` one of its own."""
    extra = json.loads(row.get(EXTRA) or "{}")
    return {**row, **{EXTRA_CELL + heading: text for heading, text in extra.items()}}


def with_cell(row: Row, cell: str, value: Any) -> Row:
    """The row with another value in this one cell."""
    if not cell.startswith(EXTRA_CELL):
        return {**row, cell: value}
    extra = json.loads(row.get(EXTRA) or "{}") | {cell.removeprefix(EXTRA_CELL): value}
    return {**row, EXTRA: json.dumps(extra, ensure_ascii=False)}


def _columns(stored: Row, flat: Row, changed: dict[str, Any]) -> Cells:
    """The unknown columns go back into one."""
    cells = {name: (stored[name], new) for name, new in changed.items() if name in stored}
    if len(cells) < len(changed):
        known = {name: text for name, text in flat.items() if name.startswith(EXTRA_CELL)}
        known |= {name: text for name, text in changed.items() if name.startswith(EXTRA_CELL)}
        extra = {n.removeprefix(EXTRA_CELL): text for n, text in known.items() if text is not None}
        cells[EXTRA] = (stored[EXTRA], json.dumps(extra, ensure_ascii=False) if extra else None)
    return cells
