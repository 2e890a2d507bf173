"""A real Prefect server for all tests of this worker, houses of their own, and processes that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from socket import socket
from typing import Any

import pytest

from config.settings import LOOPBACK, Settings, settings_from
from flows.prefect_env import prefect_environment, prepare_prefect
from flows.prefect_server import PrefectServer
from tasks.house import House, open_house, using
from tests.factories import Office
from tests.flows.council import council_at
from tests.machine import ROOT


def free_port() -> int:
    with socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def settings_at(home: Path, *, port: int, url: str | None = None) -> Settings:
    environment = {
        "GATEHOUSE_HOME": str(home),
        "GATEHOUSE_PREFECT_PORT": str(port),
        "GATEHOUSE_LEASE_SECONDS": "1",
    }
    settings = settings_from(environment)
    return replace(settings, database_url=url) if url else settings


@pytest.fixture(scope="session")
def prefect_settings(tmp_path_factory) -> Iterator[Settings]:
    """A server on a free port of this machine; its settings stand in this process's environment."""
    settings = settings_at(tmp_path_factory.mktemp("prefect"), port=free_port())
    assert "prefect" not in sys.modules, "Prefect was imported before it was told where its server is"
    prepare_prefect(settings)
    server = PrefectServer(settings)
    server.start()
    try:
        server.wait_until_healthy()
        yield settings
    finally:
        server.stop()


@pytest.fixture
def settings(prefect_settings, tmp_path) -> Settings:
    """A home of the test's own, shown on the common server."""
    return settings_at(tmp_path, port=prefect_settings.prefect_port)


@pytest.fixture
def office(settings) -> Iterator[Office]:
    made = council_at(settings.database_url)
    yield made
    made.ledger.close()


@pytest.fixture
def house(settings, office) -> Iterator[House]:
    with using(open_house(settings)) as opened:
        yield opened
    opened.close()


@dataclass
class Zygote:
    """Starts and ends processes that have everything imported."""

    process: subprocess.Popen[str]

    def start(self, job: str, *, log: Path, **order: Any) -> int:
        return int(self._ask({"do": "start", "job": job, "log": str(log), **order}))

    def end(self, process: int, by: signal.Signals) -> int:
        """Send the signal and wait: the exit code, negative where a signal ended it."""
        return int(self._ask({"do": "end", "process": process, "signal": by}))

    def wait(self, process: int) -> int:
        return int(self._ask({"do": "wait", "process": process}))

    def _ask(self, order: dict[str, Any]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def started_zygote(environment: dict[str, str]) -> Zygote:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.flows.zygote"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert json.loads(process.stdout.readline()) == "ready"
    return Zygote(process)


@pytest.fixture(scope="session")
def zygote(prefect_settings) -> Iterator[Zygote]:
    ours = prefect_environment(prefect_settings)
    started = started_zygote({**ours, "PREFECT_API_URL": prefect_settings.prefect_api})
    yield started
    assert started.process.stdin is not None
    started.process.stdin.close()
    started.process.wait()


@pytest.fixture
def shown(house) -> Callable[[str], Any]:
    """The flow run that shows a change, as Prefect has it now."""
    from prefect.client.orchestration import get_client

    def read(ref: str) -> Any:
        with get_client(sync_client=True) as client:
            return client.read_flow_run(house.ledger.runs.get(ref).run_id)

    return read
