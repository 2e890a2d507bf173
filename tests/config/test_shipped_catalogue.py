"""The catalogue that ships: sound, whole where EVIDENCE says "always", and true to what each item asks."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from config.catalogue import load_catalogue
from gates.catalogue import Catalogue
from gates.conditions import Truth
from gates.publishing import published_facts
from gates.records import read_record
from gates.soundness import faults_of
from gates.vocabulary import Gate, Severity

ALWAYS = {"IA": (1, 2, 4, 5, 6, 7, 8, 9, 14), "EQ": (1, 8), "LG": (1, 2, 13), "CO": (1, 11)}
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
NINE = CATALOGUE.facts_by_id["groups_adversely_affected"].choices

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


def option(kind, standing, **more):
    scores = dict.fromkeys(("cost", "risk", "benefit", "timescale", "effort"), 3)
    return {"name": kind, "kind": kind, "description": "As described", "standing": standing, **scores, **more}


def appraisal(*options):
    why = (
        "It costs the least in seven years, keeps the skill in house and can be undone if demand falls again."
    )
    return {"options": list(options), "why_preferred": why, "approved_on": days(-10)}


DO_NOTHING = option("do_nothing", "rejected", reason="The deficit stays")
IN_HOUSE = option("in_house", "preferred")
SHARED = option("shared_service", "rejected", reason="No partner was ready")


@pytest.mark.parametrize(
    ("options", "gaps"),
    [
        ((DO_NOTHING, IN_HOUSE, SHARED), set()),
        ((DO_NOTHING, IN_HOUSE), {"three_options"}),
        ((DO_NOTHING, SHARED, option("merger", "preferred")), {"do_nothing_and_in_house"}),
        ((DO_NOTHING, IN_HOUSE, option("merger", "preferred")), {"one_preferred"}),
        ((DO_NOTHING, IN_HOUSE, option("merger", "rejected")), {"rejections_explained"}),
        ((DO_NOTHING, IN_HOUSE, {**SHARED, "effort": 6}), {"effort_1_to_5"}),
        ((DO_NOTHING, IN_HOUSE, {**SHARED, "risk": None}), {"options_scored"}),
    ],
)
def test_an_options_appraisal_weighs_three_options_and_prefers_one(options, gaps):
    assert broken("IA-02", appraisal(*options)) == gaps


def screening(screened_on, answer="no"):
    rows = [{"characteristic": one, "affected": "no", "reason": f"Nothing changes for {one}"} for one in NINE]
    return {"characteristics": [*rows[:-1], {**rows[-1], "affected": answer}], "screened_on": screened_on}


@pytest.mark.parametrize(
    ("screened_on", "gaps"),
    [(days(-11), set()), (days(-10), set()), (days(-9), {"before_options_approved"})],
)
def test_a_screening_after_the_options_were_approved_is_refused(screened_on, gaps):
    assert broken("EQ-01", screening(screened_on), {"options_approved_on": days(-10)}) == gaps


@pytest.mark.parametrize(("answer", "positive"), [("no", False), ("yes", True), ("dont_know", True)])
def test_one_yes_or_dont_know_calls_for_the_full_assessment(answer, positive):
    facts = published_facts(CATALOGUE.item("EQ-01"), screening(days(0), answer))

    assert facts == {"screening_positive": positive}
    for item_id in ("EQ-02", "EQ-03", "EQ-10"):
        assert CATALOGUE.item(item_id).is_required(facts) is positive


def test_before_the_screening_the_full_assessment_counts_as_required():
    assert CATALOGUE.item("EQ-03").is_required({})


def matrix():
    aims = ("discrimination", "opportunity", "relations")
    pairs = [(one, aim) for one in NINE for aim in (aims[:1] if one.startswith("marriage") else aims)]
    words = "because the figures of the last year show it plainly and the staff confirm it in every team " * 2
    same = {"direction": "neutral", "severity": "none", "number_affected": 0}
    return [
        {"id": n, "characteristic": one, "aim": aim, "reasoning": f"{one} {aim} {words}", **same}
        for n, (one, aim) in enumerate(pairs, start=1)
    ]


def test_the_impact_matrix_has_twenty_five_cells_and_each_is_missed():
    assert len(matrix()) == 25
    assert broken("EQ-03", {"cells": matrix()}) == set()
    for left_out in range(25):
        cells = [cell for place, cell in enumerate(matrix()) if place != left_out]
        assert broken("EQ-03", {"cells": cells}) == {"every_cell"}


def test_an_adverse_cell_without_an_answer_is_missed():
    answer = {
        "cell": "7",
        "effect": "Longer journey",
        "response": "accept",
        "reason": "Rare",
        "accepted_by": "SRO",
    }

    assert broken("EQ-04", {"responses": [answer]}, {"adverse_cells": ("7",)}) == set()
    assert broken("EQ-04", {"responses": [answer]}, {"adverse_cells": ("7", "8")}) == {
        "every_effect_answered"
    }


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
        ("b2" * 32, "Only the name of the service was corrected", set()),
    ],
)
def test_an_option_that_was_not_consulted_on_needs_a_reason(decided, reason, gaps):
    signature = {"name": "Beatrix Onslade", "role": "monitoring_officer", "signed_on": days(0)}
    record = {"option_hash": decided, "reason": reason, "compared_on": days(0), "approval": signature}
    facts = {"consulted_option_hash": "a1" * 32, "public_or_staff_consultation": True}

    assert broken("CO-11", record, facts) == gaps


def test_items_publish_no_fact_that_triage_asks_and_each_is_declared():
    published = {fact for item in CATALOGUE.items for fact in item.publishes}

    assert published <= set(CATALOGUE.facts_by_id)
    assert not published & set(TRIAGE)


def test_items_name_the_gate_by_their_prefix():
    gates = dict(zip(("IA", "EQ", "LN", "LG", "CO"), Gate, strict=True))

    assert all(gates[item.id[:2]] is item.gate for item in CATALOGUE.items)
