"""Cells changed both here and in a returned list, with all three values, for a person to choose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.schema.tables import TABLES
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor
from lib.security.fields import may_write, shown_value
from lib.security.scope import rows_within
from lib.store.conflicts import EXTRA_CELL, Undecided, cell_of, undecided
from lib.store.engine import Store
from lib.store.repository import fetch
from lib.text.catalogue import language

RIGHTS = ("persons.see", "rows.import")


@dataclass(frozen=True)
class WaitingConflict:
    """`file_name` of the list that came back; `titles`: what the record is known by, column ->
    value; `heading` in the reader's language; `stored` is what stands there now, in the row version
    with which a choice must be made. Values are as the reader may see them."""

    import_id: str
    file_name: str
    table: str
    row: int
    row_id: str
    titles: Mapping[str, Any]
    row_version: int
    cell: str
    heading: str
    base: Any
    stored: Any
    file: Any


def load_conflicts(
    store: Store, actor: Actor, import_id: str | None = None
) -> tuple[WaitingConflict, ...]:
    """Those that the actor may decide, of the newest import first. One whose record says by now
    what the file says needs no choice and is left out."""
    actor = allowed(store, actor, *RIGHTS)
    with store.read() as conn:
        waiting = undecided(conn, store.ward_id, import_id)
        reach = current_reach(conn, store, actor)
        now: dict[tuple[str, str], dict[str, Any]] = {}
        for table in {each.table for each in waiting}:
            names = (*TABLES[table].columns, "extra", "row_version")
            within = rows_within(reach, store.ward_id, table)
            for row in fetch(conn, store.ward_id, table, names, within=within).to_dicts():
                now[table, row[TABLES[table].id]] = row
    mine = [each for each in waiting if may_write(actor, each.table, each.cell)]
    placed = [(each, now[place]) for each in mine if (place := (each.table, each.row_id)) in now]
    return tuple(
        _shown(actor, each, row) for each, row in placed if cell_of(row, each.cell) != each.file
    )


def _shown(actor: Actor, waiting: Undecided, row: dict[str, Any]) -> WaitingConflict:
    table, cell = TABLES[waiting.table], waiting.cell
    column = table.columns.get(cell)

    def shown(value: Any) -> Any:
        return shown_value(actor, table.name, cell, value)

    return WaitingConflict(
        import_id=waiting.import_id,
        file_name=waiting.file_name,
        table=table.name,
        row=waiting.row,
        row_id=waiting.row_id,
        titles={name: shown_value(actor, table.name, name, row[name]) for name in table.title},
        row_version=row["row_version"],
        cell=cell,
        heading=column.label(language()) if column else cell.removeprefix(EXTRA_CELL),
        base=shown(waiting.base),
        stored=shown(cell_of(row, cell)),
        file=shown(waiting.file),
    )
