"""What an evidence item tells the rest of the change, so that rules can compare items: facts of its record.

The catalogue writes where a fact comes from as one of
`field` (its value; of a sign-off, the day it was signed), `field:given` (yes if it is filled in, otherwise no),
`table:count` (the number of its rows), `table.column` (the different texts of the column),
`table.column:other=x|y` (of the rows whose other column holds x or y),
`table.column:any=x|y` (yes if any row's column holds x or y, otherwise no),
`table.column:sum`, `table.column:earliest`, `table.column:latest` (of the cells that are filled in),
`document:sha256` (the hash of the attached document),
`field:hash`, `field+field:hash` (the SHA-256 of their canonical JSON; a field may be a table) and
`table:hash:column=x|y` (of the rows whose column holds x or y), `table.column+column:hash:other=x|y` (of these
columns of the rows).
A boolean column holds `yes` or `no`. While the table is empty, or a blank cell leaves it open, the fact is
unknown; the number of rows is then 0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator

from gates.canonical import sha256_of
from gates.checks.documents import attached
from gates.checks.places import as_day, as_number, holds, rows_of, values_of
from gates.conditions import FactValue
from gates.fields import Kind, RecordField, choices_like_blanks, is_blank, with_choices_kept

if TYPE_CHECKING:
    from gates.catalogue import Item

_NAME = "[a-z][a-z0-9_]*"
_FIELD, _COLUMN = rf"(?P<field>{_NAME})", rf"\.(?P<column>{_NAME})"
_ROWS = rf"(?P<where>{_NAME})=(?P<values>[\w|]+)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_FIELD}(?::(?P<how>count|given))?",
        rf"{_FIELD}{_COLUMN}(?::(?P<how>sum|earliest|latest))?",
        rf"{_FIELD}{_COLUMN}:{_ROWS}",
        rf"{_FIELD}(?P<more>(?:\+{_NAME})*):(?P<how>hash)",
        rf"{_FIELD}(?:\.(?P<only>{_NAME}(?:\+{_NAME})*))?:(?P<how>hash):{_ROWS}",
        "(?P<field>document):(?P<how>sha256)",
    )
)
_TEXTS = frozenset({Kind.TEXT, Kind.CHOICE, Kind.CHOICES})
_NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY})
_TOLD = {Kind.MONEY: Kind.NUMBER, Kind.SIGNOFF: Kind.DATE, Kind.URL: Kind.TEXT}
_TOLD_BY = {
    "count": Kind.NUMBER,
    "sum": Kind.NUMBER,
    "given": Kind.BOOLEAN,
    "any": Kind.BOOLEAN,
    "earliest": Kind.DATE,
    "latest": Kind.DATE,
    "sha256": Kind.TEXT,
    "hash": Kind.TEXT,
    "texts": Kind.CHOICES,
}


@dataclass(frozen=True)
class Source:
    """Where in an item's record a published fact is found, and how it is made: `value` or one of _TOLD_BY."""

    field: str
    column: str | None = None
    how: str = "value"
    where: str | None = None
    values: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Source:
        """Read the catalogue's notation. Raises ValueError."""
        parts = next((found.groupdict() for form in _FORMS if (found := form.fullmatch(text))), None)
        if parts is None:
            raise ValueError(
                f"{text!r} is not `field`, `field:given`, `table:count`, `table.column`, `table.column:sum`, "
                "`:earliest` or `:latest`, `table.column:other=value`, `field+field:hash` or `document:sha256`"
            )
        column, where = parts.get("column"), parts.get("where")
        # `any` is no column's name (gates.fields.RESERVED).
        plain = "any" if where == "any" else "texts" if column else "value"
        how = parts.get("how") or plain
        return cls(
            field=parts["field"],
            column=column,
            how=how,
            where=None if how == "any" else where,
            values=tuple((parts.get("values") or "").split("|")) if parts.get("values") else (),
            more=tuple(filter(None, (parts.get("more") or "").split("+"))),
            only=tuple(filter(None, (parts.get("only") or "").split("+"))),
        )

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the record that are looked at."""
        return () if self.how == "sha256" else (self.field, *self.more)

    def kind(self, fields: Mapping[str, RecordField]) -> Kind:
        """What kind of fact comes of it."""
        if self.how != "value":
            return _TOLD_BY[self.how]
        kind = fields[self.field].kind
        return _TOLD.get(kind, kind)

    def choices(self, fields: Mapping[str, RecordField]) -> tuple[str, ...]:
        """What it can be, where that is limited."""
        if self.how not in {"value", "texts"}:
            return ()
        field = fields[self.field]
        return field.columns[self.column].choices if self.column else field.choices

    def faults(self, fields: Mapping[str, RecordField]) -> list[str]:
        """What is wrong with the reference, given the item's fields."""
        columns = {name: fields[name].columns for name in self.fields if name in fields}
        asked = {self.column, *self.only} - {None}
        if len(columns) < len(set(self.fields)) or (asked and not asked <= set(columns[self.field])):
            return ["the item has no such field or column"]
        return list(self._unfit(fields)) if self.fields else []

    def _unfit(self, fields: Mapping[str, RecordField]) -> Iterator[str]:
        field = fields[self.field]
        if self.column is None:
            if self.how == "value" and field.kind is Kind.TABLE:
                yield "a table is published by its columns, its count or its hash"
            elif self.how == "count" and field.kind not in {Kind.TABLE, Kind.CHOICES}:
                yield "only the rows of a table can be counted"
        elif self.how == "sum" and field.columns[self.column].kind not in _NUMBERS:
            yield "only a column of numbers has a sum"
        elif self.how in {"earliest", "latest"} and field.columns[self.column].kind is not Kind.DATE:
            yield "only a column of dates has an earliest and a latest"
        elif self.how == "texts" and field.columns[self.column].kind not in _TEXTS:
            yield "only a column of texts or choices can be published"
        yield from self._misfits(field)

    def _misfits(self, field: RecordField) -> Iterator[str]:
        """The values that the column which is asked about cannot hold."""
        asked = self.column if self.how == "any" else self.where
        if asked is None:
            return
        column = field.columns.get(asked)
        if column is None:
            yield f"the table has no column {asked!r}"
            return
        choices = ("yes", "no") if column.kind is Kind.BOOLEAN else column.choices
        for value in self.values:
            if value not in choices and column.kind is not Kind.TEXT:
                yield f"{value!r} is not a choice of {asked}"

    def read(self, record: Mapping[str, Any]) -> FactValue | None:
        """The fact, or None while the record does not say. `document` is kept with the record."""
        match self.how:
            case "value":
                return _plain(record.get(self.field))
            case "given":
                return not is_blank(record.get(self.field))
            case "count":
                rows = record.get(self.field)
                return len(rows) if isinstance(rows, list) else None
            case "sha256":
                document = attached(record)
                return document["sha256"] if document else None
            case "hash":
                return self._hash(record)
            case _:
                return self._of_column(record, self.column or "")

    def _of_column(self, record: Mapping[str, Any], column: str) -> FactValue | None:
        rows = rows_of(record, self.field)
        if self.how == "any":
            return _any(rows, column, self.values)
        if self.how == "texts":
            texts = dict.fromkeys(text for row in self._chosen(rows) for text in _texts(row.get(column)))
            return tuple(texts) if rows else None
        cells = values_of(record, self.field, column)
        return _sum(cells) if self.how == "sum" else _day(cells, latest=self.how == "latest")

    def _chosen(self, rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        return [row for row in rows if self.where is None or _holds(row.get(self.where), self.values)]

    def _hash(self, record: Mapping[str, Any]) -> str | None:
        """The hash of what is filled in; None while nothing is, or it cannot be written as JSON."""
        held = {name: record.get(name) for name in self.fields}
        if self.where is not None:
            rows = self._chosen(rows_of(record, self.field))
            held = {self.field: [{name: row.get(name) for name in self.only or row} for row in rows]}
        if all(is_blank(value) for value in held.values()):
            return None
        try:
            return sha256_of(held)
        except (TypeError, ValueError):
            return None


def _any(rows: list[Mapping[str, Any]], column: str, values: tuple[str, ...]) -> bool | None:
    if any(_holds(row.get(column), values) for row in rows):
        return True
    return None if not rows or any(is_blank(row.get(column)) for row in rows) else False


def _holds(cell: Any, values: tuple[str, ...]) -> bool:
    return holds(("yes" if cell else "no") if isinstance(cell, bool) else cell, values)


def _texts(cell: Any) -> list[str]:
    return [str(one) for one in (cell if isinstance(cell, list) else [cell]) if not is_blank(one)]


def _sum(cells: list[Any]) -> FactValue | None:
    numbers = [number for cell in cells if (number := as_number(cell)) is not None]
    total = round(math.fsum(numbers), 6)
    return (int(total) if total.is_integer() else total) if numbers else None


def _day(cells: list[Any], *, latest: bool) -> str | None:
    days = [day for cell in cells if (day := as_day(cell)) is not None]
    return date.fromordinal(int(max(days) if latest else min(days))).isoformat() if days else None


def _plain(value: Any) -> FactValue | None:
    if isinstance(value, Mapping):
        value = value.get("signed_on")
    if is_blank(value):
        return None
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return str(value) if isinstance(value, str) else value


def _check_source(text: str) -> str:
    Source.of(text)
    return text


SourceText = Annotated[str, AfterValidator(_check_source)]


def published_facts(item: Item, record: Mapping[str, Any]) -> dict[str, FactValue]:
    """The facts that this version of an item publishes; those that its record leaves open are left out.

    The document is looked for where checks see it: in the record, under `document`.
    """
    record = with_choices_kept(record, choices_like_blanks(item.fields))
    found = {fact: Source.of(text).read(record) for fact, text in item.publishes.items()}
    return {fact: value for fact, value in found.items() if value is not None}
