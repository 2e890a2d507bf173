"""Imports point inwards, and the rules stay pure."""

from __future__ import annotations

import ast
import configparser
import subprocess
import sys
import tomllib
from itertools import accumulate

import pytest
from grimp import ImportGraph

from tests.shape.contracts import OnlyImporters
from tests.shape.tree import ROOMS, ROOT, parsed, python_files, shown

# Bank holidays are data and arithmetic, as pure as the rules that count with them (docs/decisions/0008).
MAY_BE_IMPORTED_BY_GATES = sys.stdlib_module_names | {"pydantic", "pydantic_core", "holidays", "gates"}
IMPURE_MODULES = {
    *(
        "asyncio",
        "http",
        "importlib",
        "io",
        "os",
        "pathlib",
        "random",
        "secrets",
        "shutil",
        "socket",
        "sqlite3",
    ),
    *("subprocess", "tempfile", "threading", "time", "urllib.request"),
}
IMPURE_CALLS = {"getenv", "input", "now", "open", "print", "today", "utcnow", "uuid1", "uuid4"}


def lint_imports():
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def imported_by(path):
    """Every module or name imported, with the packages above it: `urllib`, `urllib.parse`, ..."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            prefix = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            for alias in node.names:
                yield from accumulate(f"{prefix}{alias.name}".split("."), "{}.{}".format)


def called_by(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", ""))


def test_import_contracts_hold():
    ran = lint_imports()

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_contracts_and_wheel_cover_every_room():
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

    assert set(contracts["importlinter"]["root_packages"].split()) == set(ROOMS)
    assert set(packages) == {*ROOMS, "templates"}


@pytest.mark.parametrize("path", python_files("gates"), ids=shown)
def test_a_rule_imports_only_the_standard_library_and_pydantic(path):
    assert {name.split(".")[0] for name in imported_by(path)} <= MAY_BE_IMPORTED_BY_GATES


@pytest.mark.parametrize("path", python_files("gates"), ids=shown)
def test_a_rule_reads_no_clock_file_or_network(path):
    assert not set(imported_by(path)) & IMPURE_MODULES
    assert not set(called_by(path)) & IMPURE_CALLS


@pytest.mark.parametrize(
    ("importer", "kept"),
    [
        ("tasks.completeness", True),
        ("tasks.completeness_scan", True),
        ("tasks.completeness.scan", True),
        ("tasks.slack", False),
        ("app.web", False),
    ],
)
def test_only_the_named_importers_may_import_a_library(importer, kept):
    graph = ImportGraph()
    graph.add_import(importer=importer, imported="great_expectations")
    contract = OnlyImporters(
        name="",
        session_options={},
        contract_options={"libraries": ["great_expectations"], "importers": ["tasks.completeness*"]},
    )

    assert contract.check(graph, verbose=False).kept is kept
