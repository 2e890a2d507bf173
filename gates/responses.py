"""What people can do with the responses to a consultation: import, log, mark and erase them.

Nothing is ever refused for coming late, and nothing is taken out of the count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict

from gates import events as ev
from gates import permissions
from gates.clock import said_day
from gates.errors import GateError
from gates.response_tally import CLOSES_ON, Channel, ErasureGround, Respondent, is_late
from gates.rulebook import Rulebook
from gates.state import ChangeState
from gates.submission import Submission, digest_of
from gates.vocabulary import Gate


class NoSuchResponse(GateError):
    """{ref} has no response {number}: it has {received}."""

    advice = "`gatehouse responses list {ref}` lists them."


class DuplicateOfItself(GateError):
    """Response {number} cannot be a duplicate of itself."""

    advice = "Name the response that came first."


class DuplicateOfDuplicate(GateError):
    """Response {other} is itself marked as a duplicate of {third}."""

    advice = "Mark it as a duplicate of {third}."


class ReceivedInFuture(GateError):
    """The response is said to have come in on {day}, which is after today."""

    advice = "Give the day on which it came in: today or earlier."


class SignaturesMisplaced(GateError):
    """Signatures are counted on a petition, not on a response by {channel}."""

    advice = "Log it with --channel petition, or leave --signatures out."


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Row:
    """What is counted of one response: by which way, from whom, when, whether it is like one before; and its hash."""

    channel: Channel
    respondent: Respondent
    received_on: date | None
    hash: str
    duplicate_of: int | None = None

    @classmethod
    def of(cls, submission: Submission, *, hash_: str = "", duplicate_of: int | None = None) -> Row:
        """What is counted of a submission."""
        return cls(
            channel=submission.channel,
            respondent=submission.respondent,
            received_on=submission.received_on,
            hash=hash_,
            duplicate_of=duplicate_of,
        )


class ResponseFile(_Frozen):
    """A file of responses: its SHA-256 and name, how many rows were rejected, the hash of its questions."""

    sha256: str
    name: str
    rejected: int
    questions: str


def import_responses(
    state: ChangeState, book: Rulebook, file: ResponseFile, rows: Iterable[Row], *, by: ev.PersonId
) -> list[ev.Event]:
    """Record that a file's responses came in. A file that was imported before, or holds nothing new, changes nothing.

    An open review of the consultation gate is voided: the board was voting without them. Raises NotPermitted.
    """
    permissions.check_keep_responses(state, book, by, "import responses")
    found = list(rows)
    if not found or file.sha256 in state.responses.files:
        return []
    closes_on = state.facts.get(CLOSES_ON)
    days = Counter(row.received_on.isoformat() for row in found if row.received_on)
    imported = ev.ResponsesImported(
        batch=state.responses.batches + 1,
        file=file.sha256,
        name=file.name,
        first=state.responses.received + 1,
        count=len(found),
        channels=Counter(row.channel for row in found),
        respondents=Counter(row.respondent for row in found),
        days=dict(sorted(days.items())),
        late=None if closes_on is None else sum(is_late(row.received_on, closes_on) for row in found),
        duplicates=sum(row.duplicate_of is not None for row in found),
        rejected=file.rejected,
        questions=file.questions,
        digest=digest_of(row.hash for row in found),
    )
    return [imported, *_void(state, f"{len(found):,} responses were imported", by)]


def log_response(
    state: ChangeState,
    book: Rulebook,
    row: Row,
    *,
    signatures: int | None = None,
    has_document: bool = False,
    by: ev.PersonId,
    today: date,
) -> list[ev.Event]:
    """Record one response that came in outside the platform. A late one is recorded as late, never refused.

    Raises NotPermitted, ReceivedInFuture or SignaturesMisplaced.
    """
    permissions.check_keep_responses(state, book, by, "log a response")
    received_on = row.received_on or today
    if received_on > today:
        raise ReceivedInFuture(day=said_day(received_on))
    if signatures is not None and row.channel is not Channel.PETITION:
        raise SignaturesMisplaced(channel=row.channel.replace("_", " "))
    closes_on = state.facts.get(CLOSES_ON)
    logged = ev.ResponseLogged(
        number=state.responses.received + 1,
        channel=row.channel,
        respondent=row.respondent,
        received_on=received_on,
        late=None if closes_on is None else is_late(received_on, closes_on),
        signatures=signatures,
        has_document=has_document,
        duplicate_of=row.duplicate_of,
        digest=row.hash,
    )
    return [logged, *_void(state, f"a response by {row.channel.replace('_', ' ')} was logged", by)]


def mark_response(
    state: ChangeState,
    book: Rulebook,
    number: int,
    duplicate_of: int | None,
    marks: dict[int, int | None],
    *,
    by: ev.PersonId,
) -> list[ev.Event]:
    """Mark a response as a duplicate of another, or as none. `marks` says how the two are marked now.

    Raises NotPermitted, NoSuchResponse, DuplicateOfItself or DuplicateOfDuplicate (so that marks never go in circles).
    """
    permissions.check_keep_responses(state, book, by, "mark a response")
    check_number(state, number)
    if duplicate_of is not None:
        check_number(state, duplicate_of)
        if duplicate_of == number:
            raise DuplicateOfItself(number=number)
        if third := marks.get(duplicate_of):
            raise DuplicateOfDuplicate(other=duplicate_of, third=third)
    before = marks.get(number)
    if before == duplicate_of:
        return []
    return [ev.ResponseMarked(number=number, duplicate_of=duplicate_of, before=before)]


def erase_response(
    state: ChangeState,
    book: Rulebook,
    number: int,
    ground: ErasureGround,
    *,
    is_erased: bool,
    by: ev.PersonId,
) -> list[ev.Event]:
    """Erase a response's personal data; erasing it again changes nothing. Raises NotPermitted or NoSuchResponse.

    It does not disturb a vote: the response stays counted, and a right is not to wait for a meeting.
    """
    permissions.check_erase_response(state, book, by)
    check_number(state, number)
    return [] if is_erased else [ev.ResponseErased(number=number, ground=ground)]


def check_number(state: ChangeState, number: int) -> None:
    """Responses are numbered from 1 on, without gaps. Raises NoSuchResponse."""
    received = state.responses.received
    if not 1 <= number <= received:
        raise NoSuchResponse(ref=state.ref, number=number, received=f"{received:,}" if received else "none")


def _void(state: ChangeState, what: str, by: ev.PersonId) -> list[ev.Event]:
    """The board weighs the responses at the consultation gate; at earlier ones more of them disturb nothing."""
    review = state.review
    if review is None or Gate.CONSULTATION not in review.gate.up_to_here:
        return []
    because = f"{what} by {by} while the board was voting"
    return [ev.ReviewVoided(gate=review.gate, round=review.round, because=because)]
