"""Clocks that press make cards, on the way and in delivery, and wake a change that is delivered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gates.prompts import Prompt, prompts_due
from gates.state import ChangeState
from gates.vocabulary import Gate, Phase
from gates.waiting import next_wake
from tests.gates.clocks.table import on
from tests.gates.world import World, world

NOTICE = {"nation": "england", "key_decision": True, "decision_date": "2026-06-30"}
FEEDBACK = {"public_or_staff_consultation": True, "decision_date": "2026-06-30"}
LAST_DAY_OF_NOTICE = "CHG-0001/legal/clock/key_decision_notice:2026-06-01"
LAST_DAY_OF_FEEDBACK = "CHG-0001/consultation/clock/feedback:2026-07-30"


def with_facts(change: World, facts: dict[str, Any], phase: Phase = Phase.GATHERING) -> ChangeState:
    return change.state.model_copy(update={"answers": facts, "phase": phase})


def clock_cards(change: World, state: ChangeState, today: str) -> list[Prompt]:
    return [card for card in prompts_due(state, change.book, on(today)) if card.kind == "clock"]


@pytest.mark.parametrize(
    ("today", "keys"),
    [
        ("2026-05-24", []),
        ("2026-05-25", [LAST_DAY_OF_NOTICE]),
        ("2026-06-01", [LAST_DAY_OF_NOTICE]),
        ("2026-06-02", ["CHG-0001/legal/clock/key_decision_notice:2026-06-24"]),
        ("2026-06-25", [LAST_DAY_OF_NOTICE]),
    ],
)
def test_a_clock_asks_a_week_before_it_runs_out_and_once_it_has(today, keys):
    change = world()

    assert [card.key for card in clock_cards(change, with_facts(change, NOTICE), today)] == keys


def test_the_card_goes_to_those_who_fill_the_clocks_role_otherwise_to_those_who_lead():
    change = world()
    state = with_facts(change, NOTICE)
    team = state.model_copy(update={"team": {**state.team, "democratic_services": "CLERK"}})

    assert clock_cards(change, state, "2026-06-01")[0].to == ("OFFICE", "SRO")
    assert clock_cards(change, team, "2026-06-01")[0].to == ("CLERK",)


def test_the_card_says_what_to_do_by_when_and_why():
    change = world()
    (card,) = clock_cards(change, with_facts(change, NOTICE), "2026-06-01")

    assert card.title == "CHG-0001 A change: Notice of the key decision (at risk)"
    assert card.text.splitlines() == [
        "Publish the notice of the key decision: the last day is 1 June 2026.",
        "The rule: Published 28 clear days before the decision; five by general exception; else special urgency.",
        "Why it is asked for: SI 2012/2089 regs 9-11 (statutory)",
    ]
    assert (card.gate, card.item) == (Gate.LEGAL, None)


def test_the_card_stays_the_same_from_day_to_day_and_gate_to_gate():
    change = world()
    state = with_facts(change, NOTICE)
    later = state.model_copy(update={"gate": Gate.CONSULTATION, "phase": Phase.REVIEWING})

    first = clock_cards(change, state, "2026-05-28")
    assert clock_cards(change, state, "2026-05-29") == clock_cards(change, later, "2026-05-29") == first


def test_the_card_is_no_longer_wanted_once_the_notice_is_given():
    change = world()
    state = with_facts(change, {**NOTICE, "notice_published_on": "2026-06-01"})

    assert clock_cards(change, state, "2026-06-01") == []


def test_in_delivery_only_what_goes_on_after_the_decision_asks():
    change = world()
    state = with_facts(change, {**NOTICE, **FEEDBACK}, Phase.DELIVERING)
    on_the_way = with_facts(change, {**NOTICE, **FEEDBACK})

    assert [card.key for card in clock_cards(change, state, "2026-07-25")] == [LAST_DAY_OF_FEEDBACK]
    assert LAST_DAY_OF_NOTICE in [card.key for card in clock_cards(change, on_the_way, "2026-07-25")]


@pytest.mark.parametrize("phase", [Phase.STOPPED, Phase.REJECTED])
def test_an_ended_change_has_no_clock(phase):
    change = world()
    state = with_facts(change, {**NOTICE, **FEEDBACK}, phase)

    assert clock_cards(change, state, "2026-07-25") == []
    assert next_wake(state, change.book.catalogue, change.now) is None


@pytest.mark.parametrize(
    ("facts", "now", "wakes"),
    [
        # A week before the last day, then the day after it: at 6 in London, which is 5 UTC in summer.
        (FEEDBACK, datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 7, 23, 5, tzinfo=UTC)),
        (FEEDBACK, datetime(2026, 7, 23, 5, tzinfo=UTC), datetime(2026, 7, 31, 5, tzinfo=UTC)),
        (FEEDBACK, datetime(2026, 7, 31, 5, tzinfo=UTC), None),
        ({**FEEDBACK, "feedback_published_on": "2026-07-02"}, datetime(2026, 7, 3, 12, tzinfo=UTC), None),
        ({}, datetime(2026, 7, 1, 12, tzinfo=UTC), None),
        # Of several clocks the next one; in winter 6 in London is 6 UTC.
        (
            {**FEEDBACK, "first_equality_review_on": "2026-12-20"},
            datetime(2026, 7, 1, 12, tzinfo=UTC),
            datetime(2026, 7, 23, 5, tzinfo=UTC),
        ),
        (
            {**FEEDBACK, "first_equality_review_on": "2026-12-20"},
            datetime(2026, 8, 1, 12, tzinfo=UTC),
            datetime(2026, 12, 13, 6, tzinfo=UTC),
        ),
        # A clock that only informs, or that runs before the decision, wakes nobody.
        (NOTICE, datetime(2026, 5, 1, 12, tzinfo=UTC), None),
    ],
)
def test_a_delivered_change_wakes_for_its_next_clock(facts, now, wakes):
    change = world()
    state = with_facts(change, facts, Phase.DELIVERING)

    found = next_wake(state, change.book.catalogue, now)

    assert found == wakes
    if found is not None:
        assert found.tzinfo == now.tzinfo


def test_waking_when_told_asks_each_time_for_something_new():
    change = world()
    state = with_facts(change, FEEDBACK, Phase.DELIVERING)
    now: datetime | None = datetime(2026, 7, 1, 12, tzinfo=UTC)
    seen = []
    while now is not None and (now := next_wake(state, change.book.catalogue, now)) is not None:
        seen.append([card.title for card in prompts_due(state, change.book, now.date())])

    assert seen == [
        ["CHG-0001 A change: Feedback to those consulted (at risk)"],
        ["CHG-0001 A change: Feedback to those consulted (broken)"],
    ]


def test_clocks_press_at_the_board_too():
    change = world().complete()
    state = with_facts(change, NOTICE, Phase.BOARD)

    kinds = {card.kind for card in prompts_due(state, change.book, on("2026-06-01"))}
    assert kinds == {"vote", "clock"}
