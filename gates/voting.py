"""Counting votes: which ballots count, and what they decide."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from gates.events import ConditionSet
from gates.state import Ballot, GateReview
from gates.vocabulary import Outcome


@dataclass(frozen=True)
class Tally:
    """The count of an open review. `outcome` is None while the board has not decided."""

    ballots: tuple[Ballot, ...]
    counts: dict[Outcome, int]
    needed: int
    quorum: int
    outcome: Outcome | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons of those who voted for what was decided."""
        return tuple(ballot.reason for ballot in self.ballots if ballot.outcome is self.outcome)

    @property
    def conditions(self) -> tuple[ConditionSet, ...]:
        """Every condition of those who approved with conditions, once each."""
        decided = [ballot for ballot in self.ballots if ballot.outcome is self.outcome]
        return tuple(dict.fromkeys(condition for ballot in decided for condition in ballot.conditions))


def ballot_counts(review: GateReview, ballot: Ballot) -> bool:
    """Whether a ballot counts: an eligible member's, on this review's pack, attested where that is asked."""
    attested = ballot.attested or not review.attestation
    return ballot.member in review.eligible and ballot.pack == review.pack and attested


def majority_of(eligible: int) -> int:
    """How many equal votes decide: more than half of all who may vote, so later votes could not change it."""
    return eligible // 2 + 1


def tally(review: GateReview) -> Tally:
    """What the ballots cast so far decide.

    An outcome is decided when the quorum has voted and more than half of all eligible members chose it.
    Votes not cast count for nothing: silence never approves.
    """
    ballots = tuple(ballot for ballot in review.ballots.values() if ballot_counts(review, ballot))
    counts = Counter(ballot.outcome for ballot in ballots)
    needed = majority_of(len(review.eligible))
    quorate = len(ballots) >= review.quorum
    decided = [outcome for outcome, count in counts.items() if quorate and count >= needed]
    return Tally(ballots, dict(counts), needed, review.quorum, decided[0] if decided else None)
