"""What every command that touches a change tells of it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.cli.output import note
from app.cli.words import phrase

if TYPE_CHECKING:
    from gates.catalogue import Catalogue
    from gates.state import ChangeState


def summary_of(state: ChangeState, catalogue: Catalogue) -> dict[str, Any]:
    """Where the change stands, in short. `version` counts its events."""
    from gates.waiting import waiting_for

    return {
        "ref": state.ref,
        "title": state.title,
        "phase": state.phase.value,
        "gate": state.gate.value,
        "version": state.version,
        "waiting": waiting_for(state, catalogue).model_dump(),
        "unknown_facts": unknown_facts(state, catalogue),
    }


def unknown_facts(state: ChangeState, catalogue: Catalogue) -> list[str]:
    """The facts asked at triage that nobody has answered."""
    return [fact.id for fact in catalogue.triage_facts if fact.id not in state.facts]


def tell_next(state: ChangeState) -> None:
    """That the change moves on by itself only where the movers run."""
    note(phrase("next.advance", ref=state.ref))
