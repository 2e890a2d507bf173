"""Why a condition holds, does not hold or is open: the comparisons that decide it, in words with the answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from gates.clock import said_day
from gates.conditions import All, Always, Compare, Condition, Facts, Some, Truth, evaluate

if TYPE_CHECKING:
    from gates.catalogue import Catalogue, FactDefinition

# How an ordered comparison is said of a number, and of a day.
_ORDERED = {
    "more_than": ("more than", "after"),
    "at_least": ("at least", "on or after"),
    "less_than": ("less than", "before"),
    "at_most": ("at most", "on or before"),
}


def deciding(condition: Condition, facts: Facts) -> tuple[Compare, ...]:
    """The comparisons that make the condition what it is for these facts: each once, in their order."""
    return tuple(dict.fromkeys(_deciding(condition, facts)))


def _deciding(condition: Condition, facts: Facts) -> Iterator[Compare]:
    match condition:
        case Always():
            return
        case Compare():
            yield condition
        case All() | Some():
            # Of `all`, one part that fails decides; of `any`, one that holds: those that are as the whole is.
            truth = evaluate(condition, facts)
            for part in condition.parts:
                if evaluate(part, facts) is truth:
                    yield from _deciding(part, facts)
        case _:
            yield from _deciding(condition.part, facts)


def why(condition: Condition, catalogue: Catalogue, facts: Facts) -> str:
    """The answers that decide: "Staff affected is 12, which is more than 0"; "always" where nothing else does."""
    said = dict.fromkeys(compared(one, catalogue, facts) for one in deciding(condition, facts))
    return "; ".join(said) or "always"


def compared(comparison: Compare, catalogue: Catalogue, facts: Facts) -> str:
    """One comparison with the answer that it found."""
    definition = catalogue.facts_by_id.get(comparison.fact)
    title = definition.title if definition else comparison.fact.replace("_", " ")
    truth = evaluate(comparison, facts)
    if truth is Truth.UNKNOWN:
        return f"{title} is not answered"
    answer = said(facts[comparison.fact], definition)
    return f"{title} is {answer}{_against(comparison, definition, holds=truth is Truth.YES)}"


def _against(comparison: Compare, definition: FactDefinition | None, *, holds: bool) -> str:
    values = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
    asked = " or ".join(said(value, definition) for value in values)
    if words := _ORDERED.get(comparison.operator):
        word = words[definition is not None and definition.kind == "date"]
        return f", which is {'' if holds else 'not '}{word} {asked}"
    # The answer says it already where it is what was asked for, and where there are only two answers.
    is_it = holds is not (comparison.operator == "is_not")
    return "" if is_it or isinstance(comparison.value, bool) else f", not {asked}"


def said(value: Any, definition: FactDefinition | None = None) -> str:
    """An answer as a person would say it: "yes", "£1,200", "21 November 2026", "merger, digital ict"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        pounds = definition is not None and definition.kind == "money"
        places = ".2f" if pounds and value != int(value) else ""
        return f"{'£' if pounds else ''}{value:,{places}}"
    if isinstance(value, tuple | list):
        return ", ".join(said(one) for one in value)
    return (
        _day(str(value))
        if definition is not None and definition.kind == "date"
        else str(value).replace("_", " ")
    )


def _day(text: str) -> str:
    try:
        return said_day(date.fromisoformat(text))
    except ValueError:
        return text
