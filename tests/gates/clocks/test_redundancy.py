"""Collective redundancies: TULRCA 1992 ss188(1A), 189, 193; the award as raised by the Employment Rights Act 2025."""

from __future__ import annotations

import pytest

from tests.gates.clocks.table import clock, on

# 30 days before 31 July 2026 is 1 July; 45 days before it is 16 June.
TWENTY = {
    "nation": "england",
    "redundancies_max_at_one_establishment_90d": 20,
    "first_dismissal_date": "2026-07-31",
}
HUNDRED = {**TWENTY, "redundancies_max_at_one_establishment_90d": 100}
NINETY_NINE = {**TWENTY, "redundancies_max_at_one_establishment_90d": 99}


@pytest.mark.parametrize(
    ("facts", "letter", "today", "status", "due"),
    [
        (TWENTY, "2026-07-01", "2026-07-02", "met", "2026-07-01"),
        (TWENTY, "2026-07-02", "2026-07-02", "broken", "2026-07-01"),
        (NINETY_NINE, "2026-07-01", "2026-07-02", "met", "2026-07-01"),
        (HUNDRED, "2026-07-01", "2026-07-02", "broken", "2026-06-16"),
        (HUNDRED, "2026-06-16", "2026-07-02", "met", "2026-06-16"),
        (HUNDRED, "2026-06-17", "2026-07-02", "broken", "2026-06-16"),
        (TWENTY, None, "2026-06-23", "running", "2026-07-01"),
        (TWENTY, None, "2026-06-24", "at_risk", "2026-07-01"),
        (TWENTY, None, "2026-07-01", "at_risk", "2026-07-01"),
        (TWENTY, None, "2026-07-02", "broken", "2026-07-01"),
        (HUNDRED, None, "2026-06-17", "broken", "2026-06-16"),
        # Over the year's end, and over a leap day.
        ({**TWENTY, "first_dismissal_date": "2027-01-15"}, "2026-12-16", "2026-12-16", "met", "2026-12-16"),
        ({**TWENTY, "first_dismissal_date": "2028-03-30"}, "2028-02-29", "2028-02-29", "met", "2028-02-29"),
        ({**TWENTY, "first_dismissal_date": "2027-03-30"}, "2027-02-28", "2027-02-28", "met", "2027-02-28"),
        # Days, not hours: the clocks change in between.
        ({**TWENTY, "first_dismissal_date": "2026-04-10"}, "2026-03-11", "2026-03-11", "met", "2026-03-11"),
    ],
)
def test_consultation_begins_in_time_for_the_first_dismissal(facts, letter, today, status, due):
    given = {**facts, **({"s188_letter_on": letter} if letter else {})}

    found = clock("collective_redundancy", given, today=today)

    assert (found.status, found.due_on, found.limit) == (status, on(due), "latest")


def test_a_late_letter_says_from_when_a_dismissal_may_take_effect():
    found = clock("collective_redundancy", {**TWENTY, "s188_letter_on": "2026-07-10"}, today="2026-07-11")

    assert found.says.endswith("No dismissal may take effect before 9 August 2026.")


def test_without_a_letter_the_days_after_it_are_named():
    found = clock("collective_redundancy", HUNDRED, today="2026-07-01")

    assert found.says.endswith("No dismissal may take effect before 45 days after it.")


def test_without_a_date_of_dismissal_the_letter_says_the_earliest():
    known = {**TWENTY, "s188_letter_on": "2026-07-01"}
    del known["first_dismissal_date"]

    found = clock("collective_redundancy", known)

    assert (found.status, found.needs) == ("unknown", ("first_dismissal_date",))
    assert (found.due_on, found.limit) == (on("2026-07-31"), "earliest")


CLOCKS = ("collective_redundancy", "redundancy_notification", "protective_award")


@pytest.mark.parametrize("name", CLOCKS)
@pytest.mark.parametrize(
    ("facts", "status", "needs"),
    [
        ({}, "unknown", ("nation", "redundancies_max_at_one_establishment_90d")),
        ({"nation": "wales"}, "unknown", ("redundancies_max_at_one_establishment_90d",)),
        ({"redundancies_max_at_one_establishment_90d": 20}, "unknown", ("nation",)),
        ({"redundancies_max_at_one_establishment_90d": 19}, "not_applicable", ()),
        ({"redundancies_max_at_one_establishment_90d": 0, "nation": "scotland"}, "not_applicable", ()),
        ({"redundancies_max_at_one_establishment_90d": 20, "nation": "northern_ireland"}, "advisory", ()),
        (
            {"redundancies_max_at_one_establishment_90d": 19, "nation": "northern_ireland"},
            "not_applicable",
            (),
        ),
        ({"nation": "northern_ireland"}, "unknown", ("redundancies_max_at_one_establishment_90d",)),
    ],
)
def test_from_twenty_redundancies_at_one_establishment_in_great_britain(name, facts, status, needs):
    found = clock(name, facts)

    assert (found.status, found.needs) == (status, needs)
    assert ("take advice" in found.warning) == (status == "advisory")


