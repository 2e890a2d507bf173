"""A council in memory: a small catalogue, people, and changes that move by the real rules and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from gates import commands
from gates.advance import advance, condition_gaps, take_check
from gates.catalogue import Catalogue
from gates.clock import london_day
from gates.completeness import gaps_by_python, rows_of
from gates.events import Acting, Event, PersonId, Recorded
from gates.evolve import evolve, fold
from gates.gap import Gap
from gates.people import Board, Person, Roster
from gates.rulebook import Rulebook
from gates.state import ChangeState
from gates.vocabulary import Door, Gate, Outcome, Verdict

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MEMBERS = ("MEM-1", "MEM-2", "MEM-3", "MEM-4", "MEM-5")
REASON = "The options are compared fairly and costed"


def item(item_id: str, gate: Gate, **changes: Any) -> dict[str, Any]:
    """One catalogue item with a note of at least three words."""
    words = {
        "id": "words",
        "check": "min_words",
        "field": "note",
        "at_least": 3,
        "message": "Write three words.",
    }
    return {
        "id": item_id,
        "gate": gate,
        "title": f"Item {item_id}",
        "owner": f"{gate}_owner",
        "required_when": "always",
        "basis": "Test policy",
        "kind": "policy",
        "guidance": "Write a note.",
        "fields": {"note": {"type": "text", "title": "Note"}},
        "checks": [words],
        **changes,
    }


@cache
def small_catalogue() -> Catalogue:
    """Five gates; the first asks for a second item of changes that affect staff, and for a reviewer's verdict."""
    fresh = {
        "id": "fresh",
        "check": "day_range",
        "field": "on",
        "from_days": -30,
        "message": "Renew the note.",
    }
    note = {"note": {"type": "text", "title": "Note"}, "on": {"type": "date", "title": "On"}}
    warning = {
        "id": "long",
        "check": "min_words",
        "field": "note",
        "at_least": 6,
        "severity": "warning",
        "message": "A longer note helps the board.",
    }
    words = item("IA-01", Gate.IMPACT)["checks"][0]
    return Catalogue.model_validate(
        {
            "name": "Small catalogue",
            "roles": {**{f"{gate}_owner": f"Owner of {gate}" for gate in Gate}, "reviewer": "Reviewer"},
            "gates": [
                {
                    "id": gate,
                    "title": f"{gate.capitalize()} gate",
                    "purpose": "Test",
                    "approval": {"quorum": 3, "attestation": gate is Gate.EQUALITY, "min_reason_words": 3},
                }
                for gate in Gate
            ],
            "facts": [
                {"id": "staff_affected", "kind": "number", "title": "Staff affected"},
                {"id": "nation", "kind": "choice", "title": "Nation", "choices": ["england", "wales"]},
            ],
            "items": [
                item("IA-01", Gate.IMPACT, review_by="reviewer", checks=[words, warning]),
                item("IA-03", Gate.IMPACT, required_when={"staff_affected": {"more_than": 0}}),
                item("EQ-01", Gate.EQUALITY),
                item("LN-01", Gate.LEARNING),
                item("LG-01", Gate.LEGAL),
                item("CO-01", Gate.CONSULTATION, fields=note, checks=[words, fresh]),
            ],
        }
    )


def roster(**changes: Any) -> Roster:
    """SRO, author (programme office), an owner for each gate, reviewers, a clerk, five members, an auditor."""
    roles: dict[PersonId, set[str]] = {
        "OFFICE": {"programme_office"},
        "SRO": {"sro"},
        "CLERK": {"clerk"},
        "AUDITOR": {"auditor"},
        "REV-1": {"reviewer"},
        "REV-2": {"reviewer"},
        **{f"OWN-{gate.upper()}": {f"{gate}_owner"} for gate in Gate},
        **{member: {"member"} for member in MEMBERS},
    }
    people = {name: Person(id=name, roles=frozenset(held)) for name, held in roles.items()}
    board = Board(id="governance-board", title="Board", members=MEMBERS, chair="MEM-1", clerk="CLERK")
    return Roster(**{"people": people, "boards": {board.id: board}, **changes})


