"""The catalogue as a whole: what is required of whom, lookups, and its version."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from gates.catalogue import Catalogue, ItemNotInGate, UnknownItem
from gates.conditions import Truth
from gates.vocabulary import Basis, Gate
from tests.gates.catalogues import FACTS, catalogue, check, item, raw_catalogue, raw_item

CATALOGUE = catalogue(raw_item(), raw_item("IA-02", required_when={"staff_affected": {"more_than": 0}}))


@pytest.mark.parametrize(
    ("changes", "facts", "truth"),
    [
        ({}, {}, Truth.YES),
        ({"required_when": {"public_facing": True}}, {}, Truth.UNKNOWN),
        ({"required_when": {"public_facing": True}}, {"public_facing": False}, Truth.NO),
        ({"nations": ["wales"]}, {"nation": "wales"}, Truth.YES),
        ({"nations": ["wales"]}, {"nation": "england"}, Truth.NO),
        ({"nations": ["wales"]}, {}, Truth.UNKNOWN),
        (
            {"nations": ["wales"], "required_when": {"public_facing": True}},
            {"public_facing": False},
            Truth.NO,
        ),
        ({"effective_from": "2026-10-01"}, {"decision_date": "2026-10-01"}, Truth.YES),
        ({"effective_from": "2026-10-01"}, {"decision_date": "2026-09-30"}, Truth.NO),
        ({"effective_from": "2026-10-01"}, {}, Truth.UNKNOWN),
        ({"effective_to": "2026-10-01"}, {"decision_date": "2026-10-01"}, Truth.YES),
        ({"effective_to": "2026-10-01"}, {"decision_date": "2026-10-02"}, Truth.NO),
    ],
)
def test_an_item_is_required_by_its_condition_where_and_while_the_law_asks(changes, facts, truth):
    asked = item(**changes)

    assert asked.requirement(facts) is truth
    assert asked.is_required(facts) is (truth is not Truth.NO)


def test_what_nobody_has_answered_yet_is_required_until_answered():
    assert [one.id for one in CATALOGUE.required(Gate.IMPACT, {})] == ["IA-01", "IA-02"]
    assert [one.id for one in CATALOGUE.required(Gate.IMPACT, {"staff_affected": 0})] == ["IA-01"]


def test_an_item_is_found_by_its_id_in_any_case():
    assert CATALOGUE.item("ia-02").id == "IA-02"
    assert CATALOGUE.item("IA-02", Gate.IMPACT).needs_review is False
    assert item(review_by="reviewer").needs_review is True


def test_an_unknown_item_is_refused_with_the_nearest():
    with pytest.raises(UnknownItem, match="Did you mean IA-02"):
        CATALOGUE.item("IA-002")


def test_an_item_of_another_gate_is_refused_with_those_of_the_gate():
    with pytest.raises(ItemNotInGate, match=r'belongs to the gate "Impact", not to "Legal".* LG-01'):
        CATALOGUE.item("IA-01", Gate.LEGAL)


def test_an_item_knows_every_fact_that_decides_about_it():
    late = check("days_between", first="fact:decision_date", then="approved_on", when={"nation": "wales"})

    assert item(required_when={"staff_affected": 1}, checks=[late]).condition_facts == {
        "staff_affected", "decision_date", "nation",
    }  # fmt: skip


def test_a_catalogue_survives_json_with_its_version():
    again = Catalogue.model_validate_json(CATALOGUE.model_dump_json(by_alias=True))

    assert again == CATALOGUE
    assert again.version == CATALOGUE.version


@pytest.mark.parametrize(
    "other",
    [
        raw_catalogue(raw_item(), name="Other"),
        raw_catalogue(raw_item(required_when={"all": [{"public_facing": True}, {"staff_affected": 1}]})),
        raw_catalogue(raw_item(required_when={"any": [{"public_facing": True}, {"staff_affected": 1}]})),
        raw_catalogue(raw_item(checks=[check("min_rows", field="options", at_least=1)])),
        raw_catalogue(raw_item(checks=[check("min_rows", field="options", at_least=2)])),
        raw_catalogue(
            raw_item(checks=[check("min_rows", field="options", at_least=2, when={"staff_affected": 1})])
        ),
        raw_catalogue(raw_item(), facts=FACTS[::-1]),
    ],
)
def test_catalogues_with_different_rules_have_different_versions(other):
    others = [catalogue(raw_item()), CATALOGUE]

    assert Catalogue.model_validate(other).version not in {one.version for one in others}
    assert Catalogue.model_validate(other).version == Catalogue.model_validate(other).version


def test_all_and_any_of_the_same_parts_are_different_rules():
    parts = [{"public_facing": True}, {"staff_affected": 1}]
    versions = {catalogue(raw_item(required_when={word: parts})).version for word in ("all", "any")}

    assert len(versions) == 2


def test_spelling_out_a_default_does_not_change_the_version():
    assert catalogue(raw_item(review_by=None, nations=[])).version == catalogue(raw_item()).version


@pytest.mark.parametrize("basis", Basis)
def test_every_strength_of_basis_can_be_declared(basis):
    assert item(kind=basis).kind is basis


SECTIONS = [
    {"id": "people", "title": "People"},
    {"id": "money", "title": "Money"},
    {"id": "empty", "title": "Empty"},
]
PLACED = [{**fact, "section": "people"} if fact["id"] == "staff_affected" else fact for fact in FACTS]
DERIVED = {"id": "total", "kind": "number", "title": "Total", "derived": True}


def test_the_questionnaire_asks_by_section_and_leaves_out_what_nobody_answers():
    money = {"id": "grant", "kind": "money", "title": "Grant", "section": "money"}
    asked = catalogue(
        raw_item(publishes={"lead_council": "case"}),
        sections=SECTIONS,
        facts=[*PLACED, money, DERIVED],
    )

    assert [(title, [fact.id for fact in facts]) for title, facts in asked.questionnaire] == [
        ("People", ["staff_affected"]),
        ("Money", ["grant"]),
        ("", ["nation", "change_type", "one_off_cost", "public_facing", "decision_date"]),
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"facts": PLACED}, "staff_affected: the section 'people' is not among the sections"),
        ({"sections": [*SECTIONS, SECTIONS[0]]}, "people: is defined twice"),
        (
            {"facts": [*FACTS, {**DERIVED, "kind": "date"}]},
            "total: is worked out from other facts, so IA-01 cannot",
        ),
    ],
)
def test_a_questionnaire_that_cannot_work_is_refused(changes, says):
    with pytest.raises(ValidationError, match=says):
        catalogue(raw_item(publishes={"total": "approved_on"}), **changes)
