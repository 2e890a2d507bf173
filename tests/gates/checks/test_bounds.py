"""Bounds: the range that a measure must lie in, and what a missing one means."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from gates.checks import Bound
from gates.checks.base import bounds_for, count, needed
from tests.gates.checks.held import TODAY, check

DAY = float(TODAY.toordinal())


@pytest.mark.parametrize(
    ("bound", "measure", "broken"),
    [
        (Bound(at_least=3), 3.0, False),
        (Bound(at_least=3), 2.9, True),
        (Bound(at_most=3), 3.0, False),
        (Bound(at_most=3), 3.1, True),
        (Bound(at_least=1, at_most=1), 1.0, False),
        (Bound(at_least=1, at_most=1), 2.0, True),
        (Bound(at_least=-31, from_today=True), DAY - 31, False),
        (Bound(at_least=-31, from_today=True), DAY - 32, True),
        (Bound(at_most=0, from_today=True), DAY, False),
        (Bound(at_most=0, from_today=True), DAY + 1, True),
        (Bound(at_least=3), None, True),
        (Bound(at_least=3, missing_passes=True), None, False),
    ],
)
def test_a_measure_outside_its_bound_breaks_it(bound, measure, broken):
    assert bound.is_broken_by(measure, TODAY) is broken


@pytest.mark.parametrize(
    "bound", [Bound(at_least=-1e15), Bound(at_most=1e15), Bound(at_least=0, from_today=True)]
)
def test_what_a_record_lacks_lies_outside_every_bound(bound):
    assert bound.is_broken_by(bound.nothing, TODAY)
    assert bound.model_copy(update={"missing_passes": True}).is_broken_by(bound.nothing, TODAY)


def test_a_limit_that_no_database_could_keep_is_refused():
    with pytest.raises(ValidationError):
        Bound(at_least=1e16)


def test_each_limit_that_is_set_takes_one_measure():
    assert [len(bounds_for(*limits)) for limits in [(None, None), (1, None), (None, 1), (1, 2)]] == [
        0,
        1,
        1,
        2,
    ]


@pytest.mark.parametrize(
    ("raw", "measures"),
    [
        ({"check": "range", "field": "n", "at_least": 1}, 1),
        ({"check": "range", "field": "n", "at_most": 1}, 1),
        ({"check": "range", "field": "n", "at_least": 0, "at_most": 1}, 2),
        ({"check": "day_range", "field": "on", "to_days": 0}, 1),
        ({"check": "days_between", "first": "a", "then": "b", "at_least": None, "at_most": 9}, 1),
        ({"check": "rows_where", "field": "t", "column": "c", "value": "x", "at_least": 1, "at_most": 2}, 1),
    ],
)
def test_a_check_takes_one_measure_for_each_bound(raw, measures):
    held = check(**raw)

    assert len(held.bounds) == measures
    assert len(held.bounds) == len(held.measure({}, {}))


@pytest.mark.parametrize(
    ("number", "said"), [(0, "no rows"), (1, "1 row"), (2, "2 rows"), (1200, "1,200 rows"), (0.5, "0.5 rows")]
)
def test_a_number_is_said_with_its_noun(number, said):
    assert count(number, "row") == said


def test_limits_are_said_in_words():
    assert needed(1, 5) == "at least 1 and at most 5"
    assert needed(None, 1000, " days") == "at most 1,000 days"
