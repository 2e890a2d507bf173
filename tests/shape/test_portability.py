"""The project names no path of one machine and no package registry: any mirror will serve."""

from __future__ import annotations

import re

import pytest

from tests.shape.tree import project_files, shown

# Assembled, so that this file does not name them either.
MACHINE_FOLDERS = ("work", "farm", "root", "tmp", "Users", "home")
REGISTRIES = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("registry", "npmjs"),
    ("deb", "debian"),
    ("proxy", "golang"),
)

MACHINE_PATH = re.compile(rf"(?<![\w.~$}}>-])/(?:{'|'.join(MACHINE_FOLDERS)})/\w")
REGISTRY = re.compile("|".join(re.escape(".".join(labels)) for labels in REGISTRIES))


def lines_matching(pattern):
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if pattern.search(line):
                yield f"{shown(path)}:{number}: {line.strip()[:120]}"


def test_no_file_holds_a_path_of_one_machine():
    assert not list(lines_matching(MACHINE_PATH))


def test_no_file_names_a_package_registry():
    assert not list(lines_matching(REGISTRY))


@pytest.mark.parametrize("folder", MACHINE_FOLDERS)
@pytest.mark.parametrize("before", ["cd ", '"', "file://", "=", ":"])
def test_a_machine_path_is_recognised(before, folder):
    assert MACHINE_PATH.search(f"{before}/{folder}/x")


@pytest.mark.parametrize("folder", MACHINE_FOLDERS)
@pytest.mark.parametrize("before", ["app", "https://council.example", "~", "$HOME", "{checkout}"])
def test_other_paths_are_left_alone(before, folder):
    assert not MACHINE_PATH.search(f"{before}/{folder}/x")
