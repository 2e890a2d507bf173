"""Which columns of a register fill in which fields of a change, and how: the content of a mapping file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from tasks.registers.cells import one_line, text_of
from tasks.registers.convert import convert
from tasks.registers.dates import check_format
from tasks.registers.model import FactValue
from tasks.registers.targets import REQUIRED, TARGETS, Kind, Target, known_target, target_named

LISTS = {Kind.LIST, Kind.CHOICES}
OPTIONS = {
    "multiply": {Kind.MONEY, Kind.NUMBER},
    "formats": {Kind.DATE},
    "split": LISTS,
    "words": {Kind.TEXT, Kind.LINE},
}
# Where the cell goes in `words`.
PLACE = "{}"


def normal(text: str) -> str:
    """The text as it is compared: without regard to case or to the width of white space."""
    return one_line(text).casefold()


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _as_text(value: Any) -> Any:
    """A plain YAML value as the text that it stands for; a list of texts as one text, split again later."""
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return "|".join(value)
    return value if isinstance(value, (dict, list, set)) else text_of(value)


def _text_keys(value: Any) -> Any:
    return (
        {normal(text_of(key)): each for key, each in value.items()} if isinstance(value, Mapping) else value
    )


def _with_one_place(words: str) -> str:
    if words.count(PLACE) != 1:
        raise ValueError(f"`words` has one {PLACE}, where the cell goes")
    return words


Texts = Annotated[tuple[str, ...], BeforeValidator(_several)]
Plain = Annotated[str, BeforeValidator(_as_text)]
DateFormat = Annotated[str, AfterValidator(check_format)]


class FieldMap(BaseModel):
    """Where one field comes from: the first column that knows it, or the same value for every row."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    columns: Texts = Field(default=(), alias="from")
    always: Plain | None = None
    as_: Kind | None = Field(default=None, alias="as")
    values: Annotated[dict[str, Plain], BeforeValidator(_text_keys)] = {}
    otherwise: Plain | None = None
    multiply: Decimal = Field(default=Decimal(1), gt=0, le=10**12)
    formats: Annotated[tuple[DateFormat, ...], BeforeValidator(_several)] = ()
    split: str | None = Field(default=None, min_length=1)
    words: Annotated[str, AfterValidator(_with_one_place)] | None = None
    unknown_when: Texts = ()

    @model_validator(mode="before")
    @classmethod
    def _column_alone(cls, value: Any) -> Any:
        return {"from": value} if isinstance(value, (str, list, tuple)) else value

    @model_validator(mode="after")
    def _one_origin(self) -> FieldMap:
        if bool(self.columns) == (self.always is not None):
            raise ValueError("say either `from` (a column, or several) or `always` (a value)")
        if self.always is not None and self.model_fields_set - {"always", "as_"}:
            raise ValueError("`always` stands alone: the other settings are for columns")
        if self.otherwise is not None and not self.values:
            raise ValueError("`otherwise` goes with `values`")
        return self

    def check(self, target: Target) -> None:
        """Whether the options and values suit the target. Raises ValueError with what is wrong."""
        if self.as_ not in {None, target.kind}:
            raise ValueError(f"`as: {self.as_}` does not suit it: it takes {target.kind}")
        for option, kinds in OPTIONS.items():
            if option in self.model_fields_set and target.kind not in kinds:
                raise ValueError(f"`{option}` is for {' and '.join(sorted(kinds))}; it takes {target.kind}")
        for text in (self.always, self.otherwise, *self.values.values()):
            if text is not None:
                self._try(text, target)

    def _try(self, text: str, target: Target) -> None:
        try:
            convert(text, target, self)
        except ValueError as error:
            raise ValueError(f'"{text}" does not suit it; expected {error}') from error

    def constant(self, target: Target) -> FactValue | None:
        """The value of every row, or None where it comes from columns."""
        return None if self.always is None else convert(self.always, target, self)


class Unknowns:
    """Texts that mean "not known": whole cells, or beginnings if written with a * at the end."""

    def __init__(self, texts: Iterable[str]) -> None:
        entries = [normal(text) for text in texts]
        self._whole = {entry for entry in entries if not entry.endswith("*")}
        self._starts = tuple(entry[:-1].rstrip() for entry in entries if entry.endswith("*"))
        self.notes_blanks = "" in self._whole

    def __contains__(self, text: object) -> bool:
        said = normal(str(text))
        return not said or said in self._whole or (bool(self._starts) and said.startswith(self._starts))


TargetName = Annotated[str, AfterValidator(known_target)]


class RegisterMapping(BaseModel):
    """A whole mapping: fields by target name, what counts as unknown, and which columns are kept.

    A blank cell is always unknown; it is noted on the row only if "" stands in `unknown_when`. `only_with` names a
    column: rows in which it is blank are no changes and are left out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str = ""
    sheet: str | None = None
    heading_line: int = Field(default=1, ge=1)
    unknown_when: Texts = ()
    only_with: str | None = None
    fields: dict[TargetName, FieldMap]
    keep: Texts = ("all",)

    @model_validator(mode="before")
    @classmethod
    def _each_field_once(cls, value: Any) -> Any:
        fields = value.get("fields") if isinstance(value, Mapping) else None
        names = [target_named(str(name)) for name in fields] if isinstance(fields, Mapping) else []
        if twice := sorted({name for name in names if name and names.count(name) > 1}):
            raise ValueError(f"{', '.join(twice)} is given twice, under two names")
        return value

    @model_validator(mode="after")
    def _whole(self) -> RegisterMapping:
        if absent := [name for name in REQUIRED if name not in self.fields]:
            raise ValueError(f"fields must say where {' and '.join(absent)} comes from")
        for name, field in self.fields.items():
            try:
                field.check(TARGETS[name])
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from error
        if self.fields["external_ref"].always is not None:
            raise ValueError("external_ref: every row needs its own, so that it comes `from` a column")
        return self

    @cached_property
    def columns(self) -> dict[str, str]:
        """Every column that the mapping speaks of, and the field (or "keep") that first names it."""
        named: dict[str, str] = {} if self.only_with is None else {self.only_with: "only_with"}
        for target, field in self.fields.items():
            for column in field.columns:
                named.setdefault(column, target)
        kept = () if self.keeps_all else self.keep
        return dict.fromkeys(kept, "keep") | named

    @property
    def keeps_all(self) -> bool:
        """Whether every column is kept under the source fields."""
        return self.keep == ("all",)

    def unknowns(self, target: str) -> Unknowns:
        """What counts as unknown for this field."""
        return Unknowns((*self.unknown_when, *self.fields[target].unknown_when))
