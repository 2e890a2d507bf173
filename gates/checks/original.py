"""Checks that what is written was written for its place: not the same text again, and no filler."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from pydantic import Field, model_validator

from gates.checks.base import BaseCheck, Bound, Measure, Reading, Record, count
from gates.checks.places import values_of
from gates.conditions import Facts
from gates.fields import Kind

TEXTS = frozenset({Kind.TEXT})
_WORD = re.compile(r"[^\W_]+")
# People repeat words more the longer they write, so that only the beginning of a text is looked at.
_LOOKED_AT = 100
_FEWEST = 3
_SAME_WORDS = 4


class Original(BaseCheck):
    """No text of at least `from_words` words stands twice in these columns or fields, and none is filler.

    Case, spacing and punctuation do not count. Filler is one word, or few, over and over, or lorem ipsum.
    """

    check: Literal["original"]
    field: str | None = None
    columns: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    from_words: int = Field(default=5, ge=1)

    @model_validator(mode="after")
    def _looks_somewhere(self) -> Original:
        table = self.field is not None and bool(self.columns)
        if table == bool(self.fields) or (self.field is None) != (not self.columns):
            raise ValueError(
                "original names a `field` with its `columns`, or several `fields`, one of the two"
            )
        return self

    def reads(self) -> Iterable[Reading]:
        return [Reading(field, column, TEXTS) for field, column in self._places()]

    def _places(self) -> list[tuple[str, str | None]]:
        if self.field is None:
            return [(field, None) for field in self.fields]
        return [(self.field, column) for column in self.columns]

    def limits(self) -> tuple[Bound, ...]:
        return (Bound(at_most=0),)

    def _texts(self, record: Record) -> list[tuple[str, ...]]:
        values = (value for place in self._places() for value in values_of(record, *place))
        return [words_of(value) for value in values if isinstance(value, str)]

    def _repeats(self, record: Record) -> int:
        times = Counter(words for words in self._texts(record) if len(words) >= self.from_words)
        return times.total() - len(times)

    def _fillers(self, record: Record) -> int:
        return sum(is_filler(words) for words in self._texts(record))

    def take(self, record: Record, facts: Facts) -> tuple[Measure, ...]:
        return (float(self._repeats(record) + self._fillers(record)),)

    def found(self, record: Record, facts: Facts) -> str:
        repeats, fillers = self._repeats(record), self._fillers(record)
        return f"{count(repeats, 'repeated text')} and {count(fillers, 'text')} of mere filler"


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, without regard to case and punctuation."""
    return tuple(_WORD.findall(text.casefold()))


def is_filler(words: tuple[str, ...]) -> bool:
    """Whether a text of at least three words has a quarter of different words or fewer, or is lorem ipsum."""
    start = words[:_LOOKED_AT]
    if "lorem" in start and "ipsum" in start:
        return True
    different = len(set(start))
    return len(start) >= _FEWEST and (different == 1 or different * _SAME_WORDS <= len(start))
