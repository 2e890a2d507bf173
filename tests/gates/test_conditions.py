"""Conditions: the notation, Kleene's logic, and what a person reads."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from gates.conditions import Condition, Truth, either, evaluate, every, facts_named, in_words

NOTATION = TypeAdapter(Condition)
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def condition(raw):
    return NOTATION.validate_python(raw)


@pytest.mark.parametrize(
    ("raw", "facts", "truth"),
    [
        ("always", {}, YES),
        ({"always": True}, {}, YES),
        ({"staff": {"more_than": 0}}, {"staff": 1}, YES),
        ({"staff": {"more_than": 0}}, {"staff": 0}, NO),
        ({"staff": {"more_than": 0}}, {}, UNKNOWN),
        ({"staff": {"at_least": 20}}, {"staff": 20}, YES),
        ({"staff": {"less_than": 20}}, {"staff": 20}, NO),
        ({"staff": {"at_most": 20}}, {"staff": 20}, YES),
        ({"subsidy": True}, {"subsidy": True}, YES),
        ({"subsidy": {"is_not": True}}, {"subsidy": True}, NO),
        ({"starts": {"less_than": "2026-04-06"}}, {"starts": "2026-04-05"}, YES),
        ({"types": {"includes": ["merger", "outsourcing"]}}, {"types": ("digital", "merger")}, YES),
        ({"types": {"includes": "merger"}}, {"types": ["digital"]}, NO),
        ({"nation": {"includes": ["wales", "scotland"]}}, {"nation": "wales"}, YES),
        ({"not": {"subsidy": True}}, {"subsidy": True}, NO),
        ({"not": {"subsidy": True}}, {}, UNKNOWN),
        ({"all": [{"a": 1}, {"b": 1}]}, {"a": 1}, UNKNOWN),
        ({"all": [{"a": 1}, {"b": 1}]}, {"a": 2}, NO),
        ({"any": [{"a": 1}, {"b": 1}]}, {"a": 1}, YES),
        ({"any": [{"a": 1}, {"b": 1}]}, {"a": 2}, UNKNOWN),
        ({"any": [{"a": 1}, {"b": 1}]}, {"a": 2, "b": 2}, NO),
    ],
)
def test_a_condition_holds_or_not_or_is_unknown(raw, facts, truth):
    assert evaluate(condition(raw), facts) is truth


def test_a_fact_of_another_kind_than_the_value_is_as_good_as_unknown():
    assert evaluate(condition({"staff": {"more_than": 0}}), {"staff": "many"}) is UNKNOWN


def test_a_list_from_json_is_the_same_fact_as_a_tuple():
    facts: Any = {"types": ["a", "b"]}

    assert evaluate(condition({"types": {"is": ["a", "b"]}}), facts) is YES


@pytest.mark.parametrize(("left", "right"), list(product(Truth, repeat=2)))
def test_all_is_the_weaker_and_any_the_stronger_of_two(left, right):
    order = [NO, UNKNOWN, YES]
    weaker, stronger = sorted((left, right), key=order.index)

    assert every([left, right]) is weaker
    assert either([left, right]) is stronger
    assert ~every([left, right]) is either([~left, ~right])


comparisons = st.builds(
    lambda fact, operator, value: {fact: {operator: value}},
    st.sampled_from("abc"),
    st.sampled_from(["is", "is_not", "more_than", "at_least", "less_than", "at_most", "includes"]),
    st.integers(-1, 1),
)
conditions = st.recursive(
    comparisons | st.just("always"),
    lambda inner: (
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda part: {"not": part}, inner)
    ),
    max_leaves=6,
).map(condition)


@given(conditions, st.dictionaries(st.sampled_from("abc"), st.integers(-1, 1)))
def test_an_answer_is_never_taken_back_when_more_becomes_known(asked, facts):
    answer = evaluate(asked, facts)
    for more in product(range(-1, 2), repeat=3):
        full = {**dict(zip("abc", more, strict=True)), **facts}
        if answer is not UNKNOWN:
            assert evaluate(asked, full) is answer
        assert evaluate(asked, full) is not UNKNOWN


@given(conditions)
def test_a_condition_survives_json_and_names_every_fact_it_is_about(asked):
    assert NOTATION.validate_json(NOTATION.dump_json(asked)) == asked
    assert condition(asked) is asked
    assert all(fact in in_words(asked) for fact in facts_named(asked))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("always", "always"),
        ({"staff_affected": {"more_than": 0}}, "staff affected is more than 0"),
        ({"subsidy": True}, "subsidy is yes"),
        ({"subsidy": False}, "subsidy is no"),
        ({"types": {"includes": ["merger", "digital_ict"]}}, "types includes merger or digital ict"),
        ({"any": [{"a": 1}, {"b": 2}]}, "a is 1 or b is 2"),
        ({"all": [{"a": 1}, {"any": [{"b": 2}, {"c": 3}]}]}, "a is 1 and (b is 2 or c is 3)"),
        ({"not": {"all": [{"a": 1}, {"b": 2}]}}, "not (a is 1 and b is 2)"),
    ],
)
def test_a_condition_reads_as_a_person_would_say_it(raw, words):
    assert in_words(condition(raw)) == words


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (5, "a condition is `always`"),
        ([], "a condition is `always`"),
        ({}, "a condition is `always`"),
        ({"a": 1, "b": 2}, "a condition is `always`"),
        ({"all": []}, "all: list one condition or more"),
        ({"any": 5}, "any: list one condition or more"),
        ({"not": {"any": [{"a": {"about": 1}}]}}, "unknown comparison 'about'"),
        ({"a": {"is": 1, "at_most": 2}}, "give one comparison"),
        ({1: 2}, "a fact is named by its id"),
        ({"a": None}, "compare with a number"),
        ({"a": {"is": [1]}}, "compare with a number"),
        ({"a": {"is": []}}, "compare with a number"),
        ({"a": float("nan")}, "compare with a number"),
        ({"kind": "sometimes"}, "sometimes"),
    ],
)
def test_what_is_not_a_condition_is_refused_with_the_reason(raw, says):
    with pytest.raises(ValidationError, match=says):
        condition(raw)


def test_a_date_in_a_condition_is_kept_as_text():
    assert condition({"a": {"at_least": date(2026, 4, 6)}}) == condition({"a": {"at_least": "2026-04-06"}})
