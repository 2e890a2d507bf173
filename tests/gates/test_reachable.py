"""Whether conditions can hold together: told by trying the values that make a difference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from gates import reachable
from gates.conditions import Condition, Truth, evaluate
from gates.fields import Kind
from gates.reachable import Answers, TooMany, can_hold, facts_that_satisfy, values_worth_trying

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
ANSWERS = {
    "nation": Answers(Kind.CHOICE, ("england", "wales", "scotland")),
    "types": Answers(Kind.CHOICES, ("merger", "digital", "other")),
    "staff": Answers(Kind.NUMBER, at_least=0),
    "balance": Answers(Kind.MONEY),
    "public": Answers(Kind.BOOLEAN),
    "decided": Answers(Kind.DATE),
    "lead": Answers(Kind.TEXT),
}


def condition(raw):
    return CONDITION.validate_python(raw)


def all_of(*parts):
    return {"all": list(parts)}


POSSIBLE = [
    "always",
    {"staff": {"more_than": 0}},
    {"staff": {"at_most": 0}},
    {"staff": {"at_least": -3}},
    {"balance": {"less_than": -3}},
    all_of({"staff": {"more_than": 5}}, {"staff": {"less_than": 6}}),
    all_of({"nation": {"includes": ["england", "wales"]}}, {"nation": {"is_not": "england"}}),
    {"not": {"nation": {"includes": ["england", "wales"]}}},
    all_of({"types": {"includes": "merger"}}, {"types": {"includes": "digital"}}),
    all_of({"types": {"includes": "merger"}}, {"not": {"types": {"includes": ["digital", "other"]}}}),
    {"not": {"types": {"includes": ["merger", "digital", "other"]}}},
    all_of({"decided": {"at_least": "2026-04-06"}}, {"decided": {"at_most": "2026-04-06"}}),
    {"decided": {"less_than": "2026-04-06"}},
    {"lead": {"is_not": "Anyborough"}},
    {"lead": {"includes": ["Anyborough", "Otherton"]}},
    {"any": [all_of({"public": True}, {"public": False}), {"staff": 3}]},
]
IMPOSSIBLE = [
    {"staff": {"less_than": 0}},
    all_of({"public": True}, {"public": False}),
    all_of({"staff": {"more_than": 5}}, {"staff": {"less_than": 5}}),
    all_of({"nation": "england"}, {"nation": {"includes": ["wales", "scotland"]}}),
    {"not": {"nation": {"includes": ["england", "wales", "scotland"]}}},
    all_of({"decided": {"at_least": "2026-04-06"}}, {"decided": {"less_than": "2026-04-06"}}),
    all_of({"types": {"includes": ["merger", "digital"]}}, {"not": {"types": {"includes": "merger"}}},
           {"not": {"types": {"includes": "digital"}}}),
    {"not": "always"},
]  # fmt: skip


@pytest.mark.parametrize("raw", POSSIBLE, ids=str)
def test_facts_are_found_where_there_are_any(raw):
    found = facts_that_satisfy([condition(raw)], ANSWERS)

    assert found is not None
    assert evaluate(condition(raw), found) is Truth.YES


@pytest.mark.parametrize("raw", IMPOSSIBLE, ids=str)
def test_no_facts_are_found_where_there_are_none(raw):
    assert facts_that_satisfy([condition(raw)], ANSWERS) is None
    assert not can_hold([condition(raw)], ANSWERS)


def test_conditions_that_hold_one_by_one_may_not_hold_together():
    more, fewer = condition({"staff": {"at_least": 20}}), condition({"staff": {"at_most": 10}})

    assert can_hold([more], ANSWERS)
    assert can_hold([fewer], ANSWERS)
    assert not can_hold([more, fewer], ANSWERS)


def test_a_day_at_the_end_of_the_calendar_and_what_is_no_day_are_tried_as_they_stand():
    found = values_worth_trying(
        [condition({"decided": "9999-12-31"}), condition({"decided": "soon"})], ANSWERS
    )

    assert found == {"decided": ("9999-12-31", "soon")}


def test_choices_that_no_comparison_tells_apart_are_tried_once():
    choices = tuple(f"c{number}" for number in range(100))
    found = values_worth_trying(
        [condition({"many": {"includes": list(choices[:60])}})], {"many": Answers(Kind.CHOICE, choices)}
    )

    assert len(found["many"]) == 2


def test_of_very_many_groups_of_choices_not_every_set_is_tried():
    names = [f"c{number}" for number in range(12)]
    compared = [condition({"many": {"includes": name}}) for name in names]
    answers = {"many": Answers(Kind.CHOICES, tuple(names))}

    assert len(values_worth_trying(compared, answers)["many"]) == 12 + 66 + 1 + 1
    assert can_hold(compared, answers)


def test_what_looks_at_too_many_facts_is_given_the_benefit_of_the_doubt(monkeypatch):
    monkeypatch.setattr(reachable, "MOST_TRIED", 3)
    odd = [
        condition({"any": [all_of({"public": True}, {"public": False}), all_of({"staff": 1}, {"staff": 2})]})
    ]

    assert can_hold(odd, ANSWERS)
    with pytest.raises(TooMany):
        facts_that_satisfy(odd, ANSWERS)


comparisons = st.sampled_from([one for one in [*POSSIBLE, *IMPOSSIBLE] if one != "always"])
raws = st.recursive(
    comparisons,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts})
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts})
        | inner.map(lambda part: {"not": part})
    ),
    max_leaves=6,
)
some_facts = st.fixed_dictionaries(
    {
        "nation": st.sampled_from(["england", "wales", "scotland"]),
        "types": st.lists(st.sampled_from(["merger", "digital", "other"]), unique=True).map(tuple),
        "staff": st.integers(0, 30),
        "balance": st.integers(-5, 5),
        "public": st.booleans(),
        "decided": st.sampled_from(["2026-04-05", "2026-04-06", "2027-01-01"]),
        "lead": st.sampled_from(["Anyborough", "Otherton", "Third"]),
    }
)


@given(raws, some_facts)
def test_what_holds_of_some_facts_is_never_called_impossible(raw, facts):
    asked = condition(raw)

    if evaluate(asked, facts) is Truth.YES:
        assert can_hold([asked], ANSWERS)
