"""Every item of the shipped catalogue can be completed, and every check of it finds what it is there to find."""

from __future__ import annotations

from typing import get_args

import pytest

from gates.checks import Check
from gates.conditions import Always, Not, Truth, evaluate
from gates.dead_rules import reach_of
from gates.errors import GateError
from gates.workdays import is_working_day
from tests.catalogue.examples import CATALOGUE, FOLDER, TODAY, example_of, overridden
from tests.catalogue.mutations import BREAKS, applies, applying, broken_variants

every_item = pytest.mark.parametrize("item", CATALOGUE.items, ids=lambda item: item.id)
EVERY_CHECK = [
    pytest.param(item, check, id=f"{item.id}-is-broken-when-{check.id}")
    for item in CATALOGUE.items
    for check in item.checks
]
CONDITIONAL = [item for item in CATALOGUE.items if not isinstance(item.asked_when, Always)]


@every_item
def test_a_complete_example_leaves_no_gap(item):
    example = example_of(item)
    broken = {
        check.id: f"{check.message} Found: {check.explain(example.whole, example.facts)}"
        for check in item.checks
        if example.breaks(check)
    }

    assert broken == {}


@every_item
def test_a_complete_example_is_of_a_change_that_owes_the_item(item):
    assert item.is_required(example_of(item).facts)


@pytest.mark.parametrize(("item", "check"), EVERY_CHECK)
def test_a_check_finds_what_it_is_there_to_find(item, check):
    example = example_of(item)
    if check.id in example.broken:
        assert overridden(example, example.broken[check.id]).breaks(check)
        return
    variants = broken_variants(example, check)
    assert any(is_readable(variant) and variant.breaks(check) for variant in variants), (
        f"nothing that tests/catalogue/mutations.py does to {item.id} breaks {check.id}: add to "
        f"tests/catalogue/complete/{item.id}.yaml under `broken` a record, facts or a document that break it"
    )


@pytest.mark.parametrize(("item", "check"), EVERY_CHECK)
def test_a_check_can_be_met_where_it_applies(item, check):
    example = example_of(item)
    if check.id in example.met:
        variants = [overridden(example, example.met[check.id])]
    else:
        variants = [variant for variant in applying(example, check) if is_readable(variant)]
    assert any(applies(variant, check) and not variant.breaks(check) for variant in variants), (
        f"the example of {item.id} does not call for {check.id}: add to tests/catalogue/complete/{item.id}.yaml "
        "under `met` the facts that call for it, and a record that meets it"
    )


def is_readable(variant):
    """A variant that the door would refuse shows nothing about a check."""
    try:
        return bool(variant.whole and variant.facts)
    except GateError:
        return False


@every_item
def test_some_change_owes_the_item(item):
    facts = reach_of(CATALOGUE).facts_for(item.asked_when)

    assert facts is not None
    assert item.requirement(facts) is Truth.YES


@pytest.mark.parametrize("item", CONDITIONAL, ids=lambda item: item.id)
def test_some_change_does_not_owe_the_item(item):
    facts = reach_of(CATALOGUE).facts_for(Not(kind="not", part=item.asked_when))

    assert facts is not None
    assert evaluate(item.asked_when, facts) is Truth.NO


def test_every_example_is_of_an_item_and_breaks_checks_that_it_has():
    stray = sorted({path.stem for path in FOLDER.glob("*")} - {item.id for item in CATALOGUE.items})
    unknown = {
        item.id: sorted(
            {*example_of(item).broken, *example_of(item).met} - {check.id for check in item.checks}
        )
        for item in CATALOGUE.items
        if (FOLDER / f"{item.id}.yaml").is_file()
    }

    assert stray == []
    assert {item: checks for item, checks in unknown.items() if checks} == {}


def test_every_kind_of_check_has_a_way_to_break_it():
    assert set(BREAKS) == set(get_args(get_args(Check)[0]))


def test_the_day_of_the_examples_is_an_ordinary_working_day():
    assert is_working_day(TODAY, None)
