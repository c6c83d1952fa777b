"""Everything the database holds about one person, found and taken out for good.

The audit keeps its lines: they name records by ids that mean nothing once the record is gone.
"""

from collections.abc import Collection, Iterable, Sequence, Set
from typing import Any

import sqlalchemy as sa

from lib.schema.tables import TABLES
from lib.store.audit import forget_reasons
from lib.store.oversight import ERASURES
from lib.store.tables import DATA_TABLES, HISTORY, IMPORTS, REFUSED_ROWS
from lib.store.twins import MERGES
from lib.text.fold import fold_key

Rows = dict[str, frozenset[str]]
# Lists in which a person is a record.
PEOPLE = ("cases", "unvaccinated")
# Columns by which one stay of a person names another of the same person.
_CONTINUED = ("converted_case_id", "previous_case_id")


def find_person(conn: sa.Connection, ward_id: str, code: str) -> tuple[str, str] | None:
    """(table, id) of the record of a person with this code, also of one out of the lists."""
    for table in PEOPLE:
        data = DATA_TABLES[table].c
        own = (data.ward_id == ward_id, data[TABLES[table].id] == code)
        if conn.scalar(sa.select(data[TABLES[table].id]).where(*own)):
            return table, code
    return None


def rows_about(
    conn: sa.Connection, ward_id: str, table: str, row_id: str
) -> dict[str, frozenset[str]]:
    """table -> ids: the record, the same person's that hang together with it, and what points at
    them; {} when there is no such record."""
    data = DATA_TABLES[table].c
    wanted = _same_person(conn, ward_id, table, row_id)
    own = (data.ward_id == ward_id, data[TABLES[table].id].in_(wanted))
    ids = frozenset(conn.scalars(sa.select(data[TABLES[table].id]).where(*own)))
    found = {table: ids}
    for name, child in TABLES.items():
        keys = [c.name for c in child.references if c.ref == table and name != table]
        data = DATA_TABLES[name].c
        for key in keys:
            query = sa.select(data[child.id]).where(data.ward_id == ward_id, data[key].in_(ids))
            found[name] = found.get(name, frozenset()) | frozenset(conn.scalars(query))
    return {name: ids for name, ids in found.items() if ids}


