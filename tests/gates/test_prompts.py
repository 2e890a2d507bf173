"""Which cards should exist, for whom, and that each names its matter once."""

from __future__ import annotations

from datetime import timedelta

from gates import commands
from gates.events import ConditionSet
from gates.people import Board
from gates.prompts import Prompt, prompts_due
from gates.rulebook import Rulebook
from gates.vocabulary import Outcome, Phase, Verdict
from tests.gates.world import MEMBERS, World, roster, small_catalogue, world


def cards(change: World) -> tuple[Prompt, ...]:
    return prompts_due(change.state, change.book, change.today)


def keys(change: World) -> list[str]:
    return [card.key for card in cards(change)]


def test_owners_are_asked_for_what_is_missing() -> None:
    change = World().register(facts={})
    assert keys(change) == ["CHG-0001/impact/evidence/IA-01:v1", "CHG-0001/impact/evidence/IA-03:v1"]
    card = cards(change)[0]
    assert card.to == ("OWN-IMPACT",)
    assert card.item == "IA-01"
    assert "Why it is asked for: Test policy" in card.text


def test_an_incomplete_version_makes_a_new_card_for_the_next() -> None:
    change = world()
    change.submit("IA-01", "tbc")
    assert keys(change) == ["CHG-0001/impact/evidence/IA-01:v2"]
    assert "complete IA-01" in cards(change)[0].title


def test_evidence_nobody_owns_is_asked_of_those_who_lead() -> None:
    people = {name: person for name, person in roster().people.items() if name != "OWN-IMPACT"}
    change = World(book=Rulebook(small_catalogue(), roster(people=people))).register()
    assert cards(change)[0].to == ("OFFICE", "SRO")


def test_nothing_is_asked_before_the_first_check() -> None:
    change = World()
    change.record(
        commands.register(commands.Draft(title="A change"), change.book, ref="CHG-0001", by="OFFICE")
    )
    assert cards(change) == ()


def test_reviewers_are_asked_to_judge_each_version() -> None:
    change = world()
    change.submit("IA-01")
    assert keys(change) == ["CHG-0001/impact/review/IA-01:v1"]
    assert cards(change)[0].to == ("REV-1", "REV-2")


def test_without_a_reviewer_those_who_lead_are_told() -> None:
    people = {name: person for name, person in roster().people.items() if not name.startswith("REV")}
    change = World(book=Rulebook(small_catalogue(), roster(people=people))).register()
    change.submit("IA-01")
    assert cards(change)[0].to == ("OFFICE", "SRO")


def test_an_inadequate_item_is_asked_for_again_with_the_reason() -> None:
    change = world()
    change.submit("IA-01")
    change.judge(verdict=Verdict.INADEQUATE)
    assert keys(change) == ["CHG-0001/impact/evidence/IA-01:v2"]
    assert "It says what it has to say" in cards(change)[0].text


def test_members_are_asked_until_they_have_voted() -> None:
    change = world().complete()
    assert [card.to for card in cards(change)] == [(member,) for member in MEMBERS]
    change.vote("MEM-2")
    assert [card.to for card in cards(change)] == [("MEM-1",), ("MEM-3",), ("MEM-4",), ("MEM-5",)]


def test_a_new_round_makes_new_cards() -> None:
    change = world().complete()
    change.submit("IA-01", "another note altogether")
    change.judge()
    assert keys(change)[0] == "CHG-0001/impact/vote/r2:MEM-1"


def test_a_split_board_brings_in_the_clerk() -> None:
    change = world().complete()
    split = (Outcome.APPROVE, Outcome.APPROVE, Outcome.DEFER, Outcome.DEFER, Outcome.REJECT)
    for member, outcome in zip(MEMBERS, split, strict=True):
        change.vote(member, outcome)
    assert [(card.kind, card.to) for card in cards(change)] == [("no_majority", ("CLERK",))]


def test_a_deferral_tells_those_who_lead_what_the_board_wants() -> None:
    change = world().complete()
    for member in MEMBERS[:3]:
        change.vote(member, Outcome.DEFER, reason="Compare one more option please")
    (card,) = cards(change)
    assert (card.kind, card.to) == ("deferred", ("OFFICE", "SRO"))
    assert "Compare one more option please" in card.text


def test_a_board_without_a_quorum_is_the_clerks_matter() -> None:
    board = Board(id="governance-board", title="Board", members=("MEM-1",))
    change = World(book=Rulebook(small_catalogue(), roster(boards={board.id: board}))).register().complete()
    assert [(card.kind, card.to) for card in cards(change)] == [("quorum", ("CLERK",))]


def test_without_a_clerk_the_programme_office_is_told() -> None:
    people = {name: person for name, person in roster().people.items() if name != "CLERK"}
    change = World(book=Rulebook(small_catalogue(), roster(people=people, boards={}))).register().complete()
    assert [(card.kind, card.to) for card in cards(change)] == [("quorum", ("OFFICE",))]


def test_the_owner_of_an_overdue_condition_is_asked() -> None:
    change = world().complete()
    wanted = ConditionSet(text="Name an owner", owner="OWN-LEGAL", due=change.now.date())
    for member in MEMBERS[:3]:
        change.vote(member, Outcome.APPROVE_WITH_CONDITIONS, conditions=(wanted,))
    change.now += timedelta(days=1)
    change.settle()
    card = next(card for card in cards(change) if card.kind == "condition")
    assert (card.key, card.to) == ("CHG-0001/equality/condition/C1", ("OWN-LEGAL",))


def test_nothing_is_asked_once_a_change_has_ended() -> None:
    change = world()
    change.do(commands.stop, reason="The partners ended the talks", lessons="", by="SRO")
    assert cards(change) == ()


def test_keys_are_never_shared_by_two_cards() -> None:
    change = World().register(facts={})
    while change.state.phase is not Phase.DELIVERING:
        assert len(set(keys(change))) == len(keys(change))
        change.pass_gate()


def test_a_pack_to_be_checked_again_asks_nobody_yet() -> None:
    change = world()
    change.submit("IA-01")
    change.judge()
    pending = change.state.model_copy(update={"phase": Phase.REVIEWING, "completeness": None, "review": None})
    assert prompts_due(pending, change.book, change.today) == ()
    lost = change.state.model_copy(update={"phase": Phase.BOARD, "review": None})
    assert prompts_due(lost, change.book, change.today) == ()
