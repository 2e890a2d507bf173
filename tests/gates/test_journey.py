"""A change on its way: what is asked, what follows by itself, and what never does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gates import commands
from gates.advance import advance, take_check
from gates.clock import london_day
from gates.events import ConditionSet, ReviewVoided
from gates.people import Board, Roster
from gates.rulebook import Rulebook
from gates.vocabulary import Gate, Outcome, Phase, Verdict
from gates.waiting import next_wake, waiting_for
from tests.gates.world import MEMBERS, World, roster, small_catalogue, world

REASON = "The evidence is missing too much"


def label(change: World) -> str:
    return waiting_for(change.state, change.book.catalogue).label


def test_a_change_passes_five_gates_and_is_delivered() -> None:
    change = world()
    for gate in Gate:
        assert change.state.gate is gate
        change.pass_gate()
    assert change.state.phase is Phase.DELIVERING
    assert [decision.outcome for decision in change.state.decisions] == [Outcome.APPROVE] * 5
    assert label(change) == "Delivering: all five gates passed"
    assert change.folded() == change.state


def test_what_falls_due_after_the_decision_is_handed_in_during_delivery() -> None:
    change = world()
    for _ in Gate:
        change.pass_gate()
    before = change.state

    change.submit("CO-01", "what was published after the decision")

    assert change.state.evidence["CO-01"].version == before.evidence["CO-01"].version + 1
    assert change.state.phase is Phase.DELIVERING
    assert change.state.decisions == before.decisions
    assert change.folded() == change.state


def test_the_label_says_what_is_awaited_at_every_step() -> None:
    change = World().register(facts={})
    assert label(change) == "Impact gate: awaiting evidence (2)"
    change.submit("IA-01")
    change.submit("IA-03")
    assert label(change) == "Impact gate: awaiting reviewers (1)"
    change.judge(verdict=Verdict.INADEQUATE)
    assert label(change) == "Impact gate: awaiting better evidence (1)"
    change.submit("IA-01", "a much better note")
    change.judge()
    change.vote("MEM-1")
    assert label(change) == "Impact gate: awaiting board (1 of 5 voted)"


def test_an_unknown_fact_means_required_until_answered() -> None:
    change = World().register(facts={})
    assert {gap.item for gap in change.gaps()} == {"IA-01", "IA-03"}
    change.do(commands.triage, {"staff_affected": "0"}, by="SRO")
    assert {gap.item for gap in change.gaps()} == {"IA-01"}


def test_incomplete_evidence_goes_back_to_its_owner() -> None:
    change = world()
    change.submit("IA-01", "tbc")
    assert change.state.phase is Phase.GATHERING
    assert [gap.rule for gap in change.gaps() if gap.blocks] == ["IA-01.words"]


def test_a_warning_does_not_block_and_is_kept_for_the_board() -> None:
    change = world().complete()
    assert change.state.phase is Phase.BOARD
    assert change.state.completeness is not None
    assert [gap.rule for gap in change.state.completeness.gaps] == ["IA-01.long"]


def test_silence_never_approves() -> None:
    change = world().complete()
    change.vote("MEM-1")
    change.vote("MEM-2")
    change.wait(days=1000)
    assert change.state.gate is Gate.IMPACT
    assert change.state.decisions == ()


def test_new_evidence_voids_the_votes_and_the_board_is_asked_again() -> None:
    change = world().complete()
    change.vote("MEM-1")
    change.vote("MEM-2")
    change.submit("IA-01", "another note with more words")
    assert change.state.review is None
    change.judge()
    assert change.state.review is not None
    assert (change.state.review.round, change.state.review.ballots) == (2, {})


def test_the_same_evidence_again_changes_nothing() -> None:
    change = world().complete()
    change.vote("MEM-1")
    assert change.submit("IA-01") == []
    assert change.state.review is not None
    assert list(change.state.review.ballots) == ["MEM-1"]


def test_evidence_for_a_later_gate_does_not_disturb_a_vote() -> None:
    change = world().complete()
    change.vote("MEM-1")
    change.submit("LG-01")
    assert change.state.review is not None
    assert list(change.state.review.ballots) == ["MEM-1"]


def test_evidence_of_a_passed_gate_refreshed_changes_the_pack_under_review() -> None:
    change = world().pass_gate().complete()
    change.vote("MEM-1")
    change.submit("IA-01", "the assessment after consultation")
    assert change.state.phase is Phase.REVIEWING
    assert label(change) == "Equality gate: awaiting reviewers (1)"


def test_changed_facts_void_the_votes() -> None:
    change = world().complete()
    change.vote("MEM-1")
    change.do(commands.triage, {"staff_affected": "12"}, by="OFFICE")
    assert change.state.phase is Phase.GATHERING
    assert label(change) == "Impact gate: awaiting evidence (1)"


def test_facts_answered_as_before_change_nothing() -> None:
    change = world().complete()
    assert change.do(commands.triage, {"staff_affected": "0"}, by="OFFICE") == []


def test_a_verdict_of_inadequate_takes_the_gate_back_from_the_board() -> None:
    change = world().complete()
    change.judge(verdict=Verdict.INADEQUATE, by="REV-2")
    assert change.state.phase is Phase.REVIEWING
    assert label(change) == "Impact gate: awaiting better evidence (1)"


def test_evidence_that_goes_out_of_date_voids_the_review() -> None:
    change = world()
    for _ in range(4):
        change.pass_gate()
    change.complete()
    assert change.state.phase is Phase.BOARD
    change.wait(days=31)
    assert change.state.phase is Phase.GATHERING
    assert label(change) == "Consultation gate: awaiting evidence (1)"


def test_a_deferral_asks_for_a_change_before_it_asks_the_board_again() -> None:
    change = world().complete()
    for member in MEMBERS[:3]:
        change.vote(member, Outcome.DEFER, reason="Compare one more option please")
    assert label(change) == "Impact gate: deferred, awaiting changes (3)"
    change.wait(days=3)
    assert change.state.review is None
    change.submit("IA-01", "now with one more option")
    change.judge()
    assert change.state.review is not None
    assert change.state.review.round == 2
    for member in MEMBERS[:3]:
        change.vote(member)
    assert change.state.gate is Gate.EQUALITY
    assert change.state.wanted == ()


@pytest.mark.parametrize(
    ("outcome", "phase", "says"),
    [
        (Outcome.REJECT, Phase.REJECTED, "Rejected at impact gate"),
        (Outcome.STOP, Phase.STOPPED, "Stopped at impact gate"),
    ],
)
def test_a_board_can_end_a_change(outcome: Outcome, phase: Phase, says: str) -> None:
    change = world().complete()
    for member in MEMBERS[:3]:
        change.vote(member, outcome)
    assert (change.state.phase, label(change)) == (phase, says)
    assert change.state.ended_because
    assert next_wake(change.state, change.book.catalogue, change.now) is None


def test_the_sro_can_stop_a_change_and_lessons_are_kept() -> None:
    change = world()
    change.do(
        commands.stop, reason="The partners agreed to end the talks", lessons="Agree parity first", by="SRO"
    )
    assert change.state.phase is Phase.STOPPED
    assert change.state.lessons == "Agree parity first"


def test_a_split_board_is_told_that_it_has_no_majority() -> None:
    change = world().complete()
    split = (Outcome.APPROVE, Outcome.APPROVE, Outcome.DEFER, Outcome.DEFER, Outcome.REJECT)
    for member, outcome in zip(MEMBERS, split, strict=True):
        change.vote(member, outcome)
    assert label(change) == "Impact gate: board has no majority"
    change.vote("MEM-5", Outcome.APPROVE)
    assert change.state.gate is Gate.EQUALITY


def test_a_condition_blocks_the_next_gate_once_it_is_overdue_until_it_is_met() -> None:
    change = world().complete()
    due = london_day(change.now) + timedelta(days=10)
    wanted = ConditionSet(text="Name a benefit owner", owner="OWN-IMPACT", due=due)
    for member in MEMBERS[:3]:
        change.vote(member, Outcome.APPROVE_WITH_CONDITIONS, conditions=(wanted,))
    assert [condition.id for condition in change.state.conditions] == ["C1"]
    change.complete()
    assert change.state.phase is Phase.BOARD
    change.wait(days=11)
    assert label(change) == "Equality gate: awaiting evidence (1)"
    change.do(commands.discharge, "c1", "Named in the register today", by="CLERK")
    assert change.state.phase is Phase.BOARD
    assert not change.state.conditions[0].is_open


def test_a_board_too_small_for_its_quorum_is_not_asked() -> None:
    board = Board(id="governance-board", title="Board", members=("MEM-1", "MEM-2", "SRO"))
    change = World(book=Rulebook(small_catalogue(), roster(boards={board.id: board}))).register().complete()
    assert label(change) == "Impact gate: awaiting a quorate board"


def test_without_a_board_the_gate_waits_for_one() -> None:
    change = World(book=Rulebook(small_catalogue(), roster(boards={}))).register().complete()
    assert label(change) == "Impact gate: awaiting a quorate board"


def test_a_member_named_to_the_team_during_the_review_voids_it() -> None:
    change = world().complete()
    change.vote("MEM-1")
    change.do(commands.assign, {"sro": "MEM-1"}, by="OFFICE")
    assert change.state.review is not None
    assert change.state.review.round == 2
    assert change.state.review.excluded == {"MEM-1": "is the senior responsible owner of the change"}


def test_a_member_who_leaves_is_not_waited_for() -> None:
    change = world().complete()
    people = {**change.book.roster.people}
    people["MEM-5"] = people["MEM-5"].model_copy(update={"active": False})
    change.book = Rulebook(small_catalogue(), Roster(people=people, boards=change.book.roster.boards))
    change.settle()
    assert change.state.review is not None
    assert change.state.review.excluded == {"MEM-5": "is not active"}


def test_the_next_look_is_the_next_morning_in_london() -> None:
    change = world()
    change.now = change.now.replace(month=7, hour=4)
    wake = next_wake(change.state, change.book.catalogue, change.now)
    assert wake is not None
    assert wake.isoformat() == "2026-07-02T05:00:00+00:00"
    later = next_wake(change.state, change.book.catalogue, change.now.replace(hour=12))
    assert later is not None
    assert later.isoformat() == "2026-07-03T05:00:00+00:00"


def test_without_an_sro_nobody_is_set_apart_for_being_it() -> None:
    change = World().register(team={}).complete()
    assert change.state.sro is None
    assert change.state.review is not None
    assert change.state.review.eligible == MEMBERS


def test_a_change_just_registered_is_to_be_checked() -> None:
    change = World()
    change.record(
        commands.register(commands.Draft(title="A change"), change.book, ref="CHG-0001", by="OFFICE")
    )
    assert label(change) == "Impact gate: evidence to be checked"
    change.settle()
    unchecked = change.state.model_copy(update={"phase": Phase.REVIEWING, "completeness": None})
    assert waiting_for(unchecked, change.book.catalogue).label == "Impact gate: evidence to be checked"
    unopened = change.state.model_copy(update={"phase": Phase.BOARD})
    assert waiting_for(unopened, change.book.catalogue).label == "Impact gate: awaiting board"


def test_a_check_of_an_ended_change_is_not_recorded() -> None:
    change = world()
    change.do(commands.stop, reason="The partners ended the talks", lessons="", by="SRO")
    assert take_check(change.state, []) == []


def test_whatever_went_round_the_commands_the_board_does_not_decide_on_it() -> None:
    change = world().complete()
    change.vote("MEM-1")
    moved = change.state.model_copy(update={"answers": {"staff_affected": 3}})
    judged = change.state.model_copy(update={"adequacy": {}})
    for state, because in ((moved, "the pack changed"), (judged, "IA-01 no longer has")):
        (event,) = advance(state, change.book)
        assert isinstance(event, ReviewVoided)
        assert because in event.because
    (voided, finding) = take_check(moved, [])
    assert isinstance(voided, ReviewVoided)
    assert finding.type == "evidence_found_complete"
