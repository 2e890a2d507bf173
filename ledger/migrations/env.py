"""Alembic's entry: the connection comes from ledger/migrating.py, which holds transaction and lock."""

from __future__ import annotations

from alembic import context

from ledger.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
