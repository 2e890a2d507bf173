"""People, the roles they hold and the boards they sit on, as the rules see them: by identifier, never by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from gates.errors import GateError
from gates.events import PersonId
from gates.vocabulary import Role


class UnknownBoard(GateError):
    """There is no board {board}."""

    advice = "Set it with `gatehouse boards set {board} --member EMAIL --member EMAIL ...`."


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(_Frozen):
    """A person by identifier; name and e-mail live outside the chain, so that they can be erased."""

    id: PersonId
    roles: frozenset[str] = frozenset()
    active: bool = True


class Board(_Frozen):
    """A governance board: its members, chair and clerk."""

    id: str
    title: str
    members: tuple[PersonId, ...]
    chair: PersonId | None = None
    clerk: PersonId | None = None


class PersonJoined(_Frozen):
    """A person was made known, with roles."""

    type: Literal["person_joined"] = "person_joined"
    person: PersonId
    roles: frozenset[str] = frozenset()


class RolesSet(_Frozen):
    """A person's roles were set anew, or the person was made (in)active."""

    type: Literal["roles_set"] = "roles_set"
    person: PersonId
    roles: frozenset[str]
    active: bool = True


class BoardConstituted(_Frozen):
    """A board was set up or changed."""

    type: Literal["board_constituted"] = "board_constituted"
    board: Board


CouncilEvent = Annotated[PersonJoined | RolesSet | BoardConstituted, Field(discriminator="type")]


class Roster(_Frozen):
    """Everybody who can act for one council, folded from the council's own chain."""

    version: int = 0
    people: dict[PersonId, Person] = {}
    boards: dict[str, Board] = {}

    def holders(self, role: str) -> tuple[PersonId, ...]:
        """The active people who hold a role, in the order of their identifiers."""
        return tuple(sorted(p.id for p in self.people.values() if p.active and role in p.roles))

    def holds(self, person: PersonId, *roles: str) -> bool:
        """Whether an active person holds any of the roles."""
        found = self.people.get(person)
        return found is not None and found.active and bool(found.roles & set(roles))

    def is_active(self, person: PersonId) -> bool:
        """Whether the person is known and may act."""
        found = self.people.get(person)
        return found is not None and found.active

    def board(self, board_id: str) -> Board:
        """The board of that id. Raises UnknownBoard."""
        if board_id not in self.boards:
            raise UnknownBoard(board=board_id)
        return self.boards[board_id]

    def clerks(self) -> tuple[PersonId, ...]:
        """Everybody who holds the clerk's role."""
        return self.holders(Role.CLERK)


def evolve_roster(roster: Roster, event: CouncilEvent) -> Roster:
    """The roster after one more event."""
    people, boards = dict(roster.people), dict(roster.boards)
    match event:
        case PersonJoined():
            people[event.person] = Person(id=event.person, roles=event.roles)
        case RolesSet():
            people[event.person] = Person(id=event.person, roles=event.roles, active=event.active)
        case _:
            boards[event.board.id] = event.board
    return Roster(version=roster.version + 1, people=people, boards=boards)


def fold_roster(events: Iterable[CouncilEvent]) -> Roster:
    """The roster after all events, oldest first."""
    roster = Roster()
    for event in events:
        roster = evolve_roster(roster, event)
    return roster
