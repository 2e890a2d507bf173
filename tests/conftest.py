"""Tests say what they need of the machine: `@pytest.mark.needs("postgres")`, or the fixture that serves it.

Where the machine lacks it the test is skipped with the reason. With GATEHOUSE_TEST_NO_SKIPS=1 (as in CI) any
skip fails instead, so that nothing passes unseen; only `shared_data`, which is not published, may still skip.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests import machine

FIXTURE_SERVES = {
    "postgres_url": "postgres",
    "chromium_path": "chromium",
    "node_path": "node",
    "shared_data": "shared_data",
}
MAY_SKIP = pytest.StashKey[bool]()

# A test says nothing about time: a loaded machine must not fail it.
settings.register_profile("gatehouse", deadline=None)
settings.load_profile("gatehouse")


def needed_by(item):
    """The things named by the item's markers and fixtures."""
    named = [thing for marker in item.iter_markers("needs") for thing in marker.args]
    served = [FIXTURE_SERVES[name] for name in getattr(item, "fixturenames", ()) if name in FIXTURE_SERVES]
    return dict.fromkeys(named + served)


def skips_fail():
    return os.environ.get("GATEHOUSE_TEST_NO_SKIPS") == "1"


def pytest_configure(config):
    config.addinivalue_line("markers", f"needs(*things): what the test needs of {', '.join(machine.LACKS)}")


def pytest_collection_modifyitems(items):
    for item in items:
        unknown = [thing for thing in needed_by(item) if thing not in machine.LACKS]
        if unknown:
            raise pytest.UsageError(f"{item.nodeid} needs {unknown}; known: {', '.join(machine.LACKS)}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    for thing in needed_by(item):
        if reason := machine.lacking(thing):
            item.stash[MAY_SKIP] = thing == "shared_data"
            pytest.skip(f"needs {thing}: {reason}")


def fail_if_skipped(report, may_skip):
    """A skip becomes a failure that keeps its reason; an expected failure, reported alike, is not a skip."""
    if report.skipped and skips_fail() and not may_skip and not hasattr(report, "wasxfail"):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        reason = str(reason).removeprefix("Skipped: ")
        report.longrepr = f"{reason}\n(GATEHOUSE_TEST_NO_SKIPS=1: no test may be skipped here)"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item):
    return fail_if_skipped((yield), item.stash.get(MAY_SKIP, False))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report():
    return fail_if_skipped((yield), may_skip=False)


@pytest.fixture(scope="session")
def postgres_url():
    """A database of this test process alone; the tests in it share it, so each makes what it needs afresh."""
    with machine.temporary_database() as url:
        yield url


@pytest.fixture(scope="session")
def chromium_path() -> str:
    return str(machine.chromium_path())


@pytest.fixture(scope="session")
def node_path() -> str:
    return str(machine.node_path())


@pytest.fixture(scope="session")
def shared_data() -> Path:
    return machine.shared_data_folder()
