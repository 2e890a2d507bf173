"""The typed fields of an evidence record, and the blank text that people leave in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

# What people write to have a field filled in: in small letters, words parted by one space.
_PLACEHOLDERS = (
    r"tb[acdn]|t b [acd]|na|n a|not applicable|none(?: yet| so far)?|not (?:yet )?(?:known|available)|unknown|pending|"
    r"to be (?:added|advised|agreed|announced|completed|confirmed|decided|determined|provided|supplied|written)|"
    r"to ?do|to follow|to come|coming soon|"
    r"awaiting(?: (?:confirmation|data|details|feedback|figures|info|information|input|response|update))?|"
    r"as (?:above|before|below)|same as above|see (?:above|below|overleaf|previous)|ditto|"
    r"(?:dummy|sample|test|placeholder)(?: (?:data|entry|text|value))?|testing|blah|foo|bar|foobar|"
    r"x{2,}|z{3,}|a{4,}|(?:asdf|qwer)[a-z]*|"
    r"(?:click or tap |click |tap )?(?:type |enter |insert |your |text )?(?:your )?text here|"
    r"click (?:or tap )?here to enter text|insert .{0,40} here"
)
_PLACEHOLDER = re.compile(rf"(?:{_PLACEHOLDERS})(?: (?:{_PLACEHOLDERS}))*")
_MARKUP = re.compile(
    r"</?(?:[abiu]|br|div|em|font|h\d|li|ol|p|span|strong|td|tr|ul)(?:\s[^<>]{0,80})?/?>|&#?\w{2,8};",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
# No placeholder has more words, save one that goes on in Latin.
_MOST_WORDS = 12
# No longer text is remembered.
_REMEMBERED = 1_000

_NAME = re.compile(r"[a-z][a-z0-9_]*")
# `document` is where the attached file's hash is kept; `any` and `fact` are words of the notation.
RESERVED = frozenset({"document", "any", "fact"})


def _check_name(name: str) -> str:
    if name in RESERVED or not _NAME.fullmatch(name):
        raise ValueError(f"{name!r}: a field's name is small letters, digits and _, and no reserved word")
    return name


FieldName = Annotated[str, AfterValidator(_check_name)]


class Chosen(str):
    """A choice of the catalogue's: an answer even where it reads "none" or "unknown"."""


def is_blank(value: Any) -> bool:
    """Whether a value says nothing: missing, empty, or a placeholder such as "tbc", "n/a", "none" or "see above".

    A sign-off is blank when any part of it is. A short answer is none: "No", "0", "None of the nine groups".
    """
    if isinstance(value, Chosen):
        return False
    if isinstance(value, str):
        return _known_nothing(value) if len(value) <= _REMEMBERED else _says_nothing(value)
    if isinstance(value, Mapping):
        return not value or any(is_blank(part) for part in value.values())
    return value is None or value == []


def _says_nothing(text: str) -> bool:
    words = [found.group().casefold() for found in islice(_words_of(text), _MOST_WORDS + 1)]
    said = " ".join(words)
    short = len(words) <= _MOST_WORDS and _PLACEHOLDER.fullmatch(said) is not None
    return not words or short or said.startswith("lorem ipsum")


# Several checks of an item look at the same cell, one after the other.
_known_nothing = lru_cache(maxsize=8_192)(_says_nothing)


def _words_of(text: str) -> Iterator[re.Match[str]]:
    """Words without punctuation and markup: "(tbc)...", "<p>TBC</p>" and "tbc" are the same placeholder."""
    has_markup = "<" in text or "&" in text
    return _WORD.finditer(_MARKUP.sub(" ", text) if has_markup else text)


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


Spot = tuple[str, str | None]


def choices_like_blanks(fields: Mapping[str, RecordField]) -> tuple[Spot, ...]:
    """The fields and columns with a choice that would pass for a placeholder were it written as a text."""
    found: list[tuple[Spot, RecordField]] = [((name, None), field) for name, field in fields.items()]
    found += [
        ((name, key), column) for name, field in fields.items() for key, column in field.columns.items()
    ]
    return tuple(spot for spot, field in found if any(is_blank(choice) for choice in field.choices))


def with_choices_kept(record: Mapping[str, Any], spots: tuple[Spot, ...]) -> Mapping[str, Any]:
    """The same record, in which the choices at these places count as answers whatever they read."""
    kept = dict(record) if spots else record
    for field, column in spots:
        value = kept.get(field)
        if column is None:
            kept = {**kept, field: _kept(value)}
        elif isinstance(value, list):
            kept = {**kept, field: [_row_kept(row, column) for row in value]}
    return kept


def _row_kept(row: Any, column: str) -> Any:
    return {**row, column: _kept(row.get(column))} if isinstance(row, Mapping) else row


def _kept(value: Any) -> Any:
    if isinstance(value, list):
        return [_kept(one) for one in value]
    return Chosen(value) if isinstance(value, str) and value.strip() else value