@pytest.mark.parametrize(
    ("more", "today", "status", "due"),
    [
        ({"hr1_received_on": "2026-07-01"}, "2026-07-02", "met", "2026-07-01"),
        ({"hr1_received_on": "2026-07-02"}, "2026-07-02", "broken", "2026-07-01"),
        ({}, "2026-06-23", "running", "2026-07-01"),
        ({}, "2026-06-24", "at_risk", "2026-07-01"),
        ({}, "2026-07-02", "broken", "2026-07-01"),
        # Before any notice of dismissal is given, be that earlier still.
        (
            {"hr1_received_on": "2026-06-11", "first_dismissal_notice_on": "2026-06-12"},
            "2026-06-12",
            "met",
            "2026-06-11",
        ),
        (
            {"hr1_received_on": "2026-06-12", "first_dismissal_notice_on": "2026-06-12"},
            "2026-06-12",
            "broken",
            "2026-06-11",
        ),
        ({"first_dismissal_notice_on": "2026-06-12"}, "2026-06-12", "broken", "2026-06-11"),
        ({"first_dismissal_notice_on": "2026-07-10"}, "2026-06-12", "running", "2026-07-01"),
    ],
)
def test_form_hr1_arrives_in_time_and_before_notice_is_given(more, today, status, due):
    found = clock("redundancy_notification", {**TWENTY, **more}, today=today)

    assert (found.status, found.due_on) == (status, on(due))


def test_form_hr1_needs_forty_five_days_from_a_hundred():
    assert clock("redundancy_notification", HUNDRED, today="2026-06-01").due_on == on("2026-06-16")
    assert clock("redundancy_notification", NINETY_NINE, today="2026-06-01").due_on == on("2026-07-01")


@pytest.mark.parametrize(
    ("facts", "status", "needs"),
    [
        ({}, "unknown", ("first_dismissal_date", "hr1_received_on")),
        ({"hr1_received_on": "2026-05-01"}, "unknown", ("first_dismissal_date",)),
        (
            {"hr1_received_on": "2026-05-01", "first_dismissal_notice_on": "2026-05-02"},
            "unknown",
            ("first_dismissal_date",),
        ),
        ({"first_dismissal_notice_on": "2026-06-20"}, "unknown", ("first_dismissal_date", "hr1_received_on")),
        # Too late whatever the first dismissal is.
        ({"hr1_received_on": "2026-05-02", "first_dismissal_notice_on": "2026-05-02"}, "broken", ()),
        ({"first_dismissal_notice_on": "2026-05-02"}, "broken", ()),
    ],
)
def test_without_a_date_of_dismissal_only_a_notice_can_decide(facts, status, needs):
    known = {"nation": "scotland", "redundancies_max_at_one_establishment_90d": 30, **facts}

    found = clock("redundancy_notification", known)

    assert (found.status, found.needs) == (status, needs)


@pytest.mark.parametrize(
    ("first", "letter", "status", "award"),
    [
        ("2026-04-05", "2026-04-01", "broken", 90),
        ("2026-04-06", "2026-04-01", "broken", 180),
        ("2026-07-31", "2026-07-30", "broken", 180),
        ("2026-04-05", "2026-01-05", "met", 90),
        ("2026-07-31", "2026-06-01", "met", 180),
        ("2027-07-31", None, "running", 180),
        (None, None, "unknown", 180),
    ],
)
def test_the_award_is_doubled_for_dismissals_from_6_april_2026(first, letter, status, award):
    days = {"first_dismissal_date": first, "s188_letter_on": letter}
    facts = {**TWENTY, "first_dismissal_date": None, **days}

    found = clock("protective_award", {name: value for name, value in facts.items() if value is not None})

    assert found.status == status
    assert f"up to {award} days' pay for each employee dismissed" in found.says


def test_the_award_is_told_where_consultation_is_late():
    found = clock("protective_award", {**TWENTY, "s188_letter_on": "2026-07-30"})

    assert found.says.startswith("Consultation begins too late")
    assert found.asks == "never"


def test_what_must_be_answered_is_named_beside_the_award():
    facts = {"nation": "england", "redundancies_max_at_one_establishment_90d": 20}

    assert clock("protective_award", facts).says.endswith(
        "Not answered yet: first dismissal date, s188 letter on."
    )
