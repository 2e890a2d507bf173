"""How long the ledger takes, on SQLite and (with --postgres URL) on PostgreSQL, beside one bare transaction.

    python -m benchmarks.ledger [--postgres URL] [--times 500] [--changes 2000] [--json]

The bare transaction inserts one row of the size of an event and updates one row of the size of a snapshot:
what durability costs on this machine. Milliseconds, but for what is said to be seconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from gates.catalogue import Catalogue
from gates.events import Acting, ChangeRegistered, Event, EvidenceSubmitted, FactsRecorded, RunReplaced
from gates.vocabulary import Door, Gate
from ledger import Ledger, create_or_migrate, open_ledger

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ACTING = Acting(person="PER-0001", role="programme_office", door=Door.CLI)
STRAY = RunReplaced(old_run="", new_run="", why="")
ITEMS_PER_GATE = 6
LEASE = timedelta(seconds=30)


def catalogue() -> Catalogue:
    """Thirty items, each with two checks."""
    prefixes = dict(zip(Gate, ("IA", "EQ", "LN", "LG", "CO"), strict=True))
    return Catalogue.model_validate(
        {
            "name": "Benchmark",
            "roles": {"owner": "Owner"},
            "gates": [
                {"id": gate, "title": gate.capitalize(), "purpose": "Measure.", "approval": {"quorum": 3}}
                for gate in Gate
            ],
            "facts": [{"id": "staff_affected", "kind": "number", "title": "Staff affected"}],
            "items": [
                item(f"{prefix}-{number:02d}", gate)
                for gate, prefix in prefixes.items()
                for number in range(1, ITEMS_PER_GATE + 1)
            ],
        }
    )


def item(item_id: str, gate: Gate) -> dict[str, Any]:
    on_note = {"field": "note", "message": "Write a longer note."}
    checks = [
        {"id": "words", "check": "min_words", "at_least": 20, **on_note},
        {"id": "blanks", "check": "no_blanks", **on_note},
    ]
    return {
        "id": item_id,
        "gate": gate,
        "title": "Note",
        "owner": "owner",
        "required_when": "always",
        "basis": "None",
        "kind": "policy",
        "guidance": "Write it.",
        "fields": {"note": {"type": "text", "title": "Note"}},
        "checks": checks,
    }


def registered(ref: str, version: str) -> list[Event]:
    return [ChangeRegistered(ref=ref, title=f"Change {ref}", author="PER-0001", catalogue=version)]


def submitted(item_id: str, gate: Gate) -> EvidenceSubmitted:
    return EvidenceSubmitted(
        item=item_id,
        gate=gate,
        version=1,
        record={"note": "evidence of what the change does " * 40},
        content="0" * 64,
        effective_on=START.date(),
        submitted_by="PER-0001",
    )


def timed(times: int, work: Callable[[int], Any]) -> dict[str, float]:
    taken = []
    for number in range(times):
        started = time.perf_counter()
        work(number)
        taken.append(1000 * (time.perf_counter() - started))
    taken.sort()
    return {"p50": statistics.median(taken), "p95": taken[int(0.95 * len(taken))]}


def bare(url: str, times: int, *, durable: bool) -> dict[str, float]:
    engine = sa.create_engine(url)
    sqlite = engine.dialect.name == "sqlite"
    setting = "PRAGMA synchronous=" if sqlite else "SET synchronous_commit="
    value = ("FULL" if durable else "NORMAL") if sqlite else ("on" if durable else "off")
    with engine.connect() as connection:
        connection.exec_driver_sql(setting + value)
        connection.exec_driver_sql("CREATE TABLE bare_log (body text)")
        connection.exec_driver_sql("CREATE TABLE bare_state (body text)")
        connection.exec_driver_sql("INSERT INTO bare_state VALUES ('')")
        connection.commit()

        def one(_: int) -> None:
            connection.execute(sa.text("INSERT INTO bare_log VALUES (:body)"), {"body": "x" * 600})
            connection.execute(sa.text("UPDATE bare_state SET body = :body"), {"body": "x" * 40_000})
            connection.commit()

        figures = timed(times, one)
        connection.exec_driver_sql("DROP TABLE bare_log")
        connection.exec_driver_sql("DROP TABLE bare_state")
        connection.commit()
    engine.dispose()
    return figures


def measure(url: str, times: int, many: int) -> dict[str, Any]:
    create_or_migrate(url)
    ledger = open_ledger(url)
    version = ledger.catalogues.put(catalogue())
    figures: dict[str, Any] = {
        "bare transaction, durable": bare(url, times, durable=True),
        "bare transaction, not waiting for the disk": bare(url, times, durable=False),
    }
    ref = full_change(ledger, version)

    def append(number: int) -> None:
        ledger.decide(
            ref, lambda _: [FactsRecorded(facts={"staff_affected": number})], acting=ACTING, at=START
        )

    def append_small(number: int) -> None:
        ledger.decide(
            refs[number % len(refs)],
            lambda s: [FactsRecorded(facts={"staff_affected": s.version})],
            acting=ACTING,
            at=START,
        )

    def claim_and_settle(_: int) -> None:
        for claim in ledger.wakes.claim("bench", limit=1, lease=LEASE, now=START):
            ledger.wakes.settle(claim, next_wake=None, now=START)

    def move(_: int) -> None:
        for claim in ledger.wakes.claim("bench", limit=1, lease=LEASE, now=START):
            state = ledger.decide(claim.ref, lambda _: [STRAY], acting=ACTING, at=START)
            ledger.wakes.settle(claim, next_wake=None, now=START, seen=state.version)

    refs = ledger.next_refs(many)
    started = time.perf_counter()
    ledger.append_many([(ref, registered(ref, version)) for ref in refs], acting=ACTING, at=START)
    figures[f"append_many, {many} changes x 30 items"] = {"seconds": time.perf_counter() - started}
    figures["decide (load and append), 30 items handed in"] = timed(times, append)
    figures["decide (load and append), nothing handed in"] = timed(times, append_small)
    figures["load, 30 items handed in"] = timed(times, lambda _: ledger.load(ref))
    figures["move: claim, decide, settle"] = timed(min(times, many // 2), move)
    figures["claim and settle"] = timed(min(times, many // 2), claim_and_settle)
    figures[f"page of 50 of {many} changes"] = timed(50, lambda _: ledger.list(sort="-updated", limit=50))
    figures[f"search in {many} changes"] = timed(50, lambda _: ledger.list(search(), limit=50))
    started = time.perf_counter()
    report = ledger.verify()
    assert report.ok, report.faults[:3]
    figures[f"verify, {report.changes} changes, {report.events} events"] = {
        "seconds": time.perf_counter() - started
    }
    ledger.close()
    return figures


def search() -> Any:
    from ledger import Filter

    return Filter(text="CHG-00")


def full_change(ledger: Ledger, version: str) -> str:
    (ref,) = ledger.next_refs()
    items = [submitted(item.id, item.gate) for item in ledger.catalogues.get(version).items]
    ledger.append(ref, [*registered(ref, version), *items], expected_version=0, acting=ACTING, at=START)
    return ref


@contextmanager
def schema(url: str) -> Iterator[str]:
    """A schema of its own on the server, dropped on the way out."""
    server, name = sa.make_url(url), f"bench_{uuid4().hex}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
        try:
            yield server.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(False)
        finally:
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
    engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--postgres", metavar="URL")
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--changes", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        figures["SQLite"] = measure(url, options.times, options.changes)
    if options.postgres:
        with schema(options.postgres) as url:
            figures["PostgreSQL"] = measure(url, options.times, options.changes)
    print(json.dumps(figures, indent=2) if options.json else shown(figures))


def shown(figures: dict[str, Any]) -> str:
    lines = []
    for database, found in figures.items():
        lines.append(database)
        for what, figure in found.items():
            numbers = "  ".join(f"{name} {value:8.2f}" for name, value in figure.items())
            lines.append(f"  {what:52} {numbers}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
