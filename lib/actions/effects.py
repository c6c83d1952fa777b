"""What a weighed file would do, as one short text to compare with: equal when it is the same."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from lib.actions.comparison import Comparison
from lib.schema.tables import TABLES

Row = Mapping[str, Any]


def effect_of(comparison: Comparison, salt: str) -> str:
    """A salted hash of everything that would be written or refused.

    Ids drawn anew at each look say nothing. Nor does the version of a row: somebody may have
    changed another of its cells, which leaves what was shown as it was.
    """
    doors = {
        row["household_id"]: f"door {place}"
        for place, (_source, row) in enumerate(comparison.households)
    }
    nameless = {TABLES[comparison.checked.table].id: None}
    said = [
        salt,
        [[row, _told(values, doors) | nameless] for row, values in comparison.new],
        [[source, _told(row, doors)] for source, row in comparison.households],
        [
            [
                diff.row,
                diff.row_id,
                _told(_side(diff.cells, 0), {}),
                _told(_side(diff.cells, 1), doors),
            ]
            for diff in comparison.changed
        ],
        [
            [each.row, each.row_id, each.cell, each.base, each.stored, each.file, each.side]
            for each in comparison.conflicts
        ],
        comparison.checked.refused["row"].to_list(),
    ]
    text = json.dumps(said, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _side(cells: Mapping[str, tuple[Any, Any]], side: int) -> dict[str, Any]:
    """The old values of the cells, or the new ones."""
    return {name: pair[side] for name, pair in cells.items()}


def _told(row: Row, doors: Mapping[str, str]) -> dict[str, Any]:
    """The row with the doors that are opened in place of their ids."""
    return {
        name: doors.get(value, value) if isinstance(value, str) else value
        for name, value in row.items()
    }
