"""Checks of a table as a whole: how many rows, how many of a sort, and whether every case has its row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from gates.checks.base import BaseCheck, Bound, Measure, Reading, Record, count, needed
from gates.checks.places import NUMBERS, Place, folded, holds, rows_of, values_of
from gates.checks.presence import ANSWERS, listed, said
from gates.conditions import Facts
from gates.fields import Kind, is_blank

Combination = tuple[str, ...]


class MinRows(BaseCheck):
    """A table (or a list of choices) has at least so many rows: a number, or `fact:name`.

    A fact that is not known yet does not fail the check.
    """

    check: Literal["min_rows"]
    field: str
    at_least: Annotated[int, Field(ge=1)] | Annotated[str, Field(pattern=r"^fact:[a-z][a-z0-9_]*$")]

    def reads(self) -> Iterable[Reading]:
        return (Reading(self.field, None, frozenset({Kind.TABLE, Kind.CHOICES})),)

    def limits(self) -> tuple[Bound, ...]:
        return (Bound(at_least=self.at_least if isinstance(self.at_least, int) else 0),)

    def facts_read(self) -> Mapping[str, frozenset[Kind]]:
        return {} if isinstance(self.at_least, int) else Place.of(self.at_least).facts(NUMBERS)

    def _rows(self, record: Record) -> float:
        rows = record.get(self.field)
        return float(len(rows)) if isinstance(rows, list) else 0.0

    def _needed(self, facts: Facts) -> Measure:
        return self.at_least if isinstance(self.at_least, int) else Place.of(self.at_least).total({}, facts)

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        """The rows there are or, where a fact says how many are needed, the rows there are too many."""
        if isinstance(self.at_least, int):
            return (self._rows(record),)
        wanted = self._needed(facts)
        return (None if wanted is None else self._rows(record) - wanted,)

    def found(self, record: Record, facts: Facts) -> str:
        return f"{count(self._rows(record), 'row')}, {self._needed(facts) or 0:,.10g} needed"


class RowsWhere(BaseCheck):
    """Between so many and so many rows hold the value in the column."""

    check: Literal["rows_where"]
    field: str
    column: str
    value: str | bool
    at_least: int | None = None
    at_most: int | None = None

    def reads(self) -> Iterable[Reading]:
        return (Reading(self.field, self.column, ANSWERS | {Kind.CHOICES}, (self.value,)),)

    def limits(self) -> tuple[Bound, ...]:
        return (Bound(at_least=self.at_least, at_most=self.at_most),)

    def _rows(self, record: Record) -> int:
        return sum(holds(value, (self.value,)) for value in values_of(record, self.field, self.column))

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        return (float(self._rows(record)),)

    def found(self, record: Record, facts: Facts) -> str:
        rows = f"{count(self._rows(record), 'row')} with {said(self.value)}"
        return f"{rows}, {needed(self.at_least, self.at_most)} needed"


class Covers(BaseCheck):
    """A column (or a list of choices) names every one of the values, listed here or held by a fact.

    `with` asks for every combination of the values with those of further columns, `except` leaves some out:
    `values: [age, marriage], with: {aim: [eliminate, advance]}, except: [[marriage, advance]]`.
    Case and spacing do not count. A fact that is not known yet does not fail the check.
    """

    check: Literal["covers"]
    field: str
    column: str | None = None
    values_: tuple[str, ...] = Field(alias="values", default=())
    fact: str | None = None
    with_: dict[str, tuple[str, ...]] = Field(alias="with", default={})
    except_: tuple[Combination, ...] = Field(alias="except", default=())

    @model_validator(mode="after")
    def _asks_for_something(self) -> Covers:
        if bool(self.values_) == bool(self.fact):
            raise ValueError("covers lists its `values` or names a `fact` that holds them, one of the two")
        if self.with_ and self.column is None:
            raise ValueError("covers combines columns of a table, so it needs a `column`")
        if any(len(one) != 1 + len(self.with_) for one in self.except_):
            raise ValueError("covers: each exception names one value for each column")
        return self

    def reads(self) -> Iterable[Reading]:
        kinds = ANSWERS | {Kind.CHOICES} if self.column else frozenset({Kind.CHOICES})
        yield Reading(self.field, self.column, kinds - {Kind.BOOLEAN}, self.values_)
        for column, values in self.with_.items():
            yield Reading(self.field, column, ANSWERS | {Kind.CHOICES}, values)

    def facts_read(self) -> Mapping[str, frozenset[Kind]]:
        return {self.fact: frozenset({Kind.CHOICES})} if self.fact else {}

    def limits(self) -> tuple[Bound, ...]:
        return (Bound(at_most=0),)

    def _wanted(self, facts: Facts) -> list[Combination]:
        held = facts.get(self.fact) if self.fact else None
        values = _cells(held) if self.fact else self.values_
        return [one for one in product(values, *self.with_.values()) if one not in self.except_]

    def _given(self, record: Record) -> set[Combination]:
        if self.column is None:
            return {(folded(value),) for value in _cells(record.get(self.field))}
        columns = (self.column, *self.with_)
        rows = ([_cells(row.get(column)) for column in columns] for row in rows_of(record, self.field))
        return {tuple(folded(value) for value in one) for cells in rows for one in product(*cells)}

    def _missing(self, record: Record, facts: Facts) -> list[Combination]:
        given = self._given(record)
        return [one for one in self._wanted(facts) if tuple(folded(value) for value in one) not in given]

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        if self.fact and facts.get(self.fact) is None:
            return (None,)
        return (float(len(self._missing(record, facts))),)

    def found(self, record: Record, facts: Facts) -> str:
        missing = [" / ".join(said(value) for value in one) for one in self._missing(record, facts)]
        return f"missing: {listed(missing) or 'none'}"


def _cells(value: Any) -> tuple[Any, ...]:
    """The values in a cell: several of a list, none of a blank."""
    if isinstance(value, list | tuple):
        return tuple(value)
    return () if is_blank(value) else (value,)
