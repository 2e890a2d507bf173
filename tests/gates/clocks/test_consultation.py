"""Consultations: Gunning's third and fourth principles; the numbers are proposed policy defaults."""

from __future__ import annotations

import pytest

from tests.gates.clocks.table import clock, on

HELD = {"public_or_staff_consultation": True, "nation": "england"}
NORMAL = {**HELD, "high_impact": False}
HIGH = {**HELD, "high_impact": True}
LIGHT = {**NORMAL, "track": "light"}
OPENS = "2026-06-01"


@pytest.mark.parametrize(
    ("facts", "closes", "today", "status", "due"),
    [
        (NORMAL, "2026-07-13", "2026-06-01", "running", "2026-07-13"),
        (NORMAL, "2026-07-13", "2026-07-13", "running", "2026-07-13"),
        (NORMAL, "2026-07-13", "2026-07-14", "met", "2026-07-13"),
        (NORMAL, "2026-07-12", "2026-06-01", "broken", "2026-07-13"),
        (HIGH, "2026-08-24", "2026-06-01", "running", "2026-08-24"),
        (HIGH, "2026-08-23", "2026-06-01", "broken", "2026-08-24"),
        (LIGHT, "2026-06-29", "2026-06-01", "running", "2026-06-29"),
        (LIGHT, "2026-06-28", "2026-06-01", "broken", "2026-06-29"),
        # Nobody has said whether the impact is high: between the two lengths it is not judged.
        (HELD, "2026-08-24", "2026-06-01", "running", "2026-08-24"),
        (HELD, "2026-08-23", "2026-06-01", "unknown", "2026-08-24"),
        (HELD, "2026-07-13", "2026-06-01", "unknown", "2026-08-24"),
        (HELD, "2026-07-12", "2026-06-01", "broken", "2026-08-24"),
        # The light track is for changes that are known to be of no high impact.
        ({**HELD, "track": "light"}, "2026-06-29", "2026-06-01", "running", "2026-06-29"),
        # A statute asks for longer, or for less.
        (
            {**NORMAL, "earliest_lawful_close": "2026-07-20"},
            "2026-07-19",
            "2026-06-01",
            "broken",
            "2026-07-20",
        ),
        (
            {**NORMAL, "earliest_lawful_close": "2026-07-20"},
            "2026-07-20",
            "2026-06-01",
            "running",
            "2026-07-20",
        ),
        (
            {**NORMAL, "earliest_lawful_close": "2026-06-20"},
            "2026-07-12",
            "2026-06-01",
            "broken",
            "2026-07-13",
        ),
        (NORMAL, "2026-05-01", "2026-06-01", "broken", "2026-07-13"),
    ],
)
def test_a_consultation_is_open_long_enough(facts, closes, today, status, due):
    given = {**facts, "consultation_opens_on": OPENS, "consultation_closes_on": closes}

    found = clock("time_to_respond", given, today=today)

    assert (found.status, found.due_on, found.limit) == (status, on(due), "earliest")


@pytest.mark.parametrize(
    ("opens", "closes"),
    [("2026-12-01", "2027-01-12"), ("2028-02-01", "2028-03-14"), ("2026-03-01", "2026-04-12")],
)
def test_days_are_counted_over_year_ends_leap_days_and_clock_changes(opens, closes):
    facts = {**NORMAL, "consultation_opens_on": opens, "consultation_closes_on": closes}

    assert clock("time_to_respond", facts, today=opens).due_on == on(closes)


def test_the_council_sets_how_long():
    facts = {**NORMAL, "consultation_opens_on": OPENS, "consultation_closes_on": "2026-07-12"}

    found = clock("time_to_respond", facts, consultation_days=41)

    assert found.status == "running"
    assert found.rule.startswith("Open for 41 days, 84 where the impact is high")


@pytest.mark.parametrize(
    ("facts", "status", "needs", "due"),
    [
        ({}, "unknown", ("public_or_staff_consultation",), None),
        ({"public_or_staff_consultation": False}, "not_applicable", (), None),
        (NORMAL, "unknown", ("consultation_opens_on", "consultation_closes_on"), None),
        ({**NORMAL, "consultation_opens_on": OPENS}, "unknown", ("consultation_closes_on",), "2026-07-13"),
        ({**NORMAL, "consultation_closes_on": "2026-07-13"}, "unknown", ("consultation_opens_on",), None),
    ],
)
def test_what_is_not_known_of_a_consultation_is_asked_for(facts, status, needs, due):
    found = clock("time_to_respond", facts)

    assert (found.status, found.needs, found.due_on) == (status, needs, on(due) if due else None)


