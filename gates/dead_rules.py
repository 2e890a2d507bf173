"""Rules of a catalogue that can never do anything: conditions that never hold, items and checks never asked for.

A rule that nobody can ever meet with looks like a safeguard and is none, so that a catalogue with one is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

from gates.check_soundness import impossible
from gates.checks import BaseCheck, DayRange, DaysBetween, MinRows, Range, RowsWhere
from gates.conditions import Always, Compare, Condition, Facts, Not, Some, facts_named
from gates.faults import Fault
from gates.fields import Kind
from gates.publishing import Source
from gates.reachable import Answers, can_hold, facts_that_satisfy
from gates.tracks import LIGHT, STANDARD, TRACK_FACT

if TYPE_CHECKING:
    from gates.catalogue import Catalogue, Item

# What says who is told and why, but not what is measured.
_ABOUT = frozenset({"id", "severity", "message", "basis"})
_LIMITS = frozenset({"at_least", "at_most", "from_days", "to_days"})
_LIMITED = (DayRange, DaysBetween, MinRows, Range, RowsWhere)


def dead_rule_faults(catalogue: Catalogue) -> Iterator[Fault]:
    """Every rule that can never apply, or never be met beside another. Needs conditions without faults."""
    reach = reach_of(catalogue)
    for item in catalogue.items:
        yield from (fault.within("items", item.id) for fault in _item_faults(item, reach))


class Reach:
    """Whether conditions can hold together under a catalogue's facts and tracks."""

    def __init__(self, answers: Mapping[str, Answers], law: tuple[Condition, ...]) -> None:
        self.answers = answers
        self.law = law
        self._known: dict[tuple[Condition, ...], bool] = {}

    def together(self, *conditions: Condition) -> bool:
        """Whether they can hold together; asked often of the same ones, since checks share their conditions."""
        limiting = tuple(dict.fromkeys(one for one in conditions if not isinstance(one, Always)))
        if limiting not in self._known:
            self._known[limiting] = can_hold(self._lawful(limiting), self.answers)
        return self._known[limiting]

    def facts_for(self, *conditions: Condition) -> Facts | None:
        """Facts of which they all hold, None if there are none. Raises TooMany."""
        return facts_that_satisfy(self._lawful(conditions), self.answers)

    def _lawful(self, conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
        named = frozenset[str]().union(*(facts_named(condition) for condition in conditions))
        return (*conditions, *self.law) if TRACK_FACT in named else conditions


def reach_of(catalogue: Catalogue) -> Reach:
    """What the facts and tracks of a catalogue let hold."""
    kinds = fact_kinds(catalogue)
    asked = {fact.id for fact in catalogue.triage_facts}
    choices = {fact.id: fact.choices for fact in catalogue.facts}
    least = {fact.id: fact.at_least for fact in catalogue.facts if fact.id in asked}
    answers = {fact: Answers(kind, choices.get(fact, ()), least.get(fact)) for fact, kind in kinds.items()}
    return Reach(answers, _track_law(catalogue))


def fact_kinds(catalogue: Catalogue) -> dict[str, Kind]:
    """The kind of every fact: as it is defined, otherwise as its publisher's field says."""
    published = {
        fact: source.kind(item.fields)
        for item in catalogue.items
        for fact, source in ((fact, Source.of(text)) for fact, text in item.publishes.items())
        if not source.faults(item.fields)
    }
    return published | {fact.id: Kind(fact.kind) for fact in catalogue.facts}


def _track_law(catalogue: Catalogue) -> tuple[Condition, ...]:
    """What follows from a track: of a lighter one no condition of full holds, of a light one all its own do."""
    by_id: dict[str, tuple[Condition, ...]] = {
        track.id: tuple(one.when for one in track.conditions) for track in catalogue.tracks
    }
    lighter, light = (
        Compare(kind="compare", fact=TRACK_FACT, operator="includes", value=tracks)
        for tracks in ((LIGHT, STANDARD), (LIGHT,))
    )
    full = [_implies(lighter, Not(kind="not", part=when)) for when in by_id.get("full", ())]
    return (*full, *(_implies(light, when) for when in by_id.get(LIGHT, ())))


def _implies(condition: Condition, then: Condition) -> Condition:
    return Some(kind="any", parts=(Not(kind="not", part=condition), then))


def _item_faults(item: Item, reach: Reach) -> Iterator[Fault]:
    if not reach.together(item.required_when):
        yield Fault(("required_when",), "required_when can never hold: it contradicts itself")
        return
    if not reach.together(item.asked_when):
        says = "is never required: its nations or dates exclude all of which required_when holds"
        yield Fault(("required_when",), says)
        return
    yield from (Fault(("checks", place, "when"), says) for place, says in _useless(item, reach))
    yield from (Fault(("checks", place), says) for place, says in _clashing(item, reach))


def _useless(item: Item, reach: Reach) -> Iterator[tuple[int, str]]:
    """Checks that nobody can meet, or that never apply."""
    for place, check in enumerate(item.checks):
        yield from ((place, f"the check {check.id} {says}") for says in impossible(check, item.fields))
        if not reach.together(check.when):
            yield place, f"the check {check.id} never applies: its `when` contradicts itself"
        elif not reach.together(check.when, item.asked_when):
            yield place, f"the check {check.id} never applies while {item.id} is required: `when` excludes it"


def _clashing(item: Item, reach: Reach) -> Iterator[tuple[int, str]]:
    """Checks that repeat an earlier one of their item, or cannot be met where it is met."""
    for (_, first), (place, then) in combinations(enumerate(item.checks), 2):
        if type(first) is not type(then):
            continue
        if _says(first) == _says(then):
            yield place, f"the check {then.id} says the same as {first.id}; keep one of them"
        elif _excludes(first, then) and reach.together(first.when, then.when, item.asked_when):
            yield place, f"the check {then.id} can never be met together with {first.id}"


def _says(check: BaseCheck, without: frozenset[str] = _ABOUT) -> dict[str, Any]:
    return check.model_dump(exclude=set(without), by_alias=True)


def _excludes(first: BaseCheck, then: BaseCheck) -> bool:
    """Whether they limit the same measure, and no value lies within the limits of both."""
    measured = _ABOUT | _LIMITS | {"when"}
    if not isinstance(first, _LIMITED) or _says(first, measured) != _says(then, measured):
        return False
    limits = (*first.bounds, *then.bounds)
    lows = [bound.at_least for bound in limits if bound.at_least is not None]
    highs = [bound.at_most for bound in limits if bound.at_most is not None]
    return bool(lows and highs) and max(lows) > min(highs)
