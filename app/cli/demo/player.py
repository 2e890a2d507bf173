"""Playing the story: each step is one kind of command, given as the person who gives it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.cli.demo.stage import Stage, Tell
from app.cli.words import phrase
from config.sample_data import (
    Ballots,
    Check,
    HandIn,
    Register,
    Review,
    SampleBallot,
    Samples,
    Step,
    Stop,
    Triage,
)
from gates import commands
from gates.events import ConditionSet, Document, Event
from gates.rulebook import Rulebook
from gates.vocabulary import Outcome, Role
from gates.waiting import waiting_for
from tasks.documents import Documents

SHOWN_GAPS = 4


class Player:
    """Plays one story on one stage."""

    def __init__(self, stage: Stage, samples: Samples, tell: Tell) -> None:
        self.stage = stage
        self.samples = samples
        self.tell = tell

    def play(self, step: Step) -> None:
        """Do what the step says, and tell where the change then stands."""
        doing: dict[type[Any], Callable[[Any], None]] = {
            Register: self._register,
            Triage: self._triage,
            HandIn: self._hand_in,
            Review: self._review,
            Ballots: self._vote,
            Stop: self._stop,
            Check: self._show_gaps,
        }
        doing[type(step)](step)
        if step.change:
            self._tell_standing(step.change)

    def _do(
        self, change: str, email: str, role: str, command: Callable[..., list[Event]], **given: Any
    ) -> None:
        """Give a command on a change as somebody of the sample council."""
        acting = self.stage.acting(email, role)
        self.stage.do(change, lambda state, book: command(state, book, by=acting.person, **given), acting)

    def _register(self, step: Register) -> None:
        stage, house = self.stage, self.stage.house
        acting = stage.acting(step.by, Role.PROGRAMME_OFFICE)
        book = Rulebook(stage.catalogue, house.ledger.roster())
        refs = house.ledger.next_refs(len(self.samples.changes))
        news = []
        for ref, (name, draft) in zip(refs, self.samples.changes.items(), strict=True):
            team = {role: stage.people[email] for role, email in draft.team.items()}
            own = draft.model_copy(update={"team": team})
            news.append((ref, commands.register(own, book, ref=ref, by=acting.person)))
            stage.refs[name] = ref
        house.ledger.append_many(news, acting=acting, at=house.now())
        for name in stage.refs:
            stage.settled(name)

    def _triage(self, step: Triage) -> None:
        given = self.samples.facts[step.change]
        self._do(step.change, given.by, Role.PROGRAMME_OFFICE, commands.triage, raw=given.facts)

    def _hand_in(self, step: HandIn) -> None:
        for given in self.samples.handed_in(step, self.stage.catalogue):
            submission = commands.Submission(
                item=given.item,
                record=given.record,
                document=self._stored(given.document),
                effective_on=given.effective_on,
                illustrative=given.illustrative,
            )
            owner, now = self.stage.catalogue.item(given.item).owner, self.stage.house.now()
            self._do(given.change, given.by, owner, commands.submit_evidence, submission=submission, now=now)

    def _stored(self, file: Path | None) -> Document | None:
        return Documents(self.stage.house.settings.documents).put(file) if file else None

    def _review(self, step: Review) -> None:
        for given in self.samples.judged(step, self.stage.catalogue):
            role = self.stage.catalogue.item(given.item).review_by or Role.REVIEWER
            verdict = {"item_id": given.item, "verdict": given.verdict, "reason": given.reason}
            self._do(given.change, given.by, role, commands.review_adequacy, **verdict)

    def _vote(self, step: Ballots) -> None:
        for ballot in step.ballots:
            review = self.stage.settled(step.change).review
            vote = self._ballot(step, ballot, pack=review.pack if review else "")
            now = self.stage.house.now()
            self._do(step.change, ballot.by, Role.MEMBER, commands.cast_vote, vote=vote, now=now)

    def _ballot(self, step: Ballots, ballot: SampleBallot, pack: str) -> commands.Vote:
        conditions = tuple(
            ConditionSet(text=one.text, owner=self.stage.people[one.owner], due=one.due)
            for one in step.conditions
        )
        return commands.Vote(
            pack=pack,
            outcome=ballot.outcome,
            reason=ballot.reason,
            conditions=conditions if ballot.outcome is Outcome.APPROVE_WITH_CONDITIONS else (),
            attested=step.attest,
        )

    def _stop(self, step: Stop) -> None:
        said = {"reason": step.reason, "lessons": step.lessons}
        self._do(step.change, step.by, Role.CLERK, commands.stop, **said)

    def _show_gaps(self, step: Check) -> None:
        state = self.stage.settled(step.change)
        gaps = state.completeness.blocking if state.completeness else ()
        for gap in gaps[:SHOWN_GAPS]:
            self.tell(phrase("demo.gap", item=gap.item, message=_first_sentence(gap.message)))
        if len(gaps) > SHOWN_GAPS:
            self.tell(phrase("demo.more_gaps", count=len(gaps) - SHOWN_GAPS))

    def _tell_standing(self, change: str) -> None:
        state = self.stage.settled(change)
        label = waiting_for(state, self.stage.catalogue).label
        self.tell(phrase("demo.stands", ref=state.ref, label=label))


def _first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].rstrip(".") + "."
