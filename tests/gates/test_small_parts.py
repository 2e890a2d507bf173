"""Canonical JSON, errors, clock, people, the gates' order."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gates.canonical import canonical_json, sha256_of
from gates.clock import london_day
from gates.errors import GateError, nearest
from gates.people import (
    Board,
    BoardConstituted,
    CouncilEvent,
    PersonJoined,
    RolesSet,
    UnknownBoard,
    fold_roster,
)
from gates.permissions import named
from gates.vocabulary import Gate, Outcome, Phase
from gates.voting import majority_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), JSON))
def test_the_order_of_keys_does_not_matter(data: dict[str, object]) -> None:
    assert sha256_of(dict(reversed(data.items()))) == sha256_of(data)


def test_canonical_json_has_no_spare_space_and_keeps_letters() -> None:
    assert canonical_json({"b": 1, "a": "Môn"}) == '{"a":"Môn","b":1}'


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_json_cannot_hold_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        sha256_of({"a": bad})


def test_an_error_says_what_why_and_what_to_do() -> None:
    class NoSuchThing(GateError):
        """There is no {thing}."""

        advice = "Make a {thing}."

    error = NoSuchThing(thing="boat")
    assert (str(error), error.code, error.data) == (
        "There is no boat. Make a boat.",
        "NoSuchThing",
        {"thing": "boat"},
    )
    assert str(GateError()) == "Gatehouse cannot do this."


def test_a_mistyped_name_is_met_with_the_nearest() -> None:
    assert nearest("ia-1", ["IA-01", "EQ-01"]) == "Did you mean IA-01?"
    assert nearest("zzzz", ["IA-01"]) == ""


def test_the_day_is_londons() -> None:
    assert london_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)).isoformat() == "2026-07-01"


def test_the_gates_follow_each_other() -> None:
    assert [gate.following for gate in Gate] == [*list(Gate)[1:], None]
    assert Gate.LEARNING.up_to_here == (Gate.IMPACT, Gate.EQUALITY, Gate.LEARNING)


def test_every_outcome_and_phase_is_accounted_for() -> None:
    assert {outcome for outcome in Outcome if outcome.passes} == {
        Outcome.APPROVE,
        Outcome.APPROVE_WITH_CONDITIONS,
    }
    assert {phase for phase in Phase if not phase.is_open} == {
        Phase.DELIVERING,
        Phase.REJECTED,
        Phase.STOPPED,
    }


@pytest.mark.parametrize(("eligible", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 4)])
def test_a_majority_is_more_than_half_of_all_who_may_vote(eligible: int, needed: int) -> None:
    assert majority_of(eligible) == needed


def test_the_roster_is_folded_from_the_councils_events() -> None:
    board = Board(id="board", title="Board", members=("A",))
    events: list[CouncilEvent] = [
        PersonJoined(person="A", roles=frozenset({"member"})),
        PersonJoined(person="B", roles=frozenset({"clerk"})),
        BoardConstituted(board=board),
        RolesSet(person="A", roles=frozenset({"member"}), active=False),
    ]
    roster = fold_roster(events)
    assert (roster.version, roster.clerks(), roster.holders("member")) == (4, ("B",), ())
    assert not roster.holds("A", "member")
    assert not roster.holds("NOBODY", "member")
    assert roster.board("board") == board
    with pytest.raises(UnknownBoard):
        roster.board("other")


@pytest.mark.parametrize(
    ("people", "says"), [((), ""), (("A",), "A"), (("A", "B"), "A or B"), (("A", "B", "C"), "A, B or C")]
)
def test_people_are_listed_as_a_person_would(people: tuple[str, ...], says: str) -> None:
    assert named(people) == says
