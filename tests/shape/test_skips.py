"""The skip plumbing of tests/conftest.py, run for real on small files, on a machine that lacks everything."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.shape.tree import ROOT

# The runs below are shared by the tests of this file, so one worker takes them all.
pytestmark = pytest.mark.xdist_group("skips")

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/none"
SAMPLES = {
    "test_needs.py": """
import pytest

@pytest.mark.needs("postgres")
def test_marked():
    raise AssertionError("must not run")

def test_served(postgres_url):
    raise AssertionError("must not run")

@pytest.mark.needs("shared_data")
def test_unpublished():
    raise AssertionError("must not run")
""",
    "test_plain.py": """
import pytest

def test_at_run_time():
    pytest.skip("just so")

@pytest.mark.skip(reason="just so")
def test_by_mark(): ...

@pytest.mark.xfail(strict=True)
def test_expected_failure():
    assert False
""",
    "test_whole_module.py": "import pytest\npytest.skip('just so', allow_module_level=True)\n",
}
MISSPELT = {"test_misspelt.py": "import pytest\n@pytest.mark.needs('a_unicorn')\ndef test_it(): ...\n"}


def run_samples(folder, samples, *, no_skips=False):
    for name, source in samples.items():
        (folder / name).write_text(source, encoding="utf-8")
    plugins = ["-p", "tests.conftest", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov"]
    options = ["-rA", "--continue-on-collection-errors", "--rootdir", folder]
    bare = {"GATEHOUSE_TEST_POSTGRES_URL": NOWHERE, "GATEHOUSE_TEST_SHARED_DATA": str(folder / "none")}
    mode = {"PYTHONPATH": str(ROOT), "GATEHOUSE_TEST_NO_SKIPS": str(int(no_skips)), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *plugins, folder],
        cwd=folder,
        env={**os.environ, **bare, **mode},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def skipping(tmp_path_factory):
    return run_samples(tmp_path_factory.mktemp("skipping"), SAMPLES)


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    return run_samples(tmp_path_factory.mktemp("strict"), SAMPLES, no_skips=True)


def test_what_the_machine_lacks_is_skipped_with_the_reason(skipping):
    assert skipping.returncode == pytest.ExitCode.OK
    assert "6 skipped, 1 xfailed" in skipping.stdout
    assert "needs postgres: no PostgreSQL answers at" in skipping.stdout


@pytest.mark.parametrize("test", ["test_needs.py::test_marked", "test_needs.py::test_served"])
def test_it_fails_with_the_reason_where_skips_are_not_allowed(strict, test):
    assert f"ERROR {test} - needs postgres: no PostgreSQL answers at" in strict.stdout


@pytest.mark.parametrize(
    "line",
    [
        "FAILED test_plain.py::test_at_run_time",
        "ERROR test_plain.py::test_by_mark",
        "ERROR test_whole_module.py",
    ],
)
def test_any_other_skip_fails_too_where_skips_are_not_allowed(strict, line):
    assert strict.returncode == pytest.ExitCode.TESTS_FAILED
    assert f"{line} - just so" in strict.stdout


def test_only_the_unpublished_data_may_be_absent_where_skips_are_not_allowed(strict):
    assert "1 skipped" in strict.stdout
    assert "needs shared_data: no ../shared/data beside this checkout" in strict.stdout


def test_an_expected_failure_is_not_a_skip(strict):
    assert "XFAIL test_plain.py::test_expected_failure" in strict.stdout


def test_a_misspelt_need_is_refused(tmp_path):
    ran = run_samples(tmp_path, MISSPELT)

    assert ran.returncode == pytest.ExitCode.USAGE_ERROR
    assert "known: postgres, chromium, node, shared_data" in ran.stderr


def test_each_test_process_gets_a_database_of_its_own(postgres_url):
    import sqlalchemy as sa

    engine = sa.create_engine(postgres_url)
    with engine.connect() as connection:
        name = connection.execute(sa.text("SELECT current_database()")).scalar_one()
    engine.dispose()

    assert name.startswith("gatehouse_test_")