@pytest.mark.parametrize(
    ("closes", "decision", "nation", "status", "due"),
    [
        ("2026-06-08", "2026-06-16", "england", "met", "2026-06-16"),
        ("2026-06-08", "2026-06-15", "england", "broken", "2026-06-16"),
        ("2026-06-08", "2026-06-08", "england", "broken", "2026-06-16"),
        ("2026-06-08", "2026-06-01", "england", "broken", "2026-06-16"),
        # Easter: Scotland works on Easter Monday.
        ("2026-04-01", "2026-04-10", "england", "broken", "2026-04-11"),
        ("2026-04-01", "2026-04-10", "scotland", "met", "2026-04-10"),
        ("2026-04-01", "2026-04-10", None, "unknown", "2026-04-11"),
        ("2026-04-01", "2026-04-09", None, "broken", "2026-04-11"),
        ("2026-04-01", "2026-04-11", None, "met", "2026-04-11"),
        # The Boyne (observed on 13 July 2026) and St Andrew's Day.
        ("2026-07-08", "2026-07-16", "northern_ireland", "broken", "2026-07-17"),
        ("2026-07-08", "2026-07-16", "england", "met", "2026-07-16"),
        ("2026-11-26", "2026-12-04", "scotland", "broken", "2026-12-05"),
        ("2026-11-26", "2026-12-04", "wales", "met", "2026-12-04"),
        # Christmas with its substitute and New Year.
        ("2026-12-23", "2027-01-04", "england", "broken", "2027-01-05"),
    ],
)
def test_the_answers_are_weighed_before_the_vote(closes, decision, nation, status, due):
    facts = {**HELD, "nation": nation, "consultation_closes_on": closes, "decision_date": decision}

    found = clock("report_to_vote", {name: value for name, value in facts.items() if value is not None})

    assert (found.status, found.due_on) == (status, on(due))


def test_a_vote_on_the_day_of_the_close_is_never_in_time():
    facts = {**HELD, "consultation_closes_on": "2026-06-08", "decision_date": "2026-06-08"}

    assert clock("report_to_vote", facts, report_to_vote_working_days=0).status == "broken"
    later = {**facts, "decision_date": "2026-06-09"}
    assert clock("report_to_vote", later, report_to_vote_working_days=0).status == "met"


def test_the_time_between_is_said_in_days():
    facts = {**HELD, "consultation_closes_on": "2026-06-08", "decision_date": "2026-06-10"}

    assert clock("report_to_vote", facts).says.startswith("1 clear working day from the close")
    later = {**facts, "decision_date": "2026-06-11"}
    assert clock("report_to_vote", later).says.startswith("2 clear working days from the close")


@pytest.mark.parametrize(
    ("facts", "needs", "due"),
    [
        (HELD, ("consultation_closes_on", "decision_date"), None),
        ({**HELD, "decision_date": "2026-06-16"}, ("consultation_closes_on",), None),
        ({**HELD, "consultation_closes_on": "2026-06-08"}, ("decision_date",), "2026-06-16"),
    ],
)
def test_what_is_not_known_of_the_vote_is_asked_for(facts, needs, due):
    found = clock("report_to_vote", facts)

    assert (found.status, found.needs, found.due_on) == ("unknown", needs, on(due) if due else None)


@pytest.mark.parametrize(
    ("published", "today", "status"),
    [
        (None, "2026-05-01", "running"),
        (None, "2026-07-22", "running"),
        (None, "2026-07-23", "at_risk"),
        (None, "2026-07-30", "at_risk"),
        (None, "2026-07-31", "broken"),
        ("2026-07-30", "2026-08-30", "met"),
        ("2026-07-31", "2026-08-30", "broken"),
    ],
)
def test_feedback_is_published_within_thirty_days(published, today, status):
    facts = {**HELD, "decision_date": "2026-06-30"}
    given = {**facts, "feedback_published_on": published} if published else facts

    found = clock("feedback", given, today=today)

    assert (found.status, found.due_on) == (status, on("2026-07-30"))


def test_feedback_is_for_decisions_that_were_consulted_on():
    assert clock("feedback", HELD).needs == ("decision_date",)
    assert clock("feedback", {"public_or_staff_consultation": False}).status == "not_applicable"
    leap = {**HELD, "decision_date": "2028-01-31"}
    assert clock("feedback", leap).due_on == on("2028-03-01")
