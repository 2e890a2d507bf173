"""The ledger's database as a data source of Great Expectations, by an SQLAlchemy engine.

No connection string goes through Great Expectations' configuration, so no password does, and `$` in one is safe.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any, Literal

import great_expectations as gx
import sqlalchemy as sa
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine

from tasks.completeness_sql import TABLE

_engines: dict[str, sa.Engine] = {}

# It tells at every check what it was asked for.
logging.getLogger("great_expectations").setLevel(logging.WARNING)


class LedgerEngine(SqlAlchemyExecutionEngine):
    """Runs on an engine made elsewhere. It keeps no metrics, which would never be forgotten."""

    def __init__(self, engine: sa.Engine) -> None:
        super().__init__(engine=engine, create_temp_table=False)
        self._caching = False


class LedgerDatasource(SQLDatasource):
    """The data source: its engine is known by its name."""

    type: Literal["gatehouse_ledger"] = "gatehouse_ledger"  # type: ignore[assignment]
    connection_string: str = "gatehouse-ledger://"

    def get_engine(self) -> sa.Engine:
        """The engine that `batch_of` was given."""
        return _engines[self.name]

    def get_execution_engine(self) -> LedgerEngine:
        """The one execution engine of this data source."""
        return _execution_engine(self.name)


@cache
def _execution_engine(name: str) -> LedgerEngine:
    return LedgerEngine(_engines[name])


@cache
def _context() -> EphemeralDataContext:
    """The one context of this process; it lives in memory."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    return context


@cache
def batch_of(engine: sa.Engine) -> Batch:
    """The table of evidence in a database, as Great Expectations sees it. The table must exist."""
    name = f"ledger_{len(_engines) + 1}"
    _engines[name] = engine
    source: LedgerDatasource = _context().data_sources.add_gatehouse_ledger(name=name)
    asset = source.add_table_asset(TABLE, table_name=TABLE)
    return asset.add_batch_definition_whole_table("portfolio").get_batch()


@cache
def engine_at(url: str) -> sa.Engine:
    """An engine for a URL with one connection, which on SQLite cannot write."""
    if sa.make_url(url).get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_size=1, pool_pre_ping=True)
    engine = sa.create_engine(url, poolclass=sa.StaticPool)
    sa.event.listen(engine, "connect", _read_only)
    return engine


def _read_only(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA query_only = ON")
