"""The council's own numbers of the clocks, in `catalogue.yaml`."""

from __future__ import annotations

import shutil

import pytest

from config.catalogue import FOLDER, CatalogueInvalid, load_catalogue
from gates.clock_policy import ClockPolicy


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "own")
    return tmp_path / "own"


def rewrite(folder, before, after):
    head = folder / "catalogue.yaml"
    text = head.read_text(encoding="utf-8")
    assert text.count(before) == 1
    head.write_text(text.replace(before, after), encoding="utf-8")


def test_a_council_sets_its_own_numbers(folder):
    rewrite(folder, "call_in_working_days: 5", "call_in_working_days: 10")

    found = load_catalogue(folder)

    assert found.clocks == ClockPolicy(call_in_working_days=10)
    assert found.version != load_catalogue().version


def test_a_catalogue_without_them_has_the_defaults_and_the_same_version(folder):
    head = folder / "catalogue.yaml"
    before, _, after = head.read_text(encoding="utf-8").partition("\nclocks:\n")
    rest = [line for line in after.splitlines() if not line.startswith("  ")]
    head.write_text("\n".join([before, *rest, ""]), encoding="utf-8")

    found = load_catalogue(folder)

    assert found.clocks == ClockPolicy()
    assert found.version == load_catalogue().version


@pytest.mark.parametrize(
    ("after", "says"),
    [
        ("feedback_days: -1", "greater than or equal to 0"),
        ("feedback_days: a month", "valid integer"),
        ("feedback_day: 30", "Did you mean feedback_days?"),
    ],
)
def test_a_fault_is_told_with_its_line(folder, after, says):
    rewrite(folder, "feedback_days: 30", after)
    line = (folder / "catalogue.yaml").read_text(encoding="utf-8").split(after)[0].count("\n") + 1

    with pytest.raises(CatalogueInvalid) as told:
        load_catalogue(folder)

    assert any(f"catalogue.yaml, line {line}" in fault and says in fault for fault in told.value.faults), (
        told.value.faults
    )
