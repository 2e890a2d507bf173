"""What a register says anew of changes that are registered already.

Only what the register itself changed since it was last imported is taken over: an answer that somebody has given
at triage in the meantime is not undone by importing the same file again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.cli.dates import now
from gates.vocabulary import Door

if TYPE_CHECKING:
    from app.cli.visit import Visit
    from gates.commands import Draft
    from gates.events import Acting, Event
    from gates.state import ChangeState


class Updates:
    """Brings registered changes up to date with their rows."""

    def __init__(self, visit: Visit, acting: Acting, *, dry_run: bool) -> None:
        self.visit = visit
        self.acting = acting
        self.dry_run = dry_run

    def bring_up_to_date(self, state: ChangeState, draft: Draft) -> bool:
        """Whether the row says anything new of the change; if so, it is recorded. Raises NotPermitted."""
        facts, team = self._news(state, draft)
        if not (facts or team):
            return False
        if not self.dry_run:
            self.visit.ledger.decide(
                state.ref,
                lambda now_state: self._events(now_state, facts, team),
                acting=self.acting,
                at=now(),
            )
        return True

    def _news(self, state: ChangeState, draft: Draft) -> tuple[dict[str, Any], dict[str, str]]:
        same = all(state.answers.get(name) == value for name, value in draft.facts.items())
        sro = draft.team.get("sro")
        if not state.phase.is_open or (same and (sro is None or state.sro is not None)):
            return {}, {}
        facts_before, sro_before = self._last_imported(state)
        facts = {
            name: value
            for name, value in draft.facts.items()
            if facts_before.get(name) != value and state.answers.get(name) != value
        }
        team = {"sro": sro} if sro and sro != sro_before and state.sro is None else {}
        return facts, team

    def _last_imported(self, state: ChangeState) -> tuple[dict[str, Any], str | None]:
        """The facts and the SRO that this register gave before."""
        facts: dict[str, Any] = {}
        sro = None
        for recorded in self.visit.ledger.history(state.ref):
            if recorded.acting.door is Door.IMPORT:
                facts |= getattr(recorded.event, "facts", {})
                sro = getattr(recorded.event, "team", {}).get("sro", sro)
        return facts, sro

    def _events(self, state: ChangeState, facts: dict[str, Any], team: dict[str, str]) -> list[Event]:
        from gates import commands

        book, by = self.visit.book(state), self.acting.person
        news = commands.triage(state, book, facts, by=by) if facts else []
        return [*news, *(commands.assign(state, book, team, by=by) if team else [])]
