"""The demonstration: played whole, twice, and never over a council's own changes."""

from __future__ import annotations

import json

import pytest

from app.cli.demo.home import KEPT_FOLDER
from tests.app.cli.desk import Desk

ENDS = {
    "SEED-01": "Impact assessment: awaiting board (1 of 5 voted)",
    "SEED-07": "Stopped at impact assessment",
    "SEED-08": "Delivering: all five gates passed",
    "SEED-09": "Equality assessment: awaiting evidence (9)",
}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A home in which the demonstration was played twice, and what each said."""
    desk = Desk.at(tmp_path_factory.mktemp("demo") / "home")
    return desk, desk.process("demo", "--json"), desk.process("demo")


@pytest.mark.xdist_group("prefect")
def test_the_story_is_played_to_its_end_and_the_record_verifies(played):
    _, first, _ = played
    assert first.code == 0, first.err
    told = json.loads(first.out)

    ends = [change["stands"] for change in told["changes"]]
    assert len(ends) == 12
    assert set(ENDS.values()) <= set(ends)
    assert told["ledger"]["faults"] == []
    assert {gap["item"] for gap in told["gaps_of"]["gaps"]} >= {"IA-02", "IA-07", "IA-14"}


@pytest.mark.xdist_group("prefect")
def test_it_can_be_played_again_and_keeps_the_earlier_one_aside(played):
    desk, _, second = played

    assert second.code == 0, second.err
    assert "What to open next" in second.out
    assert "Verified" in second.out
    (kept,) = (desk.home / KEPT_FOLDER).iterdir()
    assert (kept / "gatehouse.db").exists()
    assert len(desk.do("changes")) == 12


@pytest.mark.xdist_group("prefect")
def test_nothing_that_goes_wrong_is_hidden_in_what_it_prints(played):
    _, first, second = played

    for said in (first, second):
        assert not [
            line for line in said.err.splitlines() if "ERROR" in line or "WARNING" in line or "Trace" in line
        ]


@pytest.mark.xdist_group("prefect")
def test_a_councils_own_changes_are_never_played_over(desk):
    desk.register()
    refused = desk.run("demo", "--json")

    assert (refused.code, refused.json["error"]) == (1, "HomeInUse")
    assert len(desk.do("changes")) == 1


@pytest.mark.xdist_group("prefect")
def test_evidence_made_up_for_the_demonstration_says_so_wherever_it_is_shown(played):
    desk, _, _ = played
    shown = desk.do("show", "8")

    assert all(version["illustrative"] for version in shown["evidence"].values())
    assert "Evidence of this change is illustrative" in desk.run("show", "8").out
