"""TUPE 2006 reg 11, Subsidy Control Act 2022 ss32-33, and the continuing duty of Equality Act 2010 s149."""

from __future__ import annotations

import pytest

from tests.gates.clocks.table import clock, on

TRANSFER = {"tupe": "out", "transfer_date": "2026-07-29"}
SUBSIDY = {"subsidy": True, "subsidy_decided_on": "2026-06-30"}


@pytest.mark.parametrize(
    ("given", "today", "status"),
    [
        ("2026-07-01", "2026-07-02", "met"),
        ("2026-07-02", "2026-07-02", "broken"),
        (None, "2026-06-23", "running"),
        (None, "2026-06-24", "at_risk"),
        (None, "2026-07-01", "at_risk"),
        (None, "2026-07-02", "broken"),
    ],
)
@pytest.mark.parametrize("way", ["in", "out", "in_and_out"])
def test_employee_liability_information_is_given_28_days_before_the_transfer(way, given, today, status):
    facts = {**TRANSFER, "tupe": way, **({"eli_given_on": given} if given else {})}

    found = clock("employee_liability_information", facts, today=today)

    assert (found.status, found.due_on) == (status, on("2026-07-01"))


@pytest.mark.parametrize(
    ("transfer", "due"),
    [("2028-03-28", "2028-02-29"), ("2027-01-10", "2026-12-13"), ("2026-04-20", "2026-03-23")],
)
def test_28_days_are_28_days_over_leap_days_year_ends_and_clock_changes(transfer, due):
    facts = {"tupe": "out", "transfer_date": transfer}

    assert clock("employee_liability_information", facts, today="2026-01-01").due_on == on(due)


@pytest.mark.parametrize(
    ("facts", "status", "needs", "due"),
    [
        ({}, "unknown", ("tupe",), None),
        ({"tupe": "none"}, "not_applicable", (), None),
        ({"tupe": "in"}, "unknown", ("transfer_date", "eli_given_on"), None),
        ({"tupe": "in", "eli_given_on": "2026-07-01"}, "unknown", ("transfer_date",), "2026-07-29"),
        ({"tupe": "in", "transfer_date": "2006-04-05"}, "not_applicable", (), None),
        ({"tupe": "in", "transfer_date": "2006-04-06"}, "broken", (), "2006-03-09"),
    ],
)
def test_employee_liability_information_is_for_transfers_under_tupe_2006(facts, status, needs, due):
    found = clock("employee_liability_information", facts)

    assert (found.status, found.needs, found.due_on) == (status, needs, on(due) if due else None)


@pytest.mark.parametrize(
    ("entered", "today", "status"),
    [
        (None, "2026-07-01", "running"),
        (None, "2026-09-21", "running"),
        (None, "2026-09-22", "at_risk"),
        (None, "2026-09-29", "at_risk"),
        (None, "2026-09-30", "broken"),
        ("2026-09-29", "2026-10-30", "met"),
        ("2026-09-30", "2026-10-30", "broken"),
    ],
)
def test_a_subsidy_is_entered_within_three_months_that_begin_with_the_decision(entered, today, status):
    facts = {**SUBSIDY, **({"subsidy_entered_on": entered} if entered else {})}

    found = clock("subsidy_entry", facts, today=today)

    assert (found.status, found.due_on) == (status, on("2026-09-29"))


@pytest.mark.parametrize(
    ("decided", "due"),
    [("2026-11-30", "2027-02-27"), ("2027-11-30", "2028-02-28"), ("2026-12-01", "2027-02-28")],
)
def test_three_months_end_at_the_end_of_february(decided, due):
    facts = {"subsidy": True, "subsidy_decided_on": decided}

    assert clock("subsidy_entry", facts).due_on == on(due)


@pytest.mark.parametrize(
    ("facts", "status", "needs"),
    [
        ({}, "unknown", ("subsidy",)),
        ({"subsidy": False}, "not_applicable", ()),
        ({"subsidy": True}, "unknown", ("subsidy_decided_on",)),
        ({"subsidy": True, "subsidy_decided_on": "2023-01-03"}, "not_applicable", ()),
        ({"subsidy": True, "subsidy_decided_on": "2023-01-04"}, "broken", ()),
    ],
)
def test_the_database_is_for_subsidies_under_the_act_of_2022(facts, status, needs):
    found = clock("subsidy_entry", facts)

    assert (found.status, found.needs) == (status, needs)


@pytest.mark.parametrize(
    ("today", "status"),
    [
        ("2027-02-20", "running"),
        ("2027-02-21", "at_risk"),
        ("2027-02-28", "at_risk"),
        ("2027-03-01", "broken"),
    ],
)
def test_the_first_equality_review_comes_due(today, status):
    facts = {"screening_positive": True, "first_equality_review_on": "2027-02-28"}

    found = clock("first_equality_review", facts, today=today)

    assert (found.status, found.due_on, found.asks) == (status, on("2027-02-28"), "always")


@pytest.mark.parametrize(
    ("facts", "status", "needs"),
    [
        ({}, "unknown", ("screening_positive", "first_equality_review_on")),
        ({"screening_positive": True}, "unknown", ("first_equality_review_on",)),
        ({"screening_positive": False}, "not_applicable", ()),
        ({"first_equality_review_on": "2026-12-31"}, "running", ()),
    ],
)
def test_a_review_is_wanted_unless_the_screening_found_nothing(facts, status, needs):
    found = clock("first_equality_review", facts)

    assert (found.status, found.needs) == (status, needs)
