"""A real ledger with a council in it, and what is true of it whatever was handed in."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from pathlib import Path

from hypothesis import currently_in_test_context, event

from gates.catalogue import Catalogue
from gates.errors import GateError
from tests.factories import START, Office, make_office

NOW = START + timedelta(days=100)
numbers = count(1)


def new_office(folder: Path, catalogue: Catalogue) -> Office:
    """A council in a new SQLite file."""
    return make_office(url=f"sqlite:///{folder}/{next(numbers)}.db", catalogue=catalogue)


def is_whole(office: Office) -> None:
    """The chains are unbroken, and everything that is computed from them is as it would be computed again."""
    report = office.ledger.verify()
    assert report.ok, report.faults


def says_itself(error: GateError) -> None:
    """An error says what and why, what to do, and every fault that it lists."""
    assert error.message
    assert error.what_to_do
    assert all(error.data.get("errors", [True]))


def ended(how: str) -> None:
    """Note how an example ended; `--hypothesis-show-statistics` counts them."""
    if currently_in_test_context():
        event(how)
