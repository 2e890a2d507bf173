"""Facts that nobody is asked for: worked out from the others, so that rules can use them like any other.

Whatever evaluates requirements or measures evidence does so under `known_facts`: the decision in Python and the
table that Great Expectations reads then never see different facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gates.conditions import Facts, FactValue
from gates.tracks import TRACK_FACT, track_of

if TYPE_CHECKING:
    from gates.catalogue import Catalogue
    from gates.state import ChangeState

EARLIEST_DECISION = "earliest_lawful_decision_on"
WORKED_OUT = frozenset({TRACK_FACT, EARLIEST_DECISION})
# One change is evaluated many times between two answers: for its row, its evidence, its voters, its reviewers.
REMEMBERED = 512

Known = dict[str, FactValue]


class _Outlook(NamedTuple):
    """What follows from a change's facts: those worked out from them, and the items that it must provide."""

    derived: Known
    required: frozenset[str]


_remembered: dict[tuple[str, frozenset[tuple[str, FactValue]]], _Outlook] = {}


def known_facts(catalogue: Catalogue, facts: Facts) -> Known:
    """The facts with those that follow from them; known twice is the same as known once."""
    given = _given(facts)
    return given | _outlook(catalogue, given).derived


def facts_under(state: ChangeState, catalogue: Catalogue) -> Known:
    """All that is known of a change under its catalogue: answered, published by evidence, and worked out."""
    return known_facts(catalogue, state.facts)


def required_items(catalogue: Catalogue, facts: Facts) -> frozenset[str]:
    """The ids of the items that a change with these facts must provide, at whatever gate."""
    return _outlook(catalogue, _given(facts)).required


def _given(facts: Facts) -> Known:
    return {name: value for name, value in facts.items() if name not in WORKED_OUT}


def _outlook(catalogue: Catalogue, given: Known) -> _Outlook:
    try:
        key = (catalogue.version, frozenset(given.items()))
        found = _remembered.get(key)
    except TypeError:
        # A list where a tuple belongs, in facts that were not read from answers.
        return _worked_out(catalogue, given)
    if found is None:
        if len(_remembered) >= REMEMBERED:
            _remembered.clear()
        found = _remembered[key] = _worked_out(catalogue, given)
    return found


def _worked_out(catalogue: Catalogue, given: Known) -> _Outlook:
    # Bank holidays are loaded only where a clock is computed.
    from gates.clocks import clock_facts

    known = given | {TRACK_FACT: track_of(catalogue, given).track}
    known |= clock_facts(known, catalogue.clocks)
    derived = {name: value for name, value in known.items() if name in WORKED_OUT}
    return _Outlook(derived, frozenset(item.id for item in catalogue.items if item.is_required(known)))
