"""Facts that follow from others, and that whatever evaluates sees the same ones."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gates import derived
from gates.catalogue import Catalogue
from gates.completeness import gaps_by_python, rows_of
from gates.derived import facts_under, known_facts, required_items
from gates.state import ChangeState
from gates.vocabulary import Gate
from tests.gates.catalogues import catalogue, raw_item
from tests.gates.tracked import SMALL, raw_tracked

CATALOGUE = Catalogue.model_validate(raw_tracked())
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_the_track_is_a_fact_like_any_other():
    assert known_facts(CATALOGUE, SMALL) | SMALL == known_facts(CATALOGUE, SMALL)
    assert known_facts(CATALOGUE, SMALL)["track"] == "light"
    assert known_facts(CATALOGUE, {})["track"] == "full"
    assert known_facts(catalogue(raw_item()), SMALL)["track"] == "full"


A_LIST: dict[str, Any] = {**SMALL, "change_type": ["merger"]}


@pytest.mark.parametrize("facts", [{}, SMALL, A_LIST])
def test_known_twice_is_the_same_as_known_once(facts):
    once = known_facts(CATALOGUE, facts)

    assert known_facts(CATALOGUE, once) == once
    assert known_facts(CATALOGUE, {**facts, "track": "light"}) == once


def test_a_list_where_a_tuple_belongs_is_read_all_the_same():
    assert known_facts(CATALOGUE, A_LIST)["track"] == "full"


def test_what_is_remembered_is_bounded_and_forgotten_without_harm(monkeypatch):
    monkeypatch.setattr(derived, "REMEMBERED", 3)
    monkeypatch.setattr(derived, "_remembered", {})
    found = [
        known_facts(CATALOGUE, {**SMALL, "staff_affected": number})["track"] for number in (1, 2, 3, 99, 1)
    ]

    assert found == ["light", "light", "light", "standard", "light"]
    assert len(derived._remembered) <= 3


def test_one_catalogues_answer_is_never_taken_for_anothers():
    assert known_facts(CATALOGUE, SMALL)["track"] == "light"
    assert known_facts(catalogue(raw_item()), SMALL)["track"] == "full"
    assert known_facts(CATALOGUE, SMALL)["track"] == "light"


@pytest.mark.parametrize(
    ("facts", "required"),
    [(SMALL, ["LN-01", "LN-03"]), ({**SMALL, "staff_affected": 99}, ["LN-01", "LN-02", "LN-03"])],
)
def test_rows_gaps_and_requirements_see_the_track(facts, required):
    rows = rows_of(CATALOGUE, [Gate.LEARNING], facts, {})

    assert [row.item for row in rows] == required
    assert [item.id for item in CATALOGUE.required(Gate.LEARNING, facts)] == required
    assert len(gaps_by_python(CATALOGUE, rows, NOW.date(), facts)) == len(required)


def test_a_change_is_seen_with_all_that_is_known_of_it():
    state = ChangeState(
        ref="CHG-0001",
        version=1,
        catalogue=CATALOGUE.version,
        title="Payroll",
        author="PER-0001",
        answers=SMALL,
        registered_at=NOW,
        gate_since=NOW,
    )

    assert facts_under(state, CATALOGUE) == known_facts(CATALOGUE, SMALL)
    assert "LN-02" not in required_items(CATALOGUE, state.facts)
