"""Whether a clock runs for a change, and how it then stands."""

from __future__ import annotations

from datetime import date

from gates.clock import said_day
from gates.clocks.ahead import switched_off
from gates.clocks.case import Case, Rule
from gates.clocks.findings import unknown
from gates.clocks.model import Clock, ClockStatus, Definition, Finding
from gates.conditions import Condition, Facts, Truth, evaluate, every, in_words
from gates.reasons import deciding

# What a clock says of itself is as it is defined.
SHARED = ("id", "title", "basis", "kind", "owner", "breaks", "gate", "asks")


def applies(definition: Definition, case: Case) -> Truth:
    """Whether the clock runs for the change; unknown while an answer that decides it is missing."""
    parts = (_of_nation(definition, case), _of_time(definition, case), _of_facts(definition, case.facts))
    return every(parts)


def needed(definition: Definition, case: Case) -> tuple[str, ...]:
    """The unknown facts that decide whether the clock runs."""
    nation = ("nation",) if _of_nation(definition, case) is Truth.UNKNOWN else ()
    return (*nation, *_open_facts(definition.when, case.facts))


def standing(definition: Definition, rule: Rule, case: Case, today: date) -> Clock:
    """How the clock stands for the change on a day."""
    found = _found(definition, rule, case, today)
    over = found.status in {ClockStatus.MET, ClockStatus.NOT_APPLICABLE}
    left = None if over or found.due_on is None else (found.due_on - today).days
    text = definition.rule.format_map(dict(case.policy))
    about = {name: getattr(definition, name) for name in SHARED}
    return Clock(**about, **dict(found), rule=text, days_left=left)


def _found(definition: Definition, rule: Rule, case: Case, today: date) -> Finding:
    truth = applies(definition, case)
    if truth is Truth.NO:
        return _not_here(definition, case)
    if not definition.in_force:
        found = switched_off(needs=needed(definition, case)) if truth is Truth.UNKNOWN else rule(case, today)
        return found.model_copy(update={"says": f"Not in force yet: {definition.expected}."})
    return unknown(needed(definition, case)) if truth is Truth.UNKNOWN else rule(case, today)


def _not_here(definition: Definition, case: Case) -> Finding:
    """It does not run; but a nation with a law of its own is told so, unless the facts rule it out there as well."""
    if _of_nation(definition, case) is not Truth.NO:
        return Finding(status=ClockStatus.NOT_APPLICABLE, says=_why_not(definition, case))
    bites = _of_facts(definition, case.facts)
    if definition.elsewhere and bites is Truth.YES:
        says = "Not computed for this nation."
        return Finding(status=ClockStatus.ADVISORY, says=says, warning=definition.elsewhere)
    if definition.elsewhere and bites is Truth.UNKNOWN:
        return unknown(_open_facts(definition.when, case.facts))
    says = f"Runs only in {' and '.join(definition.nations)}."
    return Finding(status=ClockStatus.NOT_APPLICABLE, says=says)


def _why_not(definition: Definition, case: Case) -> str:
    if _of_time(definition, case) is Truth.NO and definition.effective_from:
        return f"Its basis applies from {said_day(definition.effective_from)}."
    if definition.unless is not None and evaluate(definition.unless, case.facts) is Truth.YES:
        return f"Does not run where {in_words(definition.unless)}."
    return f"Runs where {in_words(definition.when)}."


def _of_nation(definition: Definition, case: Case) -> Truth:
    if not definition.nations:
        return Truth.YES
    if case.nation is None:
        return Truth.UNKNOWN
    return Truth.YES if case.nation in definition.nations else Truth.NO


def _of_time(definition: Definition, case: Case) -> Truth:
    """Whether its basis is in force on the day that counts; a day that is unknown is taken to be a coming one."""
    day = case.day(definition.effective_by)
    too_early = day is not None and definition.effective_from is not None and day < definition.effective_from
    too_late = day is not None and definition.effective_to is not None and day > definition.effective_to
    return Truth.NO if too_early or too_late else Truth.YES


def _of_facts(definition: Definition, facts: Facts) -> Truth:
    if definition.unless is not None and evaluate(definition.unless, facts) is Truth.YES:
        return Truth.NO
    return evaluate(definition.when, facts)


def _open_facts(condition: Condition, facts: Facts) -> tuple[str, ...]:
    if evaluate(condition, facts) is not Truth.UNKNOWN:
        return ()
    return tuple(dict.fromkeys(one.fact for one in deciding(condition, facts)))
