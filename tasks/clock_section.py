"""The clocks of a change on its page: which run, press, are broken or warn, and when a decision is lawful."""

from __future__ import annotations

from datetime import date

from gates.clocks import Clock, ClockStatus, clocks_of, earliest_lawful_decision
from gates.derived import facts_under
from gates.rulebook import Rulebook
from gates.state import ChangeState
from gates.vocabulary import Phase
from tasks.markdown import day, plain, words

PRESSING = {ClockStatus.AT_RISK, ClockStatus.BROKEN}


def clock_lines(state: ChangeState, book: Rulebook, today: date) -> list[str]:
    """The section as lines of Markdown; none once the change has ended, or where no clock has anything to say."""
    if not (state.phase.is_open or state.phase is Phase.DELIVERING):
        return []
    facts, policy = facts_under(state, book.catalogue), book.catalogue.clocks
    shown = [clock for clock in clocks_of(facts, today, policy) if clock.is_shown]
    told = [_line(book, clock) for clock in shown if clock.status is not ClockStatus.UNKNOWN]
    on, reasons = earliest_lawful_decision(facts, policy)
    earliest = [f"Earliest lawful decision: **{day(on)}**, because {plain(reasons[0])}.", ""] if on else []
    told += [""] if told else []
    lines = [*earliest, *told, *_unanswered(shown)]
    return ["## Clocks", "", *lines] if lines else []


def _line(book: Rulebook, clock: Clock) -> str:
    status = words(clock.status)
    said = f"**{status.capitalize()}**" if clock.status in PRESSING else status.capitalize()
    role = plain(book.catalogue.roles.get(clock.owner, words(clock.owner)))
    says = plain(f"{clock.says} {clock.warning}")
    return f"- {said}: {plain(clock.title)}. {says} ({role}; {plain(clock.basis)})"


def _unanswered(shown: list[Clock]) -> list[str]:
    unknown = [clock for clock in shown if clock.status is ClockStatus.UNKNOWN]
    facts = dict.fromkeys(words(fact) for clock in unknown for fact in clock.needs)
    return [f"Not known yet, for want of an answer to: {plain(', '.join(facts))}.", ""] if facts else []
