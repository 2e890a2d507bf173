"""A council with changes that stand before the board, two votes cast on each: the third decides."""

from __future__ import annotations

import time
from collections.abc import Collection

from gates import commands
from gates.vocabulary import Gate, Outcome, Phase
from tasks.house import utc_now
from tests.factories import make_office, register

VOTERS = ("member-1", "member-2", "member-3")


class BenchCouncil:
    """Drives changes by the same commands as every door."""

    def __init__(self, url: str) -> None:
        self.office = make_office(url=url, at=utc_now())
        self.ledger = self.office.ledger

    def before_the_board(self, count: int) -> list[str]:
        """New changes, each with evidence, an open review and all votes but the one that decides."""
        refs = [register(office=self.office, at=utc_now()).ref for _ in range(count)]
        for ref in refs:
            self._submit(ref)
        for ref in refs:
            while self.ledger.load(ref).review is None:
                time.sleep(0.005)
            for member in VOTERS[:-1]:
                self._vote(ref, member)
        return refs

    def decide(self, ref: str) -> None:
        """Cast the vote that passes the gate."""
        self._vote(ref, VOTERS[-1])

    def waits_at_next_gate(self, ref: str) -> bool:
        """Whether the change stands at the second gate with its evidence checked: its owner could be asked."""
        state = self.ledger.load(ref)
        return state.gate is Gate.EQUALITY and state.completeness is not None

    def at_next_gate(self, refs: Collection[str]) -> list[str]:
        """Those of the changes that wait at the second gate, by one query."""
        rows = self.ledger.list().rows
        return [
            row.ref
            for row in rows
            if row.ref in refs
            and row.gate is Gate.EQUALITY
            and row.phase is Phase.GATHERING
            and row.waiting_count
        ]

    def is_shown(self, ref: str) -> bool:
        """Whether Prefect shows the change as it stands."""
        run = self.ledger.runs.get(ref)
        return run is not None and run.shown_version == self.ledger.load(ref).version

    def shown(self, refs: Collection[str]) -> list[str]:
        """Those of the changes that Prefect shows as they stand."""
        behind = set(self.ledger.runs.behind(10_000))
        return [ref for ref in refs if ref not in behind]

    def _submit(self, ref: str) -> None:
        who = "programme-manager"
        submission = commands.Submission(item="IA-01", record={"note": "three words here"})
        self.ledger.decide(
            ref,
            lambda state: commands.submit_evidence(
                state, self.office.book, submission, by=self.office.people[who], now=utc_now()
            ),
            acting=self.office.acting(who=who),
            at=utc_now(),
        )

    def _vote(self, ref: str, who: str) -> None:
        def command(state):  # type: ignore[no-untyped-def]
            vote = commands.Vote(
                pack=state.review.pack,
                outcome=Outcome.APPROVE,
                reason="It is sound and costed",
                attested=True,
            )
            return commands.cast_vote(
                state, self.office.book, vote, by=self.office.people[who], now=utc_now()
            )

        self.ledger.decide(ref, command, acting=self.office.acting(who=who), at=utc_now())
