"""The sample portfolio: true to its sources, valid for the catalogue, and playable by the real rules."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import cache, singledispatchmethod
from hashlib import sha256

import pytest
from ruamel.yaml import YAML

from config.catalogue import load_catalogue
from config.sample_data import (
    SAMPLES,
    Ballots,
    Check,
    HandIn,
    Register,
    Review,
    SampleEvidence,
    Stop,
    Triage,
    load_samples,
)
from gates import commands
from gates.events import ConditionSet, Document
from gates.facts import read_facts
from gates.people import Board, Person, Roster
from gates.records import read_record
from gates.rulebook import Rulebook
from gates.vocabulary import Gate, Outcome, Phase, Verdict
from tests.gates.world import World

TODAY = date(2026, 11, 21)
# The day of the demonstration is anybody's choice: a leap day, New Year, the weeks in which clocks change.
DAYS = [TODAY, date(2028, 2, 29), date(2027, 1, 1), date(2026, 3, 29), date(2026, 10, 25)]
SAMPLE = load_samples(TODAY)
CATALOGUE = load_catalogue()
EMAILS = {person.email for person in SAMPLE.people}


class Play:
    """The whole story, played in memory by the same commands that the doors call."""

    def __init__(self, today: date) -> None:
        self.samples = load_samples(today)
        people = {p.email: Person(id=p.email, roles=frozenset(p.roles)) for p in self.samples.people}
        board = Board(**self.samples.board.model_dump())
        self.book = Rulebook(CATALOGUE, Roster(people=people, boards={board.id: board}))
        self.now = datetime.combine(today, time(10), UTC)
        self.worlds: dict[str, World] = {}
        self.decided: list[tuple[str, Outcome]] = []
        for step in self.samples.story:
            self.do(step)

    @singledispatchmethod
    def do(self, step: Check) -> None:
        assert any(gap.blocks for gap in self.worlds[step.change].gaps()), step.say

    @do.register
    def _(self, step: Register) -> None:
        for ref, draft in self.samples.changes.items():
            world = self.worlds[ref] = World(book=self.book, now=self.now)
            world.record(commands.register(draft, self.book, ref=ref, by=step.by), step.by)
            world.settle()

    @do.register
    def _(self, step: Triage) -> None:
        answers = self.samples.facts[step.change]
        assert self.worlds[step.change].do(commands.triage, answers.facts, by=answers.by)

    @do.register
    def _(self, step: HandIn) -> None:
        handed_in = self.samples.handed_in(step, CATALOGUE)
        assert handed_in, step.say
        for one in handed_in:
            self.hand_in(self.worlds[step.change], one)

    def hand_in(self, world: World, one: SampleEvidence) -> None:
        submission = commands.Submission(
            item=one.item,
            record=one.record,
            document=document_of(one),
            effective_on=one.effective_on,
            illustrative=one.illustrative,
        )
        assert world.do(commands.submit_evidence, submission, by=one.by, now=self.now)
        assert world.state.evidence[one.item].version == one.version

    @do.register
    def _(self, step: Review) -> None:
        for one in self.samples.judged(step, CATALOGUE):
            world = self.worlds[step.change]
            assert world.do(commands.review_adequacy, one.item, one.verdict, one.reason, by=one.by)

    @do.register
    def _(self, step: Ballots) -> None:
        world = self.worlds[step.change]
        conditions = tuple(ConditionSet(**condition.model_dump()) for condition in step.conditions)
        for ballot in step.ballots:
            assert world.state.gate is step.gate, step.say
            with_conditions = ballot.outcome is Outcome.APPROVE_WITH_CONDITIONS
            world.vote(
                ballot.by,
                ballot.outcome,
                reason=ballot.reason,
                attested=step.attest,
                conditions=conditions if with_conditions else (),
            )

    @do.register
    def _(self, step: Stop) -> None:
        said = {"reason": step.reason, "lessons": step.lessons, "by": step.by}
        assert self.worlds[step.change].do(commands.stop, **said)


def document_of(one: SampleEvidence) -> Document | None:
    if one.document is None:
        return None
    content = one.document.read_bytes()
    return Document(sha256=sha256(content).hexdigest(), name=one.document.name, size=len(content))


@cache
def played(today: date = TODAY) -> Play:
    return Play(today)


def blocking(change: str) -> set[str]:
    return {gap.rule for gap in played().worlds[change].gaps() if gap.blocks}


def named(evidence: SampleEvidence) -> str:
    return f"{evidence.change} {evidence.item} v{evidence.version}"


def scalars(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [scalar for part in value for scalar in scalars(part)]
    return [value]


def test_there_are_twelve_changes_each_with_its_source():
    assert list(SAMPLE.changes) == [f"SEED-{number:02}" for number in range(1, 13)]
    assert all(draft.title and draft.summary and draft.source for draft in SAMPLE.changes.values())
    assert not any(draft.illustrative for draft in SAMPLE.changes.values())


@pytest.mark.parametrize("ref", SAMPLE.changes)
def test_the_facts_of_a_change_are_answers_to_triage_questions(ref):
    assert None not in read_facts(CATALOGUE, SAMPLE.changes[ref].facts).values()


@pytest.mark.parametrize("ref", SAMPLE.facts)
def test_illustrative_answers_are_valid_and_leave_what_the_documents_say_alone(ref):
    answers = SAMPLE.facts[ref].facts
    stated = SAMPLE.changes[ref].facts

    assert read_facts(CATALOGUE, answers)
    assert not any(stated[name] != value for name, value in answers.items() if name in stated)


@pytest.mark.parametrize("ref", SAMPLE.changes)
def test_a_change_says_that_its_people_and_its_evidence_are_invented(ref):
    notes = " ".join(SAMPLE.changes[ref].notes)
    has_evidence = any(evidence.change == ref for evidence in SAMPLE.evidence)

    assert "belong to a sample council and are illustrative" in notes
    assert ("marked as illustrative" in notes) is has_evidence


def test_everybody_named_is_known_and_holds_roles_of_the_catalogue():
    raw = "\n".join(path.read_text(encoding="utf-8") for path in SAMPLES.rglob("*.yaml"))

    assert set(re.findall(r"[\w.]+@[\w.]+", raw)) == EMAILS
    assert {role for person in SAMPLE.people for role in person.roles} == set(CATALOGUE.roles)


def test_every_sro_holds_the_role_and_two_share_the_portfolio():
    sros = {draft.team["sro"] for draft in SAMPLE.changes.values()}

    assert sros == {person.email for person in SAMPLE.people if "sro" in person.roles}
    assert len(sros) == 2


def test_team_members_hold_the_roles_that_they_are_named_for():
    roles = {person.email: person.roles for person in SAMPLE.people}

    for draft in SAMPLE.changes.values():
        assert all(role in roles[email] for role, email in draft.team.items())


def test_the_board_has_no_part_in_any_evidence():
    members = set(SAMPLE.board.members)
    acting = {e.by for e in SAMPLE.evidence} | {r.by for r in SAMPLE.reviews}
    roles = {role for person in SAMPLE.people if person.email in members for role in person.roles}

    assert len(members) == 5
    assert SAMPLE.board.chair in members
    assert SAMPLE.board.clerk in EMAILS - members
    assert not members & acting
    assert roles == {"member"}


@pytest.mark.parametrize("evidence", SAMPLE.evidence, ids=named)
def test_a_record_is_valid_for_its_item(evidence):
    assert read_record(CATALOGUE.item(evidence.item), evidence.record)
    assert evidence.effective_on <= TODAY


@pytest.mark.parametrize("evidence", SAMPLE.evidence, ids=named)
def test_no_relative_day_is_left_unresolved(evidence):
    assert not [text for text in scalars(evidence.record) if re.match(r"today\b", str(text))]


@pytest.mark.parametrize("path", sorted((SAMPLES / "evidence").rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_file_of_evidence_says_that_it_is_illustrative(path):
    data = YAML(typ="safe").load(path)

    assert data["illustrative"] is True
    assert "for the demonstration" in data["note"]


@pytest.mark.parametrize("path", sorted((SAMPLES / "evidence").rglob("*.txt")), ids=lambda path: path.name)
def test_every_document_says_that_it_is_illustrative_and_is_used(path):
    said = path.read_text(encoding="utf-8")
    raw = "\n".join(file.read_text(encoding="utf-8") for file in path.parents[1].glob("*.yaml"))

    assert "Illustrative document, written for the demonstration." in said.splitlines()[1]
    assert f"documents/{path.name}" in raw


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_story_plays_to_its_end_on_any_day(today):
    standing = {ref: (world.state.phase, world.state.gate) for ref, world in played(today).worlds.items()}
    moved = {
        "SEED-01": (Phase.BOARD, Gate.IMPACT),
        "SEED-07": (Phase.STOPPED, Gate.IMPACT),
        "SEED-08": (Phase.DELIVERING, Gate.CONSULTATION),
        "SEED-09": (Phase.GATHERING, Gate.EQUALITY),
    }

    assert standing == dict.fromkeys(standing, (Phase.GATHERING, Gate.IMPACT)) | moved


def test_the_lean_redesign_passes_every_gate_with_one_deferral_and_one_condition():
    state = played().worlds["SEED-08"].state

    assert [(decision.gate, decision.outcome) for decision in state.decisions] == [
        (Gate.IMPACT, Outcome.APPROVE),
        (Gate.EQUALITY, Outcome.DEFER),
        (Gate.EQUALITY, Outcome.APPROVE),
        (Gate.LEARNING, Outcome.APPROVE),
        (Gate.LEGAL, Outcome.APPROVE_WITH_CONDITIONS),
        (Gate.CONSULTATION, Outcome.APPROVE),
    ]
    assert [condition.is_open for condition in state.conditions] == [True]


def test_the_lean_redesign_was_never_let_through_with_so_much_as_a_warning():
    found = [one.event for one in played().worlds["SEED-08"].history]
    complete = [event for event in found if event.type == "evidence_found_complete"]

    assert {event.gate for event in complete} == set(Gate)
    assert not [gap.rule for event in complete for gap in event.warnings]


def test_the_shared_payroll_waits_for_the_board_with_one_vote_and_no_gap():
    world = played().worlds["SEED-01"]

    assert not world.gaps()
    assert world.state.review is not None
    assert len(world.state.review.ballots) == 1


def test_decats_has_exactly_the_gaps_meant_at_its_second_gate():
    assert blocking("SEED-09") == {
        "EQ-02.data_recent",
        "EQ-02.gaps_planned",
        "EQ-03.provided",
        "EQ-04.provided",
        "EQ-05.provided",
        "EQ-06.provided",
        "EQ-07.provided",
        "EQ-08.provided",
        "EQ-09.provided",
        "EQ-10.provided",
    }


def test_the_shared_chief_executive_has_exactly_the_gaps_meant_at_its_first_gate():
    assert blocking("SEED-05") == {
        "IA-02.three_options",
        "IA-02.do_nothing_and_in_house",
        "IA-03.all_rows_filled",
        "IA-05.provided",
        "IA-06.provided",
        "IA-07.reviewed_monthly",
        "IA-08.provided",
        "IA-09.provided",
        "IA-10.provided",
        "IA-11.provided",
        "IA-12.provided",
        "IA-13.provided",
        "IA-14.head_before_redesign",
    }
    assert played().worlds["SEED-05"].state.adequacy_of("IA-02") is Verdict.INADEQUATE


@pytest.mark.parametrize("number", ["02", "03", "04", "06", "10", "11", "12"])
def test_a_change_with_nothing_but_its_source_owes_all_that_is_not_known_to_be_needless(number):
    state = played().worlds[f"SEED-{number}"].state
    required = CATALOGUE.required(Gate.IMPACT, state.facts)

    assert not state.evidence
    assert blocking(f"SEED-{number}") == {f"{item.id}.provided" for item in required}


def test_talks_that_ended_keep_their_reason_and_lessons():
    state = played().worlds["SEED-07"].state

    assert "six months" in state.ended_because
    assert "shared objectives" in state.lessons


def test_members_give_reasons_of_their_own():
    steps = [step for step in SAMPLE.story if isinstance(step, Ballots)]
    reasons = [ballot.reason for step in steps for ballot in step.ballots]

    assert len(set(reasons)) == len(reasons)
