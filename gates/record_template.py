"""A blank record for the owner of an evidence item to fill in, with the catalogue's guidance as comments."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gates.fields import Kind, RecordField

if TYPE_CHECKING:
    from gates.catalogue import Item

_HOW = {
    Kind.TEXT: "text",
    Kind.NUMBER: "a number",
    Kind.MONEY: "pounds",
    Kind.DATE: "a date such as 2026-11-21",
    Kind.BOOLEAN: "yes or no",
    Kind.URL: "a web address",
    Kind.SIGNOFF: "a sign-off",
    Kind.TABLE: "one row or more; repeat the block for each",
}
_SIGNATURE = ("name", "role", "signed_on")


def template_of(item: Item, given: Mapping[str, Any] | None = None, remarks: Sequence[str] = ()) -> str:
    """YAML with every field left blank and what belongs in it as comments. It loads as a record of blanks.

    Fields that are `given` are filled in; `remarks` stand below the guidance.
    """
    given = given or {}
    head = [f"{item.id} {item.title}", *item.guidance.splitlines(), *remarks]
    needs = ["", "Complete when:", *(f"- {check.message}" for check in item.checks)] if item.checks else []
    lines = [*_comment([*head, *needs]), ""]
    for name, field in item.fields.items():
        filled = name in given and given[name] is not None
        lines += [
            *_comment([_about(field)]),
            *(_filled(name, given[name]) if filled else _blank(name, field)),
        ]
    return "\n".join(lines) + "\n"


def _comment(paragraphs: list[str], indent: str = "") -> Iterator[str]:
    for paragraph in paragraphs:
        for line in textwrap.wrap(" ".join(paragraph.split()), 100) or [""]:
            yield f"{indent}# {line}".rstrip()


def _about(field: RecordField) -> str:
    several = "any of" if field.kind is Kind.CHOICES else "one of"
    how = f"{several}: {', '.join(field.choices)}" if field.choices else _HOW[field.kind]
    optional = ", optional" if field.optional else ""
    return f"{field.title} ({how}{optional}). {field.help}".strip()


def _filled(name: str, value: Any) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        yield f"{name}: {json.dumps(value, ensure_ascii=False)}"
        return
    yield f"{name}:" if value else f"{name}: []"
    for row in value:
        for number, (column, cell) in enumerate(row.items()):
            text = "" if cell is None else f" {json.dumps(cell, ensure_ascii=False)}"
            yield f"  {'-' if number == 0 else ' '} {column}:{text}"


def _blank(name: str, field: RecordField) -> Iterator[str]:
    yield f"{name}:"
    if field.kind is Kind.SIGNOFF:
        yield from (f"  {part}:" for part in _SIGNATURE)
    for number, (column, about) in enumerate(field.columns.items()):
        yield from _comment([_about(about)], "    ")
        yield f"  {'-' if number == 0 else ' '} {column}:"
