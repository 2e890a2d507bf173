"""The database itself refuses to change or remove an event."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.factories import register

EVERY_COLUMN = (
    "council",
    "ref",
    "seq",
    "at",
    "type",
    "actor",
    "role",
    "on_behalf_of",
    "door",
    "catalogue",
    "body",
)
ROW = "(id, council, ref, seq, at, type, actor, role, door, catalogue, body, prev_hash, hash)"
VALUES = "council, ref, seq, at, type, 'PER-0666', role, door, catalogue, body, prev_hash, hash FROM events"


@pytest.fixture
def refused(office, sql):
    """Runs a statement that must be refused, in words that say why, and must leave every event as it was."""
    register(office=office)

    def check(statement):
        before = sql("SELECT * FROM events ORDER BY id")
        with pytest.raises(sa.exc.DBAPIError, match="append-only: events are neither changed nor removed"):
            sql(statement)
        assert sql("SELECT * FROM events ORDER BY id") == before

    return check


@pytest.mark.parametrize("column", EVERY_COLUMN)
def test_no_column_of_an_event_can_be_changed(refused, column):
    refused(f"UPDATE events SET {column} = {column}")  # noqa: S608


def test_no_event_can_be_removed(refused):
    refused("DELETE FROM events WHERE seq = 1")


def test_the_events_cannot_be_emptied(refused, sql, ledger):
    refused("DELETE FROM events" if ledger.url.startswith("sqlite") else "TRUNCATE events")


@pytest.mark.parametrize("same", ["id", "council, ref, seq"])
def test_an_event_cannot_be_replaced_by_another(refused, ledger, same):
    number = "id" if same == "id" else "id + 1000"
    if ledger.url.startswith("sqlite"):
        refused(f"INSERT OR REPLACE INTO events {ROW} SELECT {number}, {VALUES}")
    else:
        overwrite = f"ON CONFLICT ({same}) DO UPDATE SET actor = excluded.actor"
        refused(f"INSERT INTO events {ROW} SELECT {number}, {VALUES} {overwrite}")
