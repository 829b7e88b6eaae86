"""Alembic's environment: runs on the connection that the caller hands over."""

from alembic import context

from order_adapters.sqlalchemy.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
