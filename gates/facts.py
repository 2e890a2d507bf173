"""Reading the answers given at triage: typed, and with every fault reported at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from gates.conditions import FactValue
from gates.errors import GateError, nearest
from gates.reading import answer_of, choice_of, choices_of, day_of, number_of, shown, text_of

if TYPE_CHECKING:
    from gates.catalogue import Catalogue, FactDefinition

UNKNOWN = "unknown"
QUOTES = "'\""


class FactsInvalid(GateError):
    """These facts cannot be taken: {listed}."""

    advice = "Correct them and answer again; an empty answer, or `unknown`, takes an answer back."

    def __init__(self, errors: list[str]) -> None:
        self.errors = errors
        super().__init__(errors=errors, listed="; ".join(errors))


def read_facts(catalogue: Catalogue, raw: Mapping[str, Any]) -> dict[str, FactValue | None]:
    """The answers in canonical form; None takes an answer back, so that the fact is unknown again.

    Takes what a form, a spreadsheet or the command line holds: "£1,200", "yes", "21 November 2026",
    "merger, digital_ict". Raises FactsInvalid with every fault at once.
    """
    facts: dict[str, FactValue | None] = {}
    errors: list[str] = []
    for name, value in raw.items():
        try:
            facts[name] = _read(catalogue, name, value)
        except ValueError as error:
            errors.append(f"{shown(name).strip(QUOTES)}: {error}")
    if errors:
        raise FactsInvalid(errors)
    return facts


def _read(catalogue: Catalogue, name: str, value: Any) -> FactValue | None:
    definition = catalogue.facts_by_id.get(name)
    if definition is None:
        asked = [fact.id for fact in catalogue.triage_facts]
        raise ValueError(f"there is no such fact. {nearest(str(name)[:100], asked)}".rstrip())
    if publisher := catalogue.publishers.get(definition.id):
        raise ValueError(f"is answered by the evidence {publisher.id} ({publisher.title}); hand that in")
    if definition.derived:
        raise ValueError("is worked out from other facts, so nobody answers it")
    if value is None or (isinstance(value, str) and value.strip().lower() in {"", UNKNOWN}):
        return None
    return _READERS[definition.kind](value, definition)


def _number(value: Any, fact: FactDefinition) -> FactValue:
    number = number_of(value)
    if fact.at_least is not None and number < fact.at_least:
        raise ValueError(f"{number} is less than {fact.at_least:g}")
    return number


_READERS: dict[str, Callable[[Any, FactDefinition], FactValue | None]] = {
    "number": _number,
    "money": _number,
    "boolean": lambda value, _: answer_of(value),
    "date": lambda value, _: day_of(value),
    "text": lambda value, _: text_of(value),
    "choice": lambda value, fact: choice_of(value, fact.choices),
    "choices": lambda value, fact: tuple(choices_of(value, fact.choices)) or None,
}
