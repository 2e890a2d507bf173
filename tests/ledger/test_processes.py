"""Several processes, one ledger: nothing is lost, nothing is there twice, and a killed writer leaves no mess."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter

import pytest

from tests.factories import register
from tests.machine import ROOT

PREAMBLE = """
import sys
from datetime import UTC, datetime, timedelta
from gates.events import Acting, FactsRecorded, RunReplaced
from gates.vocabulary import Door
from ledger import open_ledger
from ledger.errors import Conflict

url, ref, worker = sys.argv[1:4]
ledger = open_ledger(url)
acting = Acting(person=worker, role="programme_office", door=Door.CLI)
now = lambda: datetime.now(UTC)
print("ready", flush=True)
sys.stdin.readline()
"""
DECIDING = """
for number in range(20):
    ledger.decide(ref, lambda s: [RunReplaced(old_run=worker, new_run=str(number), why="")], acting=acting, at=now())
"""
RACING = """
won = []
for version in range(1, 16):
    try:
        news = [RunReplaced(old_run=worker, new_run=str(version), why="")]
        ledger.append(ref, news, expected_version=version, acting=acting, at=now())
        won.append(version)
    except Conflict:
        pass
    while ledger.load(ref).version == version:
        pass
print(*won)
"""
CLAIMING = """
import time
moment = datetime(2026, 3, 3, tzinfo=UTC)
while claims := ledger.wakes.claim(worker, limit=3, lease=timedelta(minutes=5), now=moment):
    for claim in claims:
        print(claim.ref)
        ledger.wakes.settle(claim, next_wake=None, now=moment)
"""
APPENDING = """
number = 0
while True:
    number += 1
    news = [FactsRecorded(facts={"staff_affected": number}), RunReplaced(old_run="", new_run="", why="")]
    print(ledger.decide(ref, lambda _: news, acting=acting, at=now()).version, flush=True)
"""


@pytest.fixture
def start(url):
    """Start a process that runs the script once it is told to go."""
    started = []

    def one(script, ref, worker):
        process = subprocess.Popen(
            [sys.executable, "-c", PREAMBLE + script, url, ref, worker],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield one
    for process in started:
        process.kill()
        process.communicate()


def go(processes):
    """Let them all begin together; what each printed."""
    for process in processes:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate() for process in processes]
    assert not any(err for _, err in told), told
    return [out.split() for out, _ in told]


def test_no_decision_of_any_process_is_lost(office, ledger, start):
    change = register(office=office)
    go([start(DECIDING, change.ref, f"worker-{number}") for number in range(4)])

    history = ledger.history(change.ref)

    assert [one.seq for one in history] == list(range(1, 82))
    assert Counter(one.event.old_run for one in history[1:]) == {
        f"worker-{number}": 20 for number in range(4)
    }
    assert ledger.verify().ok


def test_each_version_has_exactly_one_winner(office, ledger, start):
    change = register(office=office)
    won = go([start(RACING, change.ref, f"worker-{number}") for number in range(3)])

    assert sorted(int(version) for versions in won for version in versions) == list(range(1, 16))
    assert ledger.load(change.ref).version == 16
    assert ledger.verify().ok


def test_no_change_is_claimed_by_two_workers(office, ledger, start):
    refs = [register(office=office).ref for _ in range(30)]
    claimed = go([start(CLAIMING, "-", f"worker-{number}") for number in range(3)])

    assert sorted(ref for of_one in claimed for ref in of_one) == refs


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_writer_killed_in_the_middle_leaves_a_whole_ledger_with_all_it_acknowledged(office, ledger, start):
    change = register(office=office)
    for _ in range(5):
        writer = start(APPENDING, change.ref, "writer")
        assert writer.stdout.readline() == "ready\n"
        writer.stdin.write("go\n")
        writer.stdin.flush()
        acknowledged = [writer.stdout.readline() for _ in range(3)]
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged += writer.communicate()[0].splitlines()

        state = ledger.load(change.ref)

        assert state.version >= int(acknowledged[-1])
        assert state.version % 2 == 1, "both events of a decision, or neither"
        assert ledger.verify().ok
        assert ledger.rebuild().same
