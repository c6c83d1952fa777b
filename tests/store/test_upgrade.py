"""A database of every earlier version opens with this one, and nothing in it is another."""

from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from lib.settings import Settings
from lib.store.engine import open_store
from lib.store.migrate import config
from lib.store.tables import METADATA

EARLIER = sorted(s.revision for s in ScriptDirectory.from_config(config()).walk_revisions())[:-1]
# The chain is upgraded in tests/security/test_chain.py: a line that was made up breaks it.
LEFT_OUT = {"alembic_version", "audit", "audit_head"}
VALUES: tuple[tuple[type[sa.types.TypeEngine[Any]], Any], ...] = (
    (sa.Boolean, True), (sa.Integer, 3), (sa.Float, 1.5), (sa.Numeric, 1.5),
    (sa.DateTime, datetime.fromisoformat("2021-12-29T08:30")), (sa.Date, date(2021, 12, 29)),
    (sa.LargeBinary, b"\x00\xff"), (sa.JSON, {"a": 1}), (sa.String, "Hoà"),
)  # fmt: skip


def made_up(column: sa.Column[Any]) -> Any:
    return next(value for kind, value in VALUES if isinstance(column.type, kind))


def contents(connection: sa.Connection, tables: sa.MetaData) -> dict[str, list[Any]]:
    return {
        table.name: [row._mapping for row in connection.execute(sa.select(table))]
        for table in tables.sorted_tables
        if table.name not in LEFT_OUT
    }


@pytest.mark.parametrize("revision", EARLIER)
def test_upgrade_keeps_every_row_of_every_table(settings: Settings, revision: str) -> None:
    settings.folder.mkdir(parents=True)
    engine = sa.create_engine(f"sqlite:///{settings.folder / 'ward.db'}")
    then = sa.MetaData()
    with engine.begin() as connection:
        command.upgrade(config(connection), revision)
        then.reflect(connection)
        for table in then.sorted_tables:
            if table.name not in LEFT_OUT:
                row = {column.name: made_up(column) for column in table.columns}
                connection.execute(table.insert().values(row))
        before = contents(connection, then)
    engine.dispose()
    opened = open_store(settings)
    try:
        with opened.engine.connect() as connection:
            assert contents(connection, then) == before
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, METADATA) == []
    finally:
        opened.close()
    assert len(before) > 20
    assert all(len(rows) == 1 for rows in before.values())
