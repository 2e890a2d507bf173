"""The clocks of a change: what the law and the council's policy say about when, computed from its facts.

Pure: facts, a day and the council's numbers in, clocks out. It is a starting point, not legal advice.
"""

from __future__ import annotations

from datetime import date

from gates.clock_policy import ClockPolicy
from gates.clocks.case import Case
from gates.clocks.earliest import clock_facts, earliest_lawful_decision
from gates.clocks.model import Clock, ClockStatus
from gates.clocks.standing import standing
from gates.clocks.table import CLOCKS
from gates.conditions import Facts

__all__ = ["Clock", "ClockPolicy", "ClockStatus", "clock_facts", "clocks_of", "earliest_lawful_decision"]


def clocks_of(facts: Facts, today: date, policy: ClockPolicy | None = None) -> tuple[Clock, ...]:
    """Every clock as it stands for a change with these facts on a day in London, in the order of the table."""
    case = Case(facts, policy or ClockPolicy())
    return tuple(standing(definition, rule, case, today) for definition, rule in CLOCKS)
