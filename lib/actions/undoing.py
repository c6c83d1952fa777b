"""Take an import back as one step: every cell that still says what the file said, and only those.

What somebody changed since stays as it is, and is said before anything is done.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import polars as pl
import sqlalchemy as sa

from lib.actions.contradictions import contradictions
from lib.schema.tables import TABLES
from lib.security.access import allowed
from lib.security.actors import Actor, NotAllowed
from lib.settings import now as present
from lib.store.engine import Store
from lib.store.history import Author, history_of_import, typed
from lib.store.imports import Seen, mark_undone, standing_import
from lib.store.repository import (
    RowChange,
    add_audit,
    current_rows,
    fetch,
    update_rows,
)
from lib.store.tables import DATA_TABLES
from lib.store.undone import take_out
from lib.text.catalogue import N_, _

UNDO, UNDO_OWN = "imports.undo", "imports.undo.own"
OWN_WITHIN = timedelta(hours=24)
Place = tuple[str, str]  # table, id
# changed: another value stands there now; gone: the row is out of the lists; referred: other rows
# point at it; contradicts: with what was changed since, the old values would contradict.
Why = Literal["changed", "gone", "referred", "contradicts"]
_SENTENCES = {
    "NOT_STANDING": N_("This import is not there, or it was undone already. Nothing was changed."),
}


class NotUndone(Exception):  # noqa: N818 - expected: somebody was quicker
    """Nothing was changed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def sentence(self) -> str:
        return _(_SENTENCES[self.code])


@dataclass(frozen=True)
class Kept:
    """What an undo leaves as it is; the whole row when no columns are named."""

    table: str
    row_id: str
    columns: tuple[str, ...]
    why: Why


@dataclass(frozen=True)
class Undo:
    """What taking an import back does, or would do, and whether another person must agree."""

    import_id: str
    removed: int
    restored: int
    kept: tuple[Kept, ...]
    needs_second: bool = False


@dataclass(frozen=True)
class _Trace:
    """What an import did to one row, and the row as it is now."""

    table: str
    row_id: str
    is_new: bool
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    now: Mapping[str, Any]
    row_version: int  # that the import left

    @property
    def place(self) -> Place:
        return self.table, self.row_id

    @property
    def differing(self) -> tuple[str, ...]:
        """Cells that somebody changed since; of a new row all its cells count."""
        names = (*TABLES[self.table].columns, "extra") if self.is_new else tuple(self.new)
        return tuple(name for name in names if self.now[name] != self.new.get(name))


@dataclass
class _Plan:
    removed: dict[Place, _Trace] = field(default_factory=dict)
    restored: dict[Place, tuple[_Trace, dict[str, Any]]] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)


def preview_undo(
    store: Store, actor: Actor, import_id: str, *, now: datetime | None = None
) -> Undo:
    """Never writes. Raises NotAllowed, NotUndone."""
    with store.read() as conn:
        found, plan = _planned(conn, store.ward_id, import_id)
        undo = _undo(import_id, plan)
        if _may_alone(store, actor, found, undo, now or present()):
            return undo
        allowed(store, actor, UNDO)
    return replace(undo, needs_second=True)


def undo_import(store: Store, actor: Actor, import_id: str, *, now: datetime | None = None) -> Undo:
    """In one transaction. Raises NotAllowed, NotUndone."""
    author = Author(actor.account, now or present())
    with store.write() as conn:
        found, plan = _planned(conn, store.ward_id, import_id)
        undo = _undo(import_id, plan)
        if not _may_alone(store, actor, found, undo, author.at):
            raise NotAllowed(UNDO)
        _carry_out(conn, store.ward_id, import_id, plan, author)
    return undo


def undo_agreed(
    conn: sa.Connection, store: Store, author: Author, arguments: Mapping[str, Any]
) -> bool:
    """For what two people decide; `arguments`: import_id. False when it no longer stands."""
    try:
        _found, plan = _planned(conn, store.ward_id, arguments["import_id"])
    except NotUndone:
        return False
    _carry_out(conn, store.ward_id, arguments["import_id"], plan, author)
    return True


def _may_alone(store: Store, actor: Actor, found: Seen, undo: Undo, now: datetime) -> bool:
    """With an account a second person must agree (undo_agreed), unless it is one's own import of
    the last day and nothing was changed since. The terminal owns the files anyway."""
    if actor.account_id is None and actor.may(UNDO):
        return True
    is_own = found.sent_by == actor.account and now - found.received_at <= OWN_WITHIN
    return is_own and not undo.kept and allowed(store, actor, "imports.see").may(UNDO_OWN)


def _undo(import_id: str, plan: _Plan) -> Undo:
    return Undo(import_id, len(plan.removed), len(plan.restored), tuple(plan.kept))


def _planned(conn: sa.Connection, ward_id: str, import_id: str) -> tuple[Seen, _Plan]:
    found = standing_import(conn, ward_id, import_id)
    if found is None:
        raise NotUndone("NOT_STANDING")
    plan = _Plan()
    for trace in _traces(conn, ward_id, import_id):
        _place(trace, plan)
    _keep_contradicting(conn, ward_id, plan)
    _keep_referred(conn, ward_id, plan)
    return found, plan


