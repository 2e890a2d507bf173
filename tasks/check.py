"""The completeness check of one gate of one change: what Great Expectations finds, as gaps to act on.

What it finds in the ledger's table is held against the same rules evaluated from the change's own events. The
two never differ unless somebody has altered the table; then nothing is decided.
"""

from __future__ import annotations

from datetime import date

from gates.advance import condition_gaps
from gates.completeness import gaps_by_python, rows_of
from gates.errors import GateError
from gates.gap import Gap
from gates.state import ChangeState
from gates.vocabulary import Gate
from ledger.errors import Conflict
from tasks.house import House

OUT_OF_STEP = "EvidenceOutOfStep"


class EvidenceAltered(GateError):
    """The table of evidence says something else about {ref} than its events: {differ}."""

    advice = "Nothing was decided. `gatehouse ledger verify` shows where; `gatehouse ledger rebuild` mends the table."


def gaps_of(house: House, state: ChangeState, today: date, gate: Gate | None = None) -> tuple[Gap, ...]:
    """Every gap of a gate (by default the one the change stands at), overdue conditions included.

    Always in the same order, so that an unchanged finding is not news. Raises CheckBroken, EvidenceOutOfStep,
    EvidenceAltered, and Conflict when the change has moved on since `state` was read.
    """
    catalogue, asked = house.ledger.catalogues.get(state.catalogue), gate or state.gate
    rows = rows_of(catalogue, [asked], state.facts, state.evidence)
    gaps = gaps_by_python(catalogue, rows, today, state.facts, state.evidence)
    broken = _broken(house, state, asked, today, required=[row.item for row in rows])
    if differ := broken ^ {gap.rule for gap in gaps}:
        _check_still_there(house, state)
        raise EvidenceAltered(ref=state.ref, differ=", ".join(sorted(differ)))
    return (*gaps, *condition_gaps(state, today))


def _broken(house: House, state: ChangeState, gate: Gate, today: date, *, required: list[str]) -> set[str]:
    """The rules that Great Expectations finds broken."""
    number = house.change_number(state.ref)
    try:
        hits = house.ask_engine(state.catalogue, lambda engine: engine.check(number, gate, today, required))
    except GateError as error:
        if error.code == OUT_OF_STEP:
            _check_still_there(house, state)
        raise
    return {hit.rule for hit in hits}


def _check_still_there(house: House, state: ChangeState) -> None:
    """The table is ahead of a state that was read before: that is a race, not a fault."""
    found = house.ledger.load(state.ref).version
    if found != state.version:
        raise Conflict(ref=state.ref, found=found, expected=state.version, who="Somebody", what="wrote to it")
