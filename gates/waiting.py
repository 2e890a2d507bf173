"""What a change waits for, in words that a programme officer reads in a list of runs; and when to look again."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from gates.advance import awaiting_verdict, is_complete, is_unchanged_since_deferral
from gates.catalogue import Catalogue
from gates.clock import london_day, morning_of, next_morning
from gates.derived import facts_under
from gates.state import ChangeState
from gates.vocabulary import Phase, Verdict
from gates.voting import ballot_counts


class Waiting(BaseModel):
    """What is awaited: `kind` is evidence, review, board or delivery, or empty once a change has ended."""

    model_config = ConfigDict(frozen=True)

    kind: str
    count: int
    label: str


def waiting_for(state: ChangeState, catalogue: Catalogue) -> Waiting:
    """What the change waits for, as "Equality assessment: awaiting evidence (4)"."""
    title = catalogue.gate(state.gate).title
    match state.phase:
        case Phase.GATHERING:
            return _evidence(state, title)
        case Phase.REVIEWING:
            return _review(state, catalogue, title)
        case Phase.BOARD:
            return _board(state, title)
        case Phase.DELIVERING:
            return Waiting(kind="delivery", count=0, label="Delivering: all five gates passed")
        case ended:
            return Waiting(kind="", count=0, label=f"{ended.capitalize()} at {title.lower()}")


def _evidence(state: ChangeState, title: str) -> Waiting:
    if state.completeness is None:
        return Waiting(kind="evidence", count=0, label=f"{title}: evidence to be checked")
    count = len({gap.item for gap in state.completeness.blocking})
    return Waiting(kind="evidence", count=count, label=f"{title}: awaiting evidence ({count})")


def _review(state: ChangeState, catalogue: Catalogue, title: str) -> Waiting:
    verdicts = [state.adequacy_of(item) for item in awaiting_verdict(state, catalogue)]
    if poor := sum(verdict is Verdict.INADEQUATE for verdict in verdicts):
        return Waiting(kind="evidence", count=poor, label=f"{title}: awaiting better evidence ({poor})")
    if verdicts:
        label = f"{title}: awaiting reviewers ({len(verdicts)})"
        return Waiting(kind="review", count=len(verdicts), label=label)
    if is_unchanged_since_deferral(state):
        count = len(state.wanted)
        return Waiting(kind="evidence", count=count, label=f"{title}: deferred, awaiting changes ({count})")
    label = "awaiting a quorate board" if is_complete(state) else "evidence to be checked"
    return Waiting(kind="board" if is_complete(state) else "evidence", count=0, label=f"{title}: {label}")


def _board(state: ChangeState, title: str) -> Waiting:
    review = state.review
    if review is None:
        return Waiting(kind="board", count=0, label=f"{title}: awaiting board")
    voted = sum(ballot_counts(review, ballot) for ballot in review.ballots.values())
    left = len(review.eligible) - voted
    if not left:
        return Waiting(kind="board", count=0, label=f"{title}: board has no majority")
    label = f"{title}: awaiting board ({voted} of {len(review.eligible)} voted)"
    return Waiting(kind="board", count=left, label=label)


def next_wake(state: ChangeState, catalogue: Catalogue, now: datetime) -> datetime | None:
    """When to look at the change again though nobody acts: each morning while open, as evidence goes out of date.

    In delivery: the morning on which a clock that goes on after the decision next asks for something. None once
    it has ended.
    """
    if state.phase.is_open:
        return next_morning(now)
    return _next_clock(state, catalogue, now) if state.phase is Phase.DELIVERING else None


def _next_clock(state: ChangeState, catalogue: Catalogue, now: datetime) -> datetime | None:
    """The next morning on which a running clock is due soon, or is past its last day."""
    from gates.clocks import ClockStatus, clocks_of  # whoever only lists changes never needs them

    today, soon = london_day(now), timedelta(days=catalogue.clocks.due_soon_days)
    clocks = clocks_of(facts_under(state, catalogue), today, catalogue.clocks)
    running = {ClockStatus.RUNNING, ClockStatus.AT_RISK}
    last_days = [
        one.due_on for one in clocks if one.asks == "always" and one.status in running and one.due_on
    ]
    turns = [turn for last in last_days for turn in (last - soon, last + timedelta(days=1)) if turn > today]
    return morning_of(min(turns)).astimezone(now.tzinfo) if turns else None
