"""What a register can fill in of a change: the target names, and the kind of value each of them takes.

Every fact asked at triage is a target, as the catalogue that Gatehouse comes with defines it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from config.catalogue import load_questions
from gates.catalogue import FactDefinition
from gates.errors import nearest

TYPES_FACT = "change_type"
PREFIX = "facts."


class Kind(StrEnum):
    """How a cell is read. Money is pounds sterling, a number is whole and not below 0, a date is a day."""

    TEXT = "text"
    LINE = "line"
    EMAIL = "email"
    CHOICE = "choice"
    CHOICES = "choices"
    LIST = "list"
    MONEY = "money"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Target:
    """One field of a change draft. `longest` is in characters."""

    kind: Kind
    choices: tuple[str, ...] = ()
    required: bool = False
    longest: int = 20_000


def _facts(questions: Iterable[FactDefinition]) -> dict[str, Target]:
    """A target for each fact asked at triage: its kind is the fact's, and so are its choices."""
    return {f"{PREFIX}{fact.id}": Target(Kind(fact.kind), fact.choices) for fact in questions}


# The facts of the catalogue that Gatehouse comes with.
_FACTS = _facts(load_questions())
CHANGE_TYPES = _FACTS[f"{PREFIX}{TYPES_FACT}"].choices
NATIONS = _FACTS[f"{PREFIX}nation"].choices
TARGETS: dict[str, Target] = {
    "external_ref": Target(Kind.LINE, required=True, longest=100),
    "title": Target(Kind.LINE, required=True, longest=300),
    "summary": Target(Kind.TEXT),
    "types": Target(Kind.CHOICES, CHANGE_TYPES),
    "councils": Target(Kind.LIST, longest=200),
    "source": Target(Kind.LINE, longest=300),
    "sro": Target(Kind.EMAIL, longest=254),
    **{name: target for name, target in _FACTS.items() if name != f"{PREFIX}{TYPES_FACT}"},
}
REQUIRED = tuple(name for name, target in TARGETS.items() if target.required)
_CALLED = {name.removeprefix(PREFIX): name for name in TARGETS} | {name: name for name in TARGETS}
# The catalogue knows the types of a change as a fact of this name.
_CALLED |= {TYPES_FACT: "types", f"{TYPES_FACT}s": "types"}


def slug(text: str) -> str:
    """The text as a name: lower case, words joined by underscores."""
    return re.sub(r"[\W_]+", "_", text.casefold()).strip("_")


def target_named(name: str) -> str | None:
    """The target that a mapping or a heading means; a fact may leave out "facts.". None if there is none."""
    said = name.strip().casefold()
    prefix = PREFIX if said.startswith(PREFIX) else ""
    return _CALLED.get(prefix + slug(said.removeprefix(prefix)))


def known_target(name: str) -> str:
    """As `target_named`, but raises ValueError with near matches where there is none."""
    found = target_named(name)
    if found is None:
        near = nearest(name, _CALLED) or f"Known: {', '.join(TARGETS)}."
        raise ValueError(f'"{name}" is no field of a change. {near}')
    return found
