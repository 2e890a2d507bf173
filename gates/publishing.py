"""What an evidence item tells the rest of the change, so that rules can compare items: facts of its record.

The catalogue writes where a fact comes from as one of
`field` (its value; of a sign-off, the day it was signed),
`table.column` (the different texts of the column),
`table.column:other=x|y` (of the rows whose other column holds x or y),
`table.column:any=x|y` (yes if any row's column holds x or y, otherwise no).
A boolean column holds `yes` or `no`. While the table is empty, or a blank cell leaves it open, the fact is
unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator

from gates.checks.places import holds, rows_of
from gates.conditions import FactValue
from gates.fields import Kind, RecordField, is_blank

if TYPE_CHECKING:
    from gates.catalogue import Item

_NOTATION = re.compile(r"([a-z]\w*)(?:\.([a-z]\w*)(?::([a-z]\w*)=([\w|]+))?)?")
_TEXTS = frozenset({Kind.TEXT, Kind.CHOICE, Kind.CHOICES})
_TOLD = {Kind.MONEY: Kind.NUMBER, Kind.SIGNOFF: Kind.DATE, Kind.URL: Kind.TEXT}


@dataclass(frozen=True)
class Source:
    """Where in an item's record a published fact is found."""

    field: str
    column: str | None = None
    where: str | None = None
    values: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Source:
        """Read the catalogue's notation. Raises ValueError."""
        parts = _NOTATION.fullmatch(text)
        if parts is None:
            raise ValueError(f"{text!r} is not `field`, `table.column` or `table.column:other=value`")
        field, column, where, values = parts.groups()
        return cls(field, column, where, tuple(values.split("|")) if values else ())

    @property
    def is_any(self) -> bool:
        """Whether the fact is yes or no: does any row hold one of the values?"""
        return self.where == "any"

    def kind(self, field: RecordField) -> Kind:
        """What kind of fact comes of it."""
        if self.column is None:
            return _TOLD.get(field.kind, field.kind)
        return Kind.BOOLEAN if self.is_any else Kind.CHOICES

    def faults(self, fields: Mapping[str, RecordField]) -> list[str]:
        """What is wrong with the reference, given the item's fields."""
        field = fields.get(self.field)
        if field is None or (self.column is not None and self.column not in field.columns):
            return ["the item has no such field or column"]
        if self.column is None:
            return ["a table is published by its columns"] if field.kind is Kind.TABLE else []
        asked = self.column if self.is_any or self.where is None else self.where
        if asked not in field.columns:
            return [f"the table has no column {asked!r}"]
        if not self.is_any and field.columns[self.column].kind not in _TEXTS:
            return ["only a column of texts or choices can be published"]
        return list(self._misfits(asked, field.columns[asked]))

    def _misfits(self, asked: str, column: RecordField) -> Iterator[str]:
        choices = ("yes", "no") if column.kind is Kind.BOOLEAN else column.choices
        for value in self.values:
            if value not in choices and column.kind is not Kind.TEXT:
                yield f"{value!r} is not a choice of {asked}"

    def read(self, record: Mapping[str, Any]) -> FactValue | None:
        """The fact, or None while the record does not say."""
        if self.column is None:
            return _plain(record.get(self.field))
        rows = rows_of(record, self.field)
        return _any(rows, self.column, self.values) if self.is_any else self._texts_of(rows, self.column)

    def _texts_of(self, rows: list[Mapping[str, Any]], column: str) -> FactValue | None:
        chosen = [row for row in rows if self.where is None or _holds(row.get(self.where), self.values)]
        texts = dict.fromkeys(text for row in chosen for text in _texts(row.get(column)))
        return tuple(texts) if rows else None


def _any(rows: list[Mapping[str, Any]], column: str, values: tuple[str, ...]) -> bool | None:
    if any(_holds(row.get(column), values) for row in rows):
        return True
    return None if not rows or any(is_blank(row.get(column)) for row in rows) else False


def _holds(cell: Any, values: tuple[str, ...]) -> bool:
    return holds(("yes" if cell else "no") if isinstance(cell, bool) else cell, values)


def _texts(cell: Any) -> list[str]:
    return [str(one) for one in (cell if isinstance(cell, list) else [cell]) if not is_blank(one)]


def _plain(value: Any) -> FactValue | None:
    if isinstance(value, Mapping):
        value = value.get("signed_on")
    if is_blank(value):
        return None
    return tuple(value) if isinstance(value, list) else value


def _check_source(text: str) -> str:
    Source.of(text)
    return text


SourceText = Annotated[str, AfterValidator(_check_source)]


def published_facts(item: Item, record: Mapping[str, Any]) -> dict[str, FactValue]:
    """The facts that this version of an item publishes; those that its record leaves open are left out."""
    found = {fact: Source.of(text).read(record) for fact, text in item.publishes.items()}
    return {fact: value for fact, value in found.items() if value is not None}