def homes_of(
    conn: sa.Connection, ward_id: str, rows: Rows, words: Set[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Doors at which nobody but these people is listed; and others that bear their telephone."""
    theirs = _doors(conn, ward_id, rows, among=True)
    alone = theirs - _doors(conn, ward_id, rows, among=False)
    data = DATA_TABLES["households"].c
    query = sa.select(data.household_id, data.phone).where(
        data.ward_id == ward_id, data.household_id.in_(theirs - alone)
    )
    shared = {line.household_id for line in conn.execute(query) if line.phone in words}
    return alone, frozenset(shared)


def _doors(conn: sa.Connection, ward_id: str, rows: Rows, *, among: bool) -> frozenset[str]:
    found: set[str] = set()
    for name, table in TABLES.items():
        if name == "households" or not {"household_id", "full_name"} <= table.columns.keys():
            continue
        data = DATA_TABLES[name].c
        is_person = data[table.id].in_(rows.get(name, frozenset()))
        query = sa.select(data.household_id).where(
            data.ward_id == ward_id,
            data.household_id.is_not(None),
            is_person if among else ~is_person,
        )
        found |= set(conn.scalars(query))
    return frozenset(found)


def words_about(
    conn: sa.Connection, ward_id: str, rows: Rows, columns: Collection[str]
) -> set[str]:
    """Names and numbers by which somebody would find the person in free text, folded."""
    found: set[str] = set()
    for name, ids in rows.items():
        data = DATA_TABLES[name].c
        for column in columns & TABLES[name].columns.keys():
            query = sa.select(data[column]).where(
                data.ward_id == ward_id, data[TABLES[name].id].in_(ids), data[column].is_not(None)
            )
            found |= {fold_key(str(value)) for value in conn.scalars(query)}
    return found


def originals_of(conn: sa.Connection, ward_id: str, rows: Rows) -> frozenset[str]:
    """Hashes of the files that ever wrote one of the rows."""
    imports: set[str] = set()
    for name, ids in rows.items():
        query = sa.select(HISTORY.c.import_id).where(
            HISTORY.c.ward_id == ward_id,
            HISTORY.c.table_name == name,
            HISTORY.c.row_id.in_(ids),
            HISTORY.c.import_id.is_not(None),
        )
        imports |= set(conn.scalars(query))
    hashes = sa.select(IMPORTS.c.sha256).where(
        IMPORTS.c.ward_id == ward_id, IMPORTS.c.import_id.in_(imports)
    )
    return frozenset(conn.scalars(hashes))


def blank_rows(
    conn: sa.Connection, ward_id: str, table: str, ids: Iterable[str], columns: Sequence[str]
) -> None:
    """Empty these columns; what must not be empty says that it was taken out."""
    data = DATA_TABLES[table]
    emptied = {n: sa.null() if data.c[n].nullable else "***" for n in columns}
    emptied |= {name: sa.null() for name in ("extra", "source_import", "source_row", "void_reason")}
    conn.execute(
        sa.update(data)
        .where(data.c.ward_id == ward_id, data.c[TABLES[table].id].in_(ids))
        .values(emptied | {"row_version": data.c.row_version + 1})
    )


def delete_rows(conn: sa.Connection, ward_id: str, table: str, ids: Iterable[str]) -> None:
    """The rows, and every pointer at them from the same table."""
    data, id_column = DATA_TABLES[table], TABLES[table].id
    own = data.c.ward_id == ward_id
    for column in TABLES[table].references:
        if column.ref == table:
            pointing = sa.update(data).where(own, data.c[column.name].in_(ids))
            conn.execute(pointing.values({column.name: None}))
    conn.execute(sa.delete(data).where(own, data.c[id_column].in_(ids)))


def forget_past(conn: sa.Connection, ward_id: str, table: str, ids: Collection[str]) -> None:
    """Old and new values of the rows, and the reasons that people typed about them."""
    conn.execute(
        sa.update(HISTORY)
        .where(
            HISTORY.c.ward_id == ward_id, HISTORY.c.table_name == table, HISTORY.c.row_id.in_(ids)
        )
        .values(old=sa.null(), new={})
    )
    forget_reasons(conn, ward_id, table, ids)


def forget_refused(conn: sa.Connection, ward_id: str, words: Set[str]) -> frozenset[str]:
    """Empty the refused rows that mention the person; returns the hashes of their files."""
    query = (
        sa.select(
            REFUSED_ROWS.c.import_id, REFUSED_ROWS.c.row, REFUSED_ROWS.c.cells, IMPORTS.c.sha256
        )
        .join(IMPORTS)
        .where(REFUSED_ROWS.c.ward_id == ward_id)
    )
    hashes = set()
    for line in conn.execute(query).all():
        if words.isdisjoint(fold_key(str(cell)) for cell in line.cells.values()):
            continue
        own = (
            REFUSED_ROWS.c.ward_id == ward_id,
            REFUSED_ROWS.c.import_id == line.import_id,
            REFUSED_ROWS.c.row == line.row,
        )
        conn.execute(sa.update(REFUSED_ROWS).where(*own).values(cells={}))
        hashes.add(line.sha256)
    return frozenset(hashes)


def note_erasure(
    conn: sa.Connection, ward_id: str, table: str, row_id: str, kind: str, at: Any
) -> None:
    own = {"ward_id": ward_id, "table_name": table, "row_id": row_id}
    conn.execute(sa.delete(ERASURES).filter_by(**own))
    conn.execute(sa.insert(ERASURES), own | {"kind": kind, "at": at})


def noted_erasures(conn: sa.Connection, ward_id: str) -> frozenset[tuple[str, str, str]]:
    """(table, id, kind) of everybody who was erased in this database."""
    query = sa.select(ERASURES.c.table_name, ERASURES.c.row_id, ERASURES.c.kind)
    return frozenset(
        (line.table_name, line.row_id, line.kind)
        for line in conn.execute(query.where(ERASURES.c.ward_id == ward_id))
    )


def _same_person(conn: sa.Connection, ward_id: str, table: str, row_id: str) -> set[str]:
    """The record, those that were joined into it, the stays before and after it, and so on."""
    found: set[str] = set()
    fresh = {row_id}
    while fresh:
        found |= fresh
        fresh = _joined(conn, ward_id, table, fresh) - found
        if table == "cases":
            fresh |= _stays_beside(conn, ward_id, found) - found
    return found


def _joined(conn: sa.Connection, ward_id: str, table: str, ids: Collection[str]) -> set[str]:
    """Records that were joined into these."""
    query = sa.select(MERGES.c.other_id).where(
        MERGES.c.ward_id == ward_id,
        MERGES.c.table_name == table,
        MERGES.c.kept_id.in_(ids),
        MERGES.c.undone_at.is_(None),
    )
    return set(conn.scalars(query))


def _stays_beside(conn: sa.Connection, ward_id: str, ids: Collection[str]) -> set[str]:
    """Stays that one of these was continued by, or continues."""
    data = DATA_TABLES["cases"].c
    found: set[str] = set()
    for column in (data[name] for name in _CONTINUED):
        pairs = sa.select(data.case_id, column).where(
            data.ward_id == ward_id, column.is_not(None), data.case_id.in_(ids) | column.in_(ids)
        )
        for pair in conn.execute(pairs):
            found |= set(pair)
    return found
