"""An export can be checked by anybody, with the few lines that the ledger's README shows."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from gates.canonical import canonical_json
from gates.events import FactsRecorded
from tests.factories import later, register, submission
from tests.machine import ROOT


@pytest.fixture
def exported(office, ledger):
    """The lines of a ledger with two changes, recorded in turns, and texts that break lines elsewhere."""
    first, second = register(office=office), register(office=office, title="Two\u2028lines\u0085 or\r\nthree")
    acting = office.acting()
    ledger.append(first.ref, [submission(office=office)], expected_version=1, acting=acting, at=later())
    for number, fact in enumerate((0.1, 1e22, 3, -0.0), start=1):
        news = [FactsRecorded(facts={"staff_affected": fact})]
        ledger.append(second.ref, news, expected_version=number, acting=acting, at=later(minutes=number))
    return list(ledger.export())


def check(lines):
    """Run the README's program over the lines, as a stranger would."""
    readme = (ROOT / "ledger" / "README.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(import hashlib.*?)```", readme, re.DOTALL)
    return subprocess.run(
        [sys.executable, "-c", program],
        input="".join(f"{line}\n" for line in lines).encode(),
        capture_output=True,
        check=False,
    )


def test_the_program_in_the_readme_agrees_with_the_heads(ledger, exported):
    checked = check(exported)

    assert checked.returncode == 0, checked.stderr
    assert json.loads(checked.stdout) == {head.ref: head.hash for head in ledger.heads()}


@pytest.mark.parametrize(
    ("old", "new"), [("Three words", "Three wordz"), ('"seq":2', '"seq":3'), ("PER-0002", "PER-0003")]
)
def test_the_program_in_the_readme_finds_an_altered_line(exported, old, new):
    altered = [line.replace(old, new) if "Three words" in line else line for line in exported]

    assert b"was altered" in check(altered).stderr


def test_the_program_in_the_readme_finds_a_missing_line(exported):
    assert b"does not follow" in check(exported[:20] + exported[21:]).stderr


def test_every_event_is_one_line_in_the_order_of_recording(exported, ledger):
    events = [json.loads(line) for line in exported]

    assert [event["ref"] for event in events].count("COUNCIL") == 16
    assert [(event["ref"], event["seq"]) for event in events[16:19]] == [
        ("CHG-0001", 1),
        ("CHG-0002", 1),
        ("CHG-0001", 2),
    ]
    assert all(line == canonical_json(json.loads(line)) and "\n" not in line for line in exported)
