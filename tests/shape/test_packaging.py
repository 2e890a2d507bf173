"""What is installed is what was locked and what the checkout holds."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.shape.tree import ROOMS, ROOT, project_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN = PROJECT["project"]["dependencies"]
DEV = PROJECT["dependency-groups"]["dev"]
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[\w.+!-]+)(?P<rest>.*)$", re.MULTILINE)


def locked(name):
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


def pins(name):
    """Each locked distribution with the versions that it is locked to (one, or one per range of Pythons)."""
    found: dict[str, set[str]] = {}
    for pin in PIN.finditer(locked(name)):
        found.setdefault(canonicalize_name(pin["name"]), set()).add(pin["version"])
    return found


@pytest.mark.parametrize(
    ("lock", "wanted"), [("run.txt", RUN), ("dev.txt", [*RUN, *DEV])], ids=["run.txt", "dev.txt"]
)
def test_a_lock_file_serves_what_the_project_asks_for(lock, wanted):
    found = pins(lock)
    requirements = [Requirement(line) for line in wanted]
    stale = [
        str(requirement)
        for requirement in requirements
        if not (versions := found.get(canonicalize_name(requirement.name)))
        or not all(requirement.specifier.contains(version) for version in versions)
    ]

    assert not stale, "run: make lock"


def test_development_adds_to_what_runs_and_changes_none_of_it():
    developed = pins("dev.txt")

    assert {name: developed.get(name) for name in pins("run.txt")} == pins("run.txt")


@pytest.mark.parametrize("lock", ["bootstrap.txt", "run.txt", "dev.txt"])
def test_every_locked_distribution_carries_its_hashes(lock):
    entries = re.split(r"\n(?=[a-z0-9])", locked(lock))
    bare = [entry.splitlines()[0] for entry in entries if PIN.match(entry) and "--hash=sha256:" not in entry]

    assert PIN.search(locked(lock))
    assert not bare


def test_the_wheel_holds_every_file_of_the_rooms_and_the_templates(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    names = {path.relative_to(ROOT).as_posix() for path in project_files()}
    expected = {name for name in names if name.split("/")[0] in {*ROOMS, "templates"}}

    assert expected <= packed
    assert not {name for name in packed if name.startswith("tests/")}
