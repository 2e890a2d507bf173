"""What makes a catalogue unfit for use: unknown names, comparisons that make no sense, rules never met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from gates.check_soundness import check_faults
from gates.conditions import RESERVED, Compare, Condition, comparisons_in
from gates.dead_rules import dead_rule_faults, fact_kinds
from gates.faults import Fault
from gates.fields import Kind
from gates.publishing import Source
from gates.tracks import track_faults
from gates.vocabulary import Gate

if TYPE_CHECKING:
    from gates.catalogue import Catalogue, FactDefinition, Item

MOST_ITEMS = 1_000
ORDERED = frozenset({"more_than", "at_least", "less_than", "at_most"})
CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.TEXT})
# Which kinds of definition fit a fact of this kind.
FITTING = {
    Kind.NUMBER: {Kind.NUMBER, Kind.MONEY},
    Kind.CHOICE: {Kind.CHOICE, Kind.TEXT},
}


def faults_of(catalogue: Catalogue) -> Iterator[Fault]:
    """Every fault for which the catalogue cannot be used at all, each with its place."""
    kinds = fact_kinds(catalogue)
    yield from _twice("gates", (gate.id for gate in catalogue.gates))
    yield from _twice("items", (item.id for item in catalogue.items))
    yield from _twice("facts", (fact.id for fact in catalogue.facts))
    yield from _twice("sections", (section.id for section in catalogue.sections))
    yield from _twice("tracks", (track.id for track in catalogue.tracks))
    yield from track_faults(catalogue)
    for track in catalogue.tracks:
        for number, one in enumerate(track.conditions):
            found = condition_faults(catalogue, one.when, kinds, "when")
            yield from (fault.within("tracks", track.id, "conditions", number) for fault in found)
    for gate in Gate:
        if gate not in catalogue.gates_by_id:
            yield Fault(("gates",), f"the gate {gate} is missing")
        if not any(item.gate is gate for item in catalogue.items):
            yield Fault(("gates", gate), "asks for no evidence")
    for fact in catalogue.facts:
        yield from (Fault(("facts", fact.id), says) for says in _fact_faults(catalogue, fact))
    if len(catalogue.items) > MOST_ITEMS:
        yield Fault(("items",), f"there are {len(catalogue.items)} items; at most {MOST_ITEMS} can be swept")
    for item in catalogue.items:
        yield from (fault.within("items", item.id) for fault in _item_faults(catalogue, item, kinds))


def faults_on_loading(catalogue: Catalogue) -> Iterator[Fault]:
    """What a catalogue is refused for when it is loaded from its files: besides, rules that can never apply.

    One that is in force already is not: a change keeps the catalogue under which it was triaged.
    """
    found = list(faults_of(catalogue))
    yield from found or dead_rule_faults(catalogue)


def _twice(what: str, ids: Iterable[str]) -> Iterator[Fault]:
    return (Fault((what, name), "is defined twice") for name, times in Counter(ids).items() if times > 1)


def _fact_faults(catalogue: Catalogue, fact: FactDefinition) -> Iterator[str]:
    if fact.id in RESERVED:
        yield f"a fact cannot be called {fact.id!r}, which means something else in conditions"
    chosen = fact.kind in {"choice", "choices"}
    if fact.choices and not chosen:
        yield f"a {fact.kind} has no choices"
    if chosen and not fact.choices and fact.id not in catalogue.publishers:
        yield "a fact that is chosen lists its choices"
    if fact.section and fact.section not in {section.id for section in catalogue.sections}:
        yield f"the section {fact.section!r} is not among the sections"
    if fact.derived and fact.id in catalogue.publishers:
        yield f"is worked out from other facts, so {catalogue.publishers[fact.id].id} cannot publish it"
    if "unknown" in fact.choices:
        yield "a fact is unknown while it is not answered, so that is not a choice"


def _item_faults(catalogue: Catalogue, item: Item, kinds: Mapping[str, Kind]) -> Iterator[Fault]:
    for place, role in (("owner", item.owner), ("review_by", item.review_by)):
        if role is not None and role not in catalogue.roles:
            yield Fault((place,), f"the role {role!r} is not among the roles")
    yield from condition_faults(catalogue, item.required_when, kinds, "required_when")
    yield from _law_faults(catalogue, item)
    yield from _publishing_faults(catalogue, item, kinds)
    yield from check_faults(item, catalogue.roles, kinds)
    for number, check in enumerate(item.checks):
        found = condition_faults(catalogue, check.when, kinds, "when")
        yield from (fault.within("checks", number) for fault in found)


def _law_faults(catalogue: Catalogue, item: Item) -> Iterator[Fault]:
    nation, decided = (catalogue.facts_by_id.get(fact) for fact in ("nation", "decision_date"))
    for name in item.nations:
        if nation is None or name not in nation.choices:
            yield Fault(("nations",), f"{name!r} is not a choice of the fact nation")
    since, until = item.effective_from, item.effective_to
    if (since or until) and (decided is None or decided.kind != "date"):
        yield Fault(("effective_from",), "is in force by the date of decision: define the fact decision_date")
    if since and until and since > until:
        yield Fault(("effective_to",), "ends before it begins")


def _publishing_faults(catalogue: Catalogue, item: Item, kinds: Mapping[str, Kind]) -> Iterator[Fault]:
    for fact, text in item.publishes.items():
        source = Source.of(text)
        faults = source.faults(item.fields)
        if catalogue.publishers[fact] is not item:
            faults.append(f"{catalogue.publishers[fact].id} publishes it too")
        faults = faults or list(_unfit(source, item, kinds[fact], catalogue.facts_by_id.get(fact)))
        yield from (Fault(("publishes", fact), f"{fact} from {text!r}: {fault}") for fault in faults)


def _unfit(source: Source, item: Item, kind: Kind, definition: FactDefinition | None) -> Iterator[str]:
    told = source.kind(item.fields)
    if kind not in FITTING.get(told, {told}):
        yield f"the fact is a {kind}, and this is a {told}"
    elif definition and definition.choices:
        yielded = source.choices(item.fields)
        if not yielded or not set(yielded) <= set(definition.choices):
            yield f"this can be something that is not a choice of {definition.id}"


def condition_faults(
    catalogue: Catalogue, condition: Condition, kinds: Mapping[str, Kind], place: str
) -> Iterator[Fault]:
    """What is wrong with a condition, given the kinds of facts that there are."""
    for comparison in comparisons_in(condition):
        kind = kinds.get(comparison.fact)
        if kind is None:
            fact = comparison.fact
            yield Fault((place,), f"the fact {fact!r} is neither asked at triage nor published by an item")
            continue
        definition = catalogue.facts_by_id.get(comparison.fact)
        choices = definition.choices if definition else ()
        yield from (Fault((place,), says) for says in _misfits(comparison, kind, choices))


def _misfits(comparison: Compare, kind: Kind, choices: tuple[str, ...]) -> Iterator[str]:
    operator, fact = comparison.operator, comparison.fact
    values = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
    if not _suits(operator, kind) or (operator != "includes" and isinstance(comparison.value, tuple)):
        yield f"{fact} is a {kind} and cannot be compared by {operator}; {_instead(kind)}"
    for value in values:
        if not _is_of(kind, value):
            yield f"{fact} is a {kind}, not {value!r}"
        elif choices and value not in choices:
            yield f"{value!r} is not a choice of the fact {fact}"


def _suits(operator: str, kind: Kind) -> bool:
    if operator in ORDERED:
        return kind in {Kind.NUMBER, Kind.MONEY, Kind.DATE}
    return kind in CHOSEN if operator == "includes" else kind is not Kind.CHOICES


def _instead(kind: Kind) -> str:
    if kind in CHOSEN:
        return "use `includes`"
    return "use `is`" if kind is Kind.BOOLEAN else "compare it with one value"


def _is_of(kind: Kind, value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind in {Kind.NUMBER, Kind.MONEY}:
        return number
    return isinstance(value, bool) if kind is Kind.BOOLEAN else isinstance(value, str)
