"""Random histories: whatever people try, in whatever order, no gate is passed that should not be.

The invariants are computed from the recorded events by code of their own, not by the rules under test.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gates import commands
from gates import events as ev
from gates.clock import london_day
from gates.errors import GateError
from gates.events import ConditionSet
from gates.evolve import fold
from gates.prompts import prompts_due
from gates.vocabulary import Gate, Outcome, Phase, Verdict
from tests.gates.world import MEMBERS, REASON, World, roster

PEOPLE = st.sampled_from(sorted(roster().people))
LIKELY_MEMBERS = st.sampled_from([*MEMBERS, *MEMBERS, "SRO", "OFFICE", "REV-1", "NOBODY"])
ITEMS = st.sampled_from(["IA-01", "IA-03", "EQ-01", "LN-01", "LG-01", "CO-01", "XX-99"])
NOTES = st.sampled_from(
    ["three words here", "some other three words", "tbc", "", "a note that is long enough now"]
)
OUTCOMES = st.sampled_from([*[Outcome.APPROVE] * 6, *Outcome])


class Council(RuleBasedStateMachine):
    """Everybody tries everything, in order or not."""

    def __init__(self) -> None:
        super().__init__()
        self.change = World().register(facts={})

    def attempt(self, act: object, *args: object, **more: object) -> None:
        """Do it if the rules allow it; a refusal leaves everything as it was."""
        before = len(self.change.history)
        try:
            act(*args, **more)  # type: ignore[operator]
        except GateError:
            assert len(self.change.history) == before

    @rule(by=PEOPLE, staff=st.sampled_from(["0", "12", "unknown"]))
    def triage(self, by: str, staff: str) -> None:
        self.attempt(self.change.do, commands.triage, {"staff_affected": staff}, by=by)

    @rule(by=PEOPLE, item=ITEMS, note=NOTES)
    def submit(self, by: str, item: str, note: str) -> None:
        self.attempt(self.change.submit, item, note, by)

    @rule(by=PEOPLE, item=ITEMS, verdict=st.sampled_from(Verdict))
    def judge(self, by: str, item: str, verdict: Verdict) -> None:
        self.attempt(self.change.judge, item, verdict, by)

    @precondition(lambda self: self.change.state.phase.is_open)
    @rule()
    def complete(self) -> None:
        self.attempt(self.change.complete)

    @rule(
        by=LIKELY_MEMBERS,
        outcome=OUTCOMES,
        attested=st.booleans(),
        stale=st.sampled_from([False] * 5 + [True]),
    )
    def vote(self, by: str, outcome: Outcome, attested: bool, stale: bool) -> None:
        more: dict[str, object] = {"attested": attested, **({"pack": "0" * 64} if stale else {})}
        if outcome is Outcome.APPROVE_WITH_CONDITIONS:
            due = london_day(self.change.now) + timedelta(days=5)
            more["conditions"] = (ConditionSet(text="Name an owner", owner="OWN-LEGAL", due=due),)
        self.attempt(self.change.vote, by, outcome, **more)

    @rule(members=st.lists(st.sampled_from(MEMBERS), min_size=3, unique=True))
    def approve_together(self, members: list[str]) -> None:
        for member in members:
            self.attempt(self.change.vote, member)

    @rule(
        by=PEOPLE,
        person=st.sampled_from([*MEMBERS, "SRO", None]),
        role=st.sampled_from(["sro", "legal_owner"]),
    )
    def assign(self, by: str, person: str | None, role: str) -> None:
        self.attempt(self.change.do, commands.assign, {role: person}, by=by)

    @rule(by=PEOPLE)
    def discharge(self, by: str) -> None:
        self.attempt(self.change.do, commands.discharge, "C1", "Seen it done", by=by)

    @rule(days=st.integers(min_value=0, max_value=40))
    def wait(self, days: int) -> None:
        self.change.wait(days)

    @invariant()
    def the_fold_is_the_state(self) -> None:
        assert fold(self.change.history) == self.change.state

    @invariant()
    def no_gate_was_passed_that_should_not_have_been(self) -> None:
        for place, one in enumerate(self.change.history):
            if isinstance(one.event, ev.GatePassed):
                check_passed(self.change.history[:place], one.event, one.at.date())

    @invariant()
    def nobody_is_asked_twice_for_one_thing(self) -> None:
        keys = [card.key for card in prompts_due(self.change.state, self.change.book, self.change.today)]
        assert len(set(keys)) == len(keys)

    @invariant()
    def an_open_review_never_has_a_voter_with_a_part_in_the_change(self) -> None:
        review = self.change.state.review
        if review is not None:
            assert not set(review.ballots) & set(self.change.book.conflicts(self.change.state))


def check_passed(before: list[ev.Recorded], passed: ev.GatePassed, today: date) -> None:
    """A gate may be passed only on complete, reviewed evidence by enough votes of people apart from it."""
    events = [one.event for one in before]
    opened = max(place for place, event in enumerate(events) if isinstance(event, ev.ReviewOpened))
    review, since = events[opened], events[opened:]
    assert isinstance(review, ev.ReviewOpened)
    assert (review.gate, review.round, review.pack) == (passed.gate, passed.round, passed.pack)
    _nothing_moved_under_the_vote(since, passed.gate)
    _evidence_was_complete(events, passed.gate, today)
    ballots = {event.member: event for event in since if isinstance(event, ev.BallotCast)}
    _votes_suffice(ballots, review, passed)
    _nobody_decided_on_their_own(events, ballots)


def _nothing_moved_under_the_vote(since: list[ev.Event], gate: Gate) -> None:
    assert not any(isinstance(event, (ev.FactsRecorded, ev.ReviewVoided, ev.GapsFound)) for event in since)
    later = [event for event in since if isinstance(event, ev.EvidenceSubmitted)]
    assert all(list(Gate).index(event.gate) > list(Gate).index(gate) for event in later)


def _evidence_was_complete(events: list[ev.Event], gate: Gate, today: date) -> None:
    latest: dict[str, ev.EvidenceSubmitted] = {}
    answers: dict[str, object] = {}
    verdicts: dict[str, ev.AdequacyReviewed] = {}
    for event in events:
        match event:
            case ev.EvidenceSubmitted():
                latest[event.item] = event
            case ev.FactsRecorded():
                answers |= event.facts
            case ev.AdequacyReviewed():
                verdicts[event.item] = event
    prefix = {"impact": "IA", "equality": "EQ", "learning": "LN", "legal": "LG", "consultation": "CO"}[gate]
    needed = {f"{prefix}-01"} | (
        {"IA-03"} if gate is Gate.IMPACT and answers.get("staff_affected") != 0 else set()
    )
    for item in needed:
        assert len(latest[item].record["note"].split()) >= 3
    if gate is Gate.CONSULTATION:
        assert date.fromisoformat(latest["CO-01"].record["on"]) >= today - timedelta(days=30)
    assert verdicts["IA-01"].verdict is Verdict.ADEQUATE
    assert verdicts["IA-01"].version == latest["IA-01"].version


def _votes_suffice(ballots: dict[str, ev.BallotCast], review: ev.ReviewOpened, passed: ev.GatePassed) -> None:
    assert all(ballot.pack == review.pack and ballot.reason == REASON for ballot in ballots.values())
    assert set(ballots) <= set(review.eligible)
    assert len(ballots) >= 3
    assert sum(ballot.outcome is passed.outcome for ballot in ballots.values()) * 2 > len(review.eligible)
    assert passed.outcome in {Outcome.APPROVE, Outcome.APPROVE_WITH_CONDITIONS}
    if review.gate is Gate.EQUALITY:
        assert all(ballot.attested for ballot in ballots.values())


def _nobody_decided_on_their_own(events: list[ev.Event], ballots: dict[str, ev.BallotCast]) -> None:
    involved = {"OFFICE"}
    sro: str | None = "SRO"
    for event in events:
        match event:
            case ev.EvidenceSubmitted():
                involved.add(event.submitted_by)
            case ev.AdequacyReviewed():
                involved.add(event.reviewer)
            case ev.TeamAssigned():
                sro = event.team.get("sro", sro)
    assert not set(ballots) & (involved | {sro})


TestRandomHistories = Council.TestCase
TestRandomHistories.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)


def test_random_histories_do_reach_delivery() -> None:
    """The machine above would prove nothing if no history got far: a plain walk through its own moves does."""
    council = Council()
    with suppress(GateError):
        council.triage(by="SRO", staff="0")
    for _ in Gate:
        council.complete()
        council.approve_together(list(MEMBERS[:3]))
    assert council.change.state.phase is Phase.DELIVERING
    council.no_gate_was_passed_that_should_not_have_been()
