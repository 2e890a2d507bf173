"""Doing to a ledger what nobody should: the triggers are taken off first, as somebody with the rights could."""

from __future__ import annotations

from contextlib import contextmanager

import sqlalchemy as sa

SQLITE_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


@contextmanager
def without_triggers(url):
    """A connection on which the events may be changed. The triggers are back afterwards."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        restore = _take_off(connection)
        yield lambda statement, **values: connection.execute(sa.text(statement), values)
        for statement in restore:
            connection.exec_driver_sql(statement)


def _take_off(connection):
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE events DISABLE TRIGGER USER")
        return ["ALTER TABLE events ENABLE TRIGGER USER"]
    triggers = connection.exec_driver_sql(SQLITE_TRIGGERS).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    return [statement for _, statement in triggers]