def _traces(conn: sa.Connection, ward_id: str, import_id: str) -> Iterator[_Trace]:
    """A row may have been touched twice: by the file, and by a conflict that was chosen later."""
    found: dict[Place, _Trace] = {}
    for line in history_of_import(conn, ward_id, import_id):
        table, columns = line["table_name"], DATA_TABLES[line["table_name"]].c
        old = {name: typed(columns[name], value) for name, value in (line["old"] or {}).items()}
        new = {name: typed(columns[name], value) for name, value in line["new"].items()}
        is_new, version = line["action"] == "create", line["row_version"]
        trace = _Trace(table, line["row_id"], is_new, old, new, {}, version)
        if (before := found.get(trace.place)) is not None:
            trace = replace(
                trace, is_new=before.is_new, old={**old, **before.old}, new={**before.new, **new}
            )
        found[trace.place] = trace
    for table in {table for table, _id in found}:
        ids = [row_id for name, row_id in found if name == table]
        for row_id, row in current_rows(conn, ward_id, table, ids, hold=False).items():
            yield replace(found[table, row_id], now=row)


def _place(trace: _Trace, plan: _Plan) -> None:
    differing = trace.differing
    if trace.now["voided_at"] is not None:
        if not trace.is_new:  # a new row that is out of the lists is as it was
            plan.kept.append(Kept(*trace.place, (), "gone"))
        return
    if differing:
        plan.kept.append(Kept(*trace.place, differing, "changed"))
    if trace.is_new and not differing:
        plan.removed[trace.place] = trace
    elif not trace.is_new and len(differing) < len(trace.new):
        back = {name: trace.old[name] for name in trace.new if name not in differing}
        plan.restored[trace.place] = trace, back


@dataclass(frozen=True)
class _Restoring:
    row: int
    row_id: str
    cells: dict[str, tuple[Any, Any]]


def _keep_contradicting(conn: sa.Connection, ward_id: str, plan: _Plan) -> None:
    """A row that nobody else touched gets back what it was, whatever that is."""
    touched = [
        (trace, back)
        for trace, back in plan.restored.values()
        if trace.now["row_version"] != trace.row_version
    ]
    for table in {trace.table for trace, _back in touched}:
        own = [(trace, back) for trace, back in touched if trace.table == table]
        changes = [
            _Restoring(
                at, trace.row_id, {name: (trace.now[name], value) for name, value in back.items()}
            )
            for at, (trace, back) in enumerate(own)
        ]
        columns = (*TABLES[table].columns, "extra")
        stored = fetch(conn, ward_id, table, columns)
        for at in {finding.row for finding in contradictions(TABLES[table], stored, changes)}:
            trace, back = own[at or 0]
            del plan.restored[trace.place]
            plan.kept.append(Kept(*trace.place, tuple(back), "contradicts"))


def _keep_referred(conn: sa.Connection, ward_id: str, plan: _Plan) -> None:
    """A new row stays when a row that stays points at it; and so what this one points at."""
    pointers = list(_pointers(conn, ward_id, plan))
    while True:
        referred = {
            target
            for source, column, target in pointers
            if target in plan.removed
            and source not in plan.removed
            and column not in plan.restored.get(source, (None, {}))[1]
        }
        if not referred:
            return
        for place in sorted(referred):
            del plan.removed[place]
            plan.kept.append(Kept(*place, (), "referred"))


def _pointers(conn: sa.Connection, ward_id: str, plan: _Plan) -> Iterator[tuple[Place, str, Place]]:
    """(row, its column, the row that it points at) for what points at a row to be removed."""
    tables = {table for table, _id in plan.removed}
    for table in TABLES.values():
        columns = [column for column in table.references if column.ref in tables]
        if not columns:
            continue
        rows = fetch(conn, ward_id, table.name, (table.id, *(column.name for column in columns)))
        for column in columns:
            ids = [row_id for name, row_id in plan.removed if name == column.ref]
            pointing = rows.filter(pl.col(column.name).is_in(ids))
            for row_id, target in pointing.select(table.id, column.name).rows():
                yield (table.name, row_id), column.name, (column.ref or "", target)


def _carry_out(
    conn: sa.Connection, ward_id: str, import_id: str, plan: _Plan, author: Author
) -> None:
    for table in TABLES:
        back = [pair for (name, _id), pair in plan.restored.items() if name == table]
        changes = [
            RowChange(trace.row_id, trace.now["row_version"], values) for trace, values in back
        ]
        update_rows(conn, ward_id, table, changes, author)
        gone = [row_id for name, row_id in plan.removed if name == table]
        take_out(conn, ward_id, table, gone, author, import_id)
    mark_undone(conn, ward_id, import_id, author)
    n_rows = len(plan.removed) + len(plan.restored)
    about = replace(author, import_id=import_id)
    add_audit(conn, ward_id, about, UNDO, n_rows=n_rows)
