"""How long completeness takes: one gate of one change, and the whole portfolio against the same SQL by itself.

    python -m benchmarks.completeness 10000                       SQLite, in a temporary file
    python -m benchmarks.completeness 10000 --postgres URL        PostgreSQL, in a database of its own on that server

A change has 30 items; it stands at a random gate, with most items of earlier gates complete and most of later
ones not handed in. Each sweep is measured between two runs of the same SQL, fetched by the driver alone.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from config.catalogue import load_catalogue
from gates.catalogue import Catalogue, Item
from gates.checks import Bound
from gates.vocabulary import Gate
from ledger.tables import gate_evidence
from tasks.completeness import Completeness
from tasks.completeness_sql import sweep_sql

TODAY = date(2026, 11, 21)
ITEMS = 30
COLUMNS = [column.name for column in gate_evidence.c if column.name != "row_id"]
Row = tuple[Any, ...]


def rows(catalogue: Catalogue, changes: int, chance: random.Random) -> Iterator[Row]:
    """The rows of so many changes, in the columns' order."""
    items, gates = catalogue.items[:ITEMS], list(Gate)
    for number in range(1, changes + 1):
        stands = chance.randrange(len(gates))
        for item in items:
            place = gates.index(item.gate)
            given = chance.random() < (0.97 if place < stands else 0.5 if place == stands else 0.05)
            yield row(catalogue, item, number, measures(item, chance) if given else None)


def row(catalogue: Catalogue, item: Item, number: int, found: list[float] | None) -> Row:
    about = (number, "testshire", f"CHG-{number:06d}", item.gate.value, item.id, catalogue.version)
    held = found or []
    values = [*about, None if found is None else 1, *held]
    named = dict(
        zip(["change_id", "council", "ref", "gate", "item", "catalogue", "version"], values, strict=False)
    )
    named |= {f"q{place}": value for place, value in enumerate(held, start=1)}
    return tuple(named.get(column) for column in COLUMNS)


def measures(item: Item, chance: random.Random) -> list[float]:
    return [measure(bound, chance.random() < 0.05) for check in item.checks for bound in check.bounds]


def measure(bound: Bound, broken: bool) -> float:
    limit = bound.at_least if bound.at_least is not None else bound.at_most or 0.0
    away = -1 if bound.at_least is not None else 1
    return limit + (TODAY.toordinal() if bound.from_today else 0) + (away if broken else 0)


@contextmanager
def database(server: str | None) -> Iterator[sa.Engine]:
    """An empty database, removed on the way out."""
    if server is None:
        with tempfile.TemporaryDirectory() as folder:
            engine = sa.create_engine(f"sqlite:///{Path(folder) / 'ledger.db'}")
            yield engine
            engine.dispose()
        return
    name = f"gatehouse_bench_{uuid4().hex}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    try:
        yield sa.create_engine(sa.make_url(server).set(database=name))
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def fill(engine: sa.Engine, data: Iterator[Row]) -> None:
    gate_evidence.create(engine)
    with engine.begin() as connection:
        driver: Any = connection.connection.driver_connection
        if engine.dialect.name == "postgresql":
            with driver.cursor().copy(f"COPY gate_evidence ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for one in data:
                    copy.write_row(one)
        else:
            marks = ", ".join("?" * len(COLUMNS))
            driver.executemany(f"INSERT INTO gate_evidence ({', '.join(COLUMNS)}) VALUES ({marks})", data)  # noqa: S608
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE gate_evidence"))


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def raw_sweep(engine: sa.Engine, sql: str) -> int:
    """The same SQL, fetched by the driver."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL jit = off"))
        cursor = connection.connection.cursor()
        cursor.execute(sql)
        return len(cursor.fetchall())


def checks(completeness: Completeness, changes: int, times: int, chance: random.Random) -> dict[str, float]:
    gates = list(Gate)
    for gate in gates:
        completeness.check(1, gate, TODAY)
    took = sorted(
        milliseconds(lambda: completeness.check(chance.randint(1, changes), chance.choice(gates), TODAY))
        for _ in range(times)
    )
    return {"p50_ms": round(took[times // 2], 2), "p95_ms": round(took[int(times * 0.95)], 2)}


def sweeps(completeness: Completeness, engine: sa.Engine, rounds: int) -> dict[str, float]:
    sql = sweep_sql(completeness.catalogue, TODAY, engine.dialect.name)
    completeness.sweep(TODAY)
    took: dict[str, list[float]] = {"raw": [], "sweep": []}
    for _ in range(rounds):
        took["sweep"].append(milliseconds(lambda: completeness.sweep(TODAY)))
        took["raw"].append(milliseconds(lambda: raw_sweep(engine, sql)))
    medians = {name: statistics.median(values) for name, values in took.items()}
    return {
        "raw_sql_s": round(medians["raw"] / 1000, 3),
        "sweep_s": round(medians["sweep"] / 1000, 3),
        "ratio": round(medians["sweep"] / medians["raw"], 2),
    }


def measured(server: str | None, changes: int, times: int, rounds: int) -> dict[str, Any]:
    chance = random.Random(7)
    catalogue = load_catalogue()
    with database(server) as engine:
        fill(engine, rows(catalogue, changes, chance))
        completeness = Completeness(engine, catalogue)
        found = completeness.sweep(TODAY)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return {
            "database": engine.dialect.name,
            "changes": changes,
            "rows": changes * ITEMS,
            "rules": sum(len(item.checks) + 1 for item in catalogue.items),
            "gaps": sum(found.counts.values()),
            "check": checks(completeness, changes, times, chance),
            "memory_after_sweep_mb": memory,
            "sweep": sweeps(completeness, engine, rounds),
        }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("changes", type=int, nargs="?", default=1000)
    parser.add_argument("--postgres", help="SQLAlchemy URL of a server on which a database may be made")
    parser.add_argument("--checks", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="as it is printed anyway")
    asked = parser.parse_args()
    print(json.dumps(measured(asked.postgres, asked.changes, asked.checks, asked.rounds), indent=2))


if __name__ == "__main__":
    main()
