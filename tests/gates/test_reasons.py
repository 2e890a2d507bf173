"""Why a condition holds, does not or is open, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from gates.conditions import Condition, evaluate
from gates.reasons import deciding, said, why
from tests.gates.catalogues import catalogue, raw_item

CATALOGUE = catalogue(raw_item())
CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
STAFF, PUBLIC = {"staff_affected": {"more_than": 0}}, {"public_facing": True}


@pytest.mark.parametrize(
    ("raw", "facts", "words"),
    [
        ({"decision_date": {"at_least": "2026-11-21"}}, {"decision_date": "2026-03-01"},
         "Decision is 1 March 2026, which is not on or after 21 November 2026"),
        ({"change_type": {"includes": "merger"}}, {"change_type": ("merger",)}, "Type is merger"),
        ("always", {}, "always"),
        (STAFF, {"staff_affected": 12}, "Staff affected is 12, which is more than 0"),
        (STAFF, {"staff_affected": 0}, "Staff affected is 0, which is not more than 0"),
        (STAFF, {}, "Staff affected is not answered"),
        (PUBLIC, {"public_facing": True}, "Public-facing is yes"),
        (PUBLIC, {"public_facing": False}, "Public-facing is no"),
        ({"nation": {"is_not": "wales"}}, {"nation": "england"}, "Nation is england, not wales"),
        ({"nation": {"is_not": "wales"}}, {"nation": "wales"}, "Nation is wales"),
        ({"change_type": {"includes": "merger"}}, {"change_type": ("merger", "digital_ict")},
         "Type is merger, digital ict"),
        ({"change_type": {"includes": ["merger", "digital_ict"]}}, {"change_type": ("restructure",)},
         "Type is restructure, not merger or digital ict"),
        ({"one_off_cost": {"at_least": 1000}}, {"one_off_cost": 2500.5},
         "One-off cost is £2,500.50, which is at least £1,000"),
        ({"decision_date": {"less_than": "2026-11-21"}}, {"decision_date": "2026-03-01"},
         "Decision is 1 March 2026, which is before 21 November 2026"),
        ({"found_later": True}, {}, "found later is not answered"),
        ({"all": [STAFF, PUBLIC]}, {"staff_affected": 0}, "Staff affected is 0, which is not more than 0"),
        ({"all": [STAFF, PUBLIC]}, {"staff_affected": 3}, "Public-facing is not answered"),
        ({"any": [STAFF, PUBLIC]}, {"staff_affected": 3}, "Staff affected is 3, which is more than 0"),
        ({"any": [STAFF, PUBLIC]}, {"staff_affected": 0, "public_facing": False},
         "Staff affected is 0, which is not more than 0; Public-facing is no"),
        ({"not": STAFF}, {"staff_affected": 3}, "Staff affected is 3, which is more than 0"),
        ({"all": [STAFF, "always", STAFF]}, {"staff_affected": 3}, "Staff affected is 3, which is more than 0"),
    ],
)  # fmt: skip
def test_a_reason_names_the_answers_that_decide(raw, facts, words):
    assert why(CONDITION.validate_python(raw), CATALOGUE, facts) == words


def test_an_answer_that_is_no_day_is_said_as_it_stands():
    assert said("some time", CATALOGUE.facts_by_id["decision_date"]) == "some time"


FACTS = ("a", "b", "c")
COMPARISON = st.builds(
    lambda fact, value: {fact: {"at_least": value}}, st.sampled_from(FACTS), st.integers(0, 3)
)
RAW = st.recursive(
    COMPARISON | st.just("always"),
    lambda part: (
        st.lists(part, min_size=1, max_size=3).map(lambda parts: {"all": parts})
        | st.lists(part, min_size=1, max_size=3).map(lambda parts: {"any": parts})
        | part.map(lambda one: {"not": one})
    ),
    max_leaves=6,
)


@given(RAW, st.dictionaries(st.sampled_from(FACTS), st.integers(0, 3)))
def test_the_facts_that_decide_are_enough_to_decide(raw, facts):
    condition = CONDITION.validate_python(raw)
    enough = {name: facts[name] for name in {one.fact for one in deciding(condition, facts)} if name in facts}

    assert evaluate(condition, enough) is evaluate(condition, facts)
