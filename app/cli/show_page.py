"""One change as people read it, from what matters now to how it came there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from app.cli.clocks import print_clocks
from app.cli.dates import day, moment
from app.cli.output import heading, say, table
from app.cli.show import gates_told, may_vote
from app.cli.show_evidence import print_evidence, print_gaps
from app.cli.story import answer, event_row
from app.cli.summary import unknown_facts
from app.cli.visit import Visit
from app.cli.words import phrase

if TYPE_CHECKING:
    from gates.events import Recorded
    from gates.rulebook import Rulebook
    from gates.state import ChangeState, OpenCondition


def print_change(
    visit: Visit, state: ChangeState, book: Rulebook, events: Sequence[Recorded], *, of: int
) -> None:
    """Everything about a change; `of` is how many events there are in all."""
    _head(visit, state, book)
    _gates(state, book)
    _review(visit, state, book)
    print_gaps(visit, state, book)
    print_evidence(visit, state, book)
    print_clocks(state, book)
    _conditions(visit, state)
    _decisions(visit, state, book)
    _facts(state, book)
    _team(visit, state, book)
    key = "show.history" if len(events) == of else "show.history_tail"
    heading(phrase(key, count=len(events), of=of))
    table(_headings("when", "who", "what"), [event_row(visit, recorded) for recorded in events])


def _headings(*names: str) -> list[str]:
    return [phrase(f"column.{name}") for name in names]


def _head(visit: Visit, state: ChangeState, book: Rulebook) -> None:
    from gates.derived import facts_under
    from gates.tracks import track_of
    from gates.waiting import waiting_for

    say(f"{state.ref} {state.title}")
    say(phrase("show.stands", label=waiting_for(state, book.catalogue).label, since=day(state.gate_since)))
    if state.phase.is_open:
        track = track_of(book.catalogue, facts_under(state, book.catalogue))
        say(phrase("triage.track", track=track.in_words(book.catalogue)))
    if state.illustrative:
        say(phrase("show.illustrative"))
    elif state.shows_illustrative_evidence:
        say(phrase("show.illustrative_evidence"))
    if state.summary:
        say(state.summary)
    if state.ended_because:
        say(phrase("show.ended", reason=state.ended_because))
    if state.lessons:
        say(phrase("show.lessons", lessons=state.lessons))
    say(phrase("show.registered", day=day(state.registered_at), by=visit.name(state.author)))
    for name in ("councils", "vehicle", "external_ref", "source"):
        value: Any = getattr(state, name)
        if value:
            say(phrase(f"show.{name}", value=", ".join(value) if isinstance(value, tuple) else value))
    for text in state.notes:
        say(phrase("show.note", text=text))
    say(phrase("show.catalogue", version=state.catalogue[:12]))


def _gates(state: ChangeState, book: Rulebook) -> None:
    heading(phrase("show.gates"))
    rows = [
        [
            gate["title"],
            phrase(f"standing.{gate['standing']}"),
            phrase(f"outcome.{gate['outcome']}") if gate["outcome"] else "",
            day(gate["decided_at"]),
        ]
        for gate in gates_told(state, book)
    ]
    table(_headings("gate", "standing", "last_decision", "on"), rows)


def _review(visit: Visit, state: ChangeState, book: Rulebook) -> None:
    voting = may_vote(state, book)
    review = state.review
    if voting is None or review is None:
        return
    heading(phrase("show.review", gate=book.catalogue.gate(review.gate).title, round=review.round))
    say(phrase("show.review.opened", at=moment(review.opened_at), pack=review.pack))
    say(phrase("show.review.needs", **voting))
    if review.attestation:
        say(phrase("show.review.attest"))
    rows = [
        [visit.name(ballot.member), phrase(f"outcome.{ballot.outcome}"), ballot.reason]
        for ballot in review.ballots.values()
    ]
    rows += [[visit.name(member), phrase("show.review.to_vote"), ""] for member in voting["to_vote"]]
    rows += [
        [visit.name(member), phrase("show.review.may_not"), visit.named(why)]
        for member, why in voting["may_not"].items()
    ]
    table(_headings("member", "vote", "reason"), rows)


def _conditions(visit: Visit, state: ChangeState) -> None:
    if state.conditions:
        heading(phrase("show.conditions"))
        rows = [condition_row(visit, condition) for condition in state.conditions]
        table(_headings("condition", "what", "owner", "due", "met"), rows)


def condition_row(visit: Visit, condition: OpenCondition) -> list[str]:
    """A condition as a row of a table."""
    met = phrase("show.condition.open")
    if not condition.is_open:
        met = phrase("show.condition.met", evidence=condition.evidence, by=visit.name(condition.accepted_by))
    return [condition.id, condition.text, visit.name(condition.owner), day(condition.due), met]


def _decisions(visit: Visit, state: ChangeState, book: Rulebook) -> None:
    if not state.decisions:
        return
    heading(phrase("show.decisions"))
    rows = [
        [
            day(decision.at),
            book.catalogue.gate(decision.gate).title,
            phrase(f"outcome.{decision.outcome}"),
            _names(visit, decision.votes),
            "; ".join(dict.fromkeys(decision.reasons)),
        ]
        for decision in state.decisions
    ]
    table(_headings("on", "gate", "outcome", "votes", "reasons"), rows)


def _names(visit: Visit, votes: dict[str, Any]) -> str:
    return ", ".join(
        f"{visit.name(member)}: {phrase(f'outcome.{vote}').lower()}" for member, vote in votes.items()
    )


def _facts(state: ChangeState, book: Rulebook) -> None:
    heading(phrase("show.facts"))
    titles = {fact.id: fact.title for fact in book.catalogue.facts}
    known = [[titles.get(name, name), answer(value), name] for name, value in sorted(state.facts.items())]
    if known:
        table(_headings("fact", "answer", "name"), known)
    if unknown := unknown_facts(state, book.catalogue):
        say(phrase("show.unknown", count=len(unknown), facts=", ".join(unknown)))


def _team(visit: Visit, state: ChangeState, book: Rulebook) -> None:
    heading(phrase("show.team"))
    rows: Iterable[list[str]] = [
        [book.catalogue.roles.get(role, role), visit.name(person)] for role, person in state.team.items()
    ]
    table(_headings("role", "person"), [[phrase("show.author"), visit.name(state.author)], *rows])
