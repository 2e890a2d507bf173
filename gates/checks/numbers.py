"""Checks of numbers: in a range, adding up, and a large enough part of a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import Field

from gates.checks.base import LARGEST, BaseCheck, Bound, Measure, Reading, Record, bounds_for, needed
from gates.checks.places import NUMBERS, Place, as_number, values_of
from gates.conditions import Facts
from gates.fields import Kind


class Range(BaseCheck):
    """The number, or every number of the column, lies in the range. `if_given`: no number at all passes."""

    check: Literal["range"]
    field: str
    column: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    if_given: bool = False

    def reads(self) -> Iterable[Reading]:
        return (Reading(self.field, self.column, NUMBERS),)

    def limits(self) -> tuple[Bound, ...]:
        return bounds_for(self.at_least, self.at_most)

    def _numbers(self, record: Record) -> list[float]:
        found = (as_number(value) for value in values_of(record, self.field, self.column))
        return [number for number in found if number is not None]

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        return extremes(self.limits(), self._numbers(record), if_given=self.if_given)

    def found(self, record: Record, facts: Facts) -> str:
        numbers = self._numbers(record)
        if not numbers:
            return "no number is given"
        outside = [one for one in (min(numbers), max(numbers)) if not self._allows(one)]
        return f"{outside[0] if outside else numbers[0]:,.10g}; {needed(self.at_least, self.at_most)} allowed"

    def _allows(self, number: float) -> bool:
        low, high = self.at_least, self.at_most
        return (low is None or number >= low) and (high is None or number <= high)


def extremes(limits: tuple[Bound, ...], values: list[float], *, if_given: bool) -> tuple[Measure, ...]:
    """The smallest value for a lower limit, the largest for an upper one.

    Of no values at all: what breaks the limit or, `if_given`, what keeps it.
    """
    if not values and if_given:
        return tuple(-bound.nothing for bound in limits)
    return tuple(
        bound.nothing if not values else min(values) if bound.at_least is not None else max(values)
        for bound in limits
    )


class SumsTo(BaseCheck):
    """The numbers of the column add up to a total: a number, a field, `table.column` or `fact:name`.

    `tolerance` is how far off the sum may be, in the same unit. Blank cells count as 0. A fact that is not
    known yet does not fail the check.
    """

    check: Literal["sums_to"]
    field: str
    column: str
    total: float | str
    tolerance: float = Field(default=0.01, ge=0)

    def reads(self) -> Iterable[Reading]:
        yield Reading(self.field, self.column, NUMBERS)
        if isinstance(self.total, str):
            yield from Place.of(self.total).reads(NUMBERS)

    def facts_read(self) -> Mapping[str, frozenset[Kind]]:
        return Place.of(self.total).facts(NUMBERS) if isinstance(self.total, str) else {}

    def limits(self) -> tuple[Bound, ...]:
        return (Bound(at_most=self.tolerance),)

    def _both(self, record: Record, facts: Facts) -> tuple[float, Measure]:
        total = Place.of(self.total).total(record, facts) if isinstance(self.total, str) else self.total
        return Place(None, self.field, self.column).total(record, facts) or 0.0, total

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        if isinstance(self.total, str) and Place.of(self.total).is_unknown(facts):
            return (None,)
        found, total = self._both(record, facts)
        (limit,) = self.limits()
        return (limit.nothing if total is None else round(abs(found - total), 6),)

    def found(self, record: Record, facts: Facts) -> str:
        found, total = self._both(record, facts)
        wanted = "no total is given" if total is None else f"{total:,.10g} needed"
        return f"adds up to {found:,.10g}, {wanted}"


class MinShare(BaseCheck):
    """A part is at least so many percent of a whole.

    Each is a field, `table.column` (its sum), a table (the number of its rows), `table.column:distinct` (the
    number of different values) or `fact:name`.
    Of a whole of 0 any part is enough. A whole that is not known breaks the check: no share can be told.
    """

    check: Literal["min_share"]
    part: str
    whole: str
    at_least: float = Field(gt=0, le=100)

    def reads(self) -> Iterable[Reading]:
        places = (Place.counted(text) for text in (self.part, self.whole))
        return [one for place in places for one in place.reads(_countable(place))]

    def facts_read(self) -> Mapping[str, frozenset[Kind]]:
        return Place.counted(self.part).facts(NUMBERS) | Place.counted(self.whole).facts(NUMBERS)

    def limits(self) -> tuple[Bound, ...]:
        return (Bound(at_least=self.at_least),)

    def _share(self, record: Record, facts: Facts) -> Measure:
        part, whole = (Place.counted(text).total(record, facts) for text in (self.part, self.whole))
        if part is None or whole is None:
            return None
        share = 100.0 if whole == 0 else 100 * part / whole
        return round(min(max(share, -LARGEST), LARGEST), 6)

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        share = self._share(record, facts)
        (limit,) = self.limits()
        return (limit.nothing if share is None else share,)

    def found(self, record: Record, facts: Facts) -> str:
        share = self._share(record, facts)
        if share is None:
            unknown = [Place.counted(text) for text in (self.part, self.whole)]
            lacking = [place.said() for place in unknown if place.total(record, facts) is None]
            return f"{' and '.join(lacking)} not known"
        return f"{share:,.4g}%, {self.at_least:g}% needed"


def _countable(place: Place) -> frozenset[Kind]:
    """The kinds of field that have a total at all; different values can be counted in any plain column."""
    if not place.distinct:
        return NUMBERS | {Kind.TABLE}
    return frozenset(Kind) - {Kind.TABLE, Kind.SIGNOFF}
