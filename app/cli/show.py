"""One change, whole: what is known of it, for programs and for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.clocks import clocks_told
from app.cli.options import AsJson, Ref, full_ref
from app.cli.output import print_json
from app.cli.story import event_told
from app.cli.summary import unknown_facts
from app.cli.visit import Visit, current
from app.cli.words import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gates.events import Recorded
    from gates.rulebook import Rulebook
    from gates.state import ChangeState

TAIL = 10

Whole = Annotated[bool, typer.Option("--history", help=phrase("option.history"), show_default=False)]


def show(ref: Ref, history: Whole = False, as_json: AsJson = False) -> None:
    """Where a change stands and how it came there. Raises UnknownReference."""
    from app.cli.show_page import print_change

    visit = current()
    state = visit.ledger.load(full_ref(ref))
    book = visit.book(state)
    events = visit.ledger.history(state.ref)
    shown = events if history else events[-TAIL:]
    if as_json:
        return print_json(change_told(visit, state, book, shown))
    print_change(visit, state, book, shown, of=len(events))


def change_told(
    visit: Visit, state: ChangeState, book: Rulebook, events: Sequence[Recorded]
) -> dict[str, Any]:
    """A change as JSON tells of it: its state, and what the rules say about it."""
    from gates.advance import awaiting_verdict
    from gates.waiting import waiting_for

    catalogue = book.catalogue
    told = {
        **state.model_dump(mode="json"),
        "waiting": waiting_for(state, catalogue).model_dump(),
        "facts": state.facts,
        "unknown_facts": unknown_facts(state, catalogue),
        "pack": state.pack_hash(),
        "gates": gates_told(state, book),
        "required": {
            gate.id: [i.id for i in catalogue.required(gate.id, state.facts)] for gate in catalogue.gates
        },
        "awaiting_verdict": awaiting_verdict(state, catalogue) if state.phase.is_open else [],
        "may_vote": may_vote(state, book),
        **clocks_told(visit, state, book),
        "history": [event_told(visit, recorded) for recorded in events],
    }
    return {**told, "people": _people_in(visit, told)}


def gates_told(state: ChangeState, book: Rulebook) -> list[dict[str, Any]]:
    """The five gates: passed, here, ahead or never reached, and what was last decided at each."""
    last = {decision.gate: decision for decision in state.decisions}
    passed = [decision.gate for decision in state.decisions if decision.outcome.passes]
    rows = []
    for gate in book.catalogue.gates:
        here = gate.id is state.gate and gate.id not in passed
        ahead = "ahead" if state.phase.is_open else "not_reached"
        standing = (
            "passed" if gate.id in passed else ("here" if state.phase.is_open else "ended") if here else ahead
        )
        decision = last.get(gate.id)
        rows.append(
            {
                "gate": gate.id.value,
                "title": gate.title,
                "standing": standing,
                "outcome": decision.outcome.value if decision else None,
                "decided_at": decision.at if decision else None,
                "rounds": state.rounds.get(gate.id, 0),
            }
        )
    return rows


def may_vote(state: ChangeState, book: Rulebook) -> dict[str, Any] | None:
    """In an open review: who has voted, who has not yet, and who may not and why. None without one."""
    from gates.permissions import voters
    from gates.voting import ballot_counts, tally

    review = state.review
    if review is None:
        return None
    voted = [member for member, ballot in review.ballots.items() if ballot_counts(review, ballot)]
    count = tally(review)
    return {
        "voted": voted,
        "to_vote": [member for member in voters(state, book) if member not in voted],
        "may_not": review.excluded,
        "decided": count.outcome.value if count.outcome else None,
        "quorum": count.quorum,
        "majority": count.needed,
    }


def _people_in(visit: Visit, told: Any) -> dict[str, Any]:
    """Name and e-mail address of everybody whose identifier occurs, so that a reader need not look them up."""
    import json
    import re

    ids = set(re.findall(r"\bPER-\d+\b|\bSYSTEM\b", json.dumps(told, default=str)))
    return {
        person: {"name": name, "email": email}
        for person, (name, email) in visit.people.items()
        if person in ids
    }
