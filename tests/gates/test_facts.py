"""Answers at triage: typed, and every fault at once."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gates.facts import FactsInvalid, read_facts
from tests.gates.catalogues import FACTS, catalogue, raw_item

CATALOGUE = catalogue(raw_item(publishes={"case_approved_on": "approved_on"}))


@pytest.mark.parametrize(
    ("name", "written", "fact"),
    [
        ("staff_affected", "12", 12),
        ("staff_affected", 12.5, 12.5),
        ("one_off_cost", "\u00a31,200,000", 1200000),
        ("one_off_cost", "-50", -50),
        ("public_facing", "Yes", True),
        ("public_facing", False, False),
        ("nation", "Wales", "wales"),
        ("change_type", "digital ICT, merger", ("merger", "digital_ict")),
        ("change_type", ["merger"], ("merger",)),
        ("decision_date", "21 November 2026", "2026-11-21"),
        ("decision_date", date(2026, 11, 21), "2026-11-21"),
        ("lead_council", " Harborough ", "Harborough"),
        ("staff_affected", "", None),
        ("staff_affected", None, None),
        ("nation", "Unknown", None),
        ("change_type", [], None),
    ],
)
def test_an_answer_is_read_as_people_give_it(name, written, fact):
    assert read_facts(CATALOGUE, {name: written}) == {name: fact}


def test_every_fault_is_listed_at_once():
    with pytest.raises(FactsInvalid) as refused:
        read_facts(
            CATALOGUE,
            {
                "staff_affectd": 3, "staff_affected": "-1", "one_off_cost": "dear", "public_facing": "perhaps",
                "nation": "Walse", "change_type": "merger, takeover", "decision_date": "soon", "lead_council": [],
                "case_approved_on": "2026-01-01", "zzz\ud800": 1,
            },
        )  # fmt: skip

    assert refused.value.errors == [
        "staff_affectd: there is no such fact. Did you mean staff_affected?",
        "staff_affected: -1 is less than 0",
        "one_off_cost: not a number: 'dear'",
        "public_facing: answer yes or no, not 'perhaps'",
        "nation: 'Walse' is not a choice. Did you mean wales?",
        "change_type: ' takeover' is not a choice. Choose from: merger, digital_ict, restructure.",
        "decision_date: not a date: 'soon'; write it like 2026-11-21 or 21 November 2026",
        "lead_council: not a text: []",
        "case_approved_on: there is no such fact.",
        "zzz\\ud800: there is no such fact.",
    ]
    assert all(error in str(refused.value) for error in refused.value.errors)


def test_a_fact_that_evidence_answers_is_not_asked():
    published = {"id": "case_approved_on", "kind": "date", "title": "Approved"}
    asked = catalogue(raw_item(publishes={"case_approved_on": "approved_on"}), facts=[*FACTS, published])

    assert "case_approved_on" not in {fact.id for fact in asked.triage_facts}
    with pytest.raises(FactsInvalid, match=r"is answered by the evidence IA-01 \(Case for change\)"):
        read_facts(asked, {"case_approved_on": "2026-01-01"})


def test_a_fact_that_is_worked_out_is_answered_by_nobody():
    derived = {"id": "total", "kind": "number", "title": "Total", "derived": True}

    with pytest.raises(FactsInvalid, match="total: is worked out from other facts"):
        read_facts(catalogue(raw_item(), facts=[*FACTS, derived]), {"total": 3})


@given(
    st.dictionaries(
        st.sampled_from([fact["id"] for fact in FACTS]) | st.text(max_size=3),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text()
        | st.lists(st.text())
        | st.dates(),
    )
)
def test_any_answers_at_all_are_read_or_refused(raw):
    try:
        facts = read_facts(CATALOGUE, raw)
    except FactsInvalid as refused:
        json.dumps(str(refused), ensure_ascii=False).encode()
    else:
        assert read_facts(CATALOGUE, json.loads(json.dumps(facts))) == facts
