"""A cell that was changed both here and in a returned list: a person chooses, now or later."""

from datetime import datetime

import polars as pl
import sqlalchemy as sa

from lib.actions.comparison import RowDiff, household_after
from lib.actions.contradictions import contradictions
from lib.actions.doors import Doors, has_doors
from lib.actions.merging import EXTRA, Pair, Spoken, merge_row, with_cell
from lib.schema.findings import Finding
from lib.schema.tables import TABLES
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor, NotAllowed
from lib.security.fields import may_write
from lib.security.scope import rows_within
from lib.settings import now as present
from lib.store.conflicts import Decision, Undecided, decide, undecided
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.repository import RowChange, add_audit, fetch, insert_rows, update_rows
from lib.text.catalogue import N_, _

_SENTENCES = {
    "GONE": N_("Somebody has chosen for this cell meanwhile. Load the page again."),
    "MOVED_ON": N_("The record was changed meanwhile. Nothing was saved; look at it again."),
    "CONTRADICTS": N_("With this value the record would contradict itself. Correct it by hand."),
}


class NotChosen(Exception):  # noqa: N818 - expected: a person looks again
    """Nothing was changed. `findings` say which cells contradict each other."""

    def __init__(self, code: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(code)
        self.code, self.findings = code, findings

    def sentence(self) -> str:
        return _(_SENTENCES[self.code])


def choose(
    store: Store, actor: Actor, import_id: str, decision: Decision, *, now: datetime | None = None
) -> None:
    """Settle one waiting conflict; the file's value counts as brought by that import. Raises
    NotAllowed, NotChosen."""
    actor = allowed(store, actor, "persons.see", "rows.import")
    author = Author(actor.account, now or present(), import_id)
    with store.write() as conn:
        waiting = _waiting(conn, store.ward_id, import_id, decision)
        stored = _stored(conn, store, actor, waiting, decision)
        if decision.side == "file":
            _take_files_value(conn, store.ward_id, waiting, stored, decision, author)
        decide(
            conn, store.ward_id, import_id, decision.row_id, decision.cell, decision.side, author
        )
        add_audit(
            conn, store.ward_id, author, "rows.edit",
            table=waiting.table, row_id=decision.row_id, n_rows=int(decision.side == "file"),
        )  # fmt: skip


def _waiting(conn: sa.Connection, ward_id: str, import_id: str, decision: Decision) -> Undecided:
    for each in undecided(conn, ward_id, import_id):
        if (each.row_id, each.cell) == (decision.row_id, decision.cell):
            return each
    raise NotChosen("GONE")


def _stored(
    conn: sa.Connection, store: Store, actor: Actor, waiting: Undecided, decision: Decision
) -> pl.DataFrame:
    """The record as the person saw it, if it is theirs to change."""
    table = TABLES[waiting.table]
    if not may_write(actor, table.name, waiting.cell):
        raise NotAllowed(f"{table.name}.edit")
    rows = fetch(
        conn, store.ward_id, table.name, (*table.columns, EXTRA, "row_version"),
        where={table.id: decision.row_id, "row_version": decision.row_version},
        within=rows_within(current_reach(conn, store, actor), store.ward_id, table.name),
    )  # fmt: skip
    if rows.is_empty():
        raise NotChosen("MOVED_ON")
    return rows


def _take_files_value(
    conn: sa.Connection,
    ward_id: str,
    waiting: Undecided,
    stored: pl.DataFrame,
    decision: Decision,
    author: Author,
) -> None:
    table, cell = TABLES[waiting.table], waiting.cell
    now = stored.row(0, named=True)
    spoken = Spoken((cell,), frozenset((cell,)))
    about = (waiting.row, waiting.row_id, decision.row_version)
    # Of an older copy the base is what it says itself: then everything about it is a change.
    was = None if waiting.base == waiting.file else waiting.base
    file, base = (with_cell(now, cell, value) for value in (waiting.file, was))
    pair = Pair(*about, file, now, base)
    cells, _conflicts = merge_row(pair, spoken, (decision,))
    if has_doors(table):
        doors = Doors.of(fetch(conn, ward_id, "households"))
        cells |= household_after(pair, cells, doors)
        insert_rows(conn, ward_id, "households", [row for _row, row in doors.opened], author)
    if broken := contradictions(table, stored, [RowDiff(*about, cells)]):
        raise NotChosen("CONTRADICTS", tuple(broken))
    values = {name: new for name, (_old, new) in cells.items()}
    change = RowChange(waiting.row_id, decision.row_version, values, waiting.row)
    if values and update_rows(conn, ward_id, table.name, [change], author):
        raise NotChosen("MOVED_ON")
