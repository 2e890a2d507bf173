"""Checks of days: how far from today, and how far from each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import product
from typing import Literal

from gates.checks.base import BaseCheck, Bound, Measure, Reading, Record, bounds_for, count, needed
from gates.checks.numbers import extremes
from gates.checks.places import DAYS, Place, as_day, rows_of, said_day, values_of
from gates.conditions import Facts, FactValue
from gates.fields import Kind
from gates.workdays import clear_days_between, working_days_between

NATION = "nation"


class DayRange(BaseCheck):
    """The date, or every date of the column, lies between so many days before (negative) and after today.

    Of a sign-off, the day it was signed. `if_given`: no date at all passes.
    """

    check: Literal["day_range"]
    field: str
    column: str | None = None
    from_days: int | None = None
    to_days: int | None = None
    if_given: bool = False

    def reads(self) -> Iterable[Reading]:
        return (Reading(self.field, self.column, DAYS),)

    def limits(self) -> tuple[Bound, ...]:
        return bounds_for(self.from_days, self.to_days, from_today=True)

    def _days(self, record: Record) -> list[float]:
        found = (as_day(value) for value in values_of(record, self.field, self.column))
        return [day for day in found if day is not None]

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        return extremes(self.limits(), self._days(record), if_given=self.if_given)

    def found(self, record: Record, facts: Facts) -> str:
        days = sorted(set(self._days(record)))
        if not days:
            return "no date is given"
        span = " to ".join(said_day(day) for day in (days[0], days[-1])[: len(days)])
        limits = (_from_today(self.from_days, "before"), _from_today(self.to_days, "after"))
        return f"{span}; {' and '.join(filter(None, limits))}"


def _from_today(days: int | None, side: str) -> str:
    if days is None:
        return ""
    if days == 0:
        return f"not {side} today"
    return f"not {side} {count(abs(days), 'day')} {'ago' if days < 0 else 'from today'}"


Counting = Literal["days", "clear_days", "working_days"]
_UNITS: Mapping[str, str] = {"days": "day", "clear_days": "clear day", "working_days": "clear working day"}
# Dates that a record can hold; of others no bank holidays are worked out.
_YEARS = range(1900, 2201)


class DaysBetween(BaseCheck):
    """From one date to another there are at least (at most) so many days.

    Each is a field, `table.column` or `fact:name`. Two columns of one table are compared row by row,
    otherwise every pair counts. A fact that is not known yet does not fail the check; a date missing in the
    record does.
    Counted are calendar days, whole days strictly between the two (`clear_days`), or those of them that are
    working days in the nation of the change (`working_days`); while it is unknown, in all four.
    """

    check: Literal["days_between"]
    first: str
    then: str
    counting: Counting = "days"
    at_least: int | None = 0
    at_most: int | None = None

    def _places(self) -> tuple[Place, Place]:
        return Place.of(self.first), Place.of(self.then)

    def reads(self) -> Iterable[Reading]:
        return [reading for place in self._places() for reading in place.reads(DAYS)]

    def facts_read(self) -> Mapping[str, frozenset[Kind]]:
        first, then = self._places()
        return first.facts(DAYS) | then.facts(DAYS)

    def facts_named(self) -> frozenset[str]:
        return super().facts_named() | ({NATION} if self.counting == "working_days" else set())

    def limits(self) -> tuple[Bound, ...]:
        return bounds_for(self.at_least, self.at_most)

    def _pairs(self, record: Record, facts: Facts) -> list[tuple[Measure, Measure]]:
        first, then = self._places()
        if first.column and then.column and first.field == then.field:
            rows = rows_of(record, first.field)
            return [(as_day(row.get(first.column)), as_day(row.get(then.column))) for row in rows]
        starts, ends = ([as_day(value) for value in place.values(record, facts)] for place in (first, then))
        return list(product(starts, ends))

    def _gaps(self, record: Record, facts: Facts) -> list[float]:
        """The days between each pair, or none at all while a date is missing."""
        pairs = self._pairs(record, facts)
        gaps = [self._gap(*pair, facts.get(NATION)) for pair in pairs]
        return [gap for gap in gaps if gap is not None] if None not in gaps else []

    def _gap(self, first: Measure, then: Measure, nation: FactValue | None) -> Measure:
        if first is None or then is None:
            return None
        if self.counting == "days":
            return then - first
        start, end = date.fromordinal(int(first)), date.fromordinal(int(then))
        if self.counting == "clear_days":
            return float(clear_days_between(start, end))
        if start.year not in _YEARS or end.year not in _YEARS:
            return None
        return float(working_days_between(start, end, nation if isinstance(nation, str) else None))

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        if any(place.is_unknown(facts) for place in self._places()):
            return (None,) * len(self.limits())
        return extremes(self.limits(), self._gaps(record, facts), if_given=False)

    def found(self, record: Record, facts: Facts) -> str:
        gaps = self._gaps(record, facts)
        if not gaps:
            return "a date is not given"
        shown = min(gaps) if self.at_least is not None and min(gaps) < self.at_least else max(gaps)
        said = count(abs(shown), _UNITS[self.counting]) + (" the wrong way round" if shown < 0 else "")
        return f"{said}, {needed(self.at_least, self.at_most)} needed"
