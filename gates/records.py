"""The door that every evidence record comes in by.

Shape is not completeness: a blank, a placeholder or a missing signature has a shape and leaves a gap; a text
where a number belongs, an unknown field or a field left out altogether is refused, every fault at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from gates.errors import GateError, nearest
from gates.fields import Kind, RecordField
from gates.publishing import published_facts
from gates.reading import shown
from gates.record_template import template_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from gates.catalogue import Item

__all__ = ["RecordInvalid", "published_facts", "read_record", "record_model", "template_of"]

MOST_LISTED = 200
QUOTES = "'\""


class RecordInvalid(GateError):
    """The record for {item} ({title}) cannot be taken: {listed}."""

    advice = "Correct what is listed and hand it in again."

    def __init__(self, item: str, title: str, errors: list[str]) -> None:
        more = [f"and {len(errors) - MOST_LISTED:,} more"] if len(errors) > MOST_LISTED else []
        self.errors = errors[:MOST_LISTED] + more
        super().__init__(item=item, title=title, errors=self.errors, listed="; ".join(self.errors))


def read_record(item: Item, raw: Any) -> dict[str, Any]:
    """The record in canonical form, ready for JSON: dates as ISO text, numbers as numbers, blanks as None.

    Raises RecordInvalid with every fault and its place. A canonical record is read as itself.
    """
    errors: list[str] = []
    if not isinstance(raw, Mapping):
        raise RecordInvalid(item.id, item.title, [f"a record is a list of named fields, not {shown(raw)}"])
    known = _only_known(raw, item.fields, (), errors.append)
    try:
        record = record_model(item).model_validate(known)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        errors += [f"{_place(detail['loc'])}: {_fault(detail)}" for detail in details]
    if errors:
        raise RecordInvalid(item.id, item.title, errors)
    return record.model_dump(mode="json", by_alias=True)


def record_model(item: Item) -> type[BaseModel]:
    """The pydantic model of an item's record, made from its fields once."""
    return item.record_model


Place = tuple[int | str, ...]


Report = Callable[[str], None]


def _only_known(raw: Any, fields: Mapping[str, RecordField], at: Place, report: Report) -> Any:
    """The same data without what the catalogue has no field for, each of which is reported."""
    if not isinstance(raw, Mapping):
        return raw
    for key in raw:
        if key not in fields:
            report(f"{_place((*at, shown(key).strip(QUOTES)))}: {_unknown(key, fields)}")
    given = ((name, field) for name, field in fields.items() if name in raw)
    return {name: _rows(raw[name], field, (*at, name), report) for name, field in given}


def _rows(value: Any, field: RecordField, at: Place, report: Report) -> Any:
    if field.kind is not Kind.TABLE or not isinstance(value, list):
        return value
    return [_only_known(row, field.columns, (*at, number), report) for number, row in enumerate(value)]


def _unknown(key: Any, fields: Mapping[str, RecordField]) -> str:
    if key == "document":
        return "is not a field; attach the file itself"
    hint = nearest(str(key)[:100], fields) if isinstance(key, str) else ""
    return f"is not a field. {hint or 'The fields are: ' + ', '.join(fields) + '.'}"


def _place(loc: Place) -> str:
    return ", ".join(_words(loc))


def _words(loc: Place) -> Iterator[str]:
    for part in loc:
        yield f"row {part + 1}" if isinstance(part, int) else part


def _fault(detail: ErrorDetails) -> str:
    return "missing" if detail["type"] == "missing" else detail["msg"]
