"""What is common to all clocks: the table, what is unknown, answers of another kind, and pages that show them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config.catalogue import load_catalogue
from gates.clocks import Clock, ClockPolicy, ClockStatus, clock_facts, clocks_of
from gates.clocks.case import Case
from gates.clocks.findings import unknown
from gates.clocks.model import Definition
from gates.clocks.standing import standing
from gates.clocks.table import CLOCKS
from gates.conditions import facts_named, parse
from gates.vocabulary import Basis, Gate
from tests.gates.clocks.table import on

TODAY = on("2026-06-01")
DEFINITIONS = [definition for definition, _ in CLOCKS]


def test_every_clock_is_named_once():
    assert (
        len({one.id for one in DEFINITIONS}) == len({one.title for one in DEFINITIONS}) == len(CLOCKS) == 16
    )


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.id)
def test_the_shipped_catalogue_knows_what_a_clock_names(definition):
    catalogue = load_catalogue()
    facts = set(facts_named(definition.when)) | {definition.effective_by}
    facts |= set(facts_named(definition.unless)) if definition.unless else set()

    assert facts <= set(catalogue.facts_by_id)
    assert definition.owner in catalogue.roles
    assert definition.rule.format_map(catalogue.clocks.model_dump())
    assert definition.in_force == (not definition.expected)


def test_the_shipped_numbers_are_the_proposed_ones():
    assert load_catalogue().clocks == ClockPolicy()


def test_every_status_is_open_over_or_told():
    is_open = {status for status in ClockStatus if status.is_open}

    assert is_open == {"unknown", "running", "at_risk", "broken"}
    assert {status for status in ClockStatus if status.presses} == {"at_risk", "broken"}


def test_nothing_known_rules_nothing_out():
    found = clocks_of({}, TODAY)

    assert {clock.status for clock in found} == {"unknown", "switched_off"}
    assert all(clock.needs for clock in found)


def test_what_rules_a_clock_out_is_said():
    by_id = {clock.id: clock for clock in clocks_of({"nation": "wales", "subsidy": False}, TODAY)}

    assert by_id["key_decision_notice"].says == "Runs only in england."
    assert by_id["subsidy_entry"].says == "Runs where subsidy is yes."
    committees = {clock.id: clock for clock in clocks_of({"executive_arrangements": False}, TODAY)}
    assert committees["call_in"].says == "Does not run where executive arrangements is no."
    old = {clock.id: clock for clock in clocks_of({"decision_date": "2010-01-01"}, TODAY)}
    assert old["key_decision_notice"].says == "Its basis applies from 10 September 2012."


@pytest.mark.parametrize(
    "answer", ["soon", "2026-13-01", "9999-12-31", 20260601, True, ("a",), 3.5, "", "2026-06-01T00:00"]
)
def test_an_answer_that_cannot_be_read_is_as_good_as_none(answer):
    facts = {name: answer for definition in DEFINITIONS for name in _named(definition)}

    for clock in clocks_of({**facts, "nation": "england"}, TODAY):
        assert clock.rule
    assert Case({"decision_date": answer}, ClockPolicy()).day("decision_date") is None
    assert Case({"n": "12"}, ClockPolicy()).number("n") is None
    assert Case({"n": 12}, ClockPolicy()).text("n") is None


def _named(definition):
    return {*facts_named(definition.when), "decision_date", "notice_published_on", "consultation_opens_on"}


def test_a_basis_that_ended_no_longer_runs():
    past = Definition(
        id="past",
        title="Past",
        rule="Until {feedback_days}.",
        basis="Test",
        kind=Basis.POLICY,
        owner="sro",
        breaks="Nothing.",
        gate=Gate.LEGAL,
        when=parse("always"),
        effective_to=date(2025, 12, 31),
    )

    def stands(day: str) -> str:
        return standing(
            past, lambda *_: unknown(("x",)), Case({"decision_date": day}, ClockPolicy()), TODAY
        ).status

    assert stands("2025-12-31") == "unknown"
    assert stands("2026-01-01") == "not_applicable"


def test_days_left_are_told_while_they_matter():
    facts = {"tupe": "out", "transfer_date": "2026-07-09"}
    due = next(one for one in clocks_of(facts, TODAY) if one.id == "employee_liability_information")
    late = next(one for one in clocks_of(facts, on("2026-06-21")) if one.id == due.id)
    done = next(one for one in clocks_of({**facts, "eli_given_on": "2026-06-01"}, TODAY) if one.id == due.id)

    assert (due.days_left, late.days_left, done.days_left) == (10, -10, None)
    assert (due.is_shown, late.is_shown, done.is_shown) == (True, True, False)


@pytest.mark.parametrize("name", ClockPolicy.model_fields)
def test_a_number_that_cannot_be_meant_is_refused(name):
    with pytest.raises(ValidationError):
        ClockPolicy(**{name: -1})


FACTS = [fact for fact in load_catalogue().facts if not fact.derived]
DATES = st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(date.isoformat)
ANSWERS = {
    "boolean": st.booleans(),
    "number": st.integers(0, 300),
    "money": st.integers(0, 3_000_000),
    "date": DATES,
    "text": st.just("text"),
}


def answers(fact):
    if fact.kind == "choice":
        return st.sampled_from(fact.choices)
    if fact.kind == "choices":
        return st.just(fact.choices[:1] or ("one",))
    return ANSWERS[fact.kind]


ANY_FACTS = st.fixed_dictionaries({}, optional={fact.id: answers(fact) for fact in FACTS})


@given(facts=ANY_FACTS, today=st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_whatever_is_answered_every_clock_says_how_it_stands(facts, today):
    found = clocks_of(facts, today)

    assert len(found) == len(CLOCKS)
    for clock in found:
        assert isinstance(clock, Clock)
        assert clock.says.endswith(".")
        assert bool(clock.needs) or clock.status != "unknown"
        assert (clock.limit is None) == (clock.due_on is None)
        assert clock.due_on is not None or not clock.status.presses
    assert set(clock_facts(facts)) <= {"earliest_lawful_decision_on"}


@given(facts=ANY_FACTS, name=st.sampled_from([fact.id for fact in FACTS]))
def test_a_needed_fact_is_one_that_nobody_has_answered(facts, name):
    facts.pop(name, None)

    for clock in clocks_of(facts, TODAY):
        assert not set(clock.needs) & set(facts)
