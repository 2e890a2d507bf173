"""`gatehouse up` as a person meets it: one terminal, one command, Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.settings import LOOPBACK
from flows.prefect_server import prefect_answers
from gates.vocabulary import Gate
from ledger.prompts import Status
from tests.factories import Office, make_office
from tests.flows.conftest import free_port
from tests.flows.council import new_change, submit
from tests.machine import ROOT

pytestmark = pytest.mark.xdist_group("up")

READY_WITHIN_SECONDS = 120.0
ENDS_WITHIN_SECONDS = 40.0


def gatehouse(home, port, *, log=None):
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PREFECT_", "GATEHOUSE_"))
        },
        "GATEHOUSE_HOME": str(home),
        "GATEHOUSE_PREFECT_PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }
    output = log.open("ab") if log else subprocess.PIPE
    command = [sys.executable, "-c", "from app.cli.main import main; main()", "up"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)


def until(what, within=READY_WITHIN_SECONDS):
    ends = time.monotonic() + within
    while not (found := what()):
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.05)
    return found


def port_is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex((LOOPBACK, port)) != 0


class Terminal:
    """One `gatehouse up`, and what it has printed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.log = home / "terminal.txt"
        self.office = made_office(home)
        self.process = gatehouse(home, self.port, log=self.log)

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def shows(self, ref: str) -> str:
        run = self.office.ledger.runs.get(ref)
        return run.shown_name if run else ""

    def server(self) -> int:
        """The process of Prefect's server."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        servers = [
            int(child) for child in children if b"prefect" in Path(f"/proc/{child}/cmdline").read_bytes()
        ]
        return servers[0]


def made_office(home: Path) -> Office:
    return make_office(url=f"sqlite:///{home}/gatehouse.db")


@pytest.fixture(scope="module")
def terminal(tmp_path_factory):
    opened = Terminal(tmp_path_factory.mktemp("up"))
    until(lambda: "Ready" in opened.said or opened.process.poll() is not None)
    assert opened.process.poll() is None, opened.said
    yield opened
    opened.process.kill()
    opened.process.wait()


def test_it_says_what_runs_and_where(terminal):
    assert f"http://127.0.0.1:{terminal.port}" in terminal.said
    assert str(terminal.home) in terminal.said
    assert prefect_answers(f"http://127.0.0.1:{terminal.port}/api")


def test_a_change_that_is_registered_is_moved_and_shown(terminal):
    ref = new_change(terminal.office)

    until(lambda: terminal.shows(ref) == "Impact gate: awaiting evidence (1)")

    assert re.search(rf"\d\d:\d\d:\d\d  {ref}  Impact gate: awaiting evidence \(1\)", terminal.said)


def test_a_second_one_in_the_same_home_is_refused(terminal):
    second = gatehouse(terminal.home, free_port())
    output, _ = second.communicate(timeout=READY_WITHIN_SECONDS)

    said = " ".join(output.decode().split())
    assert second.returncode == 1
    assert f"Gatehouse is running already in {terminal.home} (process {terminal.process.pid})." in said


def test_a_taken_port_is_named(terminal, tmp_path):
    second = gatehouse(tmp_path, terminal.port)
    output, _ = second.communicate(timeout=READY_WITHIN_SECONDS)

    said = " ".join(output.decode().split())
    assert second.returncode == 1
    assert f"Port {terminal.port} on this machine is in use" in said
    assert "GATEHOUSE_PREFECT_PORT=" in said


def test_when_prefect_dies_changes_move_on_and_it_is_started_again(terminal):
    ledger = terminal.office.ledger
    ref = new_change(terminal.office)
    until(lambda: terminal.shows(ref))

    os.kill(terminal.server(), signal.SIGKILL)
    submit(terminal.office, ref, Gate.IMPACT)

    until(lambda: ledger.load(ref).review is not None, within=10)
    until(lambda: "Prefect's server ended with exit code -9. Starting it again" in terminal.said)
    until(lambda: terminal.shows(ref) == "Impact gate: awaiting board (0 of 5 voted)")
    asked = {card.prompt.kind for card in ledger.prompts.list(ref, statuses=[Status.SENT])}
    assert asked == {"vote"}
    assert "Traceback" not in terminal.said


def test_ctrl_c_stops_everything(terminal):
    terminal.process.send_signal(signal.SIGINT)

    assert terminal.process.wait(ENDS_WITHIN_SECONDS) == 0
    assert terminal.said.rstrip().endswith("Stopped.")
    assert port_is_free(terminal.port)
    assert "Traceback" not in terminal.said


def test_prefect_does_not_outlive_a_gatehouse_that_was_killed(tmp_path):
    port = free_port()
    made_office(tmp_path).ledger.close()
    process = gatehouse(tmp_path, port, log=tmp_path / "terminal.txt")
    until(lambda: not port_is_free(port))

    process.kill()
    process.wait()

    until(lambda: port_is_free(port), within=ENDS_WITHIN_SECONDS)
