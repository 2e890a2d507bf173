"""The cards that should exist: who is asked for what. A pure set; sending, updating and closing is done elsewhere.

A card's key names the matter, not the moment: the same matter never makes two cards, and a matter that comes
up again (a new version wanted, a new round of voting) makes a new one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from gates.advance import OVERDUE, awaiting_verdict, is_complete, is_unchanged_since_deferral
from gates.derived import facts_under
from gates.events import PersonId
from gates.gap import Gap
from gates.permissions import leads, voters
from gates.rulebook import Rulebook
from gates.state import ChangeState
from gates.vocabulary import Gate, Phase, Role, Verdict
from gates.voting import ballot_counts

if TYPE_CHECKING:
    from gates.clocks import Clock


class Prompt(BaseModel):
    """One card: to whom, about what, in which words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    ref: str
    kind: str
    gate: Gate
    item: str | None = None
    to: tuple[PersonId, ...]
    title: str
    text: str


def prompts_due(state: ChangeState, book: Rulebook, today: date) -> tuple[Prompt, ...]:
    """Every card that should exist for the change as it stands on a day in London, in a stable order."""
    match state.phase:
        case Phase.GATHERING:
            due = _for_gaps(state, book)
        case Phase.REVIEWING:
            due = _for_review(state, book)
        case Phase.BOARD:
            due = _for_votes(state, book)
        case _:
            due = iter(())
    return (*due, *_for_clocks(state, book, today))


def _card(
    state: ChangeState, kind: str, matter: str, to: tuple[PersonId, ...], title: str, text: str
) -> Prompt:
    item = matter.split(":", maxsplit=1)[0] if kind in {"evidence", "review"} else None
    key = f"{state.ref}/{state.gate}/{kind}/{matter}"
    return Prompt(
        key=key, ref=state.ref, kind=kind, gate=state.gate, item=item, to=to, title=title, text=text
    )


def _wanted_version(state: ChangeState, item: str) -> int:
    return state.evidence[item].version + 1 if item in state.evidence else 1


def _for_gaps(state: ChangeState, book: Rulebook) -> Iterator[Prompt]:
    if state.completeness is None:
        return
    by_item: dict[str, list[Gap]] = {}
    for gap in state.completeness.blocking:
        by_item.setdefault(gap.item, []).append(gap)
    for item, gaps in by_item.items():
        yield _overdue(state, gaps[0]) if gaps[0].rule == OVERDUE else _evidence(state, book, item, gaps)


def _overdue(state: ChangeState, gap: Gap) -> Prompt:
    return _card(state, "condition", gap.item, (gap.owner,), f"{state.ref}: overdue condition", gap.message)


def _evidence(state: ChangeState, book: Rulebook, item_id: str, gaps: list[Gap]) -> Prompt:
    item = book.catalogue.item(item_id)
    version = _wanted_version(state, item_id)
    to = book.owners(state, item) or leads(state, book)
    doing = "Provide" if version == 1 else "Complete"
    lines = [f"- {gap.message}" for gap in gaps]
    why = f"Why it is asked for: {item.basis}"
    title = f"{state.ref} {state.title}: {doing.lower()} {item.id} {item.title}"
    return _card(state, "evidence", f"{item_id}:v{version}", to, title, "\n".join([*lines, why]))


def _for_review(state: ChangeState, book: Rulebook) -> Iterator[Prompt]:
    for item_id in awaiting_verdict(state, book.catalogue):
        yield (
            _improve(state, book, item_id)
            if state.adequacy_of(item_id) is Verdict.INADEQUATE
            else _judge(state, book, item_id)
        )
    if awaiting_verdict(state, book.catalogue) or not is_complete(state):
        return
    yield _deferred(state, book) if is_unchanged_since_deferral(state) else _quorum(state, book)


def _improve(state: ChangeState, book: Rulebook, item_id: str) -> Prompt:
    item = book.catalogue.item(item_id)
    to = book.owners(state, item) or leads(state, book)
    reason = state.adequacy[item_id].reason
    text = f"A reviewer found it inadequate: {reason}\nHand in a new version."
    title = f"{state.ref} {state.title}: improve {item.id} {item.title}"
    return _card(state, "evidence", f"{item_id}:v{_wanted_version(state, item_id)}", to, title, text)


