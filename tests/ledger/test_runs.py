"""Which Prefect run shows which version of a change."""

from __future__ import annotations

from gates.events import RunReplaced
from ledger import Run
from tests.factories import START, later, register


def test_a_change_without_a_run_or_with_an_older_one_is_behind(office, ledger):
    old, new, shown = (register(office=office, at=later(minutes=n)).ref for n in range(3))
    ledger.runs.put(old, "run-1", 1, "Impact gate: awaiting evidence (1)", START)
    ledger.runs.put(shown, "run-3", 1, "Impact gate: awaiting evidence (1)", START)
    event = RunReplaced(old_run="run-1", new_run="run-2", why="cancelled")
    ledger.append(old, [event], expected_version=1, acting=office.acting(), at=later(minutes=9))

    assert ledger.runs.behind(10) == [new, old]
    assert ledger.runs.behind(1) == [new]


def test_a_run_never_goes_back_to_an_older_version(office, ledger):
    ref = register(office=office).ref
    ledger.runs.put(ref, "run-1", 5, "new", later())
    ledger.runs.put(ref, "run-1", 4, "old", later())
    assert ledger.runs.get(ref) == Run(ref, "run-1", 5, "new", later())

    ledger.runs.put(ref, "run-2", 4, "another run", later())
    assert ledger.runs.get(ref) == Run(ref, "run-2", 4, "another run", later())


def test_a_change_may_have_no_run(ledger):
    assert ledger.runs.get("CHG-0001") is None
