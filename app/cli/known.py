"""Whether a change of another register is in the ledger already: the same reference in the same source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gates.errors import GateError

if TYPE_CHECKING:
    from app.cli.visit import Visit
    from gates.commands import Draft
    from gates.state import ChangeState


class AlreadyRegistered(GateError):
    """The change "{external_ref}" of the register "{source}" is registered already, as {ref}."""

    advice = "See it with `gatehouse show {ref}`. If this is another change, give it another external_ref or source."


def check_not_registered(visit: Visit, draft: Draft) -> None:
    """Raise AlreadyRegistered where the draft's own reference and source are those of a change."""
    if draft.external_ref is None:
        return
    first = visit.ledger.by_external_ref([draft.external_ref]).get(draft.external_ref)
    if first is not None and (found := known_as(visit, first, draft.external_ref, draft.source)):
        source = draft.source or "(not named)"
        raise AlreadyRegistered(external_ref=draft.external_ref, source=source, ref=found.ref)


def known_as(visit: Visit, first: str, external_ref: str, source: str) -> ChangeState | None:
    """The change that has this reference of this source; `first` is the oldest change with the reference."""
    state = visit.ledger.load(first)
    if state.source == source:
        return state
    from ledger.listing import Filter

    rows = visit.ledger.list(Filter(text=external_ref)).rows
    others = [row.ref for row in rows if row.external_ref == external_ref and row.ref != first]
    return next((found for ref in others if (found := visit.ledger.load(ref)).source == source), None)
