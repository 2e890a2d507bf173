"""Which other live changes hit the same groups: `gatehouse overlaps`, and what is told when EQ-06 is handed in."""

from __future__ import annotations

import json

import pytest

from tests.app.cli.desk import CHANGE, OFFICE, SRO
from tests.catalogue.examples import CATALOGUE, example_of

GROUPS = ["age", "disability", "pregnancy_maternity", "race", "sex"]


@pytest.fixture
def hand_in(desk):
    """Hands in the complete example of an item, but for what is given."""

    def handed_in(ref, item, **different):
        record = {**example_of(CATALOGUE.item(item)).record, **different}
        file = desk.file(f"{ref}-{item}.json", json.dumps(record))
        return ["evidence", "add", ref, item, "--record", file]

    return handed_in


@pytest.fixture
def buses(desk, hand_in):
    """A change whose impact matrix shows five groups as adversely affected."""
    ref = desk.register(CHANGE.replace("Payroll with a neighbour", "Fewer buses"))
    desk.do(*hand_in(ref, "EQ-03"), by=OFFICE)
    return ref


@pytest.fixture
def centre(desk, hand_in, buses):
    """Another such change."""
    ref = desk.register(CHANGE.replace("Payroll with a neighbour", "Contact centre"))
    desk.do(*hand_in(ref, "EQ-03"), by=OFFICE)
    return ref


def row(change, group):
    return {
        "change": change,
        "group": group,
        "combined_effect": f"Worse for {group}",
        "response": f"Help {group}",
    }


def test_the_other_change_its_groups_its_place_and_its_evidence_are_shown(desk, buses, centre):
    told = desk.do("overlaps", centre)

    assert (told["ref"], told["assessed"], told["groups"]) == (centre, True, GROUPS)
    (found,) = told["overlaps"]
    assert (found["ref"], found["title"], found["phase"], found["gate"]) == (
        buses,
        "Fewer buses",
        "gathering",
        "impact",
    )
    assert found["groups"] == found["not_named"] == GROUPS
    assert found["stands"].startswith("Impact assessment:")
    assert found["evidence"] == f"gatehouse evidence show {buses} EQ-03"
    shown = desk.run("overlaps", centre).out
    assert "1 other live change hits the same groups:" in shown
    assert "pregnancy maternity" in shown


def test_the_command_that_shows_its_evidence_works(desk, centre):
    (found,) = desk.do("overlaps", centre)["overlaps"]

    assert desk.run(*found["evidence"].split()[1:]).code == 0


def test_handing_in_a_record_tells_which_changes_it_does_not_name(desk, hand_in, buses, centre):
    ran = desk.run(*hand_in(centre, "EQ-06"), by=OFFICE)
    assert ran.code == 0
    assert f"{buses}" in ran.out
    assert "Fewer buses (Impact assessment:" in ran.out

    told = desk.do(*hand_in(centre, "EQ-06", looked_on="2026-01-05"), by=OFFICE)
    assert [one["ref"] for one in told["not_named"]] == [buses]


def test_a_record_that_names_it_for_every_group_leaves_nothing_to_name(desk, hand_in, buses, centre):
    named = [row(f"{buses} Fewer buses", group) for group in GROUPS]
    assert desk.do(*hand_in(centre, "EQ-06", together=named[1:]), by=OFFICE)["not_named"][0]["not_named"] == [
        "age"
    ]

    ran = desk.run(*hand_in(centre, "EQ-06", together=named), by=OFFICE)

    assert "are not named in this record" not in ran.out
    told = desk.do("overlaps", centre)
    assert (told["cumulative_version"], told["overlaps"][0]["not_named"]) == (2, [])
    assert "EQ-06, version 2) names all of them" in desk.run("overlaps", centre).out


def test_other_items_say_nothing_about_other_changes(desk, hand_in, centre):
    told = desk.do(*hand_in(centre, "EQ-04"), by=OFFICE)

    assert "not_named" not in told


def test_a_change_that_was_stopped_hits_nobody(desk, buses, centre):
    desk.do("stop", buses, "--reason", "The saving was found elsewhere", "--lessons", "None", by=SRO)

    assert desk.do("overlaps", centre)["overlaps"] == []
    assert "No other live change" in desk.run("overlaps", centre).out


def test_without_a_matrix_nothing_can_be_compared(desk, ref, buses):
    told = desk.do("overlaps", ref)

    assert (told["assessed"], told["groups"], told["overlaps"]) == (False, [], [])
    assert "no impact matrix (EQ-03) yet" in desk.run("overlaps", ref).out


def test_a_matrix_without_adverse_effects_meets_no_other(desk, hand_in, ref, buses):
    cells = [{**cell, "direction": "neutral"} for cell in example_of(CATALOGUE.item("EQ-03")).record["cells"]]
    desk.do(*hand_in(ref, "EQ-03", cells=cells), by=OFFICE)

    assert desk.do("overlaps", ref)["assessed"] is True
    assert "shows no group as adversely affected" in desk.run("overlaps", ref).out


def test_a_change_nobody_knows_is_an_error(desk):
    assert desk.run("overlaps", "CHG-0404").code == 1
