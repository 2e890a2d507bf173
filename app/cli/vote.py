"""A member's vote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.dates import now
from app.cli.errors import UnreadableCondition
from app.cli.options import AsJson, By, Reason, Ref, day_from, full_ref
from app.cli.output import note, print_json, say
from app.cli.show import may_vote
from app.cli.summary import summary_of, tell_next
from app.cli.visit import Visit, current
from app.cli.words import phrase
from gates.vocabulary import Outcome, Role

if TYPE_CHECKING:
    from gates.events import ConditionSet, Event
    from gates.state import ChangeState

PARTS = 3

Voted = Annotated[Outcome, typer.Option("--outcome", help=phrase("option.outcome"), show_default=False)]
Attest = Annotated[bool, typer.Option("--attest", help=phrase("option.attest"), show_default=False)]
Conditions = Annotated[
    list[str], typer.Option("--condition", metavar="TEXT;OWNER;DATE", help=phrase("option.condition"))
]
Pack = Annotated[str | None, typer.Option("--pack", metavar="HASH", help=phrase("option.pack"))]


def vote(
    ref: Ref,
    outcome: Voted,
    reason: Reason,
    attest: Attest = False,
    condition: Conditions = [],  # noqa: B006  (typer copies it)
    pack: Pack = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Vote on the gate under review, or change one's vote. Raises what the rules raise (gates/policies.py)."""
    from gates import commands, policies

    visit = current()
    acting = visit.actor(by, Role.MEMBER)
    state = visit.ledger.load(full_ref(ref))
    review = policies.open_review(state)
    ballot = commands.Vote(
        pack=pack_meant(pack, review.pack),
        outcome=outcome,
        reason=reason,
        conditions=tuple(condition_from(visit, text) for text in condition),
        attested=attest,
    )

    def command(found: ChangeState) -> list[Event]:
        return commands.cast_vote(found, visit.book(found), ballot, by=acting.person, now=now())

    after = visit.ledger.decide(state.ref, command, acting=acting, at=now())
    told = _told(visit, after, outcome, ballot.pack)
    if as_json:
        return print_json(told)
    _say(visit, after, told)


def pack_meant(given: str | None, under_review: str) -> str:
    """The pack voted on: by default the one under review. Its beginning, of 8 characters or more, will do."""
    shortest = 8
    if given is None or (len(given) >= shortest and under_review.startswith(given.strip().lower())):
        return under_review
    return given


def condition_from(visit: Visit, text: str) -> ConditionSet:
    """A condition from "what;owner's e-mail;due day". Raises UnreadableCondition, UnknownPerson or UnreadableDay."""
    from gates.events import ConditionSet

    parts = [part.strip() for part in text.rsplit(";", PARTS - 1)]
    if len(parts) != PARTS:
        count = "one part" if len(parts) == 1 else f"{len(parts)} parts"
        raise UnreadableCondition(text=text, parts=count)
    return ConditionSet(text=parts[0], owner=visit.person(parts[1]), due=day_from(parts[2]))


def _told(visit: Visit, state: ChangeState, outcome: Outcome, pack: str) -> dict[str, Any]:
    voting = may_vote(state, visit.book(state)) or {}
    return {**summary_of(state, visit.catalogue_of(state)), "outcome": outcome.value, "pack": pack, **voting}


def _say(visit: Visit, state: ChangeState, told: dict[str, Any]) -> None:
    gate = visit.catalogue_of(state).gate(state.gate).title
    outcome = phrase(f"outcome.{told['outcome']}").lower()
    say(phrase("vote.done", outcome=outcome, ref=state.ref, gate=gate, pack=told["pack"]))
    counted = len(told["voted"])
    say(phrase("vote.count", voted=counted, eligible=counted + len(told["to_vote"]), **_rule(told)))
    if told["decided"]:
        say(phrase("vote.decided", outcome=phrase(f"outcome.{told['decided']}").lower()))
    elif told["to_vote"]:
        note(phrase("vote.to_vote", names=", ".join(visit.name(member) for member in told["to_vote"])))
    tell_next(state)


def _rule(told: dict[str, Any]) -> dict[str, int]:
    return {"quorum": told["quorum"], "majority": told["majority"]}
