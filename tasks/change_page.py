"""One change as a page of Markdown: where it stands, what is missing, who was asked, how the board votes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from gates.advance import OVERDUE
from gates.clock import london_day
from gates.events import Recorded
from gates.gap import Gap
from gates.rulebook import Rulebook
from gates.state import ChangeState, Decision
from gates.transitions import SAYS
from gates.vocabulary import Gate, Phase, Severity
from gates.voting import ballot_counts
from gates.waiting import waiting_for
from ledger.prompts import Card, Status
from tasks.channels import Names
from tasks.clock_section import clock_lines
from tasks.markdown import day, plain, table, words

RECENT = 12
MADE_UP = "Evidence of this change is illustrative: made up to show how Gatehouse works."
WEIGHTS = {
    Severity.CRITICAL: "**Blocks the gate**",
    Severity.WARNING: "The board is told",
    Severity.INFO: "Advice",
}


@dataclass(frozen=True)
class Subject:
    """A change and all that its page is made from."""

    state: ChangeState
    book: Rulebook
    names: Names
    cards: Sequence[Card]
    history: Sequence[Recorded]
    now: datetime

    def name(self, person: str) -> str:
        """What a person is called."""
        return plain(self.names.get(person, person))

    def role(self, role: str) -> str:
        """What a role is called."""
        return plain(self.book.catalogue.roles.get(role, words(role)))


def change_page(subject: Subject) -> str:
    """The whole page."""
    state = subject.state
    sections = (_head, _gates, _gaps, _votes, _asked, _clocks, _conditions, _people, _record)
    lines = [f"# {state.ref} {plain(state.title)}", ""]
    for section in sections:
        lines += section(subject)
    return "\n".join(lines)


def people_on(
    state: ChangeState, book: Rulebook, cards: Sequence[Card], history: Sequence[Recorded]
) -> set[str]:
    """Everybody whom the page names."""
    found = {state.author, *state.team.values(), *(person for card in cards for person in card.prompt.to)}
    found |= {one.acting.person for one in history[-RECENT:]}
    found |= {condition.owner for condition in state.conditions}
    found |= {person for gap in _gaps_of(state) for person in _owners(state, book, gap)}
    if state.review is not None:
        found |= {*state.review.eligible, *state.review.excluded}
    return found


def _head(subject: Subject) -> list[str]:
    state = subject.state
    since = london_day(state.gate_since)
    days = (london_day(subject.now) - since).days
    lines = [f"**{plain(waiting_for(state, subject.book.catalogue).label)}**"]
    if state.phase.is_open:
        lines += ["", f"At this gate since {day(since)} ({days} {'day' if days == 1 else 'days'})."]
    if state.ended_because:
        lines += ["", f"Because: {plain(state.ended_because)}"]
    if state.lessons:
        lines += ["", f"Lessons: {plain(state.lessons)}"]
    if state.illustrative:
        lines += ["", "*Illustrative: made up to show how Gatehouse works.*"]
    elif state.shows_illustrative_evidence:
        lines += ["", f"*{MADE_UP}*"]
    if state.summary:
        lines += ["", plain(state.summary)]
    return [*lines, ""]


def _gates(subject: Subject) -> list[str]:
    rows = [(plain(gate.title), *_standing(subject, gate.id)) for gate in subject.book.catalogue.gates]
    return ["## Gates", "", *table(("Gate", "Standing", "Decision"), rows)]


def _standing(subject: Subject, gate: Gate) -> tuple[str, str]:
    state = subject.state
    decided = [decision for decision in state.decisions if decision.gate is gate]
    last = _decision(decided[-1]) if decided else ""
    if any(decision.outcome.passes for decision in decided):
        return f"Passed {day(decided[-1].at)}", last
    if gate is not state.gate:
        return "Not reached", last
    if state.phase in {Phase.STOPPED, Phase.REJECTED}:
        return f"**{state.phase.capitalize()}**", last
    label = waiting_for(state, subject.book.catalogue).label
    return f"**{plain(label.split(': ', 1)[-1].capitalize())}**", last


def _decision(decision: Decision) -> str:
    counts = Counter(decision.votes.values())
    votes = ", ".join(f"{count} {words(outcome)}" for outcome, count in counts.most_common())
    return f"{words(decision.outcome).capitalize()}, {day(decision.at)}" + (f": {votes}" if votes else "")


def _gaps_of(state: ChangeState) -> tuple[Gap, ...]:
    check = state.completeness
    return check.gaps if check is not None and check.gate is state.gate and state.phase.is_open else ()


def _owners(state: ChangeState, book: Rulebook, gap: Gap) -> tuple[str, ...]:
    return (gap.owner,) if gap.rule == OVERDUE else book.people_for(state, gap.owner)


def _gaps(subject: Subject) -> list[str]:
    """By item, as lists: Prefect's pages do not wrap the lines of a table, and guidance is long."""
    by_item: dict[str, list[Gap]] = {}
    for gap in _gaps_of(subject.state):
        by_item.setdefault(gap.item, []).append(gap)
    lines = ["## What is missing", ""] if by_item else []
    for gaps in by_item.values():
        lines += [f"**{_item(subject, gaps[0])}**, owed by {_owed_by(subject, gaps[0])}", ""]
        lines += [f"- {WEIGHTS[gap.severity]}: {plain(gap.message)}" for gap in gaps]
        bases = dict.fromkeys(plain(gap.basis) for gap in gaps)
        lines += [f"- Why it is asked for: {'; '.join(bases)}", ""]
    return lines


