"""The typed fields of an evidence record, and the blank text that people leave in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

PLACEHOLDER = re.compile(
    r"t\.?b\.?[acd]|n\.? ?/? ?a|not applicable|to be (?:confirmed|completed|determined|added)|"
    r"to ?do|none yet|pending|unknown|xx+|lorem ipsum.*|insert .{0,40} here|as above",
    re.IGNORECASE | re.DOTALL,
)
_SAYS_SOMETHING = re.compile(r"[^\W_]")

_NAME = re.compile(r"[a-z][a-z0-9_]*")
# `document` is where the attached file's hash is kept; `any` and `fact` are words of the notation.
RESERVED = frozenset({"document", "any", "fact"})


def _check_name(name: str) -> str:
    if name in RESERVED or not _NAME.fullmatch(name):
        raise ValueError(f"{name!r}: a field's name is small letters, digits and _, and no reserved word")
    return name


FieldName = Annotated[str, AfterValidator(_check_name)]


def is_blank(value: Any) -> bool:
    """Whether a value says nothing: missing, empty, or a placeholder such as "tbc", "n/a" or "lorem ipsum".

    A sign-off is blank when any part of it is.
    """
    if isinstance(value, str):
        core = _core_of(value)
        return not core or PLACEHOLDER.fullmatch(core) is not None
    if isinstance(value, Mapping):
        return not value or any(is_blank(part) for part in value.values())
    return value is None or value == []


def _core_of(text: str) -> str:
    """The text from its first letter or digit to its last: "(tbc)..." and "tbc" are the same placeholder."""
    first, last = _SAYS_SOMETHING.search(text), _SAYS_SOMETHING.search(text[::-1])
    return text[first.start() : len(text) - last.start()] if first and last else ""


class Kind(StrEnum):
    """What a field holds. Money is in pounds; a date is a calendar day; a sign-off is name, role and day."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    CHOICES = "choices"
    URL = "url"
    SIGNOFF = "signoff"
    TABLE = "table"


class RecordField(BaseModel):
    """One field of a record or one column of a table in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind = Field(alias="type")
    title: str
    help: str = ""
    optional: bool = False
    choices: tuple[str, ...] = ()
    columns: dict[FieldName, RecordField] = {}

    @model_validator(mode="after")
    def _fits_its_kind(self) -> RecordField:
        if (self.kind in {Kind.CHOICE, Kind.CHOICES}) != bool(self.choices):
            raise ValueError("a choice field lists its choices, and only a choice field does")
        if len(set(self.choices)) < len(self.choices):
            raise ValueError("a choice is listed twice")
        if (self.kind is Kind.TABLE) != bool(self.columns):
            raise ValueError("a table field lists its columns, and only a table field does")
        if any(column.kind in {Kind.TABLE, Kind.SIGNOFF} for column in self.columns.values()):
            raise ValueError("a column holds one plain value, not a table or a sign-off")
        return self
