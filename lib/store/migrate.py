"""Bring a database up to the newest migration, inside the caller's transaction."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError

from lib.store.problems import StoreProblem

MIGRATIONS = Path(__file__).parent / "migrations"


def config(connection: sa.Connection | None = None) -> Config:
    made = Config(attributes={"connection": connection})
    # "%" begins a variable in Alembic's configuration; a folder may be called anything.
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return made


def migrate(connection: sa.Connection) -> None:
    """Upgrade to head. Raises StoreProblem when the database knows a later revision than we."""
    try:
        command.upgrade(config(connection), "head")
    except CommandError:
        raise StoreProblem("STORE_NEWER") from None
