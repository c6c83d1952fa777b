"""What of a file the sender may bring in: whose rows, and which of their columns.

Somebody beyond the sender's reach and somebody unknown get the same answer: a file must not be a
way to find out who is on a list.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from lib.actions.comparison import Comparison, RowDiff, with_refusals
from lib.ingest.mapping import Mapping
from lib.ingest.reader import TextTable
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.schema.tables import TABLES
from lib.security.access import current_reach
from lib.security.actors import Actor, NotAllowed
from lib.security.fields import may_write, shown_value
from lib.security.scope import Reach, reaches, rows_within
from lib.store.conflicts import Conflict
from lib.store.engine import Store


@dataclass(frozen=True)
class Bounds:
    """`columns`: those that may be corrected in rows that are there; None: all, and new rows."""

    ward_id: str
    reach: Reach | None
    columns: frozenset[str] | None

    def narrowed(self, table: Table, mapping: Mapping) -> Mapping:
        """The headings without columns that are neither the sender's nor needed to find a row."""
        if self.columns is None:
            return mapping
        needed = {table.id, *table.natural_key, *self.columns}
        needed |= {column.name for column in table.columns.values() if column.required}
        kept = {name: at for name, at in mapping.columns.items() if name in needed}
        via = {name: at for name, at in mapping.via.items() if name in needed}
        return replace(mapping, columns=kept, via=via)

    def within(self, table: str) -> sa.ColumnElement[bool]:
        return rows_within(self.reach, self.ward_id, table)


def importable_tables(actor: Actor) -> list[Table]:
    """Tables of which the actor may write at least something."""
    return [t for t in TABLES.values() if any(may_write(actor, t.name, c) for c in t.columns)]


def candidates(actor: Actor, table: str | None) -> list[Table]:
    """What a file may hold: the named table, or any of those that the sender may write. Raises
    NotAllowed when nothing is left."""
    found = [each for each in importable_tables(actor) if table in (None, each.name)]
    if not found:
        raise NotAllowed(f"{table}.edit")
    return found


def bounds_of(conn: sa.Connection, store: Store, actor: Actor, table: Table) -> Bounds:
    reach = current_reach(conn, store, actor)
    if may_write(actor, table.name):
        return Bounds(store.ward_id, reach, None)
    columns = frozenset(name for name in table.columns if may_write(actor, table.name, name))
    return Bounds(store.ward_id, reach, columns)


def keep_within(
    bounds: Bounds, table: Table, mapping: Mapping, comparison: Comparison, text: TextTable
) -> Comparison:
    """The comparison without what the sender may not bring in; each refusal and each column that
    is passed over is said."""
    refusals = list(_refusals(bounds, table, comparison))
    refused = {finding.row for finding in refusals}
    new = tuple(item for item in comparison.new if item[0] not in refused)
    left = [diff for diff in comparison.changed if diff.row not in refused]
    changed = [diff for diff in (_own_cells(bounds, diff) for diff in left) if diff.cells]
    checked = with_refusals(comparison.checked, text, refusals)
    notes = _passed_over(bounds, table, mapping, left)
    said = [_unreached(finding) if bounds.reach else finding for finding in checked.findings]
    return replace(
        comparison,
        checked=replace(checked, findings=(*notes, *said)),
        new=new,
        changed=tuple(changed),
        unchanged=comparison.unchanged + len(left) - len(changed),
        households=_needed_doors(comparison, new, changed),
        conflicts=tuple(
            each
            for each in comparison.conflicts
            if each.row not in refused and (bounds.columns is None or each.cell in bounds.columns)
        ),
    )


def with_conflicts_hidden(
    actor: Actor, table: str, conflicts: tuple[Conflict, ...]
) -> tuple[Conflict, ...]:
    """For the screen: what was and is stored as the actor may see it."""
    return tuple(
        replace(
            each,
            base=shown_value(actor, table, each.cell, each.base),
            stored=shown_value(actor, table, each.cell, each.stored),
        )
        for each in conflicts
    )


def shown_changes(
    actor: Actor, comparison: Comparison, *, is_sender: bool = True
) -> tuple[RowDiff, ...]:
    """For the screen: old values as the actor may see them; the file's own the sender knows. The
    id of a household that would be opened is another at each look, and the address tells it."""
    table = comparison.checked.table
    opened = {row["household_id"] for _source, row in comparison.households}

    def shown(name: str, value: Any) -> Any:
        return shown_value(actor, table, name, value)

    return tuple(
        replace(
            diff,
            cells={
                name: (shown(name, old), new if is_sender else shown(name, new))
                for name, (old, new) in diff.cells.items()
                if not (name == "household_id" and new in opened)
            },
        )
        for diff in comparison.changed
    )


def _refusals(bounds: Bounds, table: Table, comparison: Comparison) -> Iterator[Finding]:
    for row, values in comparison.new:
        if bounds.columns is not None:
            yield Finding("ROW_NOT_YOURS_TO_ADD", table.name, row)
        elif not _is_within(bounds, values):
            yield Finding("ROW_OUT_OF_REACH", table.name, row, "group_id")
    for diff in comparison.changed:
        if not _is_within(bounds, {name: new for name, (_old, new) in diff.cells.items()}):
            yield Finding("ROW_OUT_OF_REACH", table.name, diff.row, "group_id")


def _is_within(bounds: Bounds, values: dict[str, Any]) -> bool:
    return "group_id" not in values or reaches(bounds.reach, values["group_id"])


def _own_cells(bounds: Bounds, diff: RowDiff) -> RowDiff:
    if bounds.columns is None:
        return diff
    return replace(diff, cells={n: cell for n, cell in diff.cells.items() if n in bounds.columns})


def _passed_over(
    bounds: Bounds, table: Table, mapping: Mapping, changed: list[RowDiff]
) -> list[Finding]:
    """Columns of the file that were left aside: not read at all, or differing from the record."""
    if bounds.columns is None:
        return []
    read = bounds.narrowed(table, mapping).columns
    differing = {name for diff in changed for name in diff.cells}
    aside = [n for n in mapping.columns if n not in read or n in differing - bounds.columns]
    return [Finding("COLUMN_NOT_YOURS", table.name, None, name) for name in aside]


def _unreached(finding: Finding) -> Finding:
    if finding.code != "REF_UNKNOWN" or finding.params.get("table") == "groups":
        return finding
    return replace(finding, code="ROW_OUT_OF_REACH", params={})


def _needed_doors(
    comparison: Comparison, new: tuple[tuple[int, dict[str, Any]], ...], changed: list[RowDiff]
) -> tuple[tuple[int, dict[str, Any]], ...]:
    """Households that only refused rows would have opened stay closed."""
    needed = {row.get("household_id") for _row, row in new}
    needed |= {diff.cells["household_id"][1] for diff in changed if "household_id" in diff.cells}
    return tuple(item for item in comparison.households if item[1]["household_id"] in needed)
