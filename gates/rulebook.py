"""What a decision is taken under: the change's catalogue and the council's people; and who that makes responsible."""

from __future__ import annotations

from dataclasses import dataclass

from gates.catalogue import Catalogue, Item
from gates.derived import required_items
from gates.events import PersonId
from gates.people import Roster
from gates.state import ChangeState
from gates.vocabulary import Role


@dataclass(frozen=True)
class Rulebook:
    """The catalogue a change is pinned to, and the roster of its council."""

    catalogue: Catalogue
    roster: Roster

    def people_for(self, state: ChangeState, role: str) -> tuple[PersonId, ...]:
        """Who fills a role on this change: the person named in its team, otherwise the council's holders.

        A named person who may no longer act counts as nobody, so that a prompt never goes unread.
        """
        named = state.team.get(role)
        if named is not None and self.roster.is_active(named):
            return (named,)
        return () if role == Role.SRO else self.roster.holders(role)

    def owners(self, state: ChangeState, item: Item) -> tuple[PersonId, ...]:
        """Who owes an evidence item."""
        return self.people_for(state, item.owner)

    def reviewers(self, state: ChangeState, item: Item) -> tuple[PersonId, ...]:
        """Who may judge the item's latest version: role holders who did not write, own or lead it."""
        if item.review_by is None:
            return ()
        role_holders = {*self.people_for(state, item.review_by), *self.roster.holders(Role.REVIEWER)}
        return tuple(sorted(role_holders - self.too_close_to(state, item)))

    def too_close_to(self, state: ChangeState, item: Item) -> set[PersonId]:
        """Who cannot judge an item: the change's author and SRO, the item's owners, its submitter."""
        version = state.evidence.get(item.id)
        close = {state.author, state.sro, version.submitted_by if version else None}
        return {person for person in close if person} | set(self.owners(state, item))

    def conflicts(self, state: ChangeState) -> dict[PersonId, str]:
        """Who never decides on this change, and why (segregation of duties).

        Source: DESIGN principle author != reviewer != approver; owners and reviewers of any evidence of the
        change, of whichever gate, count.
        """
        found: dict[PersonId, str] = {}
        required = required_items(self.catalogue, state.facts)
        for item in self.catalogue.items:
            if item.id in required or item.id in state.evidence:
                found |= dict.fromkeys(self.owners(state, item), f"owns the evidence {item.id}")
        for version in state.evidence.values():
            found[version.submitted_by] = f"handed in the evidence {version.item}"
        for item_id, verdict in state.adequacy.items():
            found[verdict.reviewer] = f"reviewed the evidence {item_id}"
        found[state.author] = "is the author of the change"
        if state.sro:
            found[state.sro] = "is the senior responsible owner of the change"
        return found
