"""Conditions over a change's facts, in three-valued logic: an unknown fact makes the answer unknown, not no.

Written in the catalogue as `always`, `{all: [...]}`, `{any: [...]}`, `{not: ...}` or one comparison such as
`{staff_affected: {more_than: 0}}`. Whoever asks whether evidence is required must read unknown as
"required until answered".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

# A date is kept as its ISO text: it survives JSON unchanged, and ISO texts compare as the days do.
FactValue = bool | int | float | str | tuple[str, ...]
Facts = Mapping[str, FactValue]

# Words of the notation, which therefore cannot be the name of a fact.
RESERVED = frozenset({"always", "all", "any", "not", "kind"})


class Truth(StrEnum):
    """Kleene's three values."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __invert__(self) -> Truth:
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}[self]


def every(truths: Iterable[Truth]) -> Truth:
    """All of them: one "no" decides, otherwise one "unknown" leaves it unknown."""
    found = set(truths)
    return Truth.NO if Truth.NO in found else Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.YES


def either(truths: Iterable[Truth]) -> Truth:
    """Any of them: one "yes" decides, otherwise one "unknown" leaves it unknown."""
    return ~every(~truth for truth in truths)


class _Node(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


# `kind` has no default anywhere below: a catalogue's version leaves defaults out and must tell all from any.
class Always(_Node):
    """True of every change."""

    kind: Literal["always"]


class Compare(_Node):
    """One fact held against one value."""

    kind: Literal["compare"]
    fact: str
    operator: str
    value: FactValue


class All(_Node):
    """Every part must hold."""

    kind: Literal["all"]
    parts: tuple[Condition, ...] = Field(min_length=1)


class Some(_Node):
    """At least one part must hold."""

    kind: Literal["any"]
    parts: tuple[Condition, ...] = Field(min_length=1)


class Not(_Node):
    """The part must not hold."""

    kind: Literal["not"]
    part: Condition


def _as_set(value: Any) -> set[Any]:
    return set(value) if isinstance(value, (tuple, list, set)) else {value}


OPERATORS: dict[str, tuple[Callable[[Any, Any], bool], str]] = {
    "is": (lambda fact, value: fact == value, "is"),
    "is_not": (lambda fact, value: fact != value, "is not"),
    "more_than": (lambda fact, value: fact > value, "is more than"),
    "at_least": (lambda fact, value: fact >= value, "is at least"),
    "less_than": (lambda fact, value: fact < value, "is less than"),
    "at_most": (lambda fact, value: fact <= value, "is at most"),
    "includes": (lambda fact, value: bool(_as_set(fact) & _as_set(value)), "includes"),
}


def parse(raw: Any) -> Any:
    """Turn the catalogue's notation into a condition. Raises ValueError with what is wrong."""
    if isinstance(raw, _Node) or (isinstance(raw, Mapping) and "kind" in raw):
        return raw
    if raw in ("always", {"always": True}):
        return Always(kind="always")
    if not isinstance(raw, Mapping) or len(raw) != 1:
        raise ValueError(f"a condition is `always`, all, any, not, or one fact with one comparison: {raw!r}")
    key, value = next(iter(raw.items()))
    if key in {"all", "any"}:
        if not isinstance(value, list | tuple) or not value:
            raise ValueError(f"{key}: list one condition or more")
        return {"kind": key, "parts": [parse(part) for part in value]}
    return {"kind": "not", "part": parse(value)} if key == "not" else _comparison(key, value)


def _comparison(fact: Any, raw: Any) -> dict[str, Any]:
    if not isinstance(fact, str):
        raise ValueError(f"a fact is named by its id, not {fact!r}")
    comparison = raw if isinstance(raw, Mapping) else {"is": raw}
    if len(comparison) != 1:
        raise ValueError(f"{fact}: give one comparison, one of {', '.join(OPERATORS)}")
    operator, value = next(iter(comparison.items()))
    if operator not in OPERATORS:
        raise ValueError(f"{fact}: unknown comparison {operator!r}; use one of {', '.join(OPERATORS)}")
    return {"kind": "compare", "fact": fact, "operator": operator, "value": _comparable(fact, value)}


def _comparable(fact: str, value: Any) -> Any:
    plain = _plain(value)
    texts = isinstance(plain, tuple) and plain and all(isinstance(one, str) for one in plain)
    number = isinstance(plain, bool | int | float) and math.isfinite(plain)
    if not (texts or number or isinstance(plain, str)):
        raise ValueError(f"{fact}: compare with a number, true or false, a date, a text or a list: {value!r}")
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return tuple(value) if isinstance(value, list) else value


_Kinds = Annotated[Always | Compare | All | Some | Not, Field(discriminator="kind")]
Condition = Annotated[_Kinds, BeforeValidator(parse)]
for _model in (All, Some, Not):
    _model.model_rebuild()


def evaluate(condition: Condition, facts: Facts) -> Truth:
    """Whether the condition holds for these facts; unknown while a fact that decides it is missing."""
    match condition:
        case Always():
            return Truth.YES
        case Compare():
            return _compare(condition, facts.get(condition.fact))
        case All():
            return every(evaluate(part, facts) for part in condition.parts)
        case Some():
            return either(evaluate(part, facts) for part in condition.parts)
        case _:
            return ~evaluate(condition.part, facts)


def _compare(condition: Compare, fact: FactValue | None) -> Truth:
    """A fact of another kind than the value (answered under an older catalogue) is as good as unknown."""
    if fact is None:
        return Truth.UNKNOWN
    compare, _ = OPERATORS[condition.operator]
    try:
        return Truth.YES if compare(_plain(fact), condition.value) else Truth.NO
    except TypeError:
        return Truth.UNKNOWN


def comparisons_in(condition: Condition) -> Iterator[Compare]:
    """Every single comparison that the condition is made of."""
    match condition:
        case Always():
            return
        case Compare():
            yield condition
        case All() | Some():
            for part in condition.parts:
                yield from comparisons_in(part)
        case _:
            yield from comparisons_in(condition.part)


def facts_named(condition: Condition) -> frozenset[str]:
    """The names of every fact that the condition looks at."""
    return frozenset(comparison.fact for comparison in comparisons_in(condition))


def in_words(condition: Condition) -> str:
    """The condition as a person would say it: "staff affected is more than 0"."""
    match condition:
        case Always():
            return "always"
        case Compare():
            values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
            value = " or ".join(_say(value) for value in values)
            return f"{condition.fact.replace('_', ' ')} {OPERATORS[condition.operator][1]} {value}"
        case All():
            return " and ".join(_within_and(part) for part in condition.parts)
        case Some():
            return " or ".join(in_words(part) for part in condition.parts)
        case _:
            return f"not ({in_words(condition.part)})"


def _within_and(part: Condition) -> str:
    return f"({in_words(part)})" if isinstance(part, Some) else in_words(part)


def _say(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value).replace("_", " ")
