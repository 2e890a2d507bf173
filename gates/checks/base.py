"""What every completeness check is: it measures a record as numbers and sets the bounds they must lie in.

Measuring happens once, when evidence or facts change. Holding measures against bounds happens in the
completeness engine, for one change or for a whole portfolio, by the same bounds.
Days are counted as `date.toordinal()`, so that every measure is a number.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from gates.conditions import Always, Condition, Facts, Truth, evaluate, facts_named
from gates.fields import Kind, RecordField, Spot, choices_like_blanks, with_choices_kept
from gates.vocabulary import Severity

Record = Mapping[str, Any]
Measure = float | None

# No bound and no number in a record is larger than LARGEST; NOTHING lies beyond every bound.
LARGEST = 1e15
NOTHING = 1e18


class Bound(BaseModel):
    """The range in which one measure must lie. `from_today`: it is a day, the range is in days from today.

    A measure of None means that the check does not apply; it is broken all the same unless `missing_passes`,
    so that a measure that was never taken cannot pass unseen.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_least: float | None = Field(default=None, ge=-LARGEST, le=LARGEST)
    at_most: float | None = Field(default=None, ge=-LARGEST, le=LARGEST)
    from_today: bool = False
    missing_passes: bool = False

    @property
    def nothing(self) -> float:
        """The measure of data that a record lacks: outside this bound, whatever its limit."""
        return NOTHING if self.at_least is None else -NOTHING

    def is_broken_by(self, measure: Measure, today: date) -> bool:
        """Whether the measure lies outside."""
        if measure is None:
            return not self.missing_passes
        value = measure - today.toordinal() if self.from_today else measure
        too_low = self.at_least is not None and value < self.at_least
        return too_low or (self.at_most is not None and value > self.at_most)


def bounds_for(
    at_least: float | None, at_most: float | None, *, from_today: bool = False
) -> tuple[Bound, ...]:
    """One bound, and so one measure, for each limit that is set: the smallest value, then the largest."""
    low = () if at_least is None else (Bound(at_least=at_least, from_today=from_today),)
    return low if at_most is None else (*low, Bound(at_most=at_most, from_today=from_today))


@dataclass(frozen=True)
class Reading:
    """A place in the record that a check looks at, the kinds of field it can read, the values it asks for."""

    field: str
    column: str | None
    kinds: frozenset[Kind]
    values: tuple[str | bool, ...] = ()


class BaseCheck(BaseModel, ABC):
    """One rule of an evidence item: what is measured, how much a gap matters, what to do about it and why.

    `when` limits the check to changes of which it holds; while that is unknown the check applies.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    severity: Severity = Severity.CRITICAL
    message: str = Field(min_length=10)
    basis: str = ""
    when: Condition = Always(kind="always")
    _choices: tuple[Spot, ...] = PrivateAttr(default=())

    def know_fields(self, fields: Mapping[str, RecordField]) -> None:
        """Tell the check of the item's fields, so that a choice such as "none" counts as an answer."""
        self._choices = choices_like_blanks(fields)

    @abstractmethod
    def limits(self) -> tuple[Bound, ...]:
        """The bounds of this kind of check, one for each measure."""

    @abstractmethod
    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        """The measures of a record to which the check applies. Never raises, whatever the record holds."""

    @abstractmethod
    def found(self, record: Record, facts: Facts) -> str:
        """What was measured and what is needed, in words: "2 rows, 3 needed"."""

    def reads(self) -> Iterable[Reading]:
        """The places in the record that the check looks at."""
        return ()

    def facts_read(self) -> Mapping[str, frozenset[Kind]]:
        """The facts of the change that the check measures the record against, and the kinds it can read."""
        return {}

    def facts_named(self) -> frozenset[str]:
        """Every fact of the change that decides about this check."""
        return frozenset(self.facts_read()) | facts_named(self.when)

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        """The bounds, in the order of the measures. Only a check that hangs on facts may not apply."""
        if not self.facts_named():
            return self.limits()
        return tuple(bound.model_copy(update={"missing_passes": True}) for bound in self.limits())

    def measure(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        """One measure for each bound; None where the check does not apply to this change."""
        if evaluate(self.when, facts) is Truth.NO:
            return (None,) * len(self.bounds)
        return self.take(with_choices_kept(record, self._choices), facts)

    def explain(self, record: Record, facts: Facts) -> str:
        """What was measured, in words, for the message of a gap."""
        if None in self.measure(record, facts):
            return "does not apply"
        return self.found(with_choices_kept(record, self._choices), facts)

    def is_broken_by(self, measures: Iterable[Measure], today: date) -> bool:
        """Whether any measure lies outside its bound."""
        pairs = zip(self.bounds, measures, strict=True)
        return any(bound.is_broken_by(measure, today) for bound, measure in pairs)


def count(number: float, noun: str) -> str:
    """A number with its noun: "1 row", "2 rows", "no rows"."""
    said = "no" if number == 0 else f"{number:,.10g}"
    return f"{said} {noun}" if number == 1 else f"{said} {noun}s"


def needed(at_least: float | None, at_most: float | None, unit: str = "") -> str:
    """A range in words: "at least 1 and at most 5"."""
    low = "" if at_least is None else f"at least {at_least:,.10g}{unit}"
    high = "" if at_most is None else f"at most {at_most:,.10g}{unit}"
    return " and ".join(filter(None, (low, high)))
