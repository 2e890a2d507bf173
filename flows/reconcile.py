"""Moving one change in the ledger as far as it goes. Prefect has no part in this."""

from __future__ import annotations

from datetime import datetime

from gates import events as ev
from gates.advance import advance, take_check
from gates.clock import london_day
from gates.errors import GateError
from gates.evolve import evolve
from gates.gap import Gap
from gates.rulebook import Rulebook
from gates.state import ChangeState
from gates.vocabulary import Door, Gate, Role
from tasks.check import gaps_of
from tasks.house import House, Rest

KEEPER = ev.Acting(person="SYSTEM", role=Role.SYSTEM, door=Door.KEEPER)
MOST_STEPS = 40


class NeverSettles(GateError):
    """{ref} does not come to rest: after {steps} steps, the last {last}, something follows still."""

    advice = "This is a fault of the rules. Keep the output of `gatehouse show {ref} --json` and report it."


def reconcile(house: House, ref: str) -> ChangeState:
    """Record whatever follows for a change, all of it in one transaction, and return where it then stands.

    Run twice, late, by two processes at once or after a crash, the result is the same: what follows is computed
    from the state alone, and an append that was overtaken is computed again from the state that overtook it.
    Raises UnknownReference, and Conflict after many lost races.
    """
    seen: list[int] = []
    now = house.now()

    def command(state: ChangeState) -> list[ev.Event]:
        book = house.book(state)
        seen[:] = [book.roster.version]
        rest = Rest(state.version, book.roster.version, london_day(now))
        return [] if house.is_at_rest(ref, rest) else what_follows(house, state, book, now)

    state = house.ledger.decide(ref, command, acting=KEEPER, at=now)
    house.note_rest(ref, Rest(state.version, seen[0], london_day(now)))
    return state


def what_follows(house: House, state: ChangeState, book: Rulebook, now: datetime) -> list[ev.Event]:
    """Everything that follows by itself from where a change stands; nothing when it waits for somebody.

    None of these events touches facts or evidence, so one check of a gate serves all of them.
    """
    followed: list[ev.Event] = []
    checked: dict[Gate, tuple[Gap, ...]] = {}
    while news := _next_step(house, state, book, checked, now):
        for event in news:
            state = evolve(state, _recorded(state, event, now))
        followed += news
        if len(followed) > MOST_STEPS:
            raise NeverSettles(ref=state.ref, steps=len(followed), last=news[-1].type)
    return followed


def _next_step(
    house: House, state: ChangeState, book: Rulebook, checked: dict[Gate, tuple[Gap, ...]], now: datetime
) -> list[ev.Event]:
    if not state.phase.is_open:
        return []
    if state.gate not in checked:
        checked[state.gate] = gaps_of(house, state, london_day(now))
    return take_check(state, checked[state.gate]) or advance(state, book)


def _recorded(state: ChangeState, event: ev.Event, now: datetime) -> ev.Recorded:
    return ev.Recorded(seq=state.version + 1, at=now, acting=KEEPER, catalogue=state.catalogue, event=event)
