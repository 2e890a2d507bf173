"""What can happen to a change, as typed facts in the past tense. State is computed from these and nothing else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gates.conditions import FactValue
from gates.gap import Gap
from gates.response_tally import Channel, ErasureGround, Respondent
from gates.vocabulary import Door, Gate, Outcome, Verdict

PersonId = str


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(_Frozen):
    """A stored file, known by the SHA-256 of its bytes. Size in bytes.

    `flags` say what its content showed when it was stored: encrypted, unreadable, macros, type_mismatch.
    """

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    name: str
    size: int = Field(ge=0)
    media_type: str = ""
    flags: tuple[str, ...] = ()


class ConditionSet(_Frozen):
    """A condition put on an approval: what must be done, by whom, by which day."""

    text: str
    owner: PersonId
    due: date


class ChangeRegistered(_Frozen):
    """A council put a change forward; it stands at the first gate."""

    type: Literal["change_registered"] = "change_registered"
    ref: str
    title: str
    summary: str = ""
    councils: tuple[str, ...] = ()
    vehicle: str = ""
    author: PersonId
    team: dict[str, PersonId] = {}
    facts: dict[str, FactValue] = {}
    catalogue: str
    external_ref: str | None = None
    source: str = ""
    notes: tuple[str, ...] = ()
    illustrative: bool = False


class FactsRecorded(_Frozen):
    """Triage facts were answered; None takes an answer back, so that the fact is unknown again."""

    type: Literal["facts_recorded"] = "facts_recorded"
    facts: dict[str, FactValue | None]


class TeamAssigned(_Frozen):
    """People were named for roles on this change; None leaves a role open again."""

    type: Literal["team_assigned"] = "team_assigned"
    team: dict[str, PersonId | None]


class EvidenceSubmitted(_Frozen):
    """A version of an evidence item was handed in. `content` is the hash of record and document."""

    type: Literal["evidence_submitted"] = "evidence_submitted"
    item: str
    gate: Gate
    version: int
    record: dict[str, Any]
    document: Document | None = None
    content: str
    effective_on: date
    submitted_by: PersonId
    publishes: dict[str, FactValue] = {}
    illustrative: bool = False


class GapsFound(_Frozen):
    """The completeness check of a gate found gaps that block it."""

    type: Literal["gaps_found"] = "gaps_found"
    gate: Gate
    pack: str
    gaps: tuple[Gap, ...]


class EvidenceFoundComplete(_Frozen):
    """The completeness check of a gate found nothing that blocks it; warnings are kept for the board."""

    type: Literal["evidence_found_complete"] = "evidence_found_complete"
    gate: Gate
    pack: str
    warnings: tuple[Gap, ...] = ()


class AdequacyReviewed(_Frozen):
    """A named reviewer judged one version of one item."""

    type: Literal["adequacy_reviewed"] = "adequacy_reviewed"
    item: str
    version: int
    verdict: Verdict
    reason: str
    reviewer: PersonId


class ReviewOpened(_Frozen):
    """The gate went to the board: this pack, these members, this quorum."""

    type: Literal["review_opened"] = "review_opened"
    gate: Gate
    round: int
    board: str
    pack: str
    eligible: tuple[PersonId, ...]
    excluded: dict[PersonId, str] = {}
    quorum: int
    attestation: bool = False
    min_reason_words: int = 1


class BallotCast(_Frozen):
    """A member voted, or changed their vote, on the pack whose hash the ballot carries."""

    type: Literal["ballot_cast"] = "ballot_cast"
    gate: Gate
    round: int
    member: PersonId
    pack: str
    outcome: Outcome
    reason: str
    conditions: tuple[ConditionSet, ...] = ()
    attested: bool = False


class ReviewVoided(_Frozen):
    """The pack changed under an open review: its votes are void and the gate gathers evidence again."""

    type: Literal["review_voided"] = "review_voided"
    gate: Gate
    round: int
    because: str


class Decided(_Frozen):
    """What every decision of a board carries."""

    gate: Gate
    round: int
    pack: str
    votes: dict[PersonId, Outcome]
    reasons: tuple[str, ...] = ()


class GatePassed(Decided):
    """The board approved; the change goes to the next gate."""

    type: Literal["gate_passed"] = "gate_passed"
    outcome: Outcome
    conditions: tuple[ConditionSet, ...] = ()


class GateDeferred(Decided):
    """The board sent the gate back, saying what it wants."""

    type: Literal["gate_deferred"] = "gate_deferred"


class ChangeRejected(Decided):
    """The board said no; the change ends here."""

    type: Literal["change_rejected"] = "change_rejected"


class ChangeStopped(_Frozen):
    """The change was stopped, by a vote (`votes`) or by whoever may withdraw it, with reason and lessons kept."""

    type: Literal["change_stopped"] = "change_stopped"
    gate: Gate
    stopped_by: PersonId | None = None
    reason: str
    lessons: str = ""
    round: int | None = None
    pack: str | None = None
    votes: dict[PersonId, Outcome] = {}


class DeliveryStarted(_Frozen):
    """All five gates are passed."""

    type: Literal["delivery_started"] = "delivery_started"


class ConditionDischarged(_Frozen):
    """A condition was met: the evidence, and who accepted it (never its owner)."""

    type: Literal["condition_discharged"] = "condition_discharged"
    condition: str
    evidence: str
    accepted_by: PersonId


class RunReplaced(_Frozen):
    """The change's Prefect run was cancelled, deleted or strayed, and another took its place. Nothing was decided."""

    type: Literal["run_replaced"] = "run_replaced"
    old_run: str
    new_run: str
    why: str