def _item(subject: Subject, gap: Gap) -> str:
    item = subject.book.catalogue.by_id.get(gap.item)
    return plain(f"{gap.item} {item.title}" if item else f"Condition {gap.item}")


def _owed_by(subject: Subject, gap: Gap) -> str:
    people = ", ".join(map(subject.name, _owners(subject.state, subject.book, gap)))
    if gap.rule == OVERDUE:
        return people
    role = subject.role(gap.owner)
    return f"{people} ({role})" if people else f"nobody: the role is not filled ({role})"


def _votes(subject: Subject) -> list[str]:
    review = subject.state.review
    if review is None:
        return []
    rows = []
    for member in review.eligible:
        ballot = review.ballots.get(member)
        voted = ballot is not None and ballot_counts(review, ballot)
        rows.append((subject.name(member), words(ballot.outcome) if voted and ballot else "not yet voted"))
    rows += [(subject.name(who), f"does not vote: {plain(why)}") for who, why in review.excluded.items()]
    about = f"Round {review.round}, quorum {review.quorum}, pack `{review.pack[:12]}`."
    return ["## Board", "", about, "", *table(("Member", "Vote"), rows)]


def _asked(subject: Subject) -> list[str]:
    out = [card for card in subject.cards if card.status in {Status.DUE, Status.SENDING, Status.SENT}]
    rows = [
        (
            _matter(subject.state, card),
            ", ".join(map(subject.name, card.prompt.to)) or "nobody holds the role",
            day(card.first_due_at),
        )
        for card in out
    ]
    return ["## Who has been asked", "", *table(("What", "Who", "Since"), rows)] if rows else []


def _matter(state: ChangeState, card: Card) -> str:
    """The title of a card without what the page says already."""
    title = card.prompt.title.removeprefix(f"{state.ref} {state.title}: ")
    return plain(title[:1].upper() + title[1:])


def _clocks(subject: Subject) -> list[str]:
    return clock_lines(subject.state, subject.book, london_day(subject.now))


def _conditions(subject: Subject) -> list[str]:
    rows = [
        (
            condition.id,
            plain(condition.text),
            subject.name(condition.owner),
            day(condition.due),
            f"met: {plain(condition.evidence)}" if not condition.is_open else "open",
        )
        for condition in subject.state.conditions
    ]
    headings = ("Condition", "What", "Who", "By", "Standing")
    return ["## Conditions of approval", "", *table(headings, rows)] if rows else []


def _people(subject: Subject) -> list[str]:
    team = subject.state.team.items()
    rows = [("Put forward by", subject.name(subject.state.author))]
    rows += [(subject.role(role), subject.name(person)) for role, person in team]
    return ["## People", "", *table(("Role", "Who"), rows)]


def _record(subject: Subject) -> list[str]:
    recent = subject.history[-RECENT:]
    count = len(subject.history)
    rows = [
        (str(one.seq), day(one.at), subject.name(one.acting.person), _said(one)) for one in reversed(recent)
    ]
    lines = ["## Record", "", *table(("No.", "Day", "Who", "What"), rows)]
    return [*lines, f"The last {len(recent)} of {count} events.", ""] if count > len(recent) else lines


def _said(one: Recorded) -> str:
    what = SAYS[one.event.type]
    item, gate = getattr(one.event, "item", None), getattr(one.event, "gate", None)
    return f"{what} ({item or gate})" if item or gate else what


def news_since(subject: Subject, version: int) -> Iterator[str]:
    """What happened after that version, one sentence each, for a log."""
    for one in subject.history[version:]:
        yield f"{subject.names.get(one.acting.person, one.acting.person)} {_said(one)}."
