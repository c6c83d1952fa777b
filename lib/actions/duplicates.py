"""Two records about one person: joined by a person into one, or remembered as two people."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
import sqlalchemy as sa

from lib.actions.identity import new_id
from lib.ingest.constraints import check_constraints
from lib.ingest.ledger import ROW, Ledger
from lib.schema.columns import Table
from lib.schema.findings import Finding
from lib.schema.tables import TABLES
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.repository import RowChange, add_audit, fetch, update_rows, void_row
from lib.store.reverting import revert_row
from lib.store.twins import (
    Merge,
    RowStep,
    forget_distinct,
    note_distinct,
    note_merge,
    note_merge_undone,
    standing_merges,
)
from lib.text.catalogue import N_, _

_SENTENCES = {
    "MOVED_ON": N_("One of the records was changed meanwhile. Nothing was joined; look again."),
    "TOUCHED_SINCE": N_("The joined record was changed since. Correct it by hand."),
    "CONTRADICTS": N_("Joined like this the record would contradict itself. Choose other cells."),
}


class NotJoined(Exception):  # noqa: N818 - expected: a person looks again
    """Nothing was changed. `findings` say which cells contradict each other."""

    def __init__(self, code: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(code)
        self.code, self.findings = code, findings

    def sentence(self) -> str:
        return _(_SENTENCES[self.code])


@dataclass(frozen=True)
class Joining:
    """`kept_id` stays, with the cells named in `taken` from the other; an empty cell is filled
    from the other in any case. The versions are those that the person looked at."""

    table: str
    kept_id: str
    kept_version: int
    other_id: str
    other_version: int
    taken: frozenset[str] = frozenset()


def join_people(
    store: Store, actor: Actor, joining: Joining, *, now: datetime | None = None
) -> Merge:
    """One transaction: cells filled, what pointed at the other moved, the other taken out with
    the reason. Raises NotAllowed, NotJoined."""
    actor = allowed(store, actor, "persons.see", f"{joining.table}.edit")
    author = Author(actor.account, now or present())
    with store.write() as conn:
        both = _both(conn, store.ward_id, joining)
        kept, other = both.rows(named=True)
        values = _joined_values(TABLES[joining.table], joining, kept, other)
        _refuse_contradiction(joining.table, pl.DataFrame([kept | values], schema=both.schema))
        steps = [
            *_fill(conn, store.ward_id, joining, values, author),
            *_move_references(conn, store.ward_id, joining, author),
            *_take_out(conn, store.ward_id, joining, author),
        ]
        ids = joining.kept_id, joining.other_id
        merge = Merge(new_id("M"), joining.table, *ids, tuple(steps))
        note_merge(conn, store.ward_id, merge, author)
        add_audit(
            conn, store.ward_id, author, "rows.merge",
            table=joining.table, row_id=joining.kept_id, n_rows=len(steps),
        )  # fmt: skip
    return merge


def undo_joining(store: Store, actor: Actor, merge_id: str, *, now: datetime | None = None) -> None:
    """Everything as it was before, or nothing: raises NotJoined when a row was changed since."""
    author = Author(actor.account, now or present())
    with store.write() as conn:
        merge = next(m for m in standing_merges(conn, store.ward_id) if m.merge_id == merge_id)
        allowed(store, actor, "persons.see", f"{merge.table}.edit")
        for table, row_id, version in reversed(merge.steps):
            if not revert_row(conn, store.ward_id, table, row_id, version, author):
                raise NotJoined("TOUCHED_SINCE")
        note_merge_undone(conn, store.ward_id, merge_id, author)
        add_audit(
            conn, store.ward_id, author, "rows.unmerge",
            table=merge.table, row_id=merge.kept_id, n_rows=len(merge.steps),
        )  # fmt: skip


def say_two_people(
    store: Store, actor: Actor, table: str, pair: tuple[str, str], *, now: datetime | None = None
) -> None:
    """The pair is not proposed again."""
    _decide(store, actor, table, pair, "rows.distinct", now or present())


def ask_again(
    store: Store, actor: Actor, table: str, pair: tuple[str, str], *, now: datetime | None = None
) -> None:
    """Take back that the two are different people."""
    _decide(store, actor, table, pair, "rows.ask_again", now or present())


def _decide(
    store: Store, actor: Actor, table: str, pair: tuple[str, str], action: str, at: datetime
) -> None:
    actor = allowed(store, actor, "persons.see", f"{table}.edit")
    author = Author(actor.account, at)
    with store.write() as conn:
        forget_distinct(conn, store.ward_id, table, pair)
        if action == "rows.distinct":
            note_distinct(conn, store.ward_id, table, pair, author)
        add_audit(conn, store.ward_id, author, action, table=table, row_id=" ".join(sorted(pair)))


def _both(conn: sa.Connection, ward_id: str, joining: Joining) -> pl.DataFrame:
    """The kept record and the other one, as the person saw them."""
    wanted = ((joining.kept_id, joining.kept_version), (joining.other_id, joining.other_version))
    columns = (*TABLES[joining.table].columns, "extra")
    key = TABLES[joining.table].id
    both = pl.concat(
        fetch(
            conn, ward_id, joining.table, columns, where={key: row_id, "row_version": row_version}
        )
        for row_id, row_version in wanted
    )
    found = both[key].to_list()
    if found != [joining.kept_id, joining.other_id] or both[key].n_unique() < len(found):
        raise NotJoined("MOVED_ON")
    return both


def _joined_values(
    table: Table, joining: Joining, kept: Mapping[str, Any], other: Mapping[str, Any]
) -> dict[str, Any]:
    """The cells of the kept record that change."""
    values = {
        name: other[name]
        for name in table.columns
        if name != table.id
        and other[name] is not None
        and other[name] != kept[name]
        and (kept[name] is None or name in joining.taken)
    }
    for column in table.references:  # nobody is one's own source
        if column.ref == table.name and values.get(column.name) == joining.kept_id:
            del values[column.name]
        elif column.ref == table.name and kept[column.name] == joining.other_id:
            values[column.name] = None
    if extra := _joined_extra(kept["extra"], other["extra"]):
        values["extra"] = extra
    return values


def _joined_extra(kept: str | None, other: str | None) -> str | None:
    """Columns that the table does not know: what only the other has is added."""
    mine, theirs = json.loads(kept or "{}"), json.loads(other or "{}")
    return json.dumps(theirs | mine, ensure_ascii=False) if theirs.keys() - mine else None


def _refuse_contradiction(table: str, joined: pl.DataFrame) -> None:
    ledger = Ledger(TABLES[table])
    check_constraints(TABLES[table], joined.with_columns(pl.lit(1).alias(ROW)), ledger)
    broken = tuple(finding for finding in ledger.findings() if finding.level == "error")
    if broken:
        raise NotJoined("CONTRADICTS", broken)


def _fill(
    conn: sa.Connection, ward_id: str, joining: Joining, values: dict[str, Any], author: Author
) -> list[RowStep]:
    if not values:
        return []
    change = RowChange(joining.kept_id, joining.kept_version, values)
    return _change(conn, ward_id, joining.table, [change], author)


def _move_references(
    conn: sa.Connection, ward_id: str, joining: Joining, author: Author
) -> list[RowStep]:
    steps: list[RowStep] = []
    for table in TABLES.values():
        for column in table.references:
            if column.ref == joining.table:
                own = {joining.kept_id, joining.other_id} if table.name == column.ref else set()
                changes = _pointing(conn, ward_id, table, column.name, joining, own)
                steps += _change(conn, ward_id, table.name, changes, author)
    return steps


def _pointing(
    conn: sa.Connection,
    ward_id: str,
    table: Table,
    column: str,
    joining: Joining,
    left_out: Collection[str],
) -> list[RowChange]:
    where = {column: joining.other_id}
    rows = fetch(conn, ward_id, table.name, (table.id, "row_version"), where=where).rows()
    return [
        RowChange(row_id, version, {column: joining.kept_id})
        for row_id, version in rows
        if row_id not in left_out
    ]


def _change(
    conn: sa.Connection, ward_id: str, table: str, changes: list[RowChange], author: Author
) -> list[RowStep]:
    if changes and update_rows(conn, ward_id, table, changes, author):
        raise NotJoined("MOVED_ON")
    return [(table, change.row_id, change.row_version + 1) for change in changes]


def _take_out(conn: sa.Connection, ward_id: str, joining: Joining, author: Author) -> list[RowStep]:
    reason = f"duplicate:{joining.kept_id}"
    if not void_row(
        conn, ward_id, joining.table, joining.other_id,
        row_version=joining.other_version, reason=reason, author=author,
    ):  # fmt: skip
        raise NotJoined("MOVED_ON")
    return [(joining.table, joining.other_id, joining.other_version + 1)]