class ResponsesImported(_Frozen):
    """Responses to the consultation came in by a file: how many of which kind, and the digest of what they are.

    They are numbered from `first` on. `digest` is SHA-256 over their sorted hashes, `questions` that of the file's
    questions, `file` that of the file. No name, address or text stands here (docs/decisions/0007).
    """

    type: Literal["responses_imported"] = "responses_imported"
    batch: int = Field(ge=1)
    file: str = Field(pattern=r"^[0-9a-f]{64}$")
    name: str
    first: int = Field(ge=1)
    count: int = Field(ge=1)
    channels: dict[Channel, int]
    respondents: dict[Respondent, int]
    days: dict[str, int] = {}
    late: int | None = None
    duplicates: int = 0
    rejected: int = 0
    questions: str
    digest: str


class ResponseLogged(_Frozen):
    """One response came in by another way than a file of the platform. `digest` is the hash of what it is."""

    type: Literal["response_logged"] = "response_logged"
    number: int = Field(ge=1)
    channel: Channel
    respondent: Respondent
    received_on: date
    late: bool | None = None
    signatures: int | None = None
    has_document: bool = False
    duplicate_of: int | None = None
    digest: str


class ResponseMarked(_Frozen):
    """Somebody marked a response as a duplicate of another, or (None) as none. It stays and is counted."""

    type: Literal["response_marked"] = "response_marked"
    number: int
    duplicate_of: int | None
    before: int | None


class ResponseErased(_Frozen):
    """A response's personal data were erased. It stays counted, and its hash is kept."""

    type: Literal["response_erased"] = "response_erased"
    number: int
    ground: ErasureGround


Event = Annotated[
    ChangeRegistered
    | FactsRecorded
    | TeamAssigned
    | EvidenceSubmitted
    | GapsFound
    | EvidenceFoundComplete
    | AdequacyReviewed
    | ReviewOpened
    | BallotCast
    | ReviewVoided
    | GatePassed
    | GateDeferred
    | ChangeRejected
    | ChangeStopped
    | DeliveryStarted
    | ConditionDischarged
    | RunReplaced
    | ResponsesImported
    | ResponseLogged
    | ResponseMarked
    | ResponseErased,
    Field(discriminator="type"),
]


class Acting(_Frozen):
    """Who acts: the person, the role they act in, the door they came by, and for whom."""

    person: PersonId
    role: str
    door: Door
    on_behalf_of: PersonId | None = None


class Recorded(_Frozen):
    """An event as the ledger holds it: its place in the change's chain, when (UTC) and by whom."""

    seq: int
    at: datetime
    acting: Acting
    catalogue: str
    event: Event
