"""The table of moves is whole: every event type stands in it, has its words, and is applied."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest

from gates import events as ev
from gates.evolve import _APPLY, NothingHappened, evolve, fold
from gates.transitions import MOVES, SAYS, IllegalMove, diagram, move_ok, next_phase
from gates.vocabulary import Door, Phase
from tests.gates.world import world

TYPES = {model.model_fields["type"].default for model in get_args(get_args(ev.Event)[0])}


def recorded(event: ev.Event) -> ev.Recorded:
    acting = ev.Acting(person="P", role="test", door=Door.CLI)
    return ev.Recorded(seq=9, at=datetime(2026, 1, 1, tzinfo=UTC), acting=acting, catalogue="c", event=event)


def test_every_event_has_moves_words_and_an_application() -> None:
    assert {move.event for move in MOVES} == TYPES
    assert set(SAYS) == TYPES
    assert set(_APPLY) == TYPES - {"change_registered"}


def test_no_move_is_listed_twice() -> None:
    assert len({(move.phase, move.event) for move in MOVES}) == len(MOVES)


def test_every_phase_is_reached() -> None:
    assert {move.to for move in MOVES} == set(Phase)


@pytest.mark.parametrize("phase", [None, *Phase])
@pytest.mark.parametrize("event", sorted(TYPES))
def test_only_the_listed_moves_are_legal(phase: Phase | None, event: str) -> None:
    listed = {(move.phase, move.event): move.to for move in MOVES}
    if move_ok(phase, event):
        assert next_phase(phase, event) is listed[phase, event]
    else:
        with pytest.raises(IllegalMove):
            next_phase(phase, event)


def test_nothing_leads_out_of_an_ended_change() -> None:
    ended = {Phase.REJECTED, Phase.STOPPED}
    assert all(move.to is move.phase for move in MOVES if move.phase in ended)


def test_the_diagram_shows_every_move_that_leads_elsewhere() -> None:
    text = diagram()
    assert text.startswith("stateDiagram-v2")
    assert all(move.event.replace("_", " ") in text for move in MOVES if move.phase is not move.to)


def test_a_change_begins_with_its_registration() -> None:
    with pytest.raises(NothingHappened):
        fold([])
    with pytest.raises(IllegalMove):
        evolve(None, recorded(ev.FactsRecorded(facts={})))


def test_a_ballot_without_a_review_is_not_applied() -> None:
    change = world().complete()
    change.vote("MEM-1")
    ballot = change.history[-1]
    broken = change.state.model_copy(update={"review": None})
    with pytest.raises(NothingHappened):
        evolve(broken, ballot)
