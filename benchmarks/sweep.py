"""How long completeness takes: building the table, one gate of one change, and a whole portfolio.

    gatehouse bench sweep --changes 100000                        SQLite, in a temporary folder
    gatehouse bench sweep --changes 100000 --postgres URL         PostgreSQL, in a database of its own on that server

The portfolio is realistic (benchmarks/portfolio.py), the ledger a real one. Building is what the ledger does when
evidence changes: measuring every required item and writing its row. The sweep of Great Expectations is measured
between runs of the same SQL fetched by the driver alone, in a process that holds nothing else, so that its memory
is its own. What it finds is compared with what single checks find.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from benchmarks.portfolio import BEGAN, Portfolio
from config.catalogue import load_catalogue
from config.settings import settings_from
from gates.catalogue import Catalogue
from gates.state import ChangeState
from gates.vocabulary import Gate
from ledger import create_or_migrate, open_ledger
from ledger.evidence import insert_evidence
from ledger.projections import change_row, evidence_rows
from ledger.store import Store, read_url
from ledger.tables import changes, gate_evidence
from tasks.completeness import Completeness
from tasks.completeness_sql import sweep_sql
from tests.catalogue.examples import TODAY

COUNCIL = "testshire"
COLUMNS = [column.name for column in gate_evidence.c if column.name != "row_id"]
Row = dict[str, Any]
BATCH = 1_000
SAMPLE = 1_000


@contextmanager
def database(server: str | None) -> Iterator[str]:
    """The address of an empty ledger, removed on the way out."""
    with tempfile.TemporaryDirectory() as folder:
        if server is None:
            yield _made(f"sqlite:///{Path(folder) / 'ledger.db'}")
            return
        name = f"gatehouse_bench_{uuid4().hex}"
        admin = sa.create_engine(read_url(server), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with admin.connect() as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        try:
            yield _made(read_url(server).set(database=name).render_as_string(hide_password=False))
        finally:
            with admin.connect() as connection:
                connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def _made(url: str) -> str:
    create_or_migrate(url, council=COUNCIL, council_name="Testshire")
    with_catalogue = open_ledger(url, council=COUNCIL)
    with_catalogue.catalogues.put(load_catalogue())
    with_catalogue.close()
    return url


def build(url: str, catalogue: Catalogue, count: int, distinct: int) -> dict[str, Any]:
    """Write the rows of so many changes. The first `distinct` are made as the ledger makes them, which is timed;
    the others repeat them under numbers of their own, which spares a quarter of an hour of waiting."""
    store, states = Store(read_url(url), COUNCIL), Portfolio(catalogue).states(min(count, distinct))
    took, made, about = 0.0, list[list[Row]](), list[Row]()
    while batch := list(islice(states, BATCH)):
        numbered = list(enumerate(batch, start=len(made) + 1))
        started = time.perf_counter()
        rows = [evidence_rows(state, catalogue, council=COUNCIL, change_id=at) for at, state in numbered]
        with store.writing() as connection:
            insert_evidence(connection, [row for of_one in rows for row in of_one])
        took += time.perf_counter() - started
        made += rows
        about += [_change(state, catalogue, at) for at, state in numbered]
        _progress(len(made), count)
    _repeat(store, made, count)
    with store.writing() as connection:
        for start in range(0, count, BATCH):
            numbers = range(start, min(start + BATCH, count))
            rows_now = [{**about[at % len(about)], "id": at + 1, "ref": _ref(at + 1)} for at in numbers]
            connection.execute(sa.insert(changes), rows_now)
    with store.lasting() as connection:
        connection.execute(sa.text("ANALYZE"))
    rows_made = sum(map(len, made))
    store.close()
    return {
        "built_as_the_ledger_does": len(made),
        "items_a_change": round(rows_made / len(made), 1),
        "items_handed_in_a_change": round(
            sum(row["version"] == 1 for of in made for row in of) / len(made), 1
        ),
        "build_ms_a_change": round(1000 * took / len(made), 2),
    }


def _ref(number: int) -> str:
    return f"CHG-{number:06d}"


def _progress(done: int, count: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} of {count:,} changes built")


def _repeat(store: Store, made: list[list[Row]], count: int) -> None:
    """The rows of the remaining changes, by the driver."""
    blank = dict.fromkeys(COLUMNS)
    templates = [[{**blank, **row} for row in of_one] for of_one in made]
    rows = (
        tuple({**row, "change_id": number, "ref": _ref(number)}.values())
        for number in range(len(made) + 1, count + 1)
        for row in templates[(number - 1) % len(templates)]
    )
    with store.writing() as connection:
        driver: Any = connection.connection.driver_connection
        if not store.on_sqlite:
            with driver.cursor().copy(f"COPY gate_evidence ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(COLUMNS))
            driver.executemany(f"INSERT INTO gate_evidence ({', '.join(COLUMNS)}) VALUES ({marks})", rows)  # noqa: S608


def _change(state: ChangeState, catalogue: Catalogue, number: int) -> Row:
    """A row of `changes` without its snapshot, which no sweep reads."""
    bare = state.model_copy(update={"evidence": {}})
    row = change_row(bare, catalogue, head_hash="", updated_at=BEGAN)
    return {**row, "snapshot": "{}", "id": number, "council": COUNCIL}


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


def sweeps(completeness: Completeness, engine: sa.Engine, rounds: int) -> dict[str, Any]:
    """The sweep between two runs of the raw SQL, several times; medians."""
    sql = sweep_sql(completeness.catalogue, TODAY, engine.dialect.name)
    found = completeness.sweep(TODAY)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    took: dict[str, list[float]] = {"raw": [], "sweep": []}
    for _ in range(rounds):
        took["sweep"].append(milliseconds(lambda: completeness.sweep(TODAY)))
        took["raw"].append(milliseconds(lambda: raw_sweep(engine, sql)))
    medians = {name: statistics.median(values) for name, values in took.items()}
    return {
        "gaps": sum(found.counts.values()),
        "raw_sql_s": round(medians["raw"] / 1000, 3),
        "sweep_s": round(medians["sweep"] / 1000, 3),
        "ratio": round(medians["sweep"] / medians["raw"], 2),
        "peak_memory_mb": memory,
    }


def checks(completeness: Completeness, count: int, times: int) -> dict[str, float]:
    """One change at one gate, warm."""
    chance, gates = random.Random(11), list(Gate)
    for gate in gates:
        completeness.check(1, gate, TODAY)
    took = sorted(
        milliseconds(lambda: completeness.check(chance.randint(1, count), chance.choice(gates), TODAY))
        for _ in range(times)
    )
    return {"check_p50_ms": round(took[times // 2], 2), "check_p95_ms": round(took[int(times * 0.95)], 2)}


def compare(completeness: Completeness, count: int) -> dict[str, int]:
    """Whether a sample of changes has the same gaps when each is checked by itself."""
    numbers = random.Random(13).sample(range(1, count + 1), min(SAMPLE, count))
    swept: dict[int, set[str]] = {number: set() for number in numbers}
    for rule, broken in completeness.sweep(TODAY).changes.items():
        for number in swept.keys() & set(broken.tolist()):
            swept[number].add(rule)
    single = {
        number: {hit.rule for gate in Gate for hit in completeness.check(number, gate, TODAY)}
        for number in numbers
    }
    return {"compared": len(numbers), "differing": sum(swept[number] != single[number] for number in numbers)}


def whole(url: str) -> dict[str, Any]:
    """The sweep as the portfolio sees it: gaps at each change's gate, what is new, what is recorded."""
    from tasks.house import open_house
    from tasks.sweep_notes import swept_now

    house = open_house(settings_from({"GATEHOUSE_DATABASE_URL": url, "GATEHOUSE_COUNCIL": COUNCIL}))
    took = [milliseconds(lambda: swept_now(house, keep_result=True)) for _ in range(3)]
    result = swept_now(house, keep_result=False)
    house.close()
    return {
        "portfolio_sweep_s": round(statistics.median(took) / 1000, 3),
        "late": result.swept.late,
        "blocking": result.swept.blocking,
        "portfolio_peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def measure(url: str, count: int, rounds: int, times: int) -> dict[str, Any]:
    """Everything that is measured of a portfolio that is built."""
    engine, catalogue = sa.create_engine(read_url(url)), load_catalogue()
    completeness = Completeness(engine, catalogue)
    found = sweeps(completeness, engine, rounds)
    return {
        "database": engine.dialect.name,
        **found,
        **checks(completeness, count, times),
        **compare(completeness, count),
    }


def in_its_own_process(*what: str) -> dict[str, Any]:
    """Measured where nothing else takes memory."""
    command = [sys.executable, "-m", "benchmarks.sweep", *what]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(ended.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--changes", type=int, default=2_000)
    parser.add_argument("--postgres", help="SQLAlchemy URL of a server on which a database may be made")
    parser.add_argument("--distinct", type=int, default=2_000, help="how many of them differ")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--checks", type=int, default=300)
    parser.add_argument("--measure", metavar="URL", help=argparse.SUPPRESS)
    parser.add_argument("--whole", metavar="URL", help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="as it is printed anyway")
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measure(asked.measure, asked.changes, asked.rounds, asked.checks)))
        return
    if asked.whole:
        print(json.dumps(whole(asked.whole)))
        return
    catalogue = load_catalogue()
    with database(asked.postgres) as url:
        built = build(url, catalogue, asked.changes, asked.distinct)
        more = ["--changes", str(asked.changes), "--rounds", str(asked.rounds), "--checks", str(asked.checks)]
        found = {**in_its_own_process("--measure", url, *more), **in_its_own_process("--whole", url)}
    about = {
        "changes": asked.changes,
        "items": len(catalogue.items),
        "checks": sum(len(item.checks) for item in catalogue.items),
    }
    print(json.dumps({**about, **built, **found}, indent=2))


if __name__ == "__main__":
    main()
