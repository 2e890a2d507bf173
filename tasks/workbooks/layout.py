"""Which sheet and which line or column of a template holds which field: computed from the item, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gates.canonical import sha256_of
from gates.catalogue import Item
from gates.fields import Kind, RecordField
from tasks.workbooks import words

FORMAT = "1"
LONGEST_NAME = 31
# "History" is a name that Excel keeps for itself.
RESERVED = frozenset({words.README, words.ANSWERS, words.MACHINE, "History"})
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")

ANSWER_HEADINGS_ROW = TABLE_HEADINGS_ROW = 3
_SIGNED = {
    "name": RecordField(type=Kind.TEXT, title="name"),
    "role": RecordField(type=Kind.TEXT, title="role"),
    "signed_on": RecordField(type=Kind.DATE, title="signed on"),
}


@dataclass(frozen=True)
class Line:
    """A plain field on the sheet of answers; a sign-off takes three lines. `path` leads to it in the record."""

    path: tuple[str, ...]
    title: str
    field: RecordField
    help: str

    @property
    def is_role(self) -> bool:
        """Whether it asks for the role in which somebody signs."""
        return len(self.path) > 1 and self.path[1] == "role"


@dataclass(frozen=True)
class TableSheet:
    """A table on a sheet of its own. `columns` are the headings, each with its name in the record and its field."""

    name: str
    sheet: str
    field: RecordField
    columns: Mapping[str, tuple[str, RecordField]]


@dataclass(frozen=True)
class Layout:
    """The whole template. Two items have the same layout only if their fields are the same."""

    lines: tuple[Line, ...]
    tables: tuple[TableSheet, ...]


def layout_of(item: Item) -> Layout:
    """Where everything of an item stands."""
    lines = _titled(tuple(_lines(item.fields)))
    taken = {name.casefold() for name in RESERVED}
    tables = tuple(
        _table(name, field, taken) for name, field in item.fields.items() if field.kind is Kind.TABLE
    )
    return Layout(lines, tables)


def form_of(item: Item) -> str:
    """The SHA-256 that stands for an item's fields: a template fits as long as they are the same."""
    fields = {
        name: field.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for name, field in item.fields.items()
    }
    return sha256_of({"format": FORMAT, "fields": list(fields.items())})


def _lines(fields: Mapping[str, RecordField]) -> Iterator[Line]:
    for name, field in fields.items():
        if field.kind is Kind.SIGNOFF:
            for part, about in _SIGNED.items():
                said = about.model_copy(update={"optional": field.optional})
                yield Line((name, part), f"{field.title}: {words.SIGNATURE[part]}", said, field.help)
        elif field.kind is not Kind.TABLE:
            yield Line((name,), field.title, field, field.help)


def _titled(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    taken: set[str] = set()
    return tuple(Line(line.path, _unique(line.title, taken, 1000), line.field, line.help) for line in lines)


def _table(name: str, field: RecordField, taken: set[str]) -> TableSheet:
    headings: set[str] = set()
    columns = {
        _unique(about.title, headings, 1000): (column, about) for column, about in field.columns.items()
    }
    plain = " ".join(_FORBIDDEN.sub(" ", field.title).split()).strip("' ") or name
    return TableSheet(name, _unique(plain, taken, LONGEST_NAME), field, columns)


def _unique(title: str, taken: set[str], longest: int) -> str:
    """The title, cut at a word where it is too long, with a number where it is taken."""
    number, found = 1, _cut(title, longest)
    while found.casefold() in taken:
        number += 1
        found = f"{_cut(title, longest - len(str(number)) - 1)} {number}"
    taken.add(found.casefold())
    return found


def _cut(title: str, longest: int) -> str:
    if len(title) <= longest:
        return title
    return title[: longest + 1].rpartition(" ")[0] or title[:longest]
