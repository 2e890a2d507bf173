"""Checks that something is given at all: filled in, signed, attached, answered as it must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import Field

from gates.checks.base import BaseCheck, Bound, Measure, Reading, Record, count
from gates.checks.places import filled, folded, holds, rows_of, values_of
from gates.conditions import Facts
from gates.fields import Kind, is_blank

ANY_KIND = frozenset(Kind)
ANSWERS = frozenset({Kind.CHOICE, Kind.BOOLEAN, Kind.TEXT})
COMPARABLE = ANSWERS | {Kind.DATE, Kind.NUMBER, Kind.MONEY}
NONE_ALLOWED = (Bound(at_most=0),)


class NoBlanks(BaseCheck):
    """Neither the field, nor a cell of the table's listed columns, is empty or a placeholder.

    An empty table counts as one blank; a sign-off is blank when any part of it is.
    """

    check: Literal["no_blanks"]
    field: str
    columns: tuple[str, ...] = ()

    def reads(self) -> Iterable[Reading]:
        return [Reading(self.field, column, ANY_KIND) for column in self.columns or (None,)]

    def limits(self) -> tuple[Bound, ...]:
        return NONE_ALLOWED

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        rows = rows_of(record, self.field)
        if not self.columns or not rows:
            return (float(not filled(record, self.field) or bool(self.columns)),)
        return (float(sum(is_blank(row.get(column)) for row in rows for column in self.columns)),)

    def found(self, record: Record, facts: Facts) -> str:
        rows = rows_of(record, self.field)
        if not self.columns or not rows:
            return "nothing is filled in"
        blanks = [
            f"row {number}, {column.replace('_', ' ')}"
            for number, row in enumerate(rows, start=1)
            for column in self.columns
            if is_blank(row.get(column))
        ]
        return f"{count(len(blanks), 'blank')}: {listed(blanks)}"


class FilledWhen(BaseCheck):
    """Where the column holds one of the values, the needed columns of that row are filled in.

    Without a column: when the field itself holds one of the values, the needed fields are filled in.
    """

    check: Literal["filled_when"]
    field: str
    column: str | None = None
    values_: tuple[str | bool, ...] = Field(alias="values", min_length=1)
    needs: tuple[str, ...] = Field(min_length=1)

    def reads(self) -> Iterable[Reading]:
        yield Reading(self.field, self.column, ANSWERS | {Kind.CHOICES}, self.values_)
        for need in self.needs:
            field, column = (need, None) if self.column is None else (self.field, need)
            yield Reading(field, column, ANY_KIND)

    def limits(self) -> tuple[Bound, ...]:
        return NONE_ALLOWED

    def _lacking(self, record: Record) -> list[str]:
        if self.column is None:
            asked = holds(record.get(self.field), self.values_)
            return [need for need in self.needs if asked and not filled(record, need)]
        return [
            f"row {number}, {need}"
            for number, row in enumerate(rows_of(record, self.field), start=1)
            for need in self.needs
            if holds(row.get(self.column), self.values_) and is_blank(row.get(need))
        ]

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        return (float(len(self._lacking(record))),)

    def found(self, record: Record, facts: Facts) -> str:
        lacking = [place.replace("_", " ") for place in self._lacking(record)]
        return f"{count(len(lacking), 'blank')}: {listed(lacking)}"


class Equals(BaseCheck):
    """The field, or every cell of the column, holds one of the values: a question answered as it must be.

    An empty table is no answer. `if_given`: a blank passes.
    """

    check: Literal["equals"]
    field: str
    column: str | None = None
    values_: tuple[str | bool, ...] = Field(alias="values", min_length=1)
    if_given: bool = False

    def reads(self) -> Iterable[Reading]:
        return (Reading(self.field, self.column, ANSWERS, self.values_),)

    def limits(self) -> tuple[Bound, ...]:
        return NONE_ALLOWED

    def _others(self, record: Record) -> list[str]:
        values = values_of(record, self.field, self.column) or [None]
        judged = [value for value in values if not (self.if_given and is_blank(value))]
        return [said(value) for value in judged if not holds(value, self.values_)]

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        return (float(len(self._others(record))),)

    def found(self, record: Record, facts: Facts) -> str:
        wanted = " or ".join(said(value) for value in self.values_)
        return f"{listed(self._others(record)) or wanted}; {wanted} needed"


class SameAs(BaseCheck):
    """The field says the same as a fact of the change, or the field `unless` gives the reason why not.

    Case and spacing do not count. A fact that is not known yet does not fail the check.
    """

    check: Literal["same_as"]
    field: str
    fact: str
    unless: str | None = None

    def reads(self) -> Iterable[Reading]:
        yield Reading(self.field, None, COMPARABLE)
        if self.unless:
            yield Reading(self.unless, None, ANY_KIND)

    def facts_read(self) -> Mapping[str, frozenset[Kind]]:
        return {self.fact: COMPARABLE}

    def limits(self) -> tuple[Bound, ...]:
        return NONE_ALLOWED

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        if facts.get(self.fact) is None:
            return (None,)
        same = folded(record.get(self.field)) == folded(facts[self.fact])
        return (float(not same and not filled(record, self.unless)),)

    def found(self, record: Record, facts: Facts) -> str:
        return f"{said(record.get(self.field))} here, {said(facts[self.fact])} elsewhere"


class Signed(BaseCheck):
    """The sign-off is given by name in the role asked for."""

    check: Literal["signed"]
    field: str
    role: str

    def reads(self) -> Iterable[Reading]:
        return (Reading(self.field, None, frozenset({Kind.SIGNOFF})),)

    def limits(self) -> tuple[Bound, ...]:
        return (Bound(at_least=1),)

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        signature = record.get(self.field)
        return (float(isinstance(signature, dict) and filled(record, self.field) and self._fits(signature)),)

    def _fits(self, signature: Record) -> bool:
        return signature.get("role") == self.role

    def found(self, record: Record, facts: Facts) -> str:
        signature = record.get(self.field)
        if not isinstance(signature, dict) or not filled(record, self.field):
            return "not signed"
        return f"signed as {said(signature.get('role'))}, {said(self.role)} needed"


def said(value: object) -> str:
    """A value as a person reads it."""
    if value is None:
        return "nothing"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value).replace("_", " ")


def listed(names: Iterable[str], most: int = 5) -> str:
    """The first few names, and how many more there are."""
    names = list(names)
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
