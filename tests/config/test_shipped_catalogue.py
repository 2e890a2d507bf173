"""The catalogue that ships: sound, whole where EVIDENCE says "always", and true to what each item asks."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from config.catalogue import load_catalogue
from gates.catalogue import Catalogue
from gates.conditions import FactValue, Truth
from gates.publishing import published_facts
from gates.records import read_record
from gates.soundness import faults_of
from gates.vocabulary import Gate, Severity

ALWAYS = {"IA": (1, 2, 4, 5, 6, 7, 9, 14), "EQ": (1, 8), "LG": (1, 2, 13), "CO": (1, 11)}
TRIAGE = [
    "nation",
    "change_type",
    "staff_affected",
    "redundancies_max_at_one_establishment_90d",
    "redundancies_total_90d",
    "tupe",
    "public_facing",
    "statutory_service",
    "personal_data",
    "high_risk_processing",
    "one_off_cost",
    "whole_life_cost",
    "contract_value_inc_vat",
    "key_decision",
    "partner_councils",
    "new_company",
    "subsidy",
    "island_effect",
    "exit_payment_special_max",
    "consultants_cost",
    "first_dismissal_date",
    "transfer_date",
    "decision_date",
]
FRAMEWORK_CODE = re.compile(r"GL[1-8]|HR[1-6]|SM[1-5]|Q[1-9]|Q10|HQ[1-4]|SQ[1-5]")
TODAY = date(2026, 5, 4)
CATALOGUE: Catalogue = load_catalogue()

every_item = pytest.mark.parametrize("item", CATALOGUE.items, ids=lambda item: item.id)


def broken(item_id, record, facts=None):
    """The checks of an item that a record breaks; fields the record leaves out are blank."""
    item = CATALOGUE.item(item_id)
    blank: dict[str, Any] = {name: [] if field.columns else None for name, field in item.fields.items()}
    held = read_record(item, {**blank, **record})
    known = {**(facts or {}), **published_facts(item, held)}
    return {check.id for check in item.checks if check.is_broken_by(check.measure(held, known), TODAY)}


def days(count):
    return (TODAY + timedelta(days=count)).isoformat()


def test_the_catalogue_is_sound():
    assert not list(faults_of(CATALOGUE))


@pytest.mark.parametrize("item_id", [f"{gate}-{n:02}" for gate, ids in ALWAYS.items() for n in ids])
def test_an_item_that_is_always_required_waits_for_no_fact(item_id):
    item = CATALOGUE.item(item_id)

    assert item.is_required({})
    assert item.requirement({"nation": "england", "decision_date": TODAY.isoformat()}) is Truth.YES


@pytest.mark.parametrize("fact", TRIAGE)
def test_every_fact_of_triage_is_asked(fact):
    assert CATALOGUE.facts_by_id[fact].help


@every_item
def test_an_item_can_block_its_gate_by_more_than_being_absent(item):
    assert any(check.severity is Severity.CRITICAL for check in item.checks)


@every_item
def test_owner_reviewer_and_signatories_are_known_and_nobody_reviews_their_own_item(item):
    signatories = {check.role for check in item.checks if check.check == "signed"}

    assert {item.owner, *filter(None, [item.review_by]), *signatories} <= set(CATALOGUE.roles)
    assert item.owner != item.review_by


@every_item
def test_an_owner_is_told_what_to_provide_and_what_to_do(item):
    assert len(item.guidance.split()) >= 20
    assert all(field.title and field.help for field in item.fields.values())
    assert all(check.message[0].isupper() and check.message.endswith(".") for check in item.checks)


@every_item
def test_answers_are_criteria_or_questions_of_the_framework(item):
    assert all(FRAMEWORK_CODE.fullmatch(code) for code in item.answers)


@every_item
def test_an_empty_record_breaks_a_blocking_check(item):
    critical = {check.id for check in item.checks if check.severity is Severity.CRITICAL}

    assert broken(item.id, {}) & critical


def test_members_attest_at_the_gates_of_equality_and_consultation():
    attesting = {gate.id for gate in CATALOGUE.gates if gate.approval.attestation}

    assert attesting == {Gate.EQUALITY, Gate.CONSULTATION}


def route(notice_route, notice, **more):
    signature = {"name": "Beatrix Onslade", "role": "monitoring_officer", "signed_on": days(0)}
    same = {
        "decision": "Share payroll",
        "taken_by": "executive",
        "decision_on": days(40),
        "call_in": "Five days",
    }
    given = {"notice_published_on": days(40 - notice), "notice_reference": "FP 12", "approval": signature}
    return {**same, **given, "notice_route": notice_route, **more}


WHY = {"reason": "The supplier withdrew last week"}


@pytest.mark.parametrize(
    ("record", "gaps"),
    [
        (route("forward_plan", 29), set()),
        (route("forward_plan", 28), {"twenty_eight_clear_days"}),
        (
            route("forward_plan", 29, notice_published_on=None),
            {"notice_traceable", "twenty_eight_clear_days"},
        ),
        (route("general_exception", 6, **WHY), set()),
        (route("general_exception", 6), {"short_notice_reasoned"}),
        (route("general_exception", 5, **WHY), {"five_clear_days"}),
        (route("special_urgency", 1, **WHY), {"urgency_consented"}),
        (route("not_a_key_decision", 0, **WHY), {"key_decision_noticed"}),
    ],
)
def test_a_key_decision_is_noticed_by_one_of_three_routes(record, gaps):
    assert broken("LG-02", record, {"key_decision": True}) == gaps


def test_a_decision_that_is_not_key_needs_a_reason_and_no_notice():
    record = route("not_a_key_decision", 0, notice_published_on=None, notice_reference=None, **WHY)

    assert broken("LG-02", record, {"key_decision": False}) == set()


def test_a_council_run_by_committees_names_who_decides_and_gives_no_notice_of_a_key_decision():
    signature = route("forward_plan", 29)["approval"]
    record = {"decision": "Share payroll", "taken_by": "committee", "decision_on": days(40)}
    facts = {"nation": "england", "key_decision": True, "executive_arrangements": False}

    assert broken("LG-02", {**record, "approval": signature}, facts) == set()
    assert not CATALOGUE.item("LG-02").is_required({"nation": "scotland"})


@pytest.mark.parametrize(
    ("facts", "gaps"),
    [
        ({"decision_date": days(40)}, set()),
        ({"decision_date": days(41)}, {"same_decision_day"}),
        ({"decision_date": days(40), "earliest_lawful_decision_on": days(40)}, set()),
        ({"decision_date": days(40), "earliest_lawful_decision_on": days(41)}, {"not_before_earliest_day"}),
    ],
)
def test_a_decision_is_taken_on_the_day_given_at_triage_and_not_before_every_clock_has_run_out(facts, gaps):
    assert broken("LG-02", route("forward_plan", 29), facts) == gaps


@pytest.mark.parametrize(
    ("redundancies", "asked"),
    [(0, False), (1, True), (19, True), (20, True), (None, True)],
)
def test_redundancies_are_on_record_from_the_first_one_on(redundancies, asked):
    fact = "redundancies_max_at_one_establishment_90d"

    assert CATALOGUE.item("LG-05").is_required({} if redundancies is None else {fact: redundancies}) is asked


@pytest.mark.parametrize(
    ("redundancies", "duties"),
    [
        (1, set()),
        (19, set()),
        (20, {"thirty_days", "hr1_thirty_days"}),
        (99, {"thirty_days", "hr1_thirty_days"}),
        (100, {"forty_five_days", "hr1_forty_five_days"}),
    ],
)
def test_the_periods_of_collective_consultation_follow_the_number_of_redundancies(redundancies, duties):
    periods = {"thirty_days", "hr1_thirty_days", "forty_five_days", "hr1_forty_five_days"}

    assert (
        broken("LG-05", {}, {"redundancies_max_at_one_establishment_90d": redundancies}) & periods == duties
    )


def test_below_twenty_redundancies_what_is_owed_to_each_person_does_not_block():
    record = {"consultation_ends_on": days(10), "first_notice_on": days(9)}
    gaps = broken("LG-05", record, {"redundancies_max_at_one_establishment_90d": 19})
    item = CATALOGUE.item("LG-05")
    severity = {check.id: check.severity for check in item.checks}

    assert {"particulars_for_each", "consulted_before_notice"} <= gaps
    assert severity["particulars_for_each"] is severity["consulted_before_notice"] is Severity.WARNING
    assert not {"letter_complete", "letter_attached", "notices_after_consultation", "hr1_copied"} & gaps


@pytest.mark.parametrize(
    ("change_type", "asked"),
    [
        ("shared_service", {"LG-10", "LG-11", "LG-12"}),
        ("shared_management", {"LG-10", "LG-11", "LG-12"}),
        ("joint_venture", {"LG-10", "LG-11", "LG-12"}),
        ("outsourcing", {"LG-07", "LG-10", "LG-11", "LG-12"}),
        ("merger", {"LG-10", "LG-12"}),
        ("insourcing", {"LG-12"}),
        ("digital_ict", {"LG-12"}),
        ("restructure", set()),
    ],
)
def test_what_is_signed_left_and_moved_depends_on_the_type_of_change(change_type, asked):
    facts: dict[str, FactValue] = {
        "change_type": (change_type,),
        "commercial": False,
        "contract_value_inc_vat": 0,
    }
    items = [CATALOGUE.item(item_id) for item_id in ("LG-07", "LG-10", "LG-11", "LG-12")]

    assert {item.id for item in items if item.is_required(facts)} == asked


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({"partner_councils": 1}, "LG-03"),
        ({"tupe": "in"}, "LG-04"),
        ({"contract_value_inc_vat": 1}, "LG-07"),
        ({"subsidy": True}, "LG-08"),
        ({"new_company": True}, "LG-08"),
        ({"new_company": True}, "LG-09"),
        ({"commercial": True}, "LG-09"),
        ({"commercial": True}, "LG-11"),
        ({"exit_payment_special_max": 1, "nation": "england"}, "LG-14"),
        ({"exempt_part": True}, "LG-15"),
    ],
)
def test_one_answer_at_triage_calls_for_the_legal_evidence_that_goes_with_it(facts, asked):
    needless = {
        "partner_councils": 0,
        "tupe": "none",
        "change_type": ("restructure",),
        "contract_value_inc_vat": 0,
        "subsidy": False,
        "new_company": False,
        "commercial": False,
        "exit_payment_special_max": 0,
        "exempt_part": False,
        "decision_date": days(0),
    }

    assert CATALOGUE.item(asked).requirement({**needless, **facts}) is Truth.YES
    assert CATALOGUE.item(asked).requirement(needless) is Truth.NO


@pytest.mark.parametrize(("opened", "gaps"), [(42, set()), (41, {"long_enough"})])
def test_a_consultation_is_open_for_forty_two_days(opened, gaps):
    kinds = ("school_holidays", "public_holidays", "pre_election_period")
    calendar = [{"kind": kind, "overlap": "No overlap", "response": "Nothing needed"} for kind in kinds]
    record = {"opens_on": days(0), "closes_on": days(opened), "calendar": calendar}

    assert broken("CO-04", record, {"high_impact": False}) == gaps
    assert broken("CO-04", record, {"high_impact": True}) == {*gaps, "long_enough_for_high_impact"}


@pytest.mark.parametrize(
    ("decided", "reason", "gaps"),
    [
        ("a1" * 32, None, set()),
        ("b2" * 32, None, {"option_unchanged"}),
        ("b2" * 32, "It is urgent", {"reason_given_in_words"}),
        ("b2" * 32, "Only the name of the service was corrected, and nobody loses anything by it", set()),
    ],
)
def test_an_option_that_was_not_consulted_on_needs_a_reason(decided, reason, gaps):
    signature = {"name": "Beatrix Onslade", "role": "monitoring_officer", "signed_on": days(0)}
    record = {"option_hash": decided, "reason": reason, "compared_on": days(0), "approval": signature}
    facts = {"consulted_option_hash": "a1" * 32, "public_or_staff_consultation": True}

    assert broken("CO-11", record, facts) - {"option_attached"} == gaps


def test_items_publish_no_fact_that_triage_asks_and_each_is_declared():
    published = {fact for item in CATALOGUE.items for fact in item.publishes}

    assert published <= set(CATALOGUE.facts_by_id)
    assert not published & set(TRIAGE)


def test_items_name_the_gate_by_their_prefix():
    gates = dict(zip(("IA", "EQ", "LN", "LG", "CO"), Gate, strict=True))

    assert all(gates[item.id[:2]] is item.gate for item in CATALOGUE.items)
