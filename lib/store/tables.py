"""SQLAlchemy tables, made from the declarations in data/schema, and the system's own tables.

Every row carries ward_id first, so that one database can hold many wards and be sharded by it.
References are checked by the importer, not by the database: a list may arrive before the list
it points to, and the groups `unknown` and `outside` have no row.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from lib.schema.columns import Column, Table
from lib.schema.tables import TABLES

# The newest migration; a test holds it to lib/store/migrations.
REVISION = "0012"
SYSTEM_COLUMNS = (
    "ward_id", "extra", "row_version", "recorded_at", "recorded_by",
    "source_import", "source_row", "voided_at", "void_reason",
)  # fmt: skip
# SQLite numbers rows by itself only in a column of the type INTEGER.
_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON(none_as_null=True)
_TYPES: dict[str, type[sa.types.TypeEngine[Any]] | sa.types.TypeEngine[Any]] = {
    "integer": sa.BigInteger,
    "year": sa.Integer,
    "number": sa.Double,
    "boolean": sa.Boolean,
    "date": sa.Date,
    "moment": sa.String(16),
}

METADATA = sa.MetaData()


def _data_table(table: Table) -> sa.Table:
    declared = [_declared(column, table) for column in table.columns.values()]
    return sa.Table(
        table.name,
        METADATA,
        sa.Column("ward_id", sa.String(40), primary_key=True),
        *declared,
        sa.Column("extra", sa.Text),
        sa.Column("row_version", sa.Integer, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("source_import", sa.String(40)),
        sa.Column("source_row", sa.Integer),
        sa.Column("voided_at", sa.DateTime),
        sa.Column("void_reason", sa.Text),
    )


def _declared(column: Column, table: Table) -> sa.Column[Any]:
    kind = _TYPES.get(column.type, sa.Text)
    is_id = column.name == table.id
    return sa.Column(column.name, kind, primary_key=is_id, nullable=not (is_id or column.required))


DATA_TABLES = {name: _data_table(table) for name, table in TABLES.items()}

IMPORTS = sa.Table(
    "imports",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("import_id", sa.String(40), primary_key=True),
    sa.Column("table_name", sa.String(40)),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sent_by", sa.Text, nullable=False),
    sa.Column("received_at", sa.DateTime, nullable=False),
    sa.Column("status", sa.String(10), nullable=False),
    *(
        sa.Column(name, sa.Integer, nullable=False)
        for name in ("rows", "accepted", "refused", "new", "changed", "unchanged", "warnings")
    ),
    sa.Column("findings", _JSON, nullable=False),
    sa.Column("reading", sa.String(64)),
    sa.Column("inbox_name", sa.Text),
    sa.Column("undone_by", sa.Text),
    sa.Column("undone_at", sa.DateTime),
    sa.Index("imports_by_file", "ward_id", "sha256"),
)

REFUSED_ROWS = sa.Table(
    "refused_rows",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("import_id", sa.String(40), primary_key=True),
    sa.Column("row", sa.Integer, primary_key=True),
    sa.Column("cells", _JSON, nullable=False),
    sa.Column("findings", _JSON, nullable=False),
    sa.ForeignKeyConstraint(["ward_id", "import_id"], ["imports.ward_id", "imports.import_id"]),
)

HISTORY = sa.Table(
    "history",
    METADATA,
    sa.Column("seq", _SEQUENCE, primary_key=True),
    sa.Column("ward_id", sa.String(40), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.String(10), nullable=False),
    sa.Column("table_name", sa.String(40), nullable=False),
    sa.Column("row_id", sa.Text, nullable=False),
    sa.Column("row_version", sa.Integer, nullable=False),
    sa.Column("old", _JSON),
    sa.Column("new", _JSON, nullable=False),
    sa.Column("import_id", sa.String(40)),
    sa.Index("history_by_row", "ward_id", "table_name", "row_id"),
    sqlite_autoincrement=True,
)

# Who did what to which record; never a value of a person's field. `number` counts a ward's lines,
# `hash` chains them; only lines that change data move the data version.
AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("seq", _SEQUENCE, primary_key=True),
    sa.Column("ward_id", sa.String(40), nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("table_name", sa.String(40)),
    sa.Column("row_id", sa.Text),
    sa.Column("import_id", sa.String(40)),
    sa.Column("n_rows", sa.Integer),
    sa.Column("subject", sa.Text),
    sa.Column("reason_hash", sa.String(64)),
    sa.Column("changes", sa.Boolean, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Index("audit_by_version", "ward_id", "changes", "seq"),
    sa.Index("audit_by_number", "ward_id", "number", unique=True),
    sqlite_autoincrement=True,
)


def columns_of(table: str, names: Sequence[str] | None = None) -> list[sa.Column[Any]]:
    """The named columns of a data table, or all declared ones; a wrong name is our own error."""
    wanted = list(TABLES[table].columns) if names is None else names
    return [DATA_TABLES[table].c[name] for name in wanted]
