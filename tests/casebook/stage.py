"""The council in which the cases are played: a real ledger, the shipped catalogue, the real check, and a calendar.

One person holds each role of the catalogue and is called after it; five members sit on the governance board.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from flows.reconcile import reconcile
from gates.catalogue import Catalogue
from gates.clock import london_day
from gates.derived import facts_under
from gates.events import Acting, Document, Event
from gates.gap import Gap
from gates.people import Board, BoardConstituted
from gates.rulebook import Rulebook
from gates.state import ChangeState
from gates.vocabulary import Door, Gate
from tasks.check import gaps_of
from tasks.documents import Documents
from tasks.house import House
from tests.catalogue.examples import CATALOGUE
from tests.factories import BOARD

# A Monday.
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MEMBERS = tuple(f"member-{number}" for number in range(1, 6))
UNCAST = {"member", "auditor"}


@dataclass
class Stage:
    """The house, and what day it is in it."""

    house: House
    papers: Path
    now: datetime = START

    def furnish(self) -> Stage:
        """Put the catalogue in force and make the people known."""
        ledger, acting = self.house.ledger, Acting(person="SYSTEM", role="system", door=Door.CLI)
        ledger.catalogues.put(CATALOGUE)
        roles = {role: (role,) for role in CATALOGUE.roles if role not in UNCAST}
        cast = {**roles, **dict.fromkeys(MEMBERS, ("member",))}
        newcomers = [(who, f"{who}@council.example", held) for who, held in cast.items()]
        ledger.people.add_many(newcomers, acting=acting, at=START)
        members = tuple(self.person(member) for member in MEMBERS)
        board = Board(id=BOARD, title="Board", members=members, chair=members[0], clerk=self.person("clerk"))
        version = ledger.roster().version
        ledger.append_council(
            [BoardConstituted(board=board)], expected_version=version, acting=acting, at=START
        )
        return self

    @property
    def today(self) -> date:
        """The day in London."""
        return london_day(self.now)

    @property
    def catalogue(self) -> Catalogue:
        """The one that is shipped."""
        return CATALOGUE

    @cached_property
    def _people(self) -> dict[str, str]:
        return {name: person for person, (name, _) in self.house.ledger.people.list().items()}

    def person(self, who: str) -> str:
        """The identifier of whoever is called that."""
        return self._people[who]

    def who(self, person: str) -> str:
        """What the person of that identifier is called."""
        return self.house.ledger.people.list()[person][0]

    def acting(self, who: str) -> Acting:
        """That person, in their role."""
        role = "member" if who in MEMBERS else who
        return Acting(person=self.person(who), role=role, door=Door.CLI)

    def paper(self, text: str) -> Document:
        """A document of these words, kept in the real store."""
        file = self.papers / "paper.txt"
        file.write_text(text, encoding="utf-8")
        return Documents(self.house.settings.documents).put(file)


@dataclass
class Played:
    """One change of a story."""

    stage: Stage
    ref: str
    handed_in: dict[str, int] = field(default_factory=dict)

    @property
    def state(self) -> ChangeState:
        """Where it stands."""
        return self.stage.house.ledger.load(self.ref)

    @property
    def book(self) -> Rulebook:
        """What is decided under."""
        return self.stage.house.book(self.state)

    @property
    def facts(self) -> dict[str, Any]:
        """All that is known of it."""
        return facts_under(self.state, self.stage.catalogue)

    def act(self, who: str, command: Callable[[ChangeState, Rulebook], Sequence[Event]]) -> ChangeState:
        """Have somebody do something. What follows by itself follows when the keeper comes by: `settle`."""
        stage, ledger = self.stage, self.stage.house.ledger
        return ledger.decide(
            self.ref, lambda state: command(state, self.book), acting=stage.acting(who), at=stage.now
        )

    def settle(self) -> ChangeState:
        """What the keeper does."""
        return reconcile(self.stage.house, self.ref)

    def gaps(self, gate: Gate) -> tuple[Gap, ...]:
        """What the check of a gate finds today, by Great Expectations."""
        return gaps_of(self.stage.house, self.state, self.stage.today, gate)


def days_after_start(days: int) -> datetime:
    """Nine in the morning on that day of the story; day 0 is that on which it begins."""
    return START + timedelta(days=days)
