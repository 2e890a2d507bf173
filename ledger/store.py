"""One database, one council: connections, and the three kinds of transaction that the ledger makes."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import sqlalchemy as sa

from ledger.trouble import translated

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

BUSY_SECONDS = 30.0
CONNECT_SECONDS = 10
BEGIN = "gatehouse_begin"
_IMMEDIATE = {BEGIN: "BEGIN IMMEDIATE"}


def read_url(url: str) -> sa.URL:
    """The address with the driver that Gatehouse brings along. Raises sqlalchemy's ArgumentError."""
    address = sa.make_url(url)
    is_plain = address.drivername in {"postgresql", "postgres"}
    return address.set(drivername="postgresql+psycopg") if is_plain else address


def file_of(url: sa.URL) -> Path | None:
    """The file of a ledger on SQLite; None on PostgreSQL."""
    return Path(url.database or "").absolute() if url.get_backend_name() == "sqlite" else None


class Store:
    """The connections to one database, on behalf of one council."""

    def __init__(self, url: sa.URL, council: str) -> None:
        self.url = url
        self.council = council
        self.file = file_of(url)
        self.bell = threading.Event()
        # Threads of one process queue here; SQLite itself would let them sleep and try again, at random.
        self._turn: AbstractContextManager[Any] = threading.Lock() if self.on_sqlite else nullcontext()
        self._engine = _sqlite_engine(url, self.file, "FULL") if self.file else _postgres_engine(url)
        notes = _sqlite_engine(url, self.file, "NORMAL") if self.file else self._engine
        self._writer = self._engine.execution_options(**_IMMEDIATE)
        self._notes = notes.execution_options(**_IMMEDIATE)

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is SQLite."""
        return self.file is not None

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """For single queries: each sees what is committed when it runs."""
        with translated(self.url), self.lasting() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """For several queries that must agree: all see the same moment, and hold nobody up."""
        options: dict[str, Any] = {BEGIN: "BEGIN"}
        if not self.on_sqlite:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with translated(self.url), self._engine.connect() as connection:
            yield connection.execution_options(**options)

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction: all of it is recorded, durably, or none of it."""
        with translated(self.url), self._turn, self._writer.begin() as connection:
            yield connection

    @contextmanager
    def noting(self) -> Iterator[sa.Connection]:
        """One transaction that a power cut may undo: for leases and the like, which are then taken anew.

        It spares the wait for the disk. What it wrote is never half there, and a killed process loses nothing.
        """
        with translated(self.url), self._turn, self._notes.begin() as connection:
            if not self.on_sqlite:
                connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
            yield connection

    def lasting(self) -> sa.Connection:
        """A connection that the caller keeps and closes, outside any transaction."""
        options: dict[str, Any] = {} if self.on_sqlite else {"isolation_level": "AUTOCOMMIT"}
        with translated(self.url):
            return self._engine.connect().execution_options(**options)

    def insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that can say what to do on a conflict, in the database's own dialect."""
        return upserting(table, on_sqlite=self.on_sqlite)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()
        self._notes.dispose()


def upserting(table: sa.Table, *, on_sqlite: bool) -> sqlite.Insert | postgresql.Insert:
    """As Store.insert. Only the dialect that is used is imported."""
    if on_sqlite:
        from sqlalchemy.dialects.sqlite import insert

        return insert(table)
    from sqlalchemy.dialects.postgresql import insert as postgres_insert

    return postgres_insert(table)


def _sqlite_engine(url: sa.URL, file: Path, synchronous: str) -> sa.Engine:
    engine = sa.create_engine(url, creator=_opener(file, synchronous), pool_size=8, max_overflow=32)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _opener(file: Path, synchronous: str) -> Callable[[], sqlite3.Connection]:
    """`mode=rw`: a database that is gone is an error, never an empty new one."""

    def opened() -> sqlite3.Connection:
        address = f"file:{quote(str(file))}?mode=rw"
        connection = sqlite3.connect(
            address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        # FULL: what was acknowledged survives a power cut, at the price of one fsync for each transaction.
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("PRAGMA foreign_keys=ON")
        return connection

    return opened


def _begin(connection: sa.Connection) -> None:
    if statement := connection.get_execution_options().get(BEGIN):
        connection.exec_driver_sql(statement)


def _postgres_engine(url: sa.URL) -> sa.Engine:
    return sa.create_engine(
        url,
        pool_size=8,
        max_overflow=32,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS},
    )
