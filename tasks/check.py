"""The completeness check of one gate of one change: what Great Expectations finds, as gaps to act on."""

from __future__ import annotations

from datetime import date

from gates.advance import condition_gaps
from gates.completeness import gap_of
from gates.errors import GateError
from gates.gap import Gap
from gates.state import ChangeState
from gates.vocabulary import Gate
from ledger.errors import Conflict
from tasks.house import House

OUT_OF_STEP = "EvidenceOutOfStep"


def gaps_of(house: House, state: ChangeState, today: date, gate: Gate | None = None) -> tuple[Gap, ...]:
    """Every gap of a gate (by default the one the change stands at), overdue conditions included.

    Always in the same order, so that an unchanged finding is not news. Raises CheckBroken, EvidenceOutOfStep, and
    Conflict when the change has moved on since `state` was read.
    """
    catalogue, asked = house.ledger.catalogues.get(state.catalogue), gate or state.gate
    number = house.change_number(state.ref)
    expected = sum(1 for _ in catalogue.required(asked, state.facts))
    try:
        hits = house.ask_engine(state.catalogue, lambda engine: engine.check(number, asked, today, expected))
    except GateError as error:
        if error.code == OUT_OF_STEP:
            _check_still_there(house, state)
        raise
    gaps = (gap_of(catalogue, hit.item, hit.rule, state.evidence.get(hit.item), state.facts) for hit in hits)
    return (*gaps, *condition_gaps(state, today))


def _check_still_there(house: House, state: ChangeState) -> None:
    """The table is ahead of a state that was read before: that is a race, not a fault."""
    found = house.ledger.load(state.ref).version
    if found != state.version:
        raise Conflict(ref=state.ref, found=found, expected=state.version, who="Somebody", what="wrote to it")
