"""State from events: `fold` applies every recorded event in order; nothing else makes a state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from gates import events as ev
from gates.errors import GateError
from gates.state import (
    Adequacy,
    Ballot,
    ChangeState,
    Completeness,
    Decision,
    EvidenceVersion,
    GateReview,
    OpenCondition,
)
from gates.transitions import IllegalMove, next_phase
from gates.vocabulary import Outcome

Changed = dict[str, Any]


class NothingHappened(GateError):
    """There is no change without its first event."""


def fold(recorded: Iterable[ev.Recorded], state: ChangeState | None = None) -> ChangeState:
    """The state after the events, oldest first, starting from `state` or from nothing."""
    for one in recorded:
        state = evolve(state, one)
    if state is None:
        raise NothingHappened
    return state


def evolve(state: ChangeState | None, recorded: ev.Recorded) -> ChangeState:
    """The state after one more event. Raises IllegalMove for an event that the table does not allow."""
    event = recorded.event
    if state is None:
        return _register(recorded)
    changed: Changed = {
        "version": recorded.seq,
        "phase": next_phase(state.phase, event.type, state.ref),
        **_APPLY[event.type](state, event, recorded),
    }
    return state.model_copy(update=changed)


def _register(recorded: ev.Recorded) -> ChangeState:
    event = recorded.event
    if not isinstance(event, ev.ChangeRegistered):
        raise IllegalMove(phase="not registered", event=event.type.replace("_", " "), ref="REF")
    same = event.model_dump(exclude={"type", "facts"})
    return ChangeState(
        **same,
        version=recorded.seq,
        answers=event.facts,
        registered_at=recorded.at,
        gate_since=recorded.at,
    )


def _facts(state: ChangeState, event: ev.FactsRecorded, _: ev.Recorded) -> Changed:
    return {"answers": _merged(state.answers, event.facts)}


def _team(state: ChangeState, event: ev.TeamAssigned, _: ev.Recorded) -> Changed:
    return {"team": _merged(state.team, event.team)}


def _merged(before: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**before, **changes}.items() if value is not None}


def _evidence(state: ChangeState, event: ev.EvidenceSubmitted, recorded: ev.Recorded) -> Changed:
    version = EvidenceVersion(**event.model_dump(exclude={"type"}), submitted_at=recorded.at)
    return {"evidence": {**state.evidence, event.item: version}}


def _gaps(_: ChangeState, event: ev.GapsFound, recorded: ev.Recorded) -> Changed:
    return {
        "completeness": Completeness(gate=event.gate, pack=event.pack, gaps=event.gaps, at=recorded.at),
    }


def _complete(_: ChangeState, event: ev.EvidenceFoundComplete, recorded: ev.Recorded) -> Changed:
    return {
        "completeness": Completeness(gate=event.gate, pack=event.pack, gaps=event.warnings, at=recorded.at),
    }


def _adequacy(state: ChangeState, event: ev.AdequacyReviewed, recorded: ev.Recorded) -> Changed:
    verdict = Adequacy(**event.model_dump(exclude={"type", "item"}), at=recorded.at)
    return {"adequacy": {**state.adequacy, event.item: verdict}}


def _opened(state: ChangeState, event: ev.ReviewOpened, recorded: ev.Recorded) -> Changed:
    review = GateReview(**event.model_dump(exclude={"type"}), opened_at=recorded.at)
    return {"review": review, "rounds": {**state.rounds, event.gate: event.round}}


def _ballot(state: ChangeState, event: ev.BallotCast, recorded: ev.Recorded) -> Changed:
    if state.review is None:
        raise NothingHappened
    ballot = Ballot(**event.model_dump(exclude={"type", "gate", "round"}), at=recorded.at)
    ballots = {**state.review.ballots, event.member: ballot}
    return {"review": state.review.model_copy(update={"ballots": ballots})}


def _voided(_: ChangeState, event: ev.ReviewVoided, __: ev.Recorded) -> Changed:
    return {"review": None, "completeness": None}


def _passed(state: ChangeState, event: ev.GatePassed, recorded: ev.Recorded) -> Changed:
    count = len(state.conditions)
    conditions = tuple(
        OpenCondition(id=f"C{count + number}", gate=event.gate, **condition.model_dump())
        for number, condition in enumerate(event.conditions, start=1)
    )
    return {
        **_decided(state, event, event.outcome, recorded),
        "gate": event.gate.following or event.gate,
        "gate_since": recorded.at,
        "conditions": (*state.conditions, *conditions),
        "wanted": (),
    }


def _deferred(state: ChangeState, event: ev.GateDeferred, recorded: ev.Recorded) -> Changed:
    return {**_decided(state, event, Outcome.DEFER, recorded), "wanted": event.reasons}


def _rejected(state: ChangeState, event: ev.ChangeRejected, recorded: ev.Recorded) -> Changed:
    return {**_decided(state, event, Outcome.REJECT, recorded), "ended_because": "; ".join(event.reasons)}


def _decided(state: ChangeState, event: ev.Decided, outcome: Outcome, recorded: ev.Recorded) -> Changed:
    decision = Decision(
        **event.model_dump(include={"gate", "round", "pack", "votes", "reasons"}),
        outcome=outcome,
        at=recorded.at,
    )
    return {"review": None, "completeness": None, "decisions": (*state.decisions, decision)}


def _stopped(state: ChangeState, event: ev.ChangeStopped, recorded: ev.Recorded) -> Changed:
    decision = Decision(
        gate=event.gate,
        round=event.round or 0,
        outcome=Outcome.STOP,
        pack=event.pack or state.pack_hash(),
        votes=event.votes,
        reasons=(event.reason,),
        at=recorded.at,
    )
    return {
        "review": None,
        "completeness": None,
        "decisions": (*state.decisions, decision),
        "ended_because": event.reason,
        "lessons": event.lessons,
    }


def _discharged(state: ChangeState, event: ev.ConditionDischarged, _: ev.Recorded) -> Changed:
    met = {"evidence": event.evidence, "accepted_by": event.accepted_by}
    return {
        "conditions": tuple(
            condition.model_copy(update=met) if condition.id == event.condition else condition
            for condition in state.conditions
        )
    }


def _imported(state: ChangeState, event: ev.ResponsesImported, _: ev.Recorded) -> Changed:
    counted = event.model_dump(include={"channels", "respondents", "days", "duplicates"})
    tally = state.responses.plus(**counted)
    more = {"batches": event.batch, "files": (*tally.files, event.file)}
    return {"responses": tally.model_copy(update=more)}


def _logged(state: ChangeState, event: ev.ResponseLogged, _: ev.Recorded) -> Changed:
    tally = state.responses.plus(
        channels={event.channel: 1},
        respondents={event.respondent: 1},
        days={event.received_on.isoformat(): 1},
        duplicates=int(event.duplicate_of is not None),
    )
    return {"responses": tally}


def _marked(state: ChangeState, event: ev.ResponseMarked, _: ev.Recorded) -> Changed:
    more = (event.duplicate_of is not None) - (event.before is not None)
    tally = state.responses
    return {"responses": tally.model_copy(update={"duplicates": tally.duplicates + more})}


def _erased(state: ChangeState, _: ev.ResponseErased, __: ev.Recorded) -> Changed:
    tally = state.responses
    return {"responses": tally.model_copy(update={"erased": tally.erased + 1})}


def _nothing(_: ChangeState, __: Any, ___: ev.Recorded) -> Changed:
    return {}


_APPLY: dict[str, Callable[[ChangeState, Any, ev.Recorded], Changed]] = {
    "facts_recorded": _facts,
    "team_assigned": _team,
    "evidence_submitted": _evidence,
    "gaps_found": _gaps,
    "evidence_found_complete": _complete,
    "adequacy_reviewed": _adequacy,
    "review_opened": _opened,
    "ballot_cast": _ballot,
    "review_voided": _voided,
    "gate_passed": _passed,
    "gate_deferred": _deferred,
    "change_rejected": _rejected,
    "change_stopped": _stopped,
    "delivery_started": _nothing,
    "condition_discharged": _discharged,
    "run_replaced": _nothing,
    "responses_imported": _imported,
    "response_logged": _logged,
    "response_marked": _marked,
    "response_erased": _erased,
}
