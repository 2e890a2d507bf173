"""Notice of a key decision (SI 2012/2089 regs 9-11), call-in and challenge (CPR 54.5, general knowledge)."""

from __future__ import annotations

import pytest

from tests.gates.clocks.table import clock, on

KEY = {"nation": "england", "key_decision": True, "executive_arrangements": True}
# 28 clear days before 30 June 2026 the last day for the notice is 1 June; five clear days: 24 June.
DECISION = {**KEY, "decision_date": "2026-06-30"}


@pytest.mark.parametrize(
    ("more", "today", "status", "due"),
    [
        # Published: 28 clear days are enough, 27 are not.
        ({"notice_published_on": "2026-06-01"}, "2026-06-01", "met", "2026-06-30"),
        (
            {"notice_published_on": "2026-06-02", "key_decision_notice": "forward_plan"},
            "2026-06-02",
            "broken",
            "2026-07-01",
        ),
        # Across a leap day, the year's end and the days on which the clocks change.
        (
            {"notice_published_on": "2028-02-01", "decision_date": "2028-03-01"},
            "2028-02-01",
            "met",
            "2028-03-01",
        ),
        (
            {
                "notice_published_on": "2027-02-01",
                "decision_date": "2027-03-01",
                "key_decision_notice": "forward_plan",
            },
            "2027-02-01",
            "broken",
            "2027-03-02",
        ),
        (
            {"notice_published_on": "2026-12-20", "decision_date": "2027-01-18"},
            "2026-12-20",
            "met",
            "2027-01-18",
        ),
        (
            {"notice_published_on": "2026-03-15", "decision_date": "2026-04-13"},
            "2026-03-15",
            "met",
            "2026-04-13",
        ),
        # General exception: five clear days.
        (
            {"notice_published_on": "2026-06-24", "key_decision_notice": "general_exception"},
            "2026-06-24",
            "met",
            "2026-06-30",
        ),
        (
            {"notice_published_on": "2026-06-25", "key_decision_notice": "general_exception"},
            "2026-06-25",
            "broken",
            "2026-07-01",
        ),
        # Short notice of a route that nobody has stated: lawful by general exception only.
        ({"notice_published_on": "2026-06-24"}, "2026-06-24", "unknown", "2026-07-23"),
        ({"notice_published_on": "2026-06-25"}, "2026-06-25", "broken", "2026-07-24"),
        # Stated to be no key decision, though triage says that it is: held to 28 days.
        (
            {"notice_published_on": "2026-06-24", "key_decision_notice": "not_a_key_decision"},
            "2026-06-24",
            "broken",
            "2026-07-23",
        ),
        ({"notice_published_on": "2026-07-01"}, "2026-07-01", "broken", "2026-07-30"),
        # Not published yet.
        ({}, "2026-05-24", "running", "2026-06-01"),
        ({}, "2026-05-25", "at_risk", "2026-06-01"),
        ({}, "2026-06-01", "at_risk", "2026-06-01"),
        ({}, "2026-06-02", "at_risk", "2026-06-24"),
        ({}, "2026-06-24", "at_risk", "2026-06-24"),
        ({}, "2026-06-25", "broken", "2026-06-01"),
        ({"key_decision_notice": "forward_plan"}, "2026-06-02", "broken", "2026-06-01"),
        ({"key_decision_notice": "general_exception"}, "2026-06-16", "running", "2026-06-24"),
        ({"key_decision_notice": "general_exception"}, "2026-06-24", "at_risk", "2026-06-24"),
        ({"key_decision_notice": "general_exception"}, "2026-06-25", "broken", "2026-06-24"),
        ({"key_decision_notice": "special_urgency"}, "2026-06-29", "advisory", None),
    ],
)
def test_notice_leaves_enough_clear_days(more, today, status, due):
    found = clock("key_decision_notice", {**DECISION, **more}, today=today)

    assert (found.status, found.due_on) == (status, on(due) if due else None)


def test_late_notice_says_to_which_day_the_decision_must_move():
    late = {"notice_published_on": "2026-06-02", "key_decision_notice": "forward_plan"}

    found = clock("key_decision_notice", {**DECISION, **late})

    assert found.says == (
        "Published on 2 June 2026: 27 clear days before the decision. Move the decision to 1 July 2026 or later."
    )
    assert (found.limit, found.starts_on) == ("earliest", on("2026-06-02"))


