"""People who do their part in a real ledger, by the same commands as every door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from gates import commands
from gates.errors import GateError
from gates.events import Event
from gates.rulebook import Rulebook
from gates.state import ChangeState
from gates.vocabulary import Gate, Outcome, Phase
from ledger import Ledger
from tasks.house import utc_now
from tests.factories import ITEMS, ROLES, Office, make_office, register

OWNERS = {
    gate: (item, next(who for who, roles in ROLES.items() if owner in roles))
    for item, (gate, owner) in ITEMS.items()
}
VOTERS = ("member-1", "member-2", "member-3")
REASON = "The case is sound and costed"
DUE_FAR_OFF = "2099-12-31"

Command = Callable[[ChangeState, Rulebook], Sequence[Event]]


def council_at(url: str) -> Office:
    """A ledger with people, a board and the tiny catalogue, as of now."""
    return make_office(url=url, at=utc_now())


def new_change(office: Office, **changes: Any) -> str:
    """A registered change; its reference."""
    return register(office=office, at=utc_now(), **changes).ref


def act(office: Office, ref: str, who: str, command: Command, *, ledger: Ledger | None = None) -> ChangeState:
    """Have somebody do something."""
    where = ledger or office.ledger
    book = Rulebook(office.catalogue, where.roster())
    return where.decide(ref, lambda state: command(state, book), acting=office.acting(who=who), at=utc_now())


def submit(
    office: Office, ref: str, gate: Gate, note: str = "three words here", *, illustrative: bool = False
) -> None:
    """Hand in the gate's item, by its owner."""
    item, who = OWNERS[gate]
    submission = commands.Submission(item=item, record={"note": note}, illustrative=illustrative)
    by = office.people[who]
    act(
        office,
        ref,
        who,
        lambda state, book: commands.submit_evidence(state, book, submission, by=by, now=utc_now()),
    )


def vote(
    office: Office, ref: str, who: str, outcome: Outcome = Outcome.APPROVE, *, ledger: Ledger | None = None
) -> None:
    """Vote on the pack that is under review."""
    by = office.people[who]

    def command(state: ChangeState, book: Rulebook) -> Sequence[Event]:
        pack = state.review.pack if state.review else "0" * 64
        ballot = {"pack": pack, "outcome": outcome, "reason": REASON, "attested": True}
        if outcome is Outcome.APPROVE_WITH_CONDITIONS:
            ballot["conditions"] = [
                {"text": "Report back", "owner": office.people["sro"], "due": DUE_FAR_OFF}
            ]
        return commands.cast_vote(state, book, commands.Vote.model_validate(ballot), by=by, now=utc_now())

    act(office, ref, who, command, ledger=ledger)


def stop_change(office: Office, ref: str) -> None:
    """Have the clerk record that the change is stopped."""
    by = office.people["clerk"]
    reason = "The saving is no longer there"
    act(
        office, ref, "clerk", lambda state, book: commands.stop(state, book, reason=reason, lessons="", by=by)
    )


def planned_outcome(number: int, state: ChangeState) -> Outcome:
    """How the board votes on the change of that number: most pass, some after a deferral, some end early."""
    gate, round_ = state.gate, state.rounds.get(state.gate, 0)
    match number % 6:
        case 1 if gate is Gate.IMPACT and round_ == 1:
            return Outcome.DEFER
        case 2 if gate is Gate.LEARNING:
            return Outcome.REJECT
        case 3 if gate is Gate.IMPACT:
            return Outcome.APPROVE_WITH_CONDITIONS
        case 4 if gate is Gate.LEGAL:
            return Outcome.STOP
    return Outcome.APPROVE


def play(office: Office, ref: str, number: int) -> bool:
    """Do what the change waits for, if that is a person's act; whether anything was done.

    What is done depends on the change alone, so that every telling of the story ends alike.
    """
    state = office.ledger.load(ref)
    with suppress(GateError):
        if state.phase is Phase.BOARD and state.review is not None:
            return _vote_next(office, ref, number, state)
        if state.phase in {Phase.GATHERING, Phase.REVIEWING}:
            return _submit_next(office, ref, state)
    return False


def _vote_next(office: Office, ref: str, number: int, state: ChangeState) -> bool:
    assert state.review is not None
    for who in VOTERS:
        if office.people[who] not in state.review.ballots:
            vote(office, ref, who, planned_outcome(number, state))
            return True
    return False


def _submit_next(office: Office, ref: str, state: ChangeState) -> bool:
    item, _ = OWNERS[state.gate]
    if item not in state.evidence:
        submit(office, ref, state.gate)
        return True
    if state.wanted and state.evidence[item].version == 1:
        submit(office, ref, state.gate, "what the board wanted")
        return True
    return False


def has_ended(state: ChangeState) -> bool:
    """Whether no more is to be played."""
    return not state.phase.is_open


def gist(state: ChangeState) -> dict[str, object]:
    """What must be the same however the story was disturbed."""
    return {
        "phase": state.phase,
        "gate": state.gate,
        "decisions": [
            (one.gate, one.round, one.outcome, sorted(one.votes.items())) for one in state.decisions
        ],
        "evidence": {item: (one.version, one.content) for item, one in state.evidence.items()},
        "conditions": [(one.id, one.text, one.owner) for one in state.conditions],
    }
