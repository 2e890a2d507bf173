"""When an act is in order, and what a ballot or a verdict must hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from gates import commands, policies
from gates.errors import GateError
from gates.events import ConditionSet
from gates.vocabulary import Outcome, Verdict
from tests.gates.world import MEMBERS, World, world

AWC = Outcome.APPROVE_WITH_CONDITIONS


def condition(change: World, **changes: Any) -> ConditionSet:
    due = change.now.date() + timedelta(days=1)
    return ConditionSet(**{"text": "Name an owner", "owner": "OWN-IMPACT", "due": due, **changes})


@pytest.mark.parametrize(
    ("error", "ballot"),
    [
        (policies.PackChanged, lambda _: {"pack": "0" * 64}),
        (policies.ReasonTooShort, lambda _: {"reason": "yes"}),
        (policies.ReasonTooShort, lambda _: {"reason": "tbc"}),
        (policies.ConditionsMissing, lambda _: {"outcome": AWC}),
        (policies.ConditionsMisplaced, lambda change: {"conditions": (condition(change),)}),
        (
            policies.ConditionUnsound,
            lambda change: {"outcome": AWC, "conditions": (condition(change, text="tbc"),)},
        ),
        (
            policies.ConditionUnsound,
            lambda change: {"outcome": AWC, "conditions": (condition(change, owner="NOBODY"),)},
        ),
        (
            policies.ConditionUnsound,
            lambda change: {
                "outcome": AWC,
                "conditions": (condition(change, due=change.now.date() - timedelta(days=1)),),
            },
        ),
    ],
)
def test_a_ballot_that_is_not_in_order_is_refused(
    error: type[GateError], ballot: Callable[[World], dict[str, Any]]
) -> None:
    change = world().complete()
    with pytest.raises(error) as refused:
        change.vote("MEM-1", **ballot(change))
    assert refused.value.what_to_do


def test_due_regard_is_attested_where_the_gate_asks_for_it() -> None:
    change = world().pass_gate().complete()
    with pytest.raises(policies.AttestationMissing):
        change.vote("MEM-1", attested=False)
    change.vote("MEM-1", attested=True)


def test_there_is_no_vote_before_the_board_is_asked() -> None:
    with pytest.raises(policies.NoOpenReview, match="impact gate is gathering"):
        world().vote("MEM-1")


@pytest.mark.parametrize(
    "act",
    [
        lambda change: change.submit("IA-01"),
        lambda change: change.judge(),
        lambda change: change.vote("MEM-1"),
        lambda change: change.do(commands.triage, {"staff_affected": 1}, by="SRO"),
        lambda change: change.do(commands.assign, {"sro": None}, by="SRO"),
        lambda change: change.do(commands.stop, reason="a b c d e", lessons="", by="SRO"),
    ],
)
def test_a_change_that_has_ended_takes_nothing_more(act: Callable[[World], object]) -> None:
    change = world()
    change.do(commands.stop, reason="The partners ended the talks", lessons="", by="SRO")
    with pytest.raises(policies.ChangeClosed):
        act(change)


def test_what_was_not_handed_in_cannot_be_reviewed() -> None:
    with pytest.raises(policies.NotSubmitted):
        world().judge()


def test_evidence_is_not_dated_in_the_future() -> None:
    change = world()
    day = change.now.date() + timedelta(days=1)
    late = commands.Submission(item="IA-01", record={"note": "three words here"}, effective_on=day)
    with pytest.raises(policies.DatedInFuture, match="3 March 2026"):
        change.do(commands.submit_evidence, late, by="OFFICE", now=change.now)


def test_only_an_open_condition_can_be_met() -> None:
    with pytest.raises(policies.UnknownCondition):
        world().do(commands.discharge, "C1", "Seen by the clerk", by="CLERK")


def test_a_vote_can_be_changed_until_the_board_has_decided() -> None:
    change = world().complete()
    change.vote("MEM-1", Outcome.REJECT)
    change.vote("MEM-1", Outcome.APPROVE)
    assert change.state.review is not None
    assert change.state.review.ballots["MEM-1"].outcome is Outcome.APPROVE
    change.vote("MEM-2")
    change.vote("MEM-3")
    with pytest.raises(policies.NoOpenReview):
        change.vote("MEM-4")


def test_a_verdict_needs_a_reason() -> None:
    change = world()
    change.submit("IA-01")
    with pytest.raises(policies.ReasonTooShort):
        change.do(commands.review_adequacy, "IA-01", Verdict.ADEQUATE, "fine", by="REV-1")


def test_conditions_come_only_from_those_who_set_them() -> None:
    change = world().complete()
    change.vote(MEMBERS[0], AWC, conditions=(condition(change),))
    for member in MEMBERS[1:4]:
        change.vote(member)
    assert change.state.conditions == ()


def test_a_condition_is_found_by_its_id_among_others() -> None:
    change = world().complete()
    both = (condition(change), condition(change, text="Name a deputy"))
    for member in MEMBERS[:3]:
        change.vote(member, AWC, conditions=both)
    assert policies.condition_of(change.state, "c2").text == "Name a deputy"
