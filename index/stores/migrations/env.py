"""Runs the scripts inside the transaction that ``index.stores.database`` opened."""

from __future__ import annotations

from alembic import context

from index.stores import chat_schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=chat_schema.answers.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
