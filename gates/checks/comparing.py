"""Checks that hold one value against another: more than, at most, equal to, or the difference of two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import Field

from gates.checks.base import BaseCheck, Bound, Measure, Reading, Record
from gates.checks.places import DAYS, FACT, NUMBERS, Place, as_day, as_number, rows_of, said_day, values_of
from gates.checks.presence import NONE_ALLOWED, listed
from gates.conditions import Facts
from gates.fields import Kind, is_blank

Relation = Literal["at_least", "more_than", "at_most", "less_than", "equal_to"]
TOLERANCE = 0.01
_SAID: Mapping[str, str] = {
    "at_least": "at least",
    "more_than": "more than",
    "at_most": "at most",
    "less_than": "less than",
    "equal_to": "equal to",
}


class Comparison(BaseCheck):
    """The column holds, row by row, what it must hold against another; a field, against another or a fact.

    Numbers are compared with numbers and dates with dates. `than` is a column beside `column`, a field beside
    `field`, or `fact:name`. `if_given`: where one of the two is blank the row passes. An empty table is no
    answer. A fact that is not known yet does not fail the check.
    """

    check: Literal["compare"]
    field: str
    column: str | None = None
    relation: Relation = Field(alias="is")
    than: str
    if_given: bool = False

    def _other(self) -> Place:
        beside = self.column is not None and not self.than.startswith(FACT)
        return Place(None, self.field, self.than) if beside else Place.of(self.than)

    def reads(self) -> Iterable[Reading]:
        yield Reading(self.field, self.column, NUMBERS | DAYS)
        yield from self._other().reads(NUMBERS | DAYS)

    def facts_read(self) -> Mapping[str, frozenset[Kind]]:
        return self._other().facts(NUMBERS | DAYS)

    def limits(self) -> tuple[Bound, ...]:
        return NONE_ALLOWED

    def _pairs(self, record: Record, facts: Facts) -> list[tuple[Any, Any]]:
        """Each value with the one that it is held against."""
        values = values_of(record, self.field, self.column)
        other = self._other()
        if other.fact is None and self.column is not None:
            return list(zip(values, values_of(record, self.field, self.than), strict=True))
        others = other.values(record, facts)
        return [(value, one) for value in values for one in others]

    def _wrong(self, record: Record, facts: Facts) -> list[str]:
        pairs = self._pairs(record, facts)
        if not pairs:
            return [] if self.if_given else ["nothing is filled in"]
        said = ((place, self._judged(*pair)) for place, pair in enumerate(pairs, start=1))
        return [f"row {place}: {one}" if self.column else one for place, one in said if one]

    def _judged(self, value: Any, other: Any) -> str:
        """What is wrong with a value against the other, in words; nothing if it is as it must be."""
        if self.if_given and (is_blank(value) or is_blank(other)):
            return ""
        one, against = as_measure(value), as_measure(other)
        if one is None or against is None:
            return "one of the two is not given"
        wrong = not _holds(self.relation, round(one - against, 6))
        return f"{_shown(value)} is not {_SAID[self.relation]} {_shown(other)}" if wrong else ""

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        if self._other().is_unknown(facts):
            return (None,)
        return (float(len(self._wrong(record, facts))),)

    def found(self, record: Record, facts: Facts) -> str:
        return listed(self._wrong(record, facts)) or f"all are {_SAID[self.relation]} what they must be"


class Difference(BaseCheck):
    """In each row the column is the first of the two others less the second, to within 0.01.

    A blank in any of the three breaks the check, and an empty table is no answer. `if_given`: a row with a
    blank passes.
    """

    check: Literal["difference"]
    field: str
    column: str
    of: tuple[str, str]
    if_given: bool = False

    def reads(self) -> Iterable[Reading]:
        return [Reading(self.field, column, NUMBERS) for column in (self.column, *self.of)]

    def limits(self) -> tuple[Bound, ...]:
        return NONE_ALLOWED

    def _wrong(self, record: Record) -> list[str]:
        rows = rows_of(record, self.field)
        if not rows:
            return [] if self.if_given else ["nothing is filled in"]
        said = ((place, self._judged(row)) for place, row in enumerate(rows, start=1))
        return [f"row {place}: {one}" for place, one in said if one]

    def _judged(self, row: Mapping[str, Any]) -> str:
        result, first, second = (as_number(row.get(column)) for column in (self.column, *self.of))
        if result is None or first is None or second is None:
            return "" if self.if_given else "a number is not given"
        wanted = round(first - second, 6)
        return "" if round(abs(result - wanted), 6) <= TOLERANCE else f"{result:,.10g}, {wanted:,.10g} needed"

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        return (float(len(self._wrong(record))),)

    def found(self, record: Record, facts: Facts) -> str:
        return listed(self._wrong(record)) or "every row is right"


def as_measure(value: Any) -> Measure:
    """A number from a number, a day number from a date; None from anything else."""
    number = as_number(value)
    return as_day(value) if number is None else number


def _shown(value: Any) -> str:
    number, day = as_number(value), as_day(value)
    return said_day(day) if day is not None else f"{number:,.10g}"


def _holds(relation: Relation, difference: float) -> bool:
    """Whether a value that exceeds the other by so much is as the relation asks."""
    return {
        "at_least": difference >= 0,
        "more_than": difference > 0,
        "at_most": difference <= 0,
        "less_than": difference < 0,
        "equal_to": difference == 0,
    }[relation]
