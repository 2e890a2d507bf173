"""Waiting for a wake-up without asking the database all the time."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from ledger.store import Store
from ledger.tables import wakes

POLL_SECONDS = 0.02
CHANNEL = "gatehouse_wakes"


class Bell:
    """Rings when another writer made something due, or when a moment has come. For one waiting thread.

    PostgreSQL tells its listeners. On SQLite writers of this process ring at once; those of others show in
    `PRAGMA data_version`, which costs some microseconds to read.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection: sa.Connection | None = None
        self._last_seen: Any = None

    def wait(self, timeout: float) -> bool:
        """Wait until something is due, for at most `timeout` seconds. Whether anything is."""
        ends = time.monotonic() + timeout
        while True:
            # Listening starts before the look, or what comes between the two would go unheard.
            driver = self._listening()
            next_due = self._next_due()
            if next_due is not None and next_due <= 0:
                return True
            left = ends - time.monotonic()
            if left <= 0:
                return False
            pause = left if next_due is None else min(left, next_due)
            self._poll(driver, pause) if self._store.on_sqlite else self._hear(driver, pause)

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _next_due(self) -> float | None:
        """Seconds until the next wake-up is due, or the lease of one that is due runs out."""
        moment = sa.case((wakes.c.lease_until > wakes.c.due_at, wakes.c.lease_until), else_=wakes.c.due_at)
        query = sa.select(sa.func.min(moment)).where(wakes.c.council == self._store.council)
        with self._store.reading() as connection:
            first: datetime | None = connection.execute(query).scalar_one()
        return None if first is None else (first - datetime.now(UTC)).total_seconds()

    def _listening(self) -> Any:
        """The driver's own connection, kept open for this."""
        if self._connection is None:
            self._connection = self._store.lasting()
            if self._store.on_sqlite:
                self._last_seen = _data_version(self._connection.connection.driver_connection)
            else:
                self._connection.exec_driver_sql(f"LISTEN {CHANNEL}")
        return self._connection.connection.driver_connection

    def _poll(self, driver: Any, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            rang = self._store.bell.wait(min(POLL_SECONDS, left))
            self._store.bell.clear()
            before, self._last_seen = self._last_seen, _data_version(driver)
            if rang or self._last_seen != before:
                return

    def _hear(self, driver: Any, seconds: float) -> None:
        import psycopg

        try:
            for _ in driver.notifies(timeout=seconds, stop_after=1):
                return
        except psycopg.Error:
            # The server went away; the next look connects anew, or says that it cannot.
            self.close()


def _data_version(driver: Any) -> Any:
    return driver.execute("PRAGMA data_version").fetchone()[0]
