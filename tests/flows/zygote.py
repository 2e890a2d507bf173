"""Processes that start at once: everything slow is imported here, then each job is a fork of this process.

Run as `python -m tests.flows.zygote`. One JSON order a line on stdin, one JSON answer a line on stdout.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any

from config.settings import Settings, settings_from
from gates.policies import NoOpenReview, PackChanged
from gates.vocabulary import Gate
from ledger import open_ledger


def keeper(order: dict[str, Any]) -> None:
    """Keep until SIGTERM."""
    from flows.service import run_keeper
    from tasks.house import open_house

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    house = open_house(_settings(order))
    run_keeper(house, stop)
    house.close()


def voters(order: dict[str, Any]) -> None:
    """Vote on each change as each member, and move it, all at the moment named; write down which votes counted."""
    from flows.reconcile import reconcile
    from tasks.house import open_house
    from tests.factories import Office, tiny_catalogue
    from tests.flows.council import vote

    house = open_house(_settings(order))
    office = Office(open_ledger(house.settings.database_url), tiny_catalogue(), order["people"])
    house.ask_engine(
        office.catalogue.version, lambda engine: engine.check(1, Gate.IMPACT, house.now().date())
    )
    Path(order["ready"]).touch()
    while not Path(order["go"]).exists():
        time.sleep(0.001)
    counted = []
    for ref in order["refs"]:
        for member in order["members"]:
            try:
                vote(office, ref, member)
                counted.append((ref, member))
            except (NoOpenReview, PackChanged):
                pass
            reconcile(house, ref)
    Path(order["result"]).write_text(json.dumps(counted), encoding="utf-8")
    house.close()


JOBS = {"keeper": keeper, "voters": voters}


def _settings(order: dict[str, Any]) -> Settings:
    environment = {
        "GATEHOUSE_HOME": order["home"],
        "GATEHOUSE_LEASE_SECONDS": "1",
        "GATEHOUSE_PORTFOLIO_SECONDS": "1",
    }
    environment["GATEHOUSE_PREFECT_PORT"] = order.get("port", "1")
    settings = settings_from(environment)
    return replace(settings, database_url=order.get("url") or settings.database_url)


def _start(order: dict[str, Any]) -> int:
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        output = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(output, 1)
        os.dup2(output, 2)
        JOBS[order["job"]](order)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end(order: dict[str, Any]) -> int:
    os.kill(order["process"], order["signal"])
    return os.waitstatus_to_exitcode(os.waitpid(order["process"], 0)[1])


def _wait(order: dict[str, Any]) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(order["process"], 0)[1])


DOES = {"start": _start, "end": _end, "wait": _wait}


def main() -> None:
    import flows.keep  # noqa: F401
    import tasks.completeness  # noqa: F401

    assert threading.active_count() == 1, "a process with threads cannot be forked"
    _answer("ready")
    for line in sys.stdin:
        order = json.loads(line)
        _answer(DOES[order["do"]](order))


def _answer(said: Any) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
