"""The first day on which the decision is lawful, as far as the clocks that run before it tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from gates.clock import said_day
from gates.clock_policy import ClockPolicy
from gates.clocks import consultation, decision
from gates.clocks.case import Case, named
from gates.clocks.standing import applies, needed
from gates.clocks.table import CLOCKS
from gates.conditions import Facts, FactValue, Truth

EARLIEST = "earliest_lawful_decision_on"
DEFINITIONS = {definition.id: definition for definition, _ in CLOCKS}


@dataclass(frozen=True)
class Limit:
    """A clock that runs before the decision: the first day that it leaves, or None while that cannot be said."""

    on: date | None
    because: str


def earliest_lawful_decision(
    facts: Facts, policy: ClockPolicy | None = None
) -> tuple[date | None, tuple[str, ...]]:
    """The first day on which every clock that runs before the decision has run out, and why that day.

    None with reasons while an answer is missing that could make it later (what is missing stands first); None
    without reasons where no clock runs before the decision. The reason that decides stands first.
    """
    limits = tuple(_limits(Case(facts, policy or ClockPolicy())))
    missing = tuple(limit.because for limit in limits if limit.on is None)
    found = [(limit.on, limit.because) for limit in limits if limit.on is not None]
    found.sort(key=lambda limit: limit[0], reverse=True)
    if missing:
        return None, (*missing, *(f"not before {said_day(on)}: {because}" for on, because in found))
    return (found[0][0] if found else None), tuple(because for _, because in found)


def clock_facts(facts: Facts, policy: ClockPolicy | None = None) -> dict[str, FactValue]:
    """The facts that the clocks work out from the others: the earliest lawful decision, where it can be said."""
    day, _ = earliest_lawful_decision(facts, policy)
    return {EARLIEST: day.isoformat()} if day else {}


def _limits(case: Case) -> Iterator[Limit]:
    yield from _limit(case, "key_decision_notice", _by_notice)
    yield from _limit(case, "time_to_respond", _by_consultation)


def _limit(case: Case, clock: str, rule: Callable[[Case], Iterator[Limit]]) -> Iterator[Limit]:
    definition = DEFINITIONS[clock]
    truth = applies(definition, case)
    if truth is Truth.UNKNOWN:
        yield Limit(None, f"not answered yet: {named(needed(definition, case))}")
    elif truth is Truth.YES:
        yield from rule(case)


def _by_notice(case: Case) -> Iterator[Limit]:
    if case.text(decision.NOTICE) == decision.SPECIAL_URGENCY:
        return
    published, on = case.day("notice_published_on"), decision.earliest_after_notice(case)
    if published is None:
        yield Limit(None, "the notice of the key decision is not published yet")
        return
    clear = decision.clear_days_needed(case)
    yield Limit(on, f"the notice was published on {said_day(published)} and {clear} clear days must pass")


def _by_consultation(case: Case) -> Iterator[Limit]:
    """From the close that is planned, or the earliest lawful one where that is later."""
    may_close = consultation.earliest_close(case, high_impact=consultation.may_be_high_impact(case))
    if may_close is None:
        yield Limit(None, f"not answered yet: {named((consultation.OPENS,))}")
        return
    close = max(may_close, case.day(consultation.CLOSES) or may_close)
    count = case.policy.report_to_vote_working_days
    says = f"the consultation closes on {said_day(close)} and {count} clear working days must pass before the vote"
    if close != case.day(consultation.CLOSES):
        says = (
            f"the consultation may close on {said_day(close)} at the earliest, and "
            f"{count} clear working days must pass"
        )
    yield Limit(consultation.earliest_vote(case, close, case.nation), says)
