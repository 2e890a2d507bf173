"""From a decision to the next gate: how long until it waits in the ledger, and until Prefect shows it.

    python -m benchmarks.decisions [--apart] [--postgres URL] [--json]

Everything is real: the ledger, Great Expectations, Prefect's server as a child, the keeper in this process as in
`gatehouse up` (or, with --apart, in another, as behind a web server of its own). A decision is the vote that
decides a gate. 20 decisions one after the other, then 40 at once.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from socket import socket
from typing import Any

from benchmarks.council import BenchCouncil
from config.settings import LOOPBACK, Settings, settings_from
from flows.prefect_server import PrefectServer
from flows.service import run_keeper
from tasks.house import House, open_house

IN_SEQUENCE, AT_ONCE, WARM_UP = 20, 40, 3
LOOK_EVERY_SECONDS = 0.001
# The watcher shares this process with the keeper, and must not be what is measured.
WATCH_EVERY_SECONDS = 0.01
TARGETS = {"ledger": (35, 100), "shown": (300, 3000)}


def main() -> int:
    options = _options()
    logging.getLogger("gatehouse").addHandler(logging.StreamHandler())
    with tempfile.TemporaryDirectory() as folder:
        settings = _settings(Path(folder), options.postgres)
        council = BenchCouncil(settings.database_url)
        with _running(settings, apart=options.apart):
            found = {
                "in sequence": _in_sequence(council),
                "at once": _at_once(council),
            }
    _tell(found, as_json=options.json)
    return 0


def _in_sequence(council: BenchCouncil) -> dict[str, list[float]]:
    refs = council.before_the_board(IN_SEQUENCE + WARM_UP)
    _until_shown(council, refs)
    found = [_one(council, ref) for ref in refs][WARM_UP:]
    return {"ledger": [one[0] for one in found], "shown": [one[1] for one in found]}


def _one(council: BenchCouncil, ref: str) -> tuple[float, float]:
    began = time.perf_counter()
    council.decide(ref)
    while not council.waits_at_next_gate(ref):
        time.sleep(LOOK_EVERY_SECONDS)
    moved = time.perf_counter()
    while not council.is_shown(ref):
        time.sleep(LOOK_EVERY_SECONDS)
    return 1000 * (moved - began), 1000 * (time.perf_counter() - began)


def _at_once(council: BenchCouncil) -> dict[str, list[float]]:
    """Each decision is recorded as fast as one process can; the clock of each starts when its vote is recorded."""
    refs = council.before_the_board(AT_ONCE)
    _until_shown(council, refs)
    began = {}
    moved: dict[str, float] = {}
    shown: dict[str, float] = {}
    watcher = threading.Thread(target=_watch, args=(council, refs, moved, shown))
    watcher.start()
    for ref in refs:
        council.decide(ref)
        began[ref] = time.perf_counter()
    watcher.join()
    return {
        "ledger": [max(0.0, 1000 * (moved[ref] - began[ref])) for ref in refs],
        "shown": [1000 * (shown[ref] - began[ref]) for ref in refs],
    }


def _watch(council: BenchCouncil, refs: list[str], moved: dict[str, float], shown: dict[str, float]) -> None:
    while len(shown) < len(refs):
        for ref in council.at_next_gate(set(refs) - moved.keys()):
            moved[ref] = time.perf_counter()
        for ref in council.shown(moved.keys() - shown.keys()):
            shown[ref] = time.perf_counter()
        time.sleep(WATCH_EVERY_SECONDS)


def _until_shown(council: BenchCouncil, refs: list[str]) -> None:
    while any(not council.is_shown(ref) for ref in refs):
        time.sleep(0.05)
    time.sleep(0.5)


@contextmanager
def _running(settings: Settings, *, apart: bool) -> Iterator[None]:
    server = PrefectServer(settings)
    server.start()
    try:
        server.wait_until_healthy()
        with _keeper_apart(settings) if apart else _keeper_here(settings):
            yield
    finally:
        server.stop()


@contextmanager
def _keeper_here(settings: Settings) -> Iterator[None]:
    house: House = open_house(settings)
    stop = threading.Event()
    keeper = threading.Thread(target=run_keeper, args=(house, stop))
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()
        house.close()


@contextmanager
def _keeper_apart(settings: Settings) -> Iterator[None]:
    ours = {
        "GATEHOUSE_HOME": str(settings.home),
        "GATEHOUSE_DATABASE_URL": settings.database_url,
        "GATEHOUSE_PREFECT_PORT": str(settings.prefect_port),
    }
    child = subprocess.Popen([sys.executable, "-m", "benchmarks.keeper"], env={**os.environ, **ours})
    try:
        yield
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()


def _settings(folder: Path, postgres: str | None) -> Settings:
    with socket() as probe:
        probe.bind((LOOPBACK, 0))
        port = probe.getsockname()[1]
    environment = {"GATEHOUSE_HOME": str(folder), "GATEHOUSE_PREFECT_PORT": str(port)}
    settings = settings_from(environment)
    return replace(settings, database_url=postgres) if postgres else settings


def _tell(found: dict[str, dict[str, list[float]]], *, as_json: bool) -> None:
    rows = [
        {"decisions": how, "until": until, **_figures(times), "target_p50": p50, "target_p95": p95}
        for how, measured in found.items()
        for until, times in measured.items()
        for p50, p95 in [TARGETS[until]]
    ]
    if as_json:
        print(json.dumps(rows, indent=2))
        return
    print(f"{'decisions':12} {'until':8} {'n':>4} {'p50 ms':>8} {'p95 ms':>8} {'most':>8}   target p50/p95")
    for row in rows:
        figures = f"{row['n']:4} {row['p50']:8.1f} {row['p95']:8.1f} {row['most']:8.1f}"
        print(f"{row['decisions']:12} {row['until']:8} {figures}   {row['target_p50']}/{row['target_p95']}")


def _figures(times: list[float]) -> dict[str, Any]:
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return {"n": len(times), "p50": statistics.median(times), "p95": cuts[18], "most": max(times)}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure decisions.")
    parser.add_argument("--apart", action="store_true", help="run the keeper in a process of its own")
    parser.add_argument("--postgres", metavar="URL", help="keep the ledger in this empty PostgreSQL database")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
