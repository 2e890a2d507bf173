"""A pydantic model made from the fields of an evidence item: how each kind of field is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from gates import reading
from gates.fields import Kind, RecordField

MOST_ROWS = 5_000

_CONFIG = ConfigDict(extra="forbid", frozen=True)
_SIGNATURE = {
    "name": RecordField(type=Kind.TEXT, title="Name", optional=True),
    "role": RecordField(type=Kind.TEXT, title="Role", optional=True),
    "signed_on": RecordField(type=Kind.DATE, title="Signed on", optional=True),
}


def model_of(name: str, fields: Mapping[str, RecordField], *, cells: bool = False) -> type[BaseModel]:
    """The model of a record, or of a table's rows (`cells`), in which every value may be left out."""
    # Inside the model fields go by number: a catalogue may well call one `copy` or `json`.
    members = {
        f"f{number}": (_type_of(f"{name}_{field_name}", field), _default(field_name, field, cells=cells))
        for number, (field_name, field) in enumerate(fields.items())
    }
    return create_model(name, __config__=_CONFIG, **cast("dict[str, Any]", members))


def _default(name: str, field: RecordField, *, cells: bool) -> Any:
    about: dict[str, Any] = {"alias": name, "title": field.title, "description": field.help or None}
    if not (cells or field.optional or field.kind is Kind.SIGNOFF):
        return Field(**about)
    several = field.kind in {Kind.TABLE, Kind.CHOICES}
    return Field(default_factory=list, **about) if several else Field(default=None, **about)


def _type_of(name: str, field: RecordField) -> Any:
    if field.kind is Kind.TABLE:
        row = model_of(name, field.columns, cells=True)
        return Annotated[list[row], BeforeValidator(_rows), AfterValidator(_filled)]  # type: ignore[valid-type]
    if field.kind is Kind.SIGNOFF:
        signature = model_of(name, _SIGNATURE)
        return Annotated[signature | None, BeforeValidator(_signature)]
    if field.kind is Kind.CHOICES:
        return Annotated[list[str], _read(lambda value: reading.choices_of(value, field.choices), blank=[])]
    if field.kind is Kind.CHOICE:
        return Annotated[str | None, _read(lambda value: reading.choice_of(value, field.choices))]
    return _PLAIN[field.kind]


def _read(read: Callable[[Any], Any], blank: Any = None) -> BeforeValidator:
    """Read a value, with a blank as `blank` and the reason of a refusal as the message."""

    def validated(value: Any) -> Any:
        if value is None or (isinstance(value, str) and not value.strip()):
            return blank
        return _or_refused(read, value)

    return BeforeValidator(validated)


def _or_refused(read: Callable[[Any], Any], value: Any) -> Any:
    try:
        return read(value)
    except ValueError as error:
        raise _refusal(str(error)) from None


def _refusal(reason: str) -> PydanticCustomError:
    return PydanticCustomError("unreadable", "{reason}", {"reason": reason})


_PLAIN: Mapping[Kind, Any] = {
    Kind.TEXT: Annotated[str | None, _read(reading.text_of)],
    Kind.NUMBER: Annotated[int | float | None, _read(reading.number_of)],
    Kind.MONEY: Annotated[int | float | None, _read(reading.number_of)],
    Kind.DATE: Annotated[str | None, _read(reading.day_of), Field(json_schema_extra={"format": "date"})],
    Kind.BOOLEAN: Annotated[bool | None, _read(reading.answer_of)],
    Kind.URL: Annotated[str | None, _read(reading.address_of), Field(json_schema_extra={"format": "uri"})],
}


def _rows(value: Any) -> Any:
    if value is None or value == "":
        return []
    if not isinstance(value, list):
        raise _refusal(f"a table is a list of rows, not {reading.shown(value)}")
    if len(value) > MOST_ROWS:
        raise _refusal(f"{len(value):,} rows, at most {MOST_ROWS:,} are taken; attach a document")
    if any(not isinstance(row, dict) for row in value):
        number = next(place for place, row in enumerate(value, start=1) if not isinstance(row, dict))
        raise _refusal(f"row {number} is not a list of named columns")
    return value


def _filled(rows: list[BaseModel]) -> list[BaseModel]:
    """The rows that say anything: forms and spreadsheets hand in spare empty ones."""
    return [row for row in rows if any(value not in (None, []) for _, value in row)]


def _signature(value: Any) -> Any:
    if value in (None, ""):
        return None
    if not isinstance(value, Mapping) or not _SIGNATURE.keys() >= value.keys():
        raise _refusal(f"a sign-off is a name, a role and the day signed_on, not {reading.shown(value)}")
    given = {key: part for key, part in value.items() if part not in (None, "")}
    if given.get("role"):
        given["role"] = _or_refused(reading.role_of, given["role"])
    return given or None