def _judge(state: ChangeState, book: Rulebook, item_id: str) -> Prompt:
    item = book.catalogue.item(item_id)
    version = state.evidence[item_id].version
    to = book.reviewers(state, item) or leads(state, book)
    text = f"Read version {version} and say whether it is adequate, with your reason."
    title = f"{state.ref} {state.title}: review {item.id} {item.title}"
    return _card(state, "review", f"{item_id}:v{version}", to, title, text)


def _deferred(state: ChangeState, book: Rulebook) -> Prompt:
    rounds = state.rounds.get(state.gate, 0)
    text = "\n".join(["The board wants, before it is asked again:", *(f"- {want}" for want in state.wanted)])
    title = f"{state.ref} {state.title}: the board deferred {book.catalogue.gate(state.gate).title.lower()}"
    return _card(state, "deferred", f"r{rounds}", leads(state, book), title, text)


def _quorum(state: ChangeState, book: Rulebook) -> Prompt:
    rounds = state.rounds.get(state.gate, 0) + 1
    to = book.roster.clerks() or book.roster.holders(Role.PROGRAMME_OFFICE)
    approval = book.catalogue.gate(state.gate).approval
    text = f"Fewer than {approval.quorum} members of the board {approval.board} may vote on this change."
    title = f"{state.ref} {state.title}: the board cannot reach its quorum"
    return _card(state, "quorum", f"r{rounds}", to, title, f"{text}\nAppoint members who have no part in it.")


def _for_votes(state: ChangeState, book: Rulebook) -> Iterator[Prompt]:
    review = state.review
    if review is None:
        return
    voted = {member for member, ballot in review.ballots.items() if ballot_counts(review, ballot)}
    gate = book.catalogue.gate(state.gate).title
    title = f"{state.ref} {state.title}: vote on {gate.lower()}"
    text = f"The evidence is complete and reviewed. Read the pack {review.pack[:12]} and vote."
    for member in voters(state, book):
        if member not in voted:
            yield _card(state, "vote", f"r{review.round}:{member}", (member,), title, text)
    if len(voted) == len(review.eligible):
        yield _no_majority(state, book, review.round)


def _no_majority(state: ChangeState, book: Rulebook, round_: int) -> Prompt:
    to = book.roster.clerks() or book.roster.holders(Role.PROGRAMME_OFFICE)
    text = "Every member has voted and no outcome has a majority. Members may change their votes."
    return _card(state, "no_majority", f"r{round_}", to, f"{state.ref}: the board has no majority", text)


def _for_clocks(state: ChangeState, book: Rulebook, today: date) -> Iterator[Prompt]:
    """Clocks that run out soon or have; in delivery only those that go on after the decision."""
    if not (state.phase.is_open or state.phase is Phase.DELIVERING):
        return
    from gates.clocks import clocks_of  # whoever only lists changes never needs them

    for clock in clocks_of(facts_under(state, book.catalogue), today, book.catalogue.clocks):
        asked = clock.asks == "always" or (clock.asks == "gates" and state.phase.is_open)
        if asked and clock.status.presses:
            yield _clock(state, book, clock)


def _clock(state: ChangeState, book: Rulebook, clock: Clock) -> Prompt:
    """Keyed by the gate whose evidence the clock belongs to, so that the card outlives the gate at hand."""
    return Prompt(
        key=f"{state.ref}/{clock.gate}/clock/{clock.id}:{clock.due_on}",
        ref=state.ref,
        kind="clock",
        gate=clock.gate,
        to=book.people_for(state, clock.owner) or leads(state, book),
        title=f"{state.ref} {state.title}: {clock.title} ({clock.status.replace('_', ' ')})",
        text=f"{clock.says}\nThe rule: {clock.rule}\nWhy it is asked for: {clock.basis} ({clock.kind})",
    )