@dataclass
class World:
    """One change, its events, the people, and the time, which only moves when told to."""

    book: Rulebook = field(default_factory=lambda: Rulebook(small_catalogue(), roster()))
    now: datetime = START
    history: list[Recorded] = field(default_factory=list)
    current: ChangeState | None = None

    @property
    def state(self) -> ChangeState:
        """The change as it stands."""
        assert self.current is not None
        return self.current

    @property
    def today(self) -> date:
        """The day in London."""
        return london_day(self.now)

    def record(self, events: Iterable[Event], by: PersonId = "SYSTEM") -> list[Event]:
        """Append events and fold them in."""
        appended = list(events)
        for event in appended:
            acting = Acting(person=by, role="test", door=Door.CLI)
            one = Recorded(
                seq=len(self.history) + 1,
                at=self.now,
                acting=acting,
                catalogue=self.book.catalogue.version,
                event=event,
            )
            self.current = evolve(self.current, one)
            self.history.append(one)
        return appended

    def do(self, command: Callable[..., list[Event]], *args: Any, by: PersonId, **more: Any) -> list[Event]:
        """Run a command as a person, record what it returns, then let everything follow that follows."""
        events = self.record(command(self.state, self.book, *args, by=by, **more), by)
        return [*events, *self.settle()]

    def register(self, **changes: Any) -> World:
        """Put a change forward with an SRO and no staff affected."""
        facts = {"staff_affected": 0, "nation": "england"}
        draft = commands.Draft(**{"title": "A change", "team": {"sro": "SRO"}, "facts": facts, **changes})
        self.record(commands.register(draft, self.book, ref="CHG-0001", by="OFFICE"), "OFFICE")
        self.settle()
        return self

    def gaps(self) -> list[Gap]:
        """What the completeness check of the current gate finds now."""
        state, today = self.state, london_day(self.now)
        rows = rows_of(self.book.catalogue, [state.gate], state.facts, state.evidence)
        found = gaps_by_python(self.book.catalogue, rows, today, state.facts, state.evidence)
        return [*found, *condition_gaps(state, today)]

    def settle(self) -> list[Event]:
        """Reconcile until nothing follows. Fails the test if that never happens."""
        followed: list[Event] = []
        for _ in range(20):
            events = take_check(self.state, self.gaps()) if self.state.phase.is_open else []
            events = self.record(events) + self.record(advance(self.state, self.book))
            if not events:
                return followed
            followed += events
        raise AssertionError("reconciling does not come to rest")

    def submit(self, item_id: str, note: str = "three words here", by: PersonId = "OFFICE") -> list[Event]:
        """Hand in an item whose note is this text."""
        record: dict[str, Any] = {"note": note}
        if item_id == "CO-01":
            record["on"] = london_day(self.now).isoformat()
        submission = commands.Submission(item=item_id, record=record)
        return self.do(commands.submit_evidence, submission, by=by, now=self.now)

    def judge(
        self, item_id: str = "IA-01", verdict: Verdict = Verdict.ADEQUATE, by: str = "REV-1"
    ) -> list[Event]:
        """A reviewer's verdict."""
        return self.do(commands.review_adequacy, item_id, verdict, "It says what it has to say", by=by)

    def vote(self, member: PersonId, outcome: Outcome = Outcome.APPROVE, **changes: Any) -> list[Event]:
        """A vote on the pack under review."""
        pack = self.state.review.pack if self.state.review else "0" * 64
        given = {"pack": pack, "outcome": outcome, "reason": REASON, "attested": True, **changes}
        vote = commands.Vote(**given)
        return self.do(commands.cast_vote, vote, by=member, now=self.now)

    def complete(self) -> World:
        """Hand in and have reviewed whatever the current gate asks for: it then stands before the board."""
        for required in list(self.book.catalogue.required(self.state.gate, self.state.facts)):
            self.submit(required.id)
            if required.needs_review:
                self.judge(required.id)
        return self

    def pass_gate(self) -> World:
        """Complete the gate and have three members approve it."""
        self.complete()
        for member in MEMBERS[:3]:
            self.vote(member)
        return self

    def wait(self, days: int) -> list[Event]:
        """Let days go by, then reconcile."""
        self.now += timedelta(days=days)
        return self.settle()

    def folded(self) -> ChangeState:
        """The state computed anew from the whole history."""
        return fold(self.history)


def world() -> World:
    """A registered change at its first gate."""
    return World().register()