def test_too_late_for_the_forward_plan_the_general_exception_is_offered():
    found = clock("key_decision_notice", DECISION, today="2026-06-10")

    assert "general exception by 24 June 2026" in found.says
    assert found.needs == ("key_decision_notice",)
    assert found.days_left == 14


@pytest.mark.parametrize(
    ("facts", "status", "needs"),
    [
        ({}, "unknown", ("nation", "key_decision")),
        ({"nation": "england"}, "unknown", ("key_decision",)),
        ({"key_decision": True}, "unknown", ("nation",)),
        ({"nation": "england", "key_decision": True}, "unknown", ("decision_date", "notice_published_on")),
        ({**KEY, "notice_published_on": "2026-06-01"}, "unknown", ("decision_date",)),
        ({"key_decision": False}, "not_applicable", ()),
        ({"nation": "wales"}, "not_applicable", ()),
        ({"nation": "scotland", "key_decision": True}, "not_applicable", ()),
        ({"executive_arrangements": False}, "not_applicable", ()),
        ({**DECISION, "decision_date": "2012-09-09"}, "not_applicable", ()),
    ],
)
def test_notice_is_for_key_decisions_of_executives_in_england(facts, status, needs):
    found = clock("key_decision_notice", facts)

    assert (found.status, found.needs) == (status, needs)


def test_an_unknown_meeting_still_has_an_earliest_day():
    found = clock("key_decision_notice", {**KEY, "notice_published_on": "2026-06-01"})

    assert (found.due_on, found.limit) == (on("2026-06-30"), "earliest")


@pytest.mark.parametrize(
    ("decision", "today", "status", "due"),
    [
        ("2026-06-08", "2026-06-01", "running", "2026-06-16"),
        ("2026-06-08", "2026-06-15", "running", "2026-06-16"),
        ("2026-06-08", "2026-06-16", "met", "2026-06-16"),
        # Over Easter, Christmas with its substitute, and a leap day.
        ("2026-04-01", "2026-04-01", "running", "2026-04-11"),
        ("2026-12-23", "2026-12-23", "running", "2027-01-05"),
        ("2028-02-28", "2028-02-28", "running", "2028-03-07"),
    ],
)
def test_a_key_decision_waits_for_call_in(decision, today, status, due):
    found = clock("call_in", {**KEY, "decision_date": decision}, today=today)

    assert (found.status, found.due_on, found.limit) == (status, on(due), "earliest")


def test_the_council_sets_how_long_call_in_lasts():
    facts = {**KEY, "decision_date": "2026-06-08"}

    assert clock("call_in", facts, call_in_working_days=3).due_on == on("2026-06-12")
    assert clock("call_in", facts, call_in_working_days=0).due_on == on("2026-06-08")
    assert "3 clear working days" in clock("call_in", facts, call_in_working_days=3).rule


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (KEY, "unknown"),
        ({**KEY, "executive_arrangements": False}, "not_applicable"),
        ({**KEY, "nation": "wales"}, "not_applicable"),
        ({"key_decision": False}, "not_applicable"),
    ],
)
def test_call_in_is_for_key_decisions_of_executives_in_england(facts, status):
    assert clock("call_in", facts).status == status


@pytest.mark.parametrize(
    ("decision", "due"),
    [("2026-06-30", "2026-09-30"), ("2026-11-30", "2027-02-28"), ("2027-11-30", "2028-02-29")],
)
def test_a_claim_is_possible_for_three_months(decision, due):
    found = clock("judicial_review", {"decision_date": decision})

    assert (found.status, found.due_on, found.limit) == ("advisory", on(due), "latest")


def test_a_procurement_can_be_challenged_for_thirty_days():
    facts = {"decision_date": "2026-06-30"}

    assert "by 30 July 2026" in clock("judicial_review", facts).says
    assert "rocurement" not in clock("judicial_review", {**facts, "contract_value_inc_vat": 0}).says


def test_the_last_day_for_a_claim_is_still_open_and_the_next_is_not():
    facts = {"decision_date": "2026-06-30"}

    assert "must be made" in clock("judicial_review", facts, today="2026-09-30").says
    assert "ended on 30 September 2026" in clock("judicial_review", facts, today="2026-10-01").says
    assert clock("judicial_review", {}).needs == ("decision_date",)
