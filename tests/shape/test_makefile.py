"""`make` lists what there is to make."""

from __future__ import annotations

import re
import subprocess

from tests.shape.tree import ROOT


def test_make_explains_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (help .*)$", makefile, re.MULTILINE)
    printed = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True).stdout

    assert targets
    assert [line.split()[1] for line in printed.splitlines()] == targets[1].split()
