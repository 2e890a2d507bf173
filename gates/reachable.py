"""Whether there are facts of which conditions hold together, told by trying the values that make a difference.

Of each fact only those values are tried between which the conditions tell apart: both answers of a yes or no, one
choice of each group that no comparison separates, and the numbers and days at, between and beyond those compared.
Facts are settled one after the other, and no further once a condition is known not to hold. Unknown need not be
tried as an answer: whatever holds while a fact is unknown holds whatever its value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations, pairwise

from gates.conditions import Compare, Condition, Facts, FactValue, Truth, comparisons_in, evaluate
from gates.fields import Kind

# More combinations are not tried, and the conditions are given the benefit of the doubt.
MOST_TRIED = 20_000
MOST_GROUPS = 8
OTHER = "something else"


@dataclass(frozen=True)
class Answers:
    """What a fact can be: its kind, its choices if they are limited, and the least number that is taken."""

    kind: Kind
    choices: tuple[str, ...] = ()
    at_least: float | None = None


class TooMany(Exception):
    """There are too many combinations to try them all."""


def facts_that_satisfy(conditions: Iterable[Condition], answers: Mapping[str, Answers]) -> Facts | None:
    """Facts of which every condition is known to hold, None if there are none. Raises TooMany."""
    held = tuple(conditions)
    return _Search(values_worth_trying(held, answers)).settle(held, {})


def can_hold(conditions: Iterable[Condition], answers: Mapping[str, Answers]) -> bool:
    """Whether the conditions can hold together. Assumed of those that look at too many facts to try."""
    try:
        return facts_that_satisfy(conditions, answers) is not None
    except TooMany:
        return True


class _Search:
    """A search through the values of each fact, counting what was tried."""

    def __init__(self, values: Mapping[str, tuple[FactValue, ...]]) -> None:
        self.values = list(values.items())
        self.tried = 0

    def settle(
        self, conditions: tuple[Condition, ...], facts: dict[str, FactValue]
    ) -> dict[str, FactValue] | None:
        """These facts with as many more as it takes for every condition to hold."""
        self.tried += 1
        if self.tried > MOST_TRIED:
            raise TooMany
        truths = [(condition, evaluate(condition, facts)) for condition in conditions]
        if any(truth is Truth.NO for _, truth in truths):
            return None
        open_ones = tuple(condition for condition, truth in truths if truth is Truth.UNKNOWN)
        if not open_ones or len(facts) == len(self.values):
            return None if open_ones else facts
        fact, values = self.values[len(facts)]
        settled = (self.settle(open_ones, {**facts, fact: value}) for value in values)
        return next((found for found in settled if found is not None), None)


def values_worth_trying(
    conditions: Iterable[Condition], answers: Mapping[str, Answers]
) -> dict[str, tuple[FactValue, ...]]:
    """For each fact that the conditions name, the values between which they can tell."""
    compared: dict[str, list[Compare]] = {}
    for comparison in chain.from_iterable(comparisons_in(condition) for condition in conditions):
        compared.setdefault(comparison.fact, []).append(comparison)
    return {fact: _values(answers[fact], found) for fact, found in compared.items()}


def _values(answers: Answers, compared: list[Compare]) -> tuple[FactValue, ...]:
    if answers.kind is Kind.BOOLEAN:
        return True, False
    if answers.kind is Kind.DATE:
        return _days(compared)
    if answers.kind in {Kind.NUMBER, Kind.MONEY}:
        return _numbers(compared, answers.at_least)
    groups = _groups(answers.choices, compared)
    return tuple(_sets(groups)) if answers.kind is Kind.CHOICES else groups


def _literals(comparison: Compare) -> tuple[FactValue, ...]:
    return comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)


def _groups(choices: tuple[str, ...], compared: list[Compare]) -> tuple[str, ...]:
    """One choice for each group of those that every comparison treats alike; of a text, anything else too."""
    named = [str(one) for comparison in compared for one in _literals(comparison)]
    alike = {
        frozenset(
            place for place, comparison in enumerate(compared) if choice in _literals(comparison)
        ): choice
        for choice in (choices or (*named, OTHER))
    }
    return tuple(alike.values())


def _sets(groups: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every set of groups, of very many only those of up to two and of all."""
    sizes = range(1, len(groups) + 1) if len(groups) <= MOST_GROUPS else (1, 2, len(groups))
    yield from chain.from_iterable(combinations(groups, size) for size in sizes)
    yield ()


def _numbers(compared: list[Compare], least: float | None) -> tuple[FactValue, ...]:
    marks = sorted({float(one) for comparison in compared for one in _literals(comparison)})  # type: ignore[arg-type]
    if least is not None:
        marks = sorted({*marks, float(least)})
    between = [(low + high) / 2 for low, high in pairwise(marks)]
    found = sorted([marks[0] - 1, *marks, *between, marks[-1] + 1])
    return tuple(number for number in found if least is None or number >= least)


def _days(compared: list[Compare]) -> tuple[FactValue, ...]:
    """The days compared with, and those before and after each. What is no day is tried as it stands."""
    marks = {str(one) for comparison in compared for one in _literals(comparison)}
    return tuple(sorted(chain.from_iterable(_around(mark) for mark in marks)))


def _around(mark: str) -> tuple[str, ...]:
    try:
        day = date.fromisoformat(mark)
        return tuple((day + timedelta(days=days)).isoformat() for days in (-1, 0, 1))
    except (ValueError, OverflowError):
        return (mark,)
