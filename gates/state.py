"""Where a change stands, as a value: everything the rules need to decide, computed from its events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from gates.canonical import sha256_of
from gates.conditions import FactValue
from gates.events import ConditionSet, Document, PersonId
from gates.gap import Gap
from gates.response_tally import CLOSES_ON, ResponseTally
from gates.vocabulary import Gate, Outcome, Phase, Verdict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EvidenceVersion(_Frozen):
    """The latest version of an item."""

    item: str
    gate: Gate
    version: int
    record: dict[str, Any]
    document: Document | None = None
    content: str
    effective_on: date
    submitted_by: PersonId
    submitted_at: datetime
    publishes: dict[str, FactValue] = {}
    illustrative: bool = False


class Adequacy(_Frozen):
    """A reviewer's verdict on one version of an item."""

    version: int
    verdict: Verdict
    reason: str
    reviewer: PersonId
    at: datetime


class Completeness(_Frozen):
    """What the last check of the current gate found, and the pack it looked at."""

    gate: Gate
    pack: str
    gaps: tuple[Gap, ...]
    at: datetime

    @property
    def blocking(self) -> tuple[Gap, ...]:
        """The gaps that keep the gate shut."""
        return tuple(gap for gap in self.gaps if gap.blocks)


class Ballot(_Frozen):
    """One member's vote."""

    member: PersonId
    pack: str
    outcome: Outcome
    reason: str
    conditions: tuple[ConditionSet, ...] = ()
    attested: bool = False
    at: datetime


class GateReview(_Frozen):
    """The board's open review of a gate."""

    gate: Gate
    round: int
    board: str
    pack: str
    eligible: tuple[PersonId, ...]
    excluded: dict[PersonId, str] = {}
    quorum: int
    attestation: bool
    min_reason_words: int
    opened_at: datetime
    ballots: dict[PersonId, Ballot] = {}


class Decision(_Frozen):
    """A decided review, kept for the record."""

    gate: Gate
    round: int
    outcome: Outcome
    pack: str
    votes: dict[PersonId, Outcome]
    reasons: tuple[str, ...] = ()
    at: datetime


class OpenCondition(_Frozen):
    """A condition on an approval, and its discharge once accepted."""

    id: str
    gate: Gate
    text: str
    owner: PersonId
    due: date
    evidence: str | None = None
    accepted_by: PersonId | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still has to be met."""
        return self.accepted_by is None

    def is_overdue(self, today: date) -> bool:
        """Whether it is still open after its due day."""
        return self.is_open and today > self.due


class ChangeState(_Frozen):
    """One change, folded from its events."""

    ref: str
    version: int
    catalogue: str
    title: str
    summary: str = ""
    councils: tuple[str, ...] = ()
    vehicle: str = ""
    author: PersonId
    team: dict[str, PersonId] = {}
    external_ref: str | None = None
    source: str = ""
    notes: tuple[str, ...] = ()
    illustrative: bool = False
    registered_at: datetime
    phase: Phase = Phase.GATHERING
    gate: Gate = Gate.IMPACT
    gate_since: datetime
    answers: dict[str, FactValue] = {}
    evidence: dict[str, EvidenceVersion] = {}
    adequacy: dict[str, Adequacy] = {}
    completeness: Completeness | None = None
    review: GateReview | None = None
    rounds: dict[Gate, int] = {}
    wanted: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    conditions: tuple[OpenCondition, ...] = ()
    responses: ResponseTally = ResponseTally()
    ended_because: str = ""
    lessons: str = ""

    @property
    def sro(self) -> PersonId | None:
        """The senior responsible owner, if named."""
        return self.team.get("sro")

    @property
    def shows_illustrative_evidence(self) -> bool:
        """Whether any evidence that it holds was made up for a demonstration, so that every page must say so."""
        return any(version.illustrative for version in self.evidence.values())

    @property
    def facts(self) -> dict[str, FactValue]:
        """The facts answered at triage, those that submitted evidence publishes, and what is counted of responses."""
        published = {name: fact for item in self.evidence.values() for name, fact in item.publishes.items()}
        known = {**self.answers, **published}
        return {**known, **self.responses.facts(known.get(CLOSES_ON))}

    def pack_hash(self, gate: Gate | None = None) -> str:
        """The SHA-256 of all that the board decides a gate on.

        That is the gate, the catalogue's version, the facts, and the content of each evidence version of this gate and
        of those before it (an equality assessment refreshed after consultation changes the last gate's pack).
        Evidence handed in early for a later gate does not disturb a vote, nor do responses before the gate that
        weighs them.
        """
        under_review = gate or self.gate
        gates = under_review.up_to_here
        evidence = {
            item.item: [item.version, item.content] for item in self.evidence.values() if item.gate in gates
        }
        facts = self._pack_facts(gates)
        pack = {"gate": under_review, "catalogue": self.catalogue, "facts": facts, "evidence": evidence}
        return sha256_of(pack)

    def _pack_facts(self, gates: tuple[Gate, ...]) -> dict[str, FactValue]:
        published = (item.publishes for item in self.evidence.values() if item.gate in gates)
        known = {**self.answers, **{name: fact for facts in published for name, fact in facts.items()}}
        counted = self.responses.facts(known.get(CLOSES_ON)) if Gate.CONSULTATION in gates else {}
        return {**known, **counted}

    def adequacy_of(self, item: str) -> Verdict | None:
        """The verdict on the item's latest version; None while that version is not judged."""
        verdict, version = self.adequacy.get(item), self.evidence.get(item)
        if verdict is None or version is None or verdict.version != version.version:
            return None
        return verdict.verdict
