"""Gates 3 and 5 as they ship: who is asked for what, and the failures that they are there to stop."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from config.catalogue import load_catalogue
from gates.conditions import FactValue
from gates.publishing import published_facts
from gates.records import read_record
from gates.vocabulary import Basis, Gate, Severity

TODAY = date(2026, 11, 21)
CATALOGUE = load_catalogue()
LIGHT, STANDARD, FULL = ({"track": track} for track in ("light", "standard", "full"))
STAFF, HELD, GAP = {"staff_affected": 9}, {"public_or_staff_consultation": True}, {"learning_gap_found": True}
MOST = "redundancies_max_at_one_establishment_90d"


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


def found(item_id: str, record: dict[str, Any], facts: dict[str, Any]) -> set[str]:
    """The checks that a record breaks; fields that it leaves out are blank."""
    item = CATALOGUE.item(item_id)
    blank: dict[str, Any] = {name: [] if field.columns else None for name, field in item.fields.items()}
    held = read_record(item, {**blank, **record})
    known = {**facts, **published_facts(item, held)}
    return {check.id for check in item.checks if check.is_broken_by(check.measure(held, known), TODAY)}


@pytest.mark.parametrize(
    ("item", "facts", "required"),
    [
        ("LN-02", {"roles_changed": 1}, True),
        ("LN-02", {"roles_changed": 0}, False),
        ("LN-06", STAFF | GAP, True),
        ("LN-06", STAFF | {"learning_gap_found": False}, False),
        ("LN-07", STAFF | STANDARD, True),
        ("LN-07", STAFF | LIGHT, False),
        ("LN-08", {"regulated_service": False, "personal_data": True}, True),
        ("LN-08", {"regulated_service": True, "personal_data": False}, True),
        ("LN-08", {"regulated_service": False, "personal_data": False}, False),
        ("LN-09", {"change_type": ("digital_ict",), "consultants_cost": 0}, True),
        ("LN-09", {"change_type": ("insourcing", "restructure"), "consultants_cost": 0}, True),
        ("LN-09", {"change_type": ("restructure",), "consultants_cost": 1}, True),
        ("LN-09", {"change_type": ("restructure",), "consultants_cost": 0}, False),
        ("LN-10", STAFF | GAP | FULL, True),
        ("LN-10", STAFF | GAP | LIGHT, False),
        ("LN-11", {"recognised_union": True}, True),
        ("LN-11", {"recognised_union": False}, False),
        ("CO-05", {"public_facing": True}, True),
        ("CO-05", {"public_facing": False}, False),
        ("CO-06", {MOST: 20}, True),
        ("CO-06", {MOST: 19}, False),
        ("CO-07", {"tupe": "in"}, True),
        ("CO-07", {"tupe": "out"}, True),
        ("CO-07", {"tupe": "in_and_out"}, True),
        ("CO-07", {"tupe": "none"}, False),
        ("CO-08", {"ice_agreement": True}, True),
        ("CO-08", {"ice_agreement": False}, False),
        ("CO-12", HELD | {"screening_positive": True, "nation": "wales"}, True),
        ("CO-12", HELD | {"screening_positive": False, "nation": "wales"}, False),
        ("CO-12", {"public_or_staff_consultation": False, "screening_positive": True}, False),
        ("CO-13", {"key_decision": True}, True),
        ("CO-13", {"key_decision": False}, False),
        ("CO-14", HELD | STANDARD, True),
        ("CO-14", HELD | LIGHT, False),
        ("CO-14", {"public_or_staff_consultation": False} | FULL, False),
    ],
)
def test_an_item_is_asked_for_where_it_says(item, facts, required):
    assert CATALOGUE.item(item).is_required(facts) is required


@pytest.mark.parametrize("item", [f"LN-{n:02}" for n in range(1, 12)] + [f"CO-{n:02}" for n in range(1, 15)])
def test_while_nothing_is_known_every_item_is_asked_for(item):
    assert CATALOGUE.item(item).is_required({})


@pytest.mark.parametrize(
    "item", [*CATALOGUE.items_of(Gate.LEARNING, Gate.CONSULTATION)], ids=lambda one: one.id
)
def test_no_track_lifts_what_a_statute_asks_for(item):
    lifted = "track" in item.condition_facts and not item.is_required({"track": "light"})

    assert not (lifted and item.kind is Basis.STATUTORY)


def test_a_change_without_staff_roles_union_or_data_is_asked_for_nothing_at_the_learning_gate():
    facts: dict[str, FactValue] = {
        "staff_affected": 0,
        "roles_changed": 0,
        "recognised_union": False,
        "personal_data": False,
        "regulated_service": False,
        "consultants_cost": 0,
        "change_type": ("restructure",),
    }

    assert not list(CATALOGUE.required(Gate.LEARNING, facts))


def assessed(*persons: str) -> dict[str, Any]:
    same = {"role": "Adviser", "assessed_on": day(-20), "by_staff": True, "by_manager": True}
    result = {"role": "Adviser", "skill": "Law", "current": 2, "required": 3, "anybody_below": True}
    return {"assessments": [{"person": one, **same} for one in persons], "results": [result]}


@pytest.mark.parametrize(
    ("persons", "gaps"),
    [
        ([f"P{n}" for n in range(9)], set()),
        ([f"P{n}" for n in range(8)], {"enough_staff_assessed"}),
        # Nine assessments, but two of the same person, who holds two posts.
        ([*(f"P{n}" for n in range(8)), "p0"], {"enough_staff_assessed"}),
    ],
)
def test_people_are_counted_and_not_posts(persons, gaps):
    assert found("LN-03", assessed(*persons), {"staff_affected": 10}) == gaps


@pytest.mark.parametrize(
    ("redundancies", "nation", "days", "gaps"),
    [
        (20, "england", 30, set()),
        (99, "scotland", 29, {"thirty_days"}),
        (100, "wales", 45, set()),
        (100, "england", 44, {"forty_five_days"}),
        (100, "northern_ireland", 90, set()),
        (100, "northern_ireland", 89, {"ninety_days"}),
        (99, "northern_ireland", 30, set()),
    ],
)
def test_the_first_dismissal_waits_for_collective_consultation(redundancies, nation, days, gaps):
    record = {"letter_sent_on": day(-50), "started_on": day(-50), "first_dismissal_on": day(days - 50)}
    facts = {"nation": nation, MOST: redundancies}
    clocks = {"thirty_days", "forty_five_days", "ninety_days"}

    assert found("CO-06", record, facts) & clocks == gaps


ONLY_A_NAME = "Only the name was corrected; what people were asked about is what is decided"
PAPER = {"option": "Do nothing", "standing": "rejected", "reason": "The wait would grow"}


@pytest.mark.parametrize(
    ("options", "gaps"),
    [
        ([PAPER], set()),
        ([], {"options_carried", "options_complete", "rejected_options_told"}),
        ([{**PAPER, "reason": None}], {"rejections_explained"}),
        ([{**PAPER, "standing": "still_open"}], {"rejected_options_told"}),
    ],
    ids=["told", "left out", "without a reason", "as if it were open"],
)
def test_consultees_are_told_of_every_rejected_option_and_why(options, gaps):
    facts = {"options_appraised": ("Do nothing",), "options_rejected": ("Do nothing",)}
    about_options = {"options_carried", "options_complete", "rejected_options_told", "rejections_explained"}

    assert found("CO-03", {"options": options}, facts) & about_options == gaps


@pytest.mark.parametrize(
    ("received", "late", "gaps"),
    [(3, 1, set()), (4, 1, {"every_submission_logged"}), (3, 2, {"late_ones_logged"}), (None, None, set())],
)
def test_the_analysis_accounts_for_every_response_that_was_recorded(received, late, gaps):
    rows = [
        {"channel": "online", "count": 2, "late": 0, "kept_at": "Survey"},
        {"channel": "letter", "count": 1, "late": 1, "kept_at": "File"},
    ]
    facts = {"responses_received": received, "responses_late": late}
    known = {name: value for name, value in facts.items() if value is not None}

    assert found("CO-09", {"received": rows}, known) & {"every_submission_logged", "late_ones_logged"} == gaps


@pytest.mark.parametrize(
    ("sent", "vote", "nation", "long_enough"),
    [
        (date(2026, 11, 2), date(2026, 11, 10), "england", True),
        (date(2026, 11, 2), date(2026, 11, 9), "england", False),
        # Good Friday and Easter Monday are no working days in England; Easter Monday is one in Scotland.
        (date(2026, 3, 31), date(2026, 4, 9), "england", False),
        (date(2026, 3, 31), date(2026, 4, 10), "england", True),
        (date(2026, 3, 31), date(2026, 4, 9), "scotland", True),
    ],
)
def test_members_have_five_clear_working_days_with_the_report(sent, vote, nation, long_enough):
    record = {"report_sent_on": sent.isoformat(), "vote_on": vote.isoformat()}

    assert ("time_to_read" not in found("CO-10", record, {"nation": nation})) is long_enough


@pytest.mark.parametrize(
    ("track", "high_impact", "days", "gaps"),
    [
        ("light", False, 28, set()),
        ("light", False, 27, {"long_enough_on_light_track"}),
        ("standard", False, 42, set()),
        ("standard", False, 41, {"long_enough"}),
        ("full", True, 84, set()),
        ("full", True, 83, {"long_enough_for_high_impact"}),
        ("full", None, 83, {"long_enough_for_high_impact"}),
    ],
)
def test_how_long_a_consultation_is_open_depends_on_the_track_and_the_impact(track, high_impact, days, gaps):
    facts = {"track": track} | ({} if high_impact is None else {"high_impact": high_impact})
    record = {"opens_on": day(-100), "closes_on": day(days - 100)}
    lengths = {"long_enough", "long_enough_on_light_track", "long_enough_for_high_impact"}

    assert found("CO-04", record, facts) & lengths == gaps


def option(name: str) -> dict[str, Any]:
    scores = dict.fromkeys(("cost", "risk", "benefit", "timescale", "effort"), 3)
    return {"name": name, "kind": "in_house", "description": name, "standing": "preferred", **scores}


def preferred(name: str) -> dict[str, Any]:
    """What the options appraisal publishes when it prefers this option."""
    item = CATALOGUE.item("IA-02")
    record = {"options": [option(name)], "why_preferred": "It is best", "approved_on": day(-90)}
    return published_facts(item, read_record(item, record))


def blocks_comparison(facts: dict[str, Any], **record: Any) -> set[str]:
    """What blocks in the material-change check, given the facts that other evidence has published."""
    signed = {"name": "Beatrix Onslade", "role": "monitoring_officer", "signed_on": day(-5)}
    broken = found("CO-11", {"compared_on": day(-5), "approval": signed, **record}, facts)
    critical = {check.id for check in CATALOGUE.item("CO-11").checks if check.severity is Severity.CRITICAL}
    return broken & critical


def test_an_option_that_is_changed_in_silence_after_consultation_is_noticed():
    before, after = (
        preferred(name)["preferred_option_hash"] for name in ("Keep all libraries", "Close ten libraries")
    )
    consulted = HELD | {"consulted_option_hash": before, "consultation_closes_on": day(-20)}

    assert before != after
    assert blocks_comparison(consulted | {"preferred_option_hash": before}, option_hash=before) == set()
    changed = consulted | {"preferred_option_hash": after}
    assert blocks_comparison(changed, option_hash=before) == {"compared_with_latest"}
    assert blocks_comparison(changed, option_hash=after) == {"option_unchanged"}
    assert blocks_comparison(changed, option_hash=after, reason=ONLY_A_NAME) == set()


def test_a_reason_once_given_does_not_excuse_a_later_change():
    seen, later = (
        preferred(name)["preferred_option_hash"] for name in ("Close two libraries", "Close ten libraries")
    )
    facts = HELD | {"consulted_option_hash": "a1" * 32, "preferred_option_hash": later}

    gaps = blocks_comparison(facts, option_hash=seen, reason=ONLY_A_NAME)

    assert gaps == {"compared_with_latest"}


def test_a_recommendation_of_scrutiny_without_a_dated_reply_blocks_the_gate():
    answered = {
        "recommendation": "Publish figures",
        "outcome": "accept",
        "reply": "Monthly",
        "replied_by": "Leader",
    }
    record = {"committee": "Scrutiny", "scrutinised_on": day(-20), "recommendations": [answered]}

    assert found("CO-13", record, {"decision_date": day(9)}) == {"every_one_answered"}
    record["recommendations"] = [{**answered, "replied_on": day(-5)}]
    assert found("CO-13", record, {"decision_date": day(9)}) == set()


def test_feedback_is_a_plan_before_the_decision_and_has_an_address_once_it_is_published():
    plan = {
        "publisher": "Communications", "place": "Website", "without_internet": "Leaflet", "every_theme": True,
        "planned_on": day(40), "standing": "planned",
    }  # fmt: skip
    facts = {"decision_date": day(10)}

    assert found("CO-14", plan, facts) == set()
    assert found("CO-14", {**plan, "planned_on": day(41)}, facts) == {"within_thirty_days"}
    assert found("CO-14", {**plan, "standing": "published"}, facts) == {"published_where_and_when"}


def test_an_equality_assessment_from_before_the_close_is_not_a_refreshed_one():
    close = {"consultation_closes_on": day(-20)}

    assert "assessed_after_close" in found("CO-12", {}, close | {"equality_assessed_on": day(-20)})
    assert "assessed_after_close" not in found("CO-12", {}, close | {"equality_assessed_on": day(-19)})
