"""Every legal move of a change, as one literal table. Audit wording and the diagram in the docs come from it."""

from __future__ import annotations

from typing import NamedTuple

from gates.errors import GateError
from gates.vocabulary import Phase


class Move(NamedTuple):
    """In this phase, this event is legal, and leads to that phase."""

    phase: Phase | None
    event: str
    to: Phase


class IllegalMove(GateError):
    """A change that is {phase} cannot take "{event}"."""

    advice = "Look at where it stands with `gatehouse show {ref}`."


G, R, B, D = Phase.GATHERING, Phase.REVIEWING, Phase.BOARD, Phase.DELIVERING

MOVES: tuple[Move, ...] = (
    Move(None, "change_registered", G),
    Move(G, "facts_recorded", G),
    Move(G, "team_assigned", G),
    Move(G, "evidence_submitted", G),
    Move(G, "adequacy_reviewed", G),
    Move(G, "gaps_found", G),
    Move(G, "evidence_found_complete", R),
    Move(G, "condition_discharged", G),
    Move(G, "run_replaced", G),
    Move(G, "change_stopped", Phase.STOPPED),
    Move(G, "delivery_started", D),
    Move(R, "facts_recorded", R),
    Move(R, "team_assigned", R),
    Move(R, "evidence_submitted", R),
    Move(R, "adequacy_reviewed", R),
    Move(R, "gaps_found", G),
    Move(R, "evidence_found_complete", R),
    Move(R, "condition_discharged", R),
    Move(R, "run_replaced", R),
    Move(R, "review_opened", B),
    Move(R, "change_stopped", Phase.STOPPED),
    Move(B, "facts_recorded", B),
    Move(B, "team_assigned", B),
    Move(B, "evidence_submitted", B),
    Move(B, "adequacy_reviewed", B),
    Move(B, "condition_discharged", B),
    Move(B, "run_replaced", B),
    Move(B, "ballot_cast", B),
    Move(B, "review_voided", G),
    Move(B, "gate_passed", G),
    Move(B, "gate_deferred", G),
    Move(B, "change_rejected", Phase.REJECTED),
    Move(B, "change_stopped", Phase.STOPPED),
    Move(D, "evidence_submitted", D),
    Move(D, "condition_discharged", D),
    Move(D, "run_replaced", D),
    Move(Phase.REJECTED, "run_replaced", Phase.REJECTED),
    Move(Phase.STOPPED, "run_replaced", Phase.STOPPED),
    # What people send in is recorded wherever the change stands, and their data can always be erased.
    *(Move(phase, "responses_imported", phase) for phase in Phase),
    *(Move(phase, "response_logged", phase) for phase in Phase),
    *(Move(phase, "response_marked", phase) for phase in Phase),
    *(Move(phase, "response_erased", phase) for phase in Phase),
)

SAYS: dict[str, str] = {
    "change_registered": "registered the change",
    "facts_recorded": "recorded triage facts",
    "team_assigned": "named people for roles",
    "evidence_submitted": "handed in evidence",
    "adequacy_reviewed": "judged an item's adequacy",
    "gaps_found": "found gaps",
    "evidence_found_complete": "found the evidence complete",
    "review_opened": "opened the gate review",
    "ballot_cast": "voted",
    "review_voided": "voided the review",
    "gate_passed": "recorded that the board passed the gate",
    "gate_deferred": "recorded that the board deferred the gate",
    "change_rejected": "recorded that the board rejected the change",
    "change_stopped": "stopped the change",
    "delivery_started": "opened delivery",
    "condition_discharged": "accepted that a condition is met",
    "run_replaced": "replaced the Prefect run",
    "responses_imported": "imported responses to the consultation",
    "response_logged": "logged a response to the consultation",
    "response_marked": "marked a response to the consultation",
    "response_erased": "erased a response's personal data",
}

_TO: dict[tuple[Phase | None, str], Phase] = {(move.phase, move.event): move.to for move in MOVES}


def move_ok(phase: Phase | None, event: str) -> bool:
    """Whether the event is legal in the phase."""
    return (phase, event) in _TO


def next_phase(phase: Phase | None, event: str, ref: str = "") -> Phase:
    """The phase after the event. Raises IllegalMove."""
    if not move_ok(phase, event):
        raise IllegalMove(phase=phase or "not registered", event=event.replace("_", " "), ref=ref)
    return _TO[phase, event]


def diagram() -> str:
    """The moves as a Mermaid state diagram; moves that stay in the phase are left out."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in MOVES:
        if move.phase is not move.to:
            arrows.setdefault((move.phase or "[*]", move.to), []).append(move.event.replace("_", " "))
    lines = [f"    {start} --> {end}: {', '.join(events)}" for (start, end), events in arrows.items()]
    ends = [f"    {phase} --> [*]" for phase in (Phase.REJECTED, Phase.STOPPED)]
    return "\n".join(["stateDiagram-v2", *lines, *ends])
