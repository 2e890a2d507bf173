"""Whether a change of another register is in the ledger already: the same reference in the same source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gates.errors import GateError

if TYPE_CHECKING:
    from app.cli.visit import Visit
    from gates.commands import Draft


class AlreadyRegistered(GateError):
    """The change "{external_ref}" of the register "{source}" is registered already, as {ref}."""

    advice = "See it with `gatehouse show {ref}`. If this is another change, give it another external_ref or source."


def check_not_registered(visit: Visit, draft: Draft) -> None:
    """Raise AlreadyRegistered where the draft's own reference and source are those of a change."""
    if draft.external_ref is None:
        return
    known = visit.ledger.by_external_ref(draft.source, [draft.external_ref])
    if ref := known.get(draft.external_ref):
        source = draft.source or "(not named)"
        raise AlreadyRegistered(external_ref=draft.external_ref, source=source, ref=ref)
