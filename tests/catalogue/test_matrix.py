"""Which evidence ten typical changes must provide, in every nation, and with each answer taken away in turn."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from config.catalogue import load_catalogue
from gates.conditions import Truth, facts_named
from gates.derived import known_facts, required_items
from gates.facts import read_facts
from gates.tracks import TRACK_FACT, TRACKS, may_be_lifted
from tests.machine import ROOT

CATALOGUE = load_catalogue()
NATIONS = CATALOGUE.facts_by_id["nation"].choices
GREAT_BRITAIN = {"england", "scotland", "wales"}
SAID = YAML(typ="safe").load(ROOT / "tests" / "catalogue" / "typical_changes.yaml")
CHANGES = {change["id"]: change for change in SAID["changes"]}
ONLY_IN = {
    item: {"great_britain": GREAT_BRITAIN, "scotland_and_wales": {"scotland", "wales"}}.get(where, {where})
    for where, items in SAID["only_in"].items()
    for item in items.split()
}
TRACK_FACTS = {
    fact for track in CATALOGUE.tracks for one in track.conditions for fact in facts_named(one.when)
}

every_change = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
every_nation = pytest.mark.parametrize("nation", NATIONS)


def facts_of(change: dict[str, Any], **others: Any) -> dict[str, Any]:
    """The change's facts as they are recorded: triage answers read as answers, the rest as evidence publishes it."""
    raw = {**change["facts"], **others}
    asked = {fact.id for fact in CATALOGUE.triage_facts}
    answered = read_facts(CATALOGUE, {name: value for name, value in raw.items() if name in asked})
    assert None not in answered.values()
    return {**raw, **answered}


def items_in(listed: dict[str, Any] | None) -> set[str]:
    """The items of "IA: 1-9 11"."""
    return {
        f"{gate}-{number:02}"
        for gate, text in (listed or {}).items()
        for first, last in re.findall(r"(\d+)(?:-(\d+))?", str(text))
        for number in range(int(first), int(last or first) + 1)
    }


def truths(facts: dict[str, Any]) -> dict[str, Truth]:
    known = known_facts(CATALOGUE, facts)
    return {item.id: item.requirement(known) for item in CATALOGUE.items}


@every_change
def test_a_typical_change_must_provide_what_the_notes_on_evidence_ask_for(change):
    beyond = set(change.get("beyond", {}))
    found = truths(facts_of(change))
    required = {item for item, truth in found.items() if truth is Truth.YES}
    until_answered = {item for item, truth in found.items() if truth is Truth.UNKNOWN}

    assert required - beyond == items_in(change["required"])
    assert until_answered == items_in(change.get("until_answered")) - beyond
    assert beyond <= required


@every_change
def test_a_typical_change_is_on_the_track_that_suits_it(change):
    assert known_facts(CATALOGUE, facts_of(change))[TRACK_FACT] == change["track"]


def test_the_notes_speak_of_every_item_and_of_no_other():
    spoken_of = {item for change in CHANGES.values() for item in items_in(change["required"])}

    assert spoken_of | {"LG-14"} == {item.id for item in CATALOGUE.items}


@every_change
@every_nation
def test_only_the_law_of_the_nation_is_asked_for(change, nation):
    at_home = required_items(CATALOGUE, facts_of(change))
    there = required_items(CATALOGUE, facts_of(change, nation=nation))

    assert not {item for item in there if nation not in ONLY_IN.get(item, NATIONS)}
    assert at_home ^ there <= {*ONLY_IN, *SAID["wider_in_some"].split()}


@every_change
@every_nation
def test_an_answer_taken_away_never_takes_an_item_away(change, nation):
    facts = facts_of(change, nation=nation)
    required = required_items(CATALOGUE, facts)
    for fact in facts:
        found = required_items(CATALOGUE, {name: value for name, value in facts.items() if name != fact})
        more = [CATALOGUE.item(item) for item in found - required]

        assert required <= found, fact
        # What is asked for more hangs on that very question, or on the track that the question decides about.
        assert all(fact in i.condition_facts or _by_track(i, fact) for i in more), fact


def _by_track(item, fact):
    return TRACK_FACT in facts_named(item.required_when) and fact in TRACK_FACTS


NUMBERS = [0, 1, 10, 20, 100, 60_000, 2_000_000]
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "nation": st.sampled_from(NATIONS),
        "change_type": st.lists(st.sampled_from(CATALOGUE.facts_by_id["change_type"].choices), min_size=1).map(tuple),
        "decision_date": st.sampled_from(["2012-01-01", "2020-06-01", "2027-03-01"]),
        "tupe": st.sampled_from(CATALOGUE.facts_by_id["tupe"].choices),
        **{
            fact.id: st.booleans() if fact.kind == "boolean" else st.sampled_from(NUMBERS)
            for fact in CATALOGUE.facts
            if fact.kind in {"boolean", "number", "money"} and not fact.derived
        },
    },
)  # fmt: skip


@given(ANSWERS, st.data())
def test_whatever_is_answered_an_answer_taken_away_never_takes_an_item_away(facts, data):
    gone = data.draw(st.sets(st.sampled_from(sorted(facts)))) if facts else set()
    less = {name: value for name, value in facts.items() if name not in gone}

    assert required_items(CATALOGUE, facts) <= required_items(CATALOGUE, less)
    assert TRACKS.index(str(known_facts(CATALOGUE, facts)[TRACK_FACT])) <= TRACKS.index(
        str(known_facts(CATALOGUE, less)[TRACK_FACT])
    )


def test_the_light_track_lifts_what_the_notes_say_and_nothing_that_a_statute_asks_for():
    lifted = {item.id for item in CATALOGUE.items if TRACK_FACT in facts_named(item.required_when)}

    assert lifted == set(SAID["lifted_on_light"].split())
    assert all(may_be_lifted(CATALOGUE.item(item)) for item in lifted)


@pytest.mark.parametrize(
    ("fact", "last_without", "first_with", "item"),
    [
        ("redundancies_max_at_one_establishment_90d", 0, 1, "LG-05"),
        ("redundancies_max_at_one_establishment_90d", 19, 20, "CO-06"),
        ("exit_payment_special_max", 0, 0.01, "LG-14"),
        ("partner_councils", 0, 1, "LG-03"),
        ("contract_value_inc_vat", 0, 1, "LG-07"),
        ("consultants_cost", 0, 1, "LN-09"),
        ("staff_affected", 0, 1, "IA-03"),
        ("staff_affected", 0, 1, "IA-11"),
        ("roles_changed", 0, 1, "LN-02"),
    ],
)
def test_an_item_is_asked_for_from_its_threshold_on(fact, last_without, first_with, item):
    change = CHANGES["committee_council"]

    assert item not in required_items(CATALOGUE, facts_of(change, **{fact: last_without}))
    assert item in required_items(CATALOGUE, facts_of(change, **{fact: first_with}))
