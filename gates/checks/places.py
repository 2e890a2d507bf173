"""Where in a record or among the facts a check finds its values: `field`, `table.column` or `fact:name`.

Nothing here raises: a record written under another catalogue is read as far as it goes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gates import clock
from gates.checks.base import LARGEST, Measure, Reading, Record
from gates.conditions import Facts
from gates.fields import Kind, is_blank

FACT = "fact:"
DISTINCT = ":distinct"
NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY})
DAYS = frozenset({Kind.DATE, Kind.SIGNOFF})


def rows_of(record: Record, field: str) -> list[Mapping[str, Any]]:
    """The rows of a table."""
    rows = record.get(field)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def values_of(record: Record, field: str, column: str | None) -> list[Any]:
    """The value of a field, or the values of one column of its table, row by row."""
    return [record.get(field)] if column is None else [row.get(column) for row in rows_of(record, field)]


def as_number(value: Any) -> Measure:
    """A number from a number; None from anything else."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and math.isfinite(value) and abs(value) <= LARGEST else None


def as_day(value: Any) -> Measure:
    """A day number from a date, an ISO text or a sign-off; None from anything else."""
    if isinstance(value, Mapping):
        value = value.get("signed_on")
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    return float(value.toordinal()) if isinstance(value, date) else None


def said_day(day: float) -> str:
    """A day number as people write it: 3 May 2026."""
    return clock.said_day(date.fromordinal(int(day)))


def folded(value: Any) -> str:
    """A text without regard to case and spacing."""
    return " ".join(str(value).casefold().split())


def holds(cell: Any, values: tuple[str | bool, ...]) -> bool:
    """Whether a cell holds one of the values; a cell of several choices does if any of them is one."""
    return any(one in values for one in cell) if isinstance(cell, list) else cell in values


@dataclass(frozen=True)
class Place:
    """A parsed reference."""

    fact: str | None
    field: str
    column: str | None
    distinct: bool = False

    @classmethod
    def of(cls, text: str) -> Place:
        """Read `field`, `table.column` or `fact:name`."""
        if text.startswith(FACT):
            return cls(fact=text.removeprefix(FACT), field="", column=None)
        field, _, column = text.partition(".")
        return cls(fact=None, field=field, column=column or None)

    @classmethod
    def counted(cls, text: str) -> Place:
        """Read the same, or `table.column:distinct`, whose total is the number of different values."""
        return replace(cls.of(text.removesuffix(DISTINCT)), distinct=text.endswith(DISTINCT))

    def reads(self, kinds: frozenset[Kind]) -> tuple[Reading, ...]:
        """The place in the record, if it is one."""
        return () if self.fact else (Reading(self.field, self.column, kinds),)

    def facts(self, kinds: frozenset[Kind]) -> dict[str, frozenset[Kind]]:
        """The fact that it names, if it does."""
        return {self.fact: kinds} if self.fact else {}

    def is_unknown(self, facts: Facts) -> bool:
        """Whether it is a fact that nobody has answered yet."""
        return self.fact is not None and facts.get(self.fact) is None

    def values(self, record: Record, facts: Facts) -> list[Any]:
        """What stands there."""
        return [facts.get(self.fact)] if self.fact else values_of(record, self.field, self.column)

    def total(self, record: Record, facts: Facts) -> Measure:
        """The number there: of a column the sum, of a table the number of rows; None if there is none."""
        if self.distinct:
            return self._different(record)
        if not self.fact and self.column is None and isinstance(record.get(self.field), list):
            return float(len(record[self.field]))
        numbers = [number for value in self.values(record, facts) if (number := as_number(value)) is not None]
        return math.fsum(numbers) if numbers else None

    def _different(self, record: Record) -> Measure:
        """How many different values a column holds; None of a table without rows."""
        cells = values_of(record, self.field, self.column)
        values = (one for cell in cells for one in (cell if isinstance(cell, list) else [cell]))
        return float(len({folded(value) for value in values if not is_blank(value)})) if cells else None

    def said(self) -> str:
        """The place in words."""
        return (self.fact or self.column or self.field).replace("_", " ")


def filled(record: Record, field: str | None) -> bool:
    """Whether a field is named and says something."""
    return field is not None and not is_blank(record.get(field))
