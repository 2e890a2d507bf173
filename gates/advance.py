"""What follows by itself: checks taken into the record, reviews opened, decisions put into effect."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from gates import events as ev
from gates.catalogue import Catalogue
from gates.derived import required_items
from gates.gap import Gap
from gates.rulebook import Rulebook
from gates.state import ChangeState, GateReview
from gates.vocabulary import Gate, Outcome, Phase, Severity, Verdict
from gates.voting import Tally, tally

OVERDUE = "condition.overdue"


def take_check(state: ChangeState, found: Iterable[Gap]) -> list[ev.Event]:
    """Record what a completeness check of the current gate found, if that is news.

    Blocking gaps under an open review void it: evidence can go out of date while the board thinks.
    """
    if not state.phase.is_open:
        return []
    gaps = tuple(found)
    blocking = [gap for gap in gaps if gap.blocks]
    pack = state.pack_hash()
    review = state.review
    if review is not None:
        if not blocking and review.pack == pack:
            return []
        why = blocking[0].message if blocking else "the pack changed"
        because = f"the evidence is no longer complete ({why})" if blocking else why
        return [
            ev.ReviewVoided(gate=review.gate, round=review.round, because=because),
            _finding(state.gate, pack, gaps),
        ]
    return [] if _is_known(state, pack, gaps) else [_finding(state.gate, pack, gaps)]


def _finding(gate: Gate, pack: str, gaps: tuple[Gap, ...]) -> ev.Event:
    if any(gap.blocks for gap in gaps):
        return ev.GapsFound(gate=gate, pack=pack, gaps=gaps)
    return ev.EvidenceFoundComplete(gate=gate, pack=pack, warnings=gaps)


def _is_known(state: ChangeState, pack: str, gaps: tuple[Gap, ...]) -> bool:
    last = state.completeness
    return last is not None and last.gate is state.gate and last.pack == pack and last.gaps == gaps


def condition_gaps(state: ChangeState, today: date) -> list[Gap]:
    """Overdue conditions of earlier gates, as gaps that block the gate at hand. Their owner is the person."""
    return [
        Gap(
            gate=state.gate,
            item=condition.id,
            rule=OVERDUE,
            severity=Severity.CRITICAL,
            owner=condition.owner,
            message=f'Meet the condition "{condition.text}", which was due {condition.due.day} {condition.due:%B %Y}.',
            basis=f"Condition of the board's approval at the {condition.gate} gate",
        )
        for condition in state.conditions
        if condition.is_overdue(today)
    ]


def is_complete(state: ChangeState) -> bool:
    """Whether the last check was of the pack as it stands now, and found nothing that blocks."""
    check = state.completeness
    return (
        check is not None
        and check.gate is state.gate
        and check.pack == state.pack_hash()
        and not check.blocking
    )


def awaiting_verdict(state: ChangeState, catalogue: Catalogue) -> list[str]:
    """The items up to this gate that ask for a reviewer's verdict and lack a favourable one."""
    required = required_items(catalogue, state.facts)
    return [
        item.id
        for item in catalogue.items_of(*state.gate.up_to_here)
        if item.needs_review
        and item.id in state.evidence
        and item.id in required
        and state.adequacy_of(item.id) is not Verdict.ADEQUATE
    ]


def is_unchanged_since_deferral(state: ChangeState) -> bool:
    """Whether the board deferred this gate and nothing in the pack has changed since: it is not asked twice."""
    decided = [decision for decision in state.decisions if decision.gate is state.gate]
    return bool(decided) and decided[-1].outcome is Outcome.DEFER and decided[-1].pack == state.pack_hash()


def electorate(state: ChangeState, book: Rulebook) -> tuple[tuple[str, ...], dict[str, str]]:
    """The board's members who may vote on this change, and those who may not with the reason."""
    approval = book.catalogue.gate(state.gate).approval
    conflicts = book.conflicts(state)
    members = book.roster.board(approval.board).members
    excluded = {member: conflicts[member] for member in members if member in conflicts}
    excluded |= {member: "is not active" for member in members if not book.roster.is_active(member)}
    return tuple(member for member in members if member not in excluded), excluded


def may_open(state: ChangeState, book: Rulebook) -> bool:
    """Whether the gate can go to the board: complete, adequate, changed since a deferral, quorum possible."""
    ready = (
        state.phase is Phase.REVIEWING and is_complete(state) and not awaiting_verdict(state, book.catalogue)
    )
    if not ready or is_unchanged_since_deferral(state):
        return False
    approval = book.catalogue.gate(state.gate).approval
    if approval.board not in book.roster.boards:
        return False
    return len(electorate(state, book)[0]) >= approval.quorum


def advance(state: ChangeState, book: Rulebook) -> list[ev.Event]:
    """What follows from where the change stands; an empty list when it waits for somebody.

    The same whoever calls it and however often: a pass of the keeper, a door, a timer.
    """
    if may_open(state, book):
        return [_open_review(state, book)]
    if state.phase is Phase.BOARD and state.review is not None:
        return _board(state, book, state.review)
    return []


def _open_review(state: ChangeState, book: Rulebook) -> ev.Event:
    approval = book.catalogue.gate(state.gate).approval
    eligible, excluded = electorate(state, book)
    return ev.ReviewOpened(
        gate=state.gate,
        round=state.rounds.get(state.gate, 0) + 1,
        board=approval.board,
        pack=state.pack_hash(),
        eligible=eligible,
        excluded=excluded,
        quorum=approval.quorum,
        attestation=approval.attestation,
        min_reason_words=approval.min_reason_words,
    )


def _board(state: ChangeState, book: Rulebook, review: GateReview) -> list[ev.Event]:
    if because := _no_longer_valid(state, book, review):
        return [ev.ReviewVoided(gate=review.gate, round=review.round, because=because)]
    count = tally(review)
    return _decide(state, review, count, count.outcome) if count.outcome else []


def _no_longer_valid(state: ChangeState, book: Rulebook, review: GateReview) -> str:
    if review.pack != state.pack_hash() or not is_complete(state):
        return "the pack changed"
    if items := awaiting_verdict(state, book.catalogue):
        return f"{', '.join(items)} no longer has a reviewer's favourable verdict"
    able = set(electorate(state, book)[0])
    if lost := [member for member in review.eligible if member not in able]:
        return f"{', '.join(lost)} may no longer vote on this change"
    return ""


def _decide(state: ChangeState, review: GateReview, count: Tally, outcome: Outcome) -> list[ev.Event]:
    votes = {ballot.member: ballot.outcome for ballot in count.ballots}
    common: dict[str, Any] = {
        "gate": review.gate,
        "round": review.round,
        "pack": review.pack,
        "votes": votes,
    }
    match outcome:
        case Outcome.DEFER:
            return [ev.GateDeferred(**common, reasons=count.reasons)]
        case Outcome.REJECT:
            return [ev.ChangeRejected(**common, reasons=count.reasons)]
        case Outcome.STOP:
            return [ev.ChangeStopped(**common, reason="; ".join(count.reasons))]
        case approved:
            passed = ev.GatePassed(
                **common, outcome=approved, reasons=count.reasons, conditions=count.conditions
            )
            return [passed] if state.gate.following else [passed, ev.DeliveryStarted()]
