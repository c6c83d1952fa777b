"""Run by Alembic: the connection comes from lib.store.migrate, already in a transaction."""

from alembic import context

from lib.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
