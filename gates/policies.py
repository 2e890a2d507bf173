"""When an act is in order: the change's phase, the pack voted on, what a ballot must hold. Who: `permissions.py`."""

from __future__ import annotations

from datetime import date

from gates.canonical import sha256_of
from gates.clock import said_day
from gates.errors import GateError
from gates.events import ConditionSet
from gates.fields import is_blank
from gates.rulebook import Rulebook
from gates.state import ChangeState, GateReview, OpenCondition
from gates.vocabulary import Outcome, Phase


class ChangeClosed(GateError):
    """{ref} is {phase}, so nobody can {act}."""

    advice = "Its record stays readable with `gatehouse show {ref}`. Register a new change to start again."


class NoOpenReview(GateError):
    """{ref} is not before the board: {standing}."""

    advice = "See what it waits for with `gatehouse check {ref}`."


class PackChanged(GateError):
    """The pack of {ref} has changed since it was read: the vote is for {cast}, the pack is now {now}."""

    advice = "Read the new pack (`gatehouse show {ref}`) and vote again."


class ReasonTooShort(GateError):
    """The reason is too short for others to follow: it has {words} of the {needed} words that it needs."""

    advice = "Say in a sentence what in the evidence led to this {what}."


class AttestationMissing(GateError):
    """At this gate each member confirms, before voting, having read the full assessment and had due regard."""

    advice = "Read the pack, then vote with --attest. (Equality Act 2010 s149; R (Bracking) v SSWP 2013)"


class ConditionsMissing(GateError):
    """An approval with conditions needs at least one condition."""

    advice = 'Add --condition "what must be done;owner\'s e-mail;due date", or vote approve.'


class ConditionsMisplaced(GateError):
    """Conditions belong to an approval with conditions, not to "{outcome}"."""

    advice = "Vote approve_with_conditions, or leave the conditions out."


class ConditionUnsound(GateError):
    """The condition "{text}" cannot be tracked: {why}."""

    advice = "Give each condition a text, an active owner, and a due date from today on."


class NotSubmitted(GateError):
    """{item} of {ref} has not been handed in, so there is nothing to review."""

    advice = "Its owner hands it in with `gatehouse evidence add {ref} {item} --record FILE --by EMAIL`."


class DatedInFuture(GateError):
    """The evidence is dated {day}, which is after today."""

    advice = "Give the day on which it was true: today or earlier."


class UnknownCondition(GateError):
    """{ref} has no open condition {condition}."""

    advice = "`gatehouse show {ref}` lists its conditions."


def check_open(state: ChangeState, act: str) -> None:
    """Facts, people and evidence change only while the change is on its way through the gates."""
    if not state.phase.is_open:
        raise ChangeClosed(ref=state.ref, phase=state.phase, act=act)


def check_takes_evidence(state: ChangeState) -> None:
    """Evidence is taken until delivery ends: feedback, reviews and entries in registers fall due after the decision.

    It adds a version. What the board decided on stays as it was, by its hash.
    """
    if state.phase is not Phase.DELIVERING:
        check_open(state, "hand in evidence")


def open_review(state: ChangeState) -> GateReview:
    """The review that is open. Raises NoOpenReview (or ChangeClosed)."""
    check_open(state, "vote on it")
    if state.phase is not Phase.BOARD or state.review is None:
        raise NoOpenReview(ref=state.ref, standing=f"its {state.gate} gate is {state.phase} evidence")
    return state.review


def check_pack(state: ChangeState, review: GateReview, pack: str) -> None:
    """A ballot is for the pack under review, and that pack is still what the change holds."""
    if not pack == review.pack == state.pack_hash(review.gate):
        raise PackChanged(ref=state.ref, cast=pack[:12], now=state.pack_hash(review.gate)[:12])


def check_reason(reason: str, needed: int, what: str) -> None:
    """A judgement gives its reason in at least so many words; a placeholder is no reason."""
    words = 0 if is_blank(reason) else len(reason.split())
    if words < needed:
        raise ReasonTooShort(words=words, needed=needed, what=what)


def check_conditions(
    outcome: Outcome, conditions: tuple[ConditionSet, ...], book: Rulebook, today: date
) -> None:
    """Conditions stand on an approval with conditions, and each can be tracked: text, active owner, due date."""
    if outcome is not Outcome.APPROVE_WITH_CONDITIONS:
        if conditions:
            raise ConditionsMisplaced(outcome=outcome)
        return
    if not conditions:
        raise ConditionsMissing
    for condition in conditions:
        if why := _unsound(condition, book, today):
            raise ConditionUnsound(text=condition.text, why=why)


def _unsound(condition: ConditionSet, book: Rulebook, today: date) -> str:
    if is_blank(condition.text):
        return "it says nothing"
    if not book.roster.is_active(condition.owner):
        return f"its owner {condition.owner} is not an active person"
    return "it is due before today" if condition.due < today else ""


def check_attested(review: GateReview, attested: bool) -> None:
    """Where the gate asks for it, a vote carries the member's own attestation of due regard."""
    if review.attestation and not attested:
        raise AttestationMissing


def check_submitted(state: ChangeState, item_id: str) -> int:
    """The version that can be reviewed. Raises NotSubmitted."""
    version = state.evidence.get(item_id)
    if version is None:
        raise NotSubmitted(ref=state.ref, item=item_id)
    return version.version


def check_not_future(day: date, today: date) -> None:
    """Evidence speaks of what is, not of what will be."""
    if day > today:
        raise DatedInFuture(day=said_day(day))


def condition_of(state: ChangeState, condition_id: str) -> OpenCondition:
    """The open condition of that id. Raises UnknownCondition."""
    for condition in state.conditions:
        if condition.id.lower() == condition_id.lower() and condition.is_open:
            return condition
    raise UnknownCondition(ref=state.ref, condition=condition_id)


def content_hash(record: dict[str, object], document: object) -> str:
    """The SHA-256 that stands for one version of an item: its record and its document's own hash."""
    return sha256_of({"record": record, "document": document})
