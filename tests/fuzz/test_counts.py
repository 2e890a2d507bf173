"""The table of this package says how many inputs there are, and there are enough of them."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import tests.fuzz
from tests.fuzz.profile import MANY, TIMES

ENOUGH = 6_000
ROW = re.compile(r"^\| (\w+) +\| +(\d+) \|", re.MULTILINE)


def inputs_of(module):
    """How many examples the tests of a module are run with."""
    tests_of = [
        test
        for name, test in vars(module).items()
        if name.startswith("test_") and hasattr(test, "hypothesis")
    ]
    most = [test._hypothesis_internal_use_settings.max_examples for test in tests_of]
    return sum(most) // (TIMES if MANY else 1)


def test_the_table_counts_the_inputs_of_every_module():
    names = sorted(path.stem for path in Path(tests.fuzz.__file__).parent.glob("test_*.py"))
    counted = {name.removeprefix("test_"): inputs_of(import_module(f"tests.fuzz.{name}")) for name in names}
    counted = {name: number for name, number in counted.items() if number}
    told = {name: int(number) for name, number in ROW.findall(tests.fuzz.__doc__ or "")}

    assert told.pop("all") == sum(counted.values())
    assert told == counted
    assert sum(counted.values()) >= ENOUGH
