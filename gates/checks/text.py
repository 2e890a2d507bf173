"""Checks of what is written: enough of it, and not the same text copied down a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from gates.checks.base import BaseCheck, Bound, Measure, Reading, Record, count
from gates.checks.places import folded, values_of
from gates.conditions import Facts
from gates.fields import Kind, is_blank

TEXTS = frozenset({Kind.TEXT})


class MinWords(BaseCheck):
    """The text, or the shortest cell of a column, has at least so many words. A placeholder has none.

    `if_given`: what is left blank passes.
    """

    check: Literal["min_words"]
    field: str
    column: str | None = None
    at_least: int = Field(ge=1)
    if_given: bool = False

    def reads(self) -> Iterable[Reading]:
        return (Reading(self.field, self.column, TEXTS),)

    def limits(self) -> tuple[Bound, ...]:
        return (Bound(at_least=self.at_least),)

    def _shortest(self, record: Record) -> int:
        lengths = [_words(value) for value in values_of(record, self.field, self.column)]
        given = [length for length in lengths if length] if self.if_given else lengths
        return min(given, default=self.at_least if self.if_given else 0)

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        return (float(self._shortest(record)),)

    def found(self, record: Record, facts: Facts) -> str:
        where = "" if self.column is None else " in the shortest"
        return f"{count(self._shortest(record), 'word')}{where}, {self.at_least} needed"


def _words(value: Any) -> int:
    return 0 if is_blank(value) else len(str(value).split())


class Distinct(BaseCheck):
    """No text is repeated in the column: boilerplate is no assessment. Case and spacing do not count."""

    check: Literal["distinct"]
    field: str
    column: str

    def reads(self) -> Iterable[Reading]:
        return (Reading(self.field, self.column, TEXTS | {Kind.URL, Kind.CHOICE}),)

    def limits(self) -> tuple[Bound, ...]:
        return (Bound(at_most=0),)

    def _repeats(self, record: Record) -> int:
        values = values_of(record, self.field, self.column)
        times = Counter(folded(value) for value in values if not is_blank(value))
        return times.total() - len(times)

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        return (float(self._repeats(record)),)

    def found(self, record: Record, facts: Facts) -> str:
        return f"{count(self._repeats(record), 'repeat')}, none allowed"
