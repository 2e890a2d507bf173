"""What people can do to a change. Each command checks who and when, and returns the events that follow, or raises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from gates import events as ev
from gates import permissions, policies
from gates.clock import london_day
from gates.conditions import FactValue
from gates.facts import read_facts
from gates.records import published_facts, read_record
from gates.rulebook import Rulebook
from gates.state import ChangeState
from gates.vocabulary import Gate, Outcome, Verdict

REVIEW_REASON_WORDS = 5
STOP_REASON_WORDS = 5


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Draft(_Frozen):
    """A change as it is put forward. `facts` are raw answers; the catalogue types them."""

    title: str
    summary: str = ""
    councils: tuple[str, ...] = ()
    vehicle: str = ""
    team: dict[str, ev.PersonId] = {}
    facts: dict[str, Any] = {}
    external_ref: str | None = None
    source: str = ""
    notes: tuple[str, ...] = ()
    illustrative: bool = False


class Submission(_Frozen):
    """Evidence as it is handed in."""

    item: str
    record: dict[str, Any] = {}
    document: ev.Document | None = None
    effective_on: date | None = None
    gate: Gate | None = None
    illustrative: bool = False


class Vote(_Frozen):
    """A vote as a member gives it: on this pack, this outcome, for this reason."""

    pack: str
    outcome: Outcome
    reason: str
    conditions: tuple[ev.ConditionSet, ...] = ()
    attested: bool = False


def register(draft: Draft, book: Rulebook, *, ref: str, by: ev.PersonId) -> list[ev.Event]:
    """Put a change forward. It starts at the first gate; facts not given are unknown. Raises NotPermitted."""
    permissions.check_register(book, by)
    known = {name: fact for name, fact in read_facts(book.catalogue, draft.facts).items() if fact is not None}
    same = draft.model_dump(exclude={"facts"})
    return [ev.ChangeRegistered(ref=ref, author=by, catalogue=book.catalogue.version, facts=known, **same)]


def triage(state: ChangeState, book: Rulebook, raw: Mapping[str, Any], *, by: ev.PersonId) -> list[ev.Event]:
    """Answer triage facts, or take an answer back. Nothing happens when nothing changes."""
    policies.check_open(state, "change its facts")
    permissions.check_lead(state, book, by, "change the triage facts")
    facts = read_facts(book.catalogue, raw)
    changed: dict[str, FactValue | None] = {
        name: value for name, value in facts.items() if state.answers.get(name) != value
    }
    return [ev.FactsRecorded(facts=changed), *_void(state, "triage facts", by)] if changed else []


def assign(
    state: ChangeState, book: Rulebook, team: Mapping[str, ev.PersonId | None], *, by: ev.PersonId
) -> list[ev.Event]:
    """Name people for roles on this change, or leave roles open."""
    policies.check_open(state, "change its team")
    permissions.check_lead(state, book, by, "name people for roles")
    changed = {role: person for role, person in team.items() if state.team.get(role) != person}
    return [ev.TeamAssigned(team=changed)] if changed else []


def submit_evidence(
    state: ChangeState, book: Rulebook, submission: Submission, *, by: ev.PersonId, now: datetime
) -> list[ev.Event]:
    """Hand in the next version of an item. A version equal to the latest changes nothing.

    An open review whose pack this changes is voided in the same breath, so that no vote outlives what it was
    cast on. Raises UnknownItem, ItemNotInGate, NotPermitted, RecordInvalid, DatedInFuture, ChangeClosed.
    """
    policies.check_takes_evidence(state)
    item = book.catalogue.item(submission.item, submission.gate)
    permissions.check_submit(state, book, item, by)
    record = read_record(item, submission.record)
    day = submission.effective_on or london_day(now)
    policies.check_not_future(day, london_day(now))
    document = submission.document
    content = policies.content_hash(record, document.sha256 if document else None)
    latest = state.evidence.get(item.id)
    if latest is not None and latest.content == content:
        return []
    version = ev.EvidenceSubmitted(
        item=item.id,
        gate=item.gate,
        version=latest.version + 1 if latest else 1,
        record=record,
        document=document,
        content=content,
        effective_on=day,
        submitted_by=by,
        publishes=published_facts(item, {**record, "document": document and document.model_dump()}),
        illustrative=submission.illustrative,
    )
    disturbs = item.gate in state.gate.up_to_here
    return [version, *(_void(state, f"the evidence {item.id}", by) if disturbs else [])]


def review_adequacy(
    state: ChangeState, book: Rulebook, item_id: str, verdict: Verdict, reason: str, *, by: ev.PersonId
) -> list[ev.Event]:
    """Judge the latest version of an item. An item found inadequate takes its gate back from the board."""
    policies.check_open(state, "review its evidence")
    item = book.catalogue.item(item_id)
    version = policies.check_submitted(state, item.id)
    permissions.check_review(state, book, item, by)
    policies.check_reason(reason, REVIEW_REASON_WORDS, "judgement")
    judged = ev.AdequacyReviewed(item=item.id, version=version, verdict=verdict, reason=reason, reviewer=by)
    returns = verdict is Verdict.INADEQUATE and item.gate in state.gate.up_to_here
    return [judged, *(_void(state, f"the verdict on {item.id}", by) if returns else [])]


def cast_vote(
    state: ChangeState, book: Rulebook, vote: Vote, *, by: ev.PersonId, now: datetime
) -> list[ev.Event]:
    """Vote in the open review, or change one's vote while it is open.

    Raises NoOpenReview, OwnChange, NotAVoter, PackChanged, ReasonTooShort, AttestationMissing, Conditions...
    """
    review = policies.open_review(state)
    permissions.check_vote(state, book, by)
    policies.check_pack(state, review, vote.pack)
    policies.check_reason(vote.reason, review.min_reason_words, "vote")
    policies.check_conditions(vote.outcome, vote.conditions, book, london_day(now))
    policies.check_attested(review, vote.attested)
    return [ev.BallotCast(gate=review.gate, round=review.round, member=by, **vote.model_dump())]


def stop(state: ChangeState, book: Rulebook, *, reason: str, lessons: str, by: ev.PersonId) -> list[ev.Event]:
    """End a change at whatever gate it stands, with the reason and the lessons kept."""
    policies.check_open(state, "stop it")
    permissions.check_stop(state, book, by)
    policies.check_reason(reason, STOP_REASON_WORDS, "stop")
    return [ev.ChangeStopped(gate=state.gate, stopped_by=by, reason=reason, lessons=lessons)]


def discharge(
    state: ChangeState, book: Rulebook, condition_id: str, evidence: str, *, by: ev.PersonId
) -> list[ev.Event]:
    """Accept that a condition is met, naming the evidence for it."""
    condition = policies.condition_of(state, condition_id)
    permissions.check_accept(state, book, condition, by)
    policies.check_reason(evidence, 3, "discharge")
    return [ev.ConditionDischarged(condition=condition.id, evidence=evidence, accepted_by=by)]


def _void(state: ChangeState, what: str, by: ev.PersonId) -> list[ev.Event]:
    review = state.review
    if review is None:
        return []
    because = f"{by} changed {what} while the board was voting"
    return [ev.ReviewVoided(gate=review.gate, round=review.round, because=because)]
