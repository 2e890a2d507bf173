"""Which columns of a consultation's export hold what: the content of a mapping file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from gates.response_tally import Channel, Respondent
from tasks.registers.cells import text_of
from tasks.registers.dates import check_format
from tasks.registers.mapping import normal
from tasks.registers.mapping_file import load_mapping_as
from tasks.responses.errors import UnreadableResponseMapping

REST = "rest"
Term = TypeVar("Term", Channel, Respondent)


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _text_keys(value: Any) -> Any:
    return (
        {normal(text_of(key)): each for key, each in value.items()} if isinstance(value, Mapping) else value
    )


Columns = Annotated[tuple[str, ...], BeforeValidator(_several)]
DateFormat = Annotated[str, AfterValidator(check_format)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class TermMap(_Model, Generic[Term]):
    """A column whose texts stand for terms of Gatehouse, or one term for every row.

    A text that `values` does not list is looked up by its own name, otherwise it is `otherwise`.
    """

    column: str | None = Field(default=None, alias="from")
    always: Term | None = None
    values: Annotated[dict[str, Term], BeforeValidator(_text_keys)] = {}
    otherwise: Term | None = None

    @model_validator(mode="before")
    @classmethod
    def _column_alone(cls, value: Any) -> Any:
        return {"from": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_origin(self) -> TermMap[Term]:
        if (self.column is None) == (self.always is None):
            raise ValueError("say either `from` (a column) or `always` (one value for every row)")
        return self


class DayMap(_Model):
    """A column with the day on which each came in, or one day for every row."""

    column: str | None = Field(default=None, alias="from")
    always: date | None = None
    formats: Annotated[tuple[DateFormat, ...], BeforeValidator(_several)] = ()

    @model_validator(mode="before")
    @classmethod
    def _column_alone(cls, value: Any) -> Any:
        return {"from": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_origin(self) -> DayMap:
        if (self.column is None) == (self.always is None):
            raise ValueError("say either `from` (a column) or `always` (one day for every row)")
        return self


class ResponseMapping(_Model):
    """A whole mapping. What it does not name is a question, unless `questions` lists them."""

    name: str = ""
    sheet: str | None = None
    heading_line: int = Field(default=1, ge=1)
    respondent: TermMap[Respondent] | None = None
    channel: TermMap[Channel] = TermMap[Channel](always=Channel.ONLINE)
    received: DayMap | None = None
    area: str | None = None
    id: str | None = None
    contact: Columns = ()
    characteristics: Columns = ()
    leave_out: Columns = ()
    questions: Columns = (REST,)
    free_text: Columns | None = None

    @model_validator(mode="after")
    def _each_column_once(self) -> ResponseMapping:
        named = [column for _, column in self.named()]
        if twice := sorted({column for column in named if named.count(column) > 1}):
            raise ValueError(f"{', '.join(twice)} is named twice")
        return self

    @property
    def takes_the_rest(self) -> bool:
        """Whether every column that is not named is a question."""
        return self.questions == (REST,)

    def named(self) -> Iterator[tuple[str, str]]:
        """Every column that the mapping speaks of, after what it is."""
        for setting in ("respondent", "channel", "received"):
            each = getattr(self, setting)
            if each is not None and each.column is not None:
                yield setting, each.column
        for setting in ("area", "id"):
            if (column := getattr(self, setting)) is not None:
                yield setting, column
        for setting in ("contact", "characteristics", "leave_out"):
            yield from ((setting, column) for column in getattr(self, setting))
        if not self.takes_the_rest:
            yield from (("questions", column) for column in self.questions)


SETTINGS = {
    field.alias or name
    for model in (ResponseMapping, TermMap, DayMap)
    for name, field in model.model_fields.items()
}


def load_response_mapping(path: str | Path) -> ResponseMapping:
    """The mapping in a YAML file. Raises UnreadableResponseMapping naming line and setting of every mistake."""
    return load_mapping_as(ResponseMapping, Path(path), SETTINGS, UnreadableResponseMapping)
